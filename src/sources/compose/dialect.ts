import { type Dialect, dialectLike, type IntentWords, inWords, type PasteLine, RUN, whyWritable } from '../../model/dialect.ts'
import { tmpfsText } from '../../model/tmpfs.ts'
import { volumeEntry } from '../../model/volume-text.ts'
import type { WritePlan } from '../../model/write-plan.ts'

const KEYS: IntentWords = {
  'set-read-only-root': () => 'read_only: true',
  'add-tmpfs': ({ path, options }) => `tmpfs: ${tmpfsText(path, options)}`,
  'add-volume': ({ path, name }) => `volumes: ${volumeEntry(name, path)}`,
  'set-mount-read-only': ({ path }) => `:ro on ${path}`,
  'set-environment': ({ name, value }) => `environment: ${name}=${value}`,
  'add-security-option': ({ option }) => `security_opt: ${option}`,
  'drop-capability': ({ capability }) => `cap_drop: ${capability}`,
  'add-capability': ({ capability }) => `cap_add: ${capability}`,
}

/** A Compose file as `docker compose` reads it. */
export const COMPOSE: Dialect = dialectLike(RUN, {
  id: 'compose',
  noun: 'service',
  intent: inWords(KEYS),
  settings: {
    'cgroup-parent': 'cgroup_parent',
    cpus: 'cpus (or deploy.resources.limits.cpus)',
    healthcheck: 'healthcheck',
    'host-ipc': 'ipc: host',
    'host-network': 'network_mode: host',
    'host-pid': 'pid: host',
    'host-userns': 'userns_mode: host',
    'host-uts': 'uts: host',
    'leave-default-bridge': 'Remove network_mode: bridge, so that the project gets a network of its own.',
    memory: 'mem_limit (or deploy.resources.limits.memory)',
    'no-logging': 'the logging driver none',
    pids: 'pids_limit: 200',
    privileged: 'privileged: true',
    user: 'user',
  },
  paste,
  networks: 'project',
})

/** A Compose file as `docker stack deploy` reads it: limits and tmpfs have only their long forms. */
export const STACK: Dialect = dialectLike(COMPOSE, {
  settings: {
    ...COMPOSE.settings,
    cpus: 'deploy.resources.limits.cpus',
    memory: 'deploy.resources.limits.memory',
    pids: 'deploy.resources.limits.pids: 200',
  },
  tmpfs: 'stack',
})

/** If it would take more lines, a list is written in one line, without its reasons. */
const MAX_LINES = 8

/** The keys of a service, each mount with its reason. */
function paste(plan: WritePlan): readonly PasteLine[] {
  const tmpfs = plan.paths.flatMap((path) =>
    path.mount.as === 'tmpfs' ? [{ text: tmpfsText(path.path, path.mount.options), why: whyWritable(path) }] : [],
  )
  const volumes = plan.paths.flatMap((path) =>
    path.mount.as === 'volume' ? [{ text: volumeEntry(path.mount.name, path.path), why: whyWritable(path) }] : [],
  )
  const settings = plan.settings.flatMap(({ environment, because }) =>
    environment ? [{ text: `  ${environment.name}: ${JSON.stringify(environment.value)}`, why: because[0].text }] : [],
  )
  // A guess has no useful reasons.
  const isLong = plan.ready === 'unknown' || tmpfs.length + volumes.length + settings.length > MAX_LINES - 2
  return [
    { text: 'read_only: true' },
    ...list('tmpfs', tmpfs, isLong),
    ...list('volumes', volumes, isLong),
    ...(settings.length > 0 ? [{ text: 'environment:' }, ...settings] : []),
  ]
}

/** `tmpfs:` with one entry per line, or in brackets to save lines. */
function list(key: string, entries: readonly PasteLine[], inBrackets: boolean): readonly PasteLine[] {
  if (entries.length === 0) return []
  if (inBrackets) {
    const texts = entries.map(({ text }) => (text.includes(',') && !text.startsWith('{') ? JSON.stringify(text) : text))
    return [{ text: `${key}: [${texts.join(', ')}]` }]
  }
  return [{ text: `${key}:` }, ...entries.map(({ text, ...rest }) => ({ text: `  - ${text}`, ...rest }))]
}
