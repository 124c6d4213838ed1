/*
 * `npm run bench`: times whole processes against each other in one run and prints ratios. Nothing here is a test:
 * absolute times say more about the machine than about the program.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buildImages } from './engine/images/build-images.ts'
import { copyImages, startEngine, whyNoEngine } from './engine/machine.ts'

const ROUNDS = 7
const CLI = resolve('dist/cli.js')
const corpus = resolve(process.argv[2] ?? join(process.env.DOCKSEAL_SHARED ?? '../shared', 'corpus/compose'))

/** Median wall time of a command, in ms; both commands of a comparison are run in turns, so that load hits them alike. */
function compare(commands: Readonly<Record<string, readonly string[]>>, rounds = ROUNDS): Record<string, number> {
  const times: Record<string, number[]> = {}
  for (let round = 0; round < rounds; round++) {
    for (const [name, [program = '', ...args]] of Object.entries(commands)) {
      const start = process.hrtime.bigint()
      const { error } = spawnSync(program, args, { stdio: 'ignore' })
      if (error) throw error
      times[name] = [...(times[name] ?? []), Number(process.hrtime.bigint() - start) / 1e6]
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, list.sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN]))
}

function report(what: string, times: Record<string, number>, ours: string, theirs: string, wanted: string): void {
  const [a, b] = [times[ours] ?? Number.NaN, times[theirs] ?? Number.NaN]
  console.log(`${what}: ${(a / b).toFixed(2)} (${ours} ${a.toFixed(0)} ms, ${theirs} ${b.toFixed(0)} ms; wanted ${wanted})`)
}

const node = process.execPath
const scratch = mkdtempSync(join(tmpdir(), 'dockseal-bench-'))
try {
  const small = join(scratch, 'compose.yaml')
  writeFileSync(small, 'services:\n  web:\n    image: nginx:1.27\n')
  report('start-up, one small file', compare({ dockseal: [node, CLI, small], node: [node, '-e', '0'] }, 21), 'dockseal', 'node', '≤ 1.7')
  report('start-up, --version', compare({ dockseal: [node, CLI, '--version'], node: [node, '-e', '0'] }, 21), 'dockseal', 'node', '')

  if (existsSync(corpus)) {
    const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' })
      .map((name) => join(corpus, name))
      .filter((file) => /\.ya?ml$/.test(file) && statSync(file).isFile())
    const list = join(scratch, 'files.json')
    writeFileSync(list, JSON.stringify(files))
    const parse = `const { readFileSync } = require('node:fs'); const { parseDocument } = require(${JSON.stringify(resolve('node_modules/yaml'))});
      for (const file of JSON.parse(readFileSync(${JSON.stringify(list)}, 'utf8'))) parseDocument(readFileSync(file, 'utf8'), { merge: true })`
    const times = compare({ dockseal: [node, CLI, corpus, '--no-ignore'], 'read + parseDocument': [node, '-e', parse] })
    report(`${files.length} files`, times, 'dockseal', 'read + parseDocument', '≤ 1.6')

    const home = join(tmpdir(), 'dockseal-bench-dclint')
    if (!existsSync(join(home, 'node_modules/dclint'))) {
      execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', home, 'dclint@3.1.0'], { stdio: 'inherit' })
    }
    const dclint = join(home, 'node_modules/dclint/bin/dclint.cjs')
    const rival = compare({ dclint: [node, dclint, '-r', corpus], dockseal: [node, CLI, corpus, '--no-ignore'] }, 1)
    report('dclint -r on the same files', rival, 'dclint', 'dockseal', '≥ 20')

    const { stderr } = spawnSync('/usr/bin/time', ['-f', '%M', node, CLI, corpus, '--no-ignore'], {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    console.log(`peak memory on ${files.length} files: ${Math.round(Number(stderr?.trim().split('\n').at(-1)) / 1024)} MiB`)
  } else {
    console.log(`skipped: no corpus at ${corpus}; name a folder of Compose files`)
  }

  if (whyNoEngine() === undefined) {
    buildImages(['busybox'])
    const engine = startEngine()
    try {
      copyImages(engine, 'dockseal-test/busybox')
      for (let index = 0; index < 100; index++)
        engine.docker('run', '-d', '--name', `bench-${index}`, '--network', 'none', 'dockseal-test/busybox', 'sleep', '1000')
      const times = compare({
        'audit of 100 containers': [node, CLI, 'audit', '--host', engine.host],
        'docker inspect of one': ['docker', '--host', engine.host, 'inspect', 'bench-0'],
      })
      const ratio = (times['audit of 100 containers'] ?? Number.NaN) / (100 * (times['docker inspect of one'] ?? Number.NaN))
      report('audit of 100 containers to docker inspect of one', times, 'audit of 100 containers', 'docker inspect of one', '')
      console.log(`audit of 100 containers to 100 × docker inspect of one: ${ratio.toFixed(3)}`)
    } finally {
      engine.stop()
    }
  } else console.log('skipped: no docker for the bench of audit')
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
