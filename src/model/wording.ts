import type { Container, SourceKind } from './container.ts'
import type { Intent } from './intent.ts'
import type { TmpfsOptions } from './mount.ts'

/** The noun a reader of that source uses: "service" in Compose and swarm, else "container". */
export function noun(container: Container): string {
  return container.source === 'compose' || container.source === 'swarm' ? 'service' : 'container'
}

/**
 * tmpfs options as the short syntax writes them (`docker run --tmpfs`), without the leading path:
 * `exec,uid=1000,gid=1000,mode=1777,size=64m`. Empty where all are defaults.
 */
export function tmpfsOptionText(options: TmpfsOptions): string {
  const parts: string[] = []
  for (const flag of ['exec', 'suid', 'dev'] as const) {
    if (options[flag] !== undefined) parts.push(options[flag] ? flag : `no${flag}`)
  }
  if (options.uid !== undefined) parts.push(`uid=${options.uid}`)
  if (options.gid !== undefined) parts.push(`gid=${options.gid}`)
  if (options.mode !== undefined) parts.push(`mode=${options.mode.toString(8).padStart(4, '0')}`)
  if (options.size !== undefined) parts.push(`size=${sizeText(options.size)}`)
  return [...parts, ...(options.other ?? [])].join(',')
}

/** Bytes in the largest binary unit that divides them: 67108864 → `64m`. */
export function sizeText(bytes: number): string {
  for (const [unit, factor] of [
    ['g', 2 ** 30],
    ['m', 2 ** 20],
    ['k', 2 ** 10],
  ] as const) {
    if (bytes >= factor && bytes % factor === 0) return `${bytes / factor}${unit}`
  }
  return String(bytes)
}

/** A tmpfs as one word of the short syntax: `/run:exec,uid=1000`. */
export function tmpfsText(path: string, options: TmpfsOptions): string {
  const text = tmpfsOptionText(options)
  return text === '' ? path : `${path}:${text}`
}

/** An intent in the words of the source that must carry it out: what a person would type there. */
export function describeIntent(intent: Intent, source: SourceKind): string {
  return source === 'compose' ? inCompose(intent) : source === 'quadlet' ? inQuadlet(intent) : inFlags(intent, source)
}

function inCompose(intent: Intent): string {
  switch (intent.do) {
    case 'set-read-only-root':
      return 'read_only: true'
    case 'add-tmpfs':
    case 'set-tmpfs-options':
      return `tmpfs: ${tmpfsText(intent.path, intent.options)}`
    case 'add-volume':
    case 'tmpfs-to-volume':
      return `volumes: ${intent.name}:${intent.path}`
    case 'set-mount-read-only':
      return `:ro on ${intent.path}`
    case 'set-environment':
      return `environment: ${intent.name}=${intent.value}`
    case 'add-security-option':
      return `security_opt: ${intent.option}`
    case 'drop-capability':
      return `cap_drop: ${intent.capability}`
    case 'add-capability':
      return `cap_add: ${intent.capability}`
    default:
      return intent satisfies never
  }
}

function inFlags(intent: Intent, source: SourceKind): string {
  switch (intent.do) {
    case 'set-read-only-root':
      return '--read-only'
    case 'add-tmpfs':
    case 'set-tmpfs-options':
      return source === 'swarm' ? `--mount type=tmpfs,destination=${intent.path}` : `--tmpfs ${tmpfsText(intent.path, intent.options)}`
    case 'add-volume':
    case 'tmpfs-to-volume':
      return source === 'swarm'
        ? `--mount type=volume,source=${intent.name},destination=${intent.path}`
        : `-v ${intent.name}:${intent.path}`
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

function inQuadlet(intent: Intent): string {
  switch (intent.do) {
    case 'set-read-only-root':
      return 'ReadOnly=true'
    case 'add-tmpfs':
    case 'set-tmpfs-options':
      return `Tmpfs=${tmpfsText(intent.path, intent.options)}`
    case 'add-volume':
    case 'tmpfs-to-volume':
      return `Volume=${intent.name}:${intent.path}`
    case 'set-mount-read-only':
      return `:ro on ${intent.path}`
    case 'set-environment':
      return `Environment=${intent.name}=${intent.value}`
    case 'add-security-option':
      return intent.option.startsWith('no-new-privileges') ? 'NoNewPrivileges=true' : `PodmanArgs=--security-opt ${intent.option}`
    case 'drop-capability':
      return `DropCapability=${intent.capability}`
    case 'add-capability':
      return `AddCapability=${intent.capability}`
    default:
      return intent satisfies never
  }
}
