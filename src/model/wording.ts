import type { Container, SourceKind } from './container.ts'
import type { Intent } from './intent.ts'
import { tmpfsText } from './tmpfs.ts'

/** The noun a reader of that source uses: "service" in Compose and swarm, else "container". */
export function noun(container: Container): string {
  return container.source === 'compose' || container.source === 'swarm' ? 'service' : 'container'
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
