import type { Intent } from './intent.ts'
import { type TmpfsSyntax, tmpfsText } from './tmpfs.ts'
import { isShortVolume, volumeMount } from './volume-text.ts'
import { planIntents, type WritePath, type WritePlan } from './write-plan.ts'

/** Settings that rules advise or report and no intent changes, each by a name of ours. */
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

/** How a source names a container and spells what is asked of it: a container carries the dialect of the source that defines it. */
export interface Dialect {
  /** Short and stable: the `source` of `dockseal show --json`. */
  readonly id: string
  /** What the source calls a container: "service" in Compose and swarm. */
  readonly noun: string
  /** An intent as a person types it where the container is defined. */
  readonly intent: (intent: Intent) => string
  /** Each setting as a person types it there, or as an advice that stands alone (`leave-default-bridge`). */
  readonly settings: Readonly<Record<SettingName, string>>
  /** What to paste so that the container runs as its plan says. A line that begins with `#` is a comment. */
  readonly paste: (plan: WritePlan) => readonly PasteLine[]
  /** How a new tmpfs is written. */
  readonly tmpfs: TmpfsSyntax
  /** How a new volume is written. */
  readonly volume: 'short' | 'long'
  /** Whose names a container's networks have: in a project, `host` may be any network, and a container that names none gets the project's. */
  readonly networks: 'project' | 'engine'
  /** The settings of the image are among the container's, as an engine reports them: an unset user is root. */
  readonly includesImage?: true
  /** JSON output names a dialect by its id. */
  readonly toJSON: () => string
}

/** A dialect that differs from another in some points. */
export function dialectLike(base: Dialect, changes: Partial<Omit<Dialect, 'toJSON'>>): Dialect {
  return { ...base, ...changes, toJSON: () => changes.id ?? base.id }
}

/** The flags of `docker run`, which every engine's command line has. */
export const RUN: Dialect = {
  id: 'run',
  noun: 'container',
  intent: inFlags,
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
  paste: pasteFlags(inFlags),
  tmpfs: 'short',
  volume: 'short',
  networks: 'engine',
  toJSON: () => 'run',
}

/** The flags of `docker service create` and `docker service update`, which know mounts only as `--mount`. */
export const SWARM: Dialect = dialectLike(RUN, {
  id: 'swarm',
  noun: 'service',
  intent: inServiceFlags,
  settings: { ...RUN.settings, cpus: '--limit-cpu', memory: '--limit-memory', pids: '--limit-pids 200' },
  paste: pasteFlags(inServiceFlags),
  tmpfs: 'mount',
  volume: 'long',
})

/** The intents of a plan in one line, and below it why each mount is needed. */
function pasteFlags(intent: Dialect['intent']): Dialect['paste'] {
  return (plan) => {
    const reasons = plan.paths.flatMap((path) => (path.mount.as === 'covered' ? [] : [{ text: `# ${path.path}: ${whyWritable(path)}` }]))
    return [{ text: (planIntents(plan) ?? []).map(intent).join(' ') }, ...reasons]
  }
}

/** Why a path must be writable, in one line. */
export function whyWritable({ because, without }: WritePath): string {
  const text = because.map((reason) => reason.text).join('; ')
  return without?.effect === 'degrades' ? `${text}; without it, ${without.what}` : text
}

function inFlags(intent: Intent): string {
  switch (intent.do) {
    case 'set-read-only-root':
      return '--read-only'
    case 'add-tmpfs':
    case 'set-tmpfs-options':
      return `--tmpfs ${tmpfsText(intent.path, intent.options)}`
    case 'add-volume':
    case 'tmpfs-to-volume':
      return isShortVolume(intent.path) ? `-v ${intent.name}:${intent.path}` : `--mount ${volumeMount(intent.name, intent.path)}`
    case 'set-mount-read-only':
      return `:ro on ${intent.path}`
    case 'set-environment':
      return `-e ${intent.name}=${intent.value}`
    case 'add-security-option':
      return `--security-opt ${intent.option}`
    case 'drop-capability':
      return `--cap-drop ${intent.capability}`
    case 'add-capability':
      return `--cap-add ${intent.capability}`
    default:
      return intent satisfies never
  }
}

function inServiceFlags(intent: Intent): string {
  switch (intent.do) {
    case 'add-tmpfs':
    case 'set-tmpfs-options':
      return `--mount type=tmpfs,destination=${intent.path}`
    case 'add-volume':
    case 'tmpfs-to-volume':
      return `--mount ${volumeMount(intent.name, intent.path)}`
    default:
      return inFlags(intent)
  }
}
