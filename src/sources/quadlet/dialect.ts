import { type Dialect, dialectLike, inWords, RUN, type SettingName } from '../../model/dialect.ts'
import { tmpfsText } from '../../model/tmpfs.ts'
import { isShortVolume, volumeMount } from '../../model/volume-text.ts'
import { planIntents } from '../../model/write-plan.ts'

/** The settings with a key of their own in `[Container]` (podman-systemd.unit(5)); `PodmanArgs=` passes the others on as flags. */
const KEYS: Partial<Readonly<Record<SettingName, string>>> = {
  healthcheck: 'HealthCmd=',
  'host-network': 'Network=host',
  'host-userns': 'UserNS=host',
  'leave-default-bridge': RUN.settings['leave-default-bridge'],
  'no-logging': 'LogDriver=none',
  user: 'User=',
}

const inQuadlet = inWords({
  'set-read-only-root': () => 'ReadOnly=true',
  'add-tmpfs': ({ path, options }) => `Tmpfs=${tmpfsText(path, options)}`,
  'add-volume': ({ path, name }) => (isShortVolume(path) ? `Volume=${name}:${path}` : `Mount=${volumeMount(name, path)}`),
  'set-mount-read-only': ({ path }) => `:ro on ${path}`,
  'set-environment': ({ name, value }) => `Environment=${name}=${value}`,
  'add-security-option': ({ option }) =>
    option.startsWith('no-new-privileges') ? 'NoNewPrivileges=true' : `PodmanArgs=--security-opt ${option}`,
  'drop-capability': ({ capability }) => `DropCapability=${capability}`,
  'add-capability': ({ capability }) => `AddCapability=${capability}`,
})

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
