import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Milliseconds of one command: the processor's (user and system, all threads) and those that passed. */
export interface Time {
  readonly cpu: number
  readonly wall: number
}

/** Writes what the process has used as it ends; only the end of Node itself is not in it. */
const METER = `const { writeFileSync } = process.getBuiltinModule('node:fs')
process.on('exit', () => writeFileSync(process.env.BENCH_CPU, JSON.stringify(process.cpuUsage())))`

/**
 * The least times of commands of Node, which are run in turns: other load on the machine only ever adds.
 */
export function compare<Name extends string>(
  commands: Readonly<Record<Name, readonly string[]>>,
  { rounds = 5, cwd = process.cwd() } = {},
): Record<Name, Time> {
  const scratch = mkdtempSync(join(tmpdir(), 'dockseal-meter-'))
  const [meter, file] = [join(scratch, 'meter.cjs'), join(scratch, 'cpu.json')]
  writeFileSync(meter, METER)
  const times = {} as Record<Name, Time>
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [name, args] of Object.entries(commands) as [Name, readonly string[]][]) {
        // Node 20 reads these certificates at each start, which would make any program look fast beside `node -e 0`.
        const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env
        const start = process.hrtime.bigint()
        const { error } = spawnSync(process.execPath, ['--require', meter, ...args], {
          cwd,
          stdio: 'ignore',
          env: { ...env, BENCH_CPU: file },
        })
        if (error) throw error
        const wall = Number(process.hrtime.bigint() - start) / 1e6
        const { user, system } = JSON.parse(readFileSync(file, 'utf8')) as NodeJS.CpuUsage
        const cpu = (user + system) / 1000
        const before = times[name]
        times[name] = { cpu: Math.min(cpu, before?.cpu ?? cpu), wall: Math.min(wall, before?.wall ?? wall) }
      }
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  return times
}

/** Prints how one time compares to another; the ratio that is wanted is the processor's. */
export function report(what: string, ours: Time, theirs: Time, wanted: string): void {
  const ratio = (key: keyof Time) => (ours[key] / theirs[key]).toFixed(2)
  const ms = (key: keyof Time) => `${ours[key].toFixed(0)} ÷ ${theirs[key].toFixed(0)} ms`
  console.log(`${what}: ${ratio('cpu')} (${ms('cpu')}), wall ${ratio('wall')} (${ms('wall')})${wanted === '' ? '' : `; wanted ${wanted}`}`)
}
