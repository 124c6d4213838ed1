import { hostname } from 'node:os'
import type { Endpoint } from '../../live/endpoint.ts'
import { connect, type Engine } from '../../live/engine.ts'
import { type Done, type RunOptions, runProgram } from '../../live/engine-cli.ts'
import { OWNER_LABEL, TRIAL_LABEL } from '../../live/trial/project.ts'
import { list, object, stringIn } from '../../text/json.ts'
import type { CommandOptions } from '../options.ts'
import { UsageError } from '../usage-error.ts'
import { isAlive } from './owner.ts'

/** The engine that a trial runs on: its API for reading, its command line for every change. */
export interface TrialEngine {
  readonly api: Engine
  readonly endpoint: Endpoint
  /** `Docker 26.1.5, overlay2`. */
  readonly description: string
  /** Runs the engine's program with these words; ends it with the run unless `evenAfter`. */
  readonly docker: (args: readonly string[], options?: RunOptions & { readonly evenAfter?: true }) => Promise<Done>
}

/** Connects to the engine. Throws a UsageError if none answers, or if there is no program to run Compose. */
export async function trialEngine(endpoint: Endpoint, options: CommandOptions, signal: AbortSignal): Promise<TrialEngine> {
  const api = await connect(endpoint)
  const [version, info] = [await api.get('/version'), await api.get('/info')]
  if (!version.ok) {
    api.close()
    throw new UsageError(`no engine answers at ${endpoint.url}: ${version.why}${version.hint === undefined ? '' : `; ${version.hint}`}`)
  }
  const names = list(object(version.value).Components).map((component) => stringIn(object(component).Name) ?? '')
  const isPodman = names.some((name) => name.includes('Podman'))
  const storage = info.ok ? (stringIn(object(info.value).Driver) ?? '') : ''
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
  const withProgram =
    (program: string, words: readonly string[]): TrialEngine['docker'] =>
    (args, { evenAfter, ...rest } = {}) =>
      runProgram(program, [...words, ...args], { ...(evenAfter ? {} : { signal }), ...rest })
  const programs = [withProgram('docker', flags), ...(isPodman ? [withProgram('podman', ['--url', endpoint.url])] : [])]
  let docker: TrialEngine['docker'] | undefined
  for (const program of programs) if (!docker && (await program(['compose', 'version', '--short'])).status === 0) docker = program
  if (!docker) {
    api.close()
    throw new UsageError(
      isPodman
        ? 'prove starts the project with `docker compose` or `podman compose`, and there is neither; install Docker Compose'
        : 'prove starts the project with `docker compose`, and there is none; install Docker Compose',
    )
  }
  return {
    api,
    endpoint,
    description: `${isPodman ? 'Podman' : 'Docker'} ${stringIn(object(version.value).Version) ?? ''}${storage === '' ? '' : `, ${storage}`}`,
    docker,
  }
}

/** The objects that a trial makes: where the API lists them, the words that remove one, and the field with its name. */
const KINDS = [
  { path: '/containers/json?all=1&', remove: ['rm', '--force', '--volumes'], name: 'Id' },
  { path: '/networks?', remove: ['network', 'rm'], name: 'Id' },
  { path: '/volumes?', remove: ['volume', 'rm', '--force'], name: 'Name' },
  { path: '/images/json?', remove: ['image', 'rm', '--force'], name: 'Id' },
] as const

/** Removes what trials left: those of `trial`, or all whose process has ended (`others`: of other hosts too). Gives how many. */
export async function removeLeft(engine: TrialEngine, which: { readonly trial: string } | { readonly others: boolean }): Promise<number> {
  let removed = 0
  const label = 'trial' in which ? `${TRIAL_LABEL}=${which.trial}` : TRIAL_LABEL
  for (const { path, remove, name } of KINDS) {
    const answer = await engine.api.get(`${path}filters=${encodeURIComponent(JSON.stringify({ label: [label] }))}`)
    const entries = answer.ok ? list(Array.isArray(answer.value) ? answer.value : object(answer.value).Volumes) : []
    for (const entry of entries.map(object)) {
      const owner = stringIn(object(entry.Labels)[OWNER_LABEL]) ?? ''
      if (!('trial' in which) && (isAlive(owner) || (!which.others && owner.split('/')[0] !== hostname()))) continue
      const done = await engine.docker([...remove, stringIn(entry[name]) ?? ''], { evenAfter: true })
      if (done.status === 0) removed++
    }
  }
  return removed
}
