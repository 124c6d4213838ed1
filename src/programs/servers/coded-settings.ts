import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { option, readOperands } from '../../shell/operands.ts'
import { DAEMON_PLACES } from './daemon-settings.ts'
import { absolute, named, picked, type ServerSetting, type ServerSettings, type WrittenPlaces } from './server-settings.ts'
import { inDirectory, type ServerSurroundings, scratch, userHome } from './server-write.ts'

/** `save ""` and no append-only file: a cache. */
function snapshotsOfRedis(asked: ServerSettings): WrittenPlaces {
  const saves = asked.all('save')
  const isOff = saves.length > 0 && saves.every(([word]) => word === '') && asked.last('appendonly') !== 'yes'
  return isOff ? 'off' : named('dir')(asked)
}

/** Directories to which a command copies segments (`cp %p /archive/%f`). */
function archivesOfPostgres({ last }: ServerSettings): WrittenPlaces {
  const found = [...(last('archive_command', 'archive-command') ?? '').matchAll(/(\/[\w./-]+)\/"?%f/g)].flatMap(([, path]) => path ?? [])
  return found.length === 0 ? undefined : [...new Set(found)]
}

/** JetStream without a directory keeps its streams below the temporary directory. */
function streamsOfNats(asked: ServerSettings): WrittenPlaces {
  const switches = [...asked.all('jetstream'), ...asked.all('js')]
  const isOn = switches.some(([word = 'enabled']) => !/^(?:false|disabled?|off|no)$/i.test(word))
  if (!isOn) return asked.isRead ? 'off' : undefined
  return named('jetstream.store_dir', 'jetstream.storedir', 'store_dir')(asked) ?? ['/tmp/nats/jetstream']
}

/** Nothing is kept unless `persistence` is on. */
function dataOfMosquitto(asked: ServerSettings): WrittenPlaces {
  const path = asked.last('persistence_location')
  if (!asked.isRead) return path ? [path] : undefined
  if (!/^(?:true|1)$/.test(asked.last('persistence') ?? '')) return 'off'
  return path === undefined || path === '' ? undefined : [path]
}

/** Without this setting, Mimir creates the file in its working directory, and ends if it cannot (grafana/mimir activity_tracker.go). */
function activityOfMimir(asked: ServerSettings): WrittenPlaces {
  const places = named('activity_tracker.filepath', 'activity-tracker.filepath')(asked)
  const isUnseen = asked.has('config.file') && !asked.isRead
  return places ?? (isUnseen ? undefined : ['metrics-activity.log'])
}

/** Outputs and buffers of the type `file` name a path that begins the names of their files, with placeholders at its end. */
function filesOfFluentd({ directives }: ServerSettings): WrittenPlaces {
  let type = ''
  const found: string[] = []
  for (const { name, words } of directives) {
    if (name === '@type' || name === 'type') type = words[0] ?? ''
    if (name === 'path' && type === 'file') found.push(...directoryOfNames(words[0]))
  }
  return found.length === 0 ? undefined : [...new Set(found)]
}

/** The directory of files whose names have placeholders at the end of their path. */
function directoryOfNames(path = ''): readonly string[] {
  return path.startsWith('/') ? [path.replace(/[$%*{].*$/s, '').replace(/\/[^/]*$/, '')] : []
}

/** Sinks of the type `file` (vector.dev/docs/reference/configuration/sinks/file). */
function filesOfVector({ directives, last }: ServerSettings): WrittenPlaces {
  const found = directives.flatMap(({ name, words }) => {
    const sink = /^(sinks\.[^.]+)\.path$/.exec(name)?.[1]
    return sink !== undefined && last(`${sink}.type`) === 'file' ? directoryOfNames(words[0]) : []
  })
  return found.length === 0 ? undefined : [...new Set(found)]
}

/** The directories of outputs, in which `name` says what writes there: `file`, and `s3` with its buffers (docs.fluentbit.io, "File", "Amazon S3"). */
function filesOfFluentBit({ directives }: ServerSettings): WrittenPlaces {
  let output = ''
  const found: string[] = []
  for (const { name, words } of directives) {
    const key = name.replace(/^pipeline\.(?:inputs|filters|outputs)\./, '')
    if (name.startsWith('[')) output = ''
    else if (key === 'name') output = words[0] ?? ''
    if (key === 'name' && output === 's3') found.push('/tmp/fluent-bit/s3')
    if (key === 'store_dir' && output === 's3') found.splice(-1, 1, words[0] ?? '')
    if (key === 'path' && output === 'file' && words[0]?.startsWith('/')) found.push(words[0])
  }
  return found.length === 0 ? undefined : [...new Set(found)]
}

/** Selector lines and omfile actions. */
function filesOfRsyslog({ directives }: ServerSettings): readonly string[] {
  const paths = directives.flatMap(({ name, words }) => {
    const selected = name.includes('.') ? words.flatMap((word) => /^-?(\/[^;]+)/.exec(word)?.[1] ?? []) : []
    const line = `${name} ${words.join(' ')}`
    const action = /omfile/i.test(line) ? /\bfile=\W{0,3}(\/[^\s")]+)/i.exec(line)?.[1] : undefined
    // A template names a file for each host or program.
    const template = /^\$?template\b/i.test(line) ? /[\s,"](\/[^\s"%]*%)/.exec(line)?.[1] : undefined
    return [...selected, ...(action === undefined ? [] : [action]), ...(template === undefined ? [] : [template])]
  })
  return paths.filter((path) => path.startsWith('/'))
}

/** Whether it takes messages of other machines, so that what it writes is its data (rsyslog.com, "imtcp", "imudp", "imrelp"). */
function collects({ directives }: ServerSettings): boolean {
  return directives.some(({ name, words }) =>
    /^input\(type=\W*im(?:p?tcp|udp|relp)\b|^\$(?:inputtcp|inputrelp|udp)serverrun\b/i.test(`${name} ${words.join(' ')}`),
  )
}

const logsOfRsyslog = (settings: ServerSettings): WrittenPlaces => {
  const files = filesOfRsyslog(settings)
  return files.length > 0 && !collects(settings) ? files : settings.isRead ? 'off' : undefined
}

const messagesOfRsyslog = (settings: ServerSettings): WrittenPlaces => (collects(settings) ? filesOfRsyslog(settings) : 'off')

/** The directories of modules to which clients may write: `read only` is on unless the module or the whole configuration says no (rsyncd.conf(5), smb.conf(5)). */
function writableModules({ directives, isRead }: ServerSettings): WrittenPlaces {
  const closed = new Map<string, boolean>()
  const paths = new Map<string, string>()
  for (const {
    name,
    words: [value = ''],
  } of directives) {
    const [, module = '', setting = ''] = /^(?:(.*)\.)?([^.]*)$/.exec(name) ?? []
    const only = /^only\s*=(.*)$/i.exec(value)?.[1]?.trim() ?? value
    if (setting === 'path') paths.set(module, value)
    else if (/^writ(?:e?able|e ok)$/.test(setting)) closed.set(module, !/^(?:yes|true|1)$/i.test(value))
    else if (setting === 'readonly' || (setting === 'read' && only !== value)) closed.set(module, !/^(?:no|false|0|off)$/i.test(only))
  }
  const open = [...paths].filter(([module]) => !(closed.get(module) ?? closed.get('') ?? closed.get('global') ?? true))
  if (open.length === 0) return isRead ? 'off' : undefined
  return open.map(([, path]) => path)
}

/** Settings of `configured/*.yaml` whose places need code, by their names. */
export const CODED_PLACES: Readonly<Record<string, ServerSetting['places']>> = {
  ...DAEMON_PLACES,
  'dnsmasq.leases': (asked) =>
    asked.has('dhcp-range') ? (named('dhcp-leasefile', 'dhcp-lease-file')(asked) ?? ['/var/lib/misc/dnsmasq.leases']) : undefined,
  'fluent-bit.output': filesOfFluentBit,
  'fluentd.output': filesOfFluentd,
  'hysteria.acme': (asked) => (asked.has('acme') ? (named('acme.dir')(asked) ?? ['acme']) : asked.isRead ? 'off' : undefined),
  'mimir.activity': activityOfMimir,
  'mongo.socket': (asked) => {
    const isOff = asked.last('net.unixdomainsocket.enabled') === 'false' || asked.has('nounixsocket')
    return isOff ? 'off' : named('net.unixdomainsocket.pathprefix', 'unixsocketprefix')(asked)
  },
  'mosquitto.data': dataOfMosquitto,
  'mosquitto.log': (asked) => {
    const found = picked(['log_dest'], ([to, path]) => (to === 'file' && path ? absolute(path) : undefined))(asked)
    return found ?? (asked.isRead ? 'off' : undefined)
  },
  'nats.streams': streamsOfNats,
  'pgbouncer.socket': (asked) => (asked.isRead ? (named('pgbouncer.unix_socket_dir')(asked) ?? ['/tmp']) : undefined),
  'postgres.archive': archivesOfPostgres,
  'redis.dir': snapshotsOfRedis,
  'rsync.modules': writableModules,
  'samba.shares': writableModules,
  'rsyslog.log': logsOfRsyslog,
  'rsyslog.messages': messagesOfRsyslog,
  'squid.cache': picked(['cache_dir'], ([, path]) => path),
  'tor.log': picked(['log'], (words) => (words.includes('file') ? words[words.indexOf('file') + 1] : '')),
  'vector.output': filesOfVector,
  'traefik.plugins': ({ has }) => (has('experimental.plugins.*', 'experimental.plugins.*.modulename') ? ['/plugins-storage'] : undefined),
}

/** Without a setting, `data` in the home path, which is the working directory unless an option names one (conf/defaults.ini, `--homepath`). */
function dataOfGrafana({ args }: ExecutedCommand): string {
  const given = args.flatMap((arg) => /^cfg:(?:default\.)?paths\.data=(.+)$/.exec(arg ?? '')?.[1] ?? []).at(-1)
  return given ?? `${option(readOperands(args, ['--homepath', '-homepath', '--config', '-config']), '--homepath', '-homepath') ?? '.'}/data`
}

/** A directory of Caddy: below the one of a variable, else in the home directory (caddyserver.com, "Conventions"). */
export function placeOfCaddy(
  variable: string,
  fallback: string,
  command: ExecutedCommand,
  { home }: ServerSurroundings,
): string | undefined {
  const chosen = command.variable(variable)
  return chosen ? `${chosen}/caddy` : chosen === null && home !== undefined ? `${home}/${fallback}` : undefined
}

/** What such settings always write without a directive, where the command or its environment decides. */
export const CODED_USUAL: Readonly<Record<string, NonNullable<ServerSetting['usual']>>> = {
  'caddy.storage': (command, around) =>
    inDirectory(placeOfCaddy('XDG_DATA_HOME', '.local/share/caddy', command, around), command, 'data', 'certificates of caddy'),
  'etcd.data': (command, _, { last }) => inDirectory(`${last('name') ?? 'default'}.etcd`, command, 'data', 'database of etcd'),
  'grafana.data': (command) => inDirectory(dataOfGrafana(command), command, 'data', 'database of grafana'),
  'mysql.tmpdir': (command) => scratch('temporary tables of mysqld', command),
  'postgres.data': (command) => inDirectory(command.variable('PGDATA') ?? undefined, command, 'data', 'database of postgres'),
  'redis.dir': (command) => inDirectory(command.cwd, command, 'data', 'snapshots of redis'),
  'tor.data': (command, around) => inDirectory(userHome(around)?.concat('/.tor'), command, 'data', 'keys and state of tor'),
}
