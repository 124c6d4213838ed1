import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Endpoint } from '../live/endpoint.ts'
import { connect, type Engine } from '../live/engine.ts'
import { type Done, type RunOptions, runProgram } from '../live/engine-cli.ts'
import { list, object, text } from '../live/json.ts'
import { OWNER_LABEL, TRIAL_LABEL } from '../live/trial/project.ts'
import { type Options, UsageError } from './options.ts'

/** The engine that a trial runs on: its API for looking, its command line for everything that changes something. */
export interface TrialEngine {
  readonly api: Engine
  readonly endpoint: Endpoint
  /** `Docker 26.1.5, overlay2`. */
  readonly description: string
  /** Runs the engine's program with these words; ended with the run unless `evenAfter`. */
  readonly docker: (args: readonly string[], options?: RunOptions & { readonly evenAfter?: true }) => Promise<Done>
  /** Environment in which `docker compose` finds this engine. */
  readonly environment: NodeJS.ProcessEnv
  readonly program: string
  readonly flags: readonly string[]
}

/** Connects to the engine. Throws a UsageError where none answers, or where there is no program to run Compose with. */
export async function trialEngine(endpoint: Endpoint, options: Options, signal: AbortSignal): Promise<TrialEngine> {
  const api = await connect(endpoint)
  const [version, info] = [await api.get('/version'), await api.get('/info')]
  if (!version.ok) {
    api.close()
    throw new UsageError(`no engine answers at ${endpoint.url}: ${version.why}${version.hint === undefined ? '' : `; ${version.hint}`}`)
  }
  const names = list(object(version.value).Components).map((component) => text(object(component).Name) ?? '')
  const isPodman = names.some((name) => name.includes('Podman'))
  const storage = info.ok ? (text(object(info.value).Driver) ?? '') : ''
  const { context, host } = options.audit
  const isDefault = context === undefined && host === undefined && !process.env.DOCKER_HOST && !process.env.DOCKER_CONTEXT
  const flags =
    context !== undefined
      ? ['--context', context]
      : host !== undefined
        ? ['--host', host]
        : isDefault && endpoint.name === 'default'
          ? ['--host', endpoint.url]
          : []
  const program = 'docker'
  const docker: TrialEngine['docker'] = (args, { evenAfter, ...rest } = {}) =>
    runProgram(program, [...flags, ...args], { ...(evenAfter ? {} : { signal }), ...rest })
  const compose = await docker(['compose', 'version', '--short'])
  if (compose.status !== 0) {
    api.close()
    throw new UsageError(
      'prove starts the project with `docker compose`, and there is none; install Docker Compose (with Podman: the docker command line beside it)',
    )
  }
  return {
    api,
    endpoint,
    description: `${isPodman ? 'Podman' : 'Docker'} ${text(object(version.value).Version) ?? ''}${storage === '' ? '' : `, ${storage}`}`,
    docker,
    environment: process.env,
    program,
    flags,
  }
}

/** Who makes a trial: host and process, with the time at which the process began where the system tells, as numbers are used again. */
export function ownerText(): string {
  return `${hostname()}/${process.pid}/${startOf(process.pid)}`
}

/** When a process began, in ticks since the system did (proc_pid_stat(5), `starttime`); empty where the system does not tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')')).split(' ')[20] ?? ''
  } catch {
    return ''
  }
}

/** Whether the process that made a trial still runs on this host. */
function isAlive(owner: string): boolean {
  const [host, pid, start = ''] = owner.split('/')
  if (host !== hostname() || pid === undefined || !/^\d+$/.test(pid)) return false
  try {
    process.kill(Number(pid), 0)
    return startOf(Number(pid)) === start
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const KINDS = [
  { list: ['ps', '-a'], remove: ['rm', '--force', '--volumes'], name: '{{.ID}}' },
  { list: ['network', 'ls'], remove: ['network', 'rm'], name: '{{.ID}}' },
  { list: ['volume', 'ls'], remove: ['volume', 'rm', '--force'], name: '{{.Name}}' },
  { list: ['image', 'ls'], remove: ['image', 'rm', '--force'], name: '{{.ID}}' },
] as const

/**
 * Removes what trials left on the engine, found by their label: that of `trial`, or of all whose process has ended (`others`: of those on
 * other hosts too). Gives how many things were removed.
 */
export async function removeLeft(engine: TrialEngine, which: { readonly trial: string } | { readonly others: boolean }): Promise<number> {
  let removed = 0
  for (const kind of KINDS) {
    const filter = 'trial' in which ? `label=${TRIAL_LABEL}=${which.trial}` : `label=${TRIAL_LABEL}`
    const format = kind.list[0] === 'image' ? kind.name : `${kind.name} {{.Label "${OWNER_LABEL}"}}`
    const listed = await engine.docker([...kind.list, '--filter', filter, '--format', format], { evenAfter: true })
    for (const line of listed.stdout.split('\n').filter(Boolean)) {
      const [id = '', labelled = ''] = line.split(' ')
      const owner = kind.list[0] === 'image' && !('trial' in which) ? await ownerOfImage(engine, id) : labelled
      if (!('trial' in which) && (isAlive(owner) || (!which.others && owner.split('/')[0] !== hostname()))) continue
      const done = await engine.docker([...kind.remove, id], { evenAfter: true })
      if (done.status === 0) removed++
    }
  }
  return removed
}

async function ownerOfImage(engine: TrialEngine, id: string): Promise<string> {
  const done = await engine.docker(['image', 'inspect', '--format', `{{index .Config.Labels "${OWNER_LABEL}"}}`, id], { evenAfter: true })
  return done.stdout.trim()
}
