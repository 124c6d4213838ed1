import { absolute, type ServerSetting, type ServerSettings, type WrittenPlaces } from './server-settings.ts'

/** A place that is not known: it stands for one that depends on a variable or on a program that is not read. */
const UNKNOWN = ['$']

/** Paths of lighttpd: one, or a list in parentheses. A command is no file, and what is joined of variables is not known. */
const pathsOfLighttpd =
  (...names: readonly string[]) =>
  ({ all }: ServerSettings): WrittenPlaces => {
    const values = all(...names).map(([value = '']) => value)
    const found = values.flatMap((value) => {
      if (value.startsWith('(')) return [...value.matchAll(/"(\/[^"]+)"/g)].flatMap(([, path]) => path ?? [])
      return value.startsWith('/') ? [value] : value.startsWith('|') ? [] : UNKNOWN
    })
    return found.length > 0 ? found : values.length > 0 ? 'off' : undefined
  }

/** Without a setting it takes /var/tmp. The root of its documents is in the main file only. */
function uploadsOfLighttpd(asked: ServerSettings): WrittenPlaces {
  return pathsOfLighttpd('server.upload-dirs')(asked) ?? (asked.has('server.document-root') ? ['/var/tmp'] : undefined)
}

/** Programs of CGI and FastCGI that it starts, and WebDAV, write anywhere. */
function modulesOfLighttpd({ directives, has }: ServerSettings): WrittenPlaces {
  const starts = directives.some(({ name, words }) => `${name} ${words.join(' ')}`.includes('bin-path'))
  return starts || has('cgi.assign', 'scgi.server', 'webdav.activate') ? UNKNOWN : undefined
}

/** What its transports name; those of Debian deliver to /var/mail unless a setting says otherwise. */
function mailOfExim({ all, last }: ServerSettings): WrittenPlaces {
  const named = all('file', 'directory').flatMap(([path]) => path ?? [])
  if (named.length > 0) return named
  return (last('dc_localdelivery') ?? 'mail_spool') === 'mail_spool' ? undefined : UNKNOWN
}

/** `log` is a path, a console or a table of levels. */
function logsOfProsody({ all, has }: ServerSettings): WrittenPlaces {
  const values = all('log', 'debug', 'info', 'warn', 'error', 'filename').map(([value = '']) => value)
  const found = values.flatMap((value) =>
    value.startsWith('/') ? [value] : [...value.matchAll(/"(\/[^"]+)"/g)].flatMap(([, path]) => path ?? []),
  )
  return found.length > 0 ? found : has('log') ? 'off' : undefined
}

function dataOfProsody({ last }: ServerSettings): WrittenPlaces {
  const path = last('data_path')
  return path === undefined ? undefined : path.startsWith('/') ? [path] : UNKNOWN
}

/** Its destinations, and whether its sources take messages of other machines. */
function destinationsOfSyslogNg({ directives }: ServerSettings): { readonly paths: readonly string[]; readonly collects: boolean } {
  let block = ''
  let collects = false
  const paths: string[] = []
  for (const { name, words } of directives) {
    if (/^(?:source|destination|log)$/.test(name)) block = name
    if (block === 'source' && /^(?:network|syslog|udp6?|tcp6?|default-network-drivers)\(/.test(name)) collects = true
    const path = block === 'destination' && /^file\(?$/.test(name) ? words.find((word) => word.startsWith('/')) : undefined
    if (path !== undefined) paths.push(path)
  }
  return { paths, collects }
}

const logsOfSyslogNg = (asked: ServerSettings): WrittenPlaces => {
  const { paths, collects } = destinationsOfSyslogNg(asked)
  return paths.length > 0 && !collects ? paths : asked.isRead ? 'off' : undefined
}

const messagesOfSyslogNg = (asked: ServerSettings): WrittenPlaces => {
  const { paths, collects } = destinationsOfSyslogNg(asked)
  return collects && paths.length > 0 ? paths : 'off'
}

function agentsOfSnmpd({ has, last, isRead }: ServerSettings): WrittenPlaces {
  if (!has('master')) return isRead ? 'off' : undefined
  const socket = last('agentxsocket')
  return socket === undefined ? ['/var/agentx/master'] : [absolute(socket)]
}

/** Plug-ins of collectd that are loaded. */
function loads({ all }: ServerSettings, names: RegExp): boolean {
  return all('loadplugin', '<loadplugin').some(([name = '']) => names.test(name.replace(/>$/, '')))
}

function dataOfCollectd(asked: ServerSettings): WrittenPlaces {
  if (!loads(asked, /^(?:rrdtool|csv|rrdcached)$/i)) return asked.isRead ? 'off' : undefined
  return asked.has('datadir', 'basedir') ? [asked.last('datadir') ?? asked.last('basedir') ?? ''] : undefined
}

/** Places of settings in `configured/packaged-daemons.yaml` that need code. */
export const DAEMON_PLACES: Readonly<Record<string, ServerSetting['places']>> = {
  'collectd.data': dataOfCollectd,
  'collectd.scripts': (asked) => (loads(asked, /^(?:exec|java|lua|perl|python)$/i) ? UNKNOWN : undefined),
  'exim.mail': mailOfExim,
  'lighttpd.cache': pathsOfLighttpd('deflate.cache-dir', 'compress.cache-dir'),
  'lighttpd.log': pathsOfLighttpd('server.errorlog', 'server.breakagelog', 'accesslog.filename'),
  'lighttpd.modules': modulesOfLighttpd,
  'lighttpd.pid': pathsOfLighttpd('server.pid-file'),
  'lighttpd.uploads': uploadsOfLighttpd,
  // Only the accounts show where their users write.
  'proftpd.files': () => undefined,
  'prosody.data': dataOfProsody,
  'prosody.log': logsOfProsody,
  // The build may have put accounts where no file shows them.
  'samba.accounts': () => undefined,
  'snmpd.agentx': agentsOfSnmpd,
  'snmpd.scripts': ({ has }) => (has('extend', 'extend-sh', 'exec', 'sh', 'pass', 'pass_persist', 'perl', 'dlmod') ? UNKNOWN : undefined),
  'syslog-ng.log': logsOfSyslogNg,
  'syslog-ng.messages': messagesOfSyslogNg,
}
