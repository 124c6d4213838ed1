import { type Dialect, dialectLike, RUN, type SettingName } from '../../model/dialect.ts'
import type { Intent } from '../../model/intent.ts'
import { tmpfsText } from '../../model/tmpfs.ts'
import { planIntents } from '../../model/write-plan.ts'

/** The settings that have a key of their own in `[Container]` (podman-systemd.unit(5)); `PodmanArgs=` passes the others on as flags. */
const KEYS: Partial<Readonly<Record<SettingName, string>>> = {
  healthcheck: 'HealthCmd=',
  'host-network': 'Network=host',
  'host-userns': 'UserNS=host',
  'leave-default-bridge': RUN.settings['leave-default-bridge'],
  'no-logging': 'LogDriver=none',
  user: 'User=',
}

/** A container unit of Podman. */
export const QUADLET: Dialect = dialectLike(RUN, {
  id: 'quadlet',
  intent: inQuadlet,
  settings: {
    ...(Object.fromEntries(Object.entries(RUN.settings).map(([name, flag]) => [name, `PodmanArgs=${flag}`])) as Dialect['settings']),
    ...KEYS,
  },
  paste: (plan) => (planIntents(plan) ?? []).map((intent) => ({ text: inQuadlet(intent) })),
})

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
