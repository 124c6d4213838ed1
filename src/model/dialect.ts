import type { Intent } from './intent.ts'
import { type FlagVerb, intentFlag } from './intent-flag.ts'
import type { TmpfsSyntax } from './tmpfs.ts'
import { planIntents, type WritePath, type WritePlan } from './write-plan.ts'

/** Settings that rules advise or report but no intent changes, under names of our own. */
export type SettingName =
  | 'cgroup-parent'
  | 'cpus'
  | 'healthcheck'
  | 'host-ipc'
  | 'host-network'
  | 'host-pid'
  | 'host-userns'
  | 'host-uts'
  | 'leave-default-bridge'
  | 'memory'
  | 'no-logging'
  | 'pids'
  | 'privileged'
  | 'user'

/** A line to paste, and a comment that says why. */
export interface PasteLine {
  readonly text: string
  readonly why?: string
}

/** How a source names a container and spells intents and settings. A container carries the dialect of the source that defines it. */
export interface Dialect {
  /** Short and stable: the `source` of `dockseal show --json`. */
  readonly id: string
  /** What the source calls a container: "service" in Compose and swarm. */
  readonly noun: string
  /** An intent as a person types it in the container's definition. */
  readonly intent: (intent: Intent) => string
  /** Each setting as a person types it there, or advice that stands alone (`leave-default-bridge`). */
  readonly settings: Readonly<Record<SettingName, string>>
  /** What to paste so that the container runs as its plan says. A line that begins with `#` is a comment. */
  readonly paste: (plan: WritePlan) => readonly PasteLine[]
  /** How a new tmpfs is written. */
  readonly tmpfs: TmpfsSyntax
  /** How a new volume is written. */
  readonly volume: 'short' | 'long'
  /** Scope of network names: in a project, `host` may be any network, and a container that names none gets the project's. */
  readonly networks: 'project' | 'engine'
  /** The container's settings include the image's, as an engine reports them: an unset user is root. */
  readonly includesImage?: true
  /** JSON output names a dialect by its id. */
  readonly toJSON: () => string
}

/** Intents that are written like another one, because both ask for the same mount. */
const SAME_WORDS = { 'set-tmpfs-options': 'add-tmpfs', 'tmpfs-to-volume': 'add-volume' } as const

type SameWords = typeof SAME_WORDS

/** How each intent is written. */
export type IntentWords = {
  readonly [Kind in Exclude<Intent['do'], keyof SameWords>]: (intent: Extract<Intent, { readonly do: Kind }>) => string
}

/** Writes an intent with its entry in a table. */
export function inWords(words: IntentWords): Dialect['intent'] {
  return (intent) => {
    const kind = intent.do in SAME_WORDS ? SAME_WORDS[intent.do as keyof SameWords] : (intent.do as keyof IntentWords)
    return (words[kind] as (given: Intent) => string)(intent)
  }
}

/** A dialect that differs from another in some points. */
export function dialectLike(base: Dialect, changes: Partial<Omit<Dialect, 'toJSON'>>): Dialect {
  return { ...base, ...changes, toJSON: () => changes.id ?? base.id }
}

/** An intent as flags of a command, or what to change in the flag of the mount. */
function inFlags(verb: FlagVerb): Dialect['intent'] {
  return (intent) => {
    if (intent.do === 'set-mount-read-only') return `:ro on ${intent.path}`
    return (intentFlag(intent, verb) ?? intentFlag(intent, 'run') ?? []).join(' ')
  }
}

/** The flags of `docker run`, which every engine's command line has. */
export const RUN: Dialect = {
  id: 'run',
  noun: 'container',
  intent: inFlags('run'),
  settings: {
    'cgroup-parent': '--cgroup-parent',
    cpus: '--cpus',
    healthcheck: '--health-cmd',
    'host-ipc': '--ipc host',
    'host-network': '--network host',
    'host-pid': '--pid host',
    'host-userns': '--userns host',
    'host-uts': '--uts host',
    'leave-default-bridge': 'Make a network (docker network create NAME) and add --network NAME.',
    memory: '--memory',
    'no-logging': '--log-driver none',
    pids: '--pids-limit 200',
    privileged: '--privileged',
    user: '--user',
  },
  paste: pasteFlags(inFlags('run')),
  tmpfs: 'short',
  volume: 'short',
  networks: 'engine',
  toJSON: () => 'run',
}

/** The flags of `docker service create` and `docker service update`, which know mounts only as `--mount`. */
export const SWARM: Dialect = dialectLike(RUN, {
  id: 'swarm',
  noun: 'service',
  intent: inFlags('service create'),
  settings: { ...RUN.settings, cpus: '--limit-cpu', memory: '--limit-memory', pids: '--limit-pids 200' },
  paste: pasteFlags(inFlags('service create')),
  tmpfs: 'mount',
  volume: 'long',
})

/** The intents of a plan on one line, then the reason for each mount. */
function pasteFlags(intent: Dialect['intent']): Dialect['paste'] {
  return (plan) => {
    const reasons = plan.paths.flatMap((path) => (path.mount.as === 'covered' ? [] : [{ text: `# ${path.path}: ${whyWritable(path)}` }]))
    return [{ text: (planIntents(plan) ?? []).map(intent).join(' ') }, ...reasons]
  }
}

/** Why a path must be writable, in one line. */
export function whyWritable({ because, without }: WritePath): string {
  const text = [...new Set(because.map((reason) => reason.text))].join('; ')
  return without?.effect === 'degrades' ? `${text}; without it, ${without.what}` : text
}
