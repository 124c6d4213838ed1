import { absolutePath } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { elementsIn, readXml } from '../xml.ts'
import { placeOfCaddy } from './coded-settings.ts'
import { configuredServer } from './configured-server.ts'
import { DEBIAN_SESSIONS, phpReadings } from './php.ts'
import type { ServerSettings } from './server-settings.ts'
import { tableServer } from './server-table.ts'
import {
  inDirectory,
  type ServerOf,
  type ServerReading,
  type ServerSurroundings,
  type ServerWrite,
  scratch,
  write,
} from './server-write.ts'

/** Base of relative paths: the prefix of its build (https://nginx.org/en/docs/switches.html, -p). */
function nginxPrefix({ directives }: ServerSettings): string {
  const main = directives.find(({ path }) => path?.endsWith('/conf/nginx.conf'))?.path
  return main === undefined ? '/etc/nginx' : main.slice(0, -'/conf/nginx.conf'.length)
}

/** Where nginx writes: as configured, else as the distribution compiled it. The official image has its own record. */
export const nginx: ServerOf = (command, around) => {
  const isPackaged = [...around.packages].some((name) => /^nginx(?:-|$)/.test(name))
  const server = tableServer('nginx')
  const settings = server.settings.map((setting) => ({ ...setting, base: nginxPrefix }))
  return configuredServer({ ...server, settings })(command, around).map((reading) =>
    // The official image links these two to standard output (nginx/docker-nginx Dockerfile-debian.template).
    !isPackaged && reading && 'path' in reading && /^\/var\/log\/nginx\/(?:access|error)\.log$/.test(reading.path)
      ? ({ setting: reading.setting ?? '', off: true } satisfies ServerReading)
      : reading,
  )
}

/** Apache as configured, else as packaged by a distribution; the official images have their own records. */
export function apache(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerReading | undefined)[] {
  const php = [...around.packages].some((name) => /^libapache2-mod-php[\d.]*$/.test(name))
  // Alpine's program is `httpd`.
  const isDebian = command.name !== 'httpd' && (php || around.packages.has('apache2'))
  return [
    ...configuredServer(tableServer('httpd'))(command, around),
    isDebian ? otherHosts(around) : undefined,
    // Debian's script makes the directory of the locks, under another name first (/usr/sbin/apachectl, mkdir_chown).
    isDebian && command.name.endsWith('ctl') ? write('/run/lock', 'runtime', 'directory of the locks of apache2') : undefined,
    ...(php ? [...phpReadings(command, around), scratch('uploads of PHP', command), DEBIAN_SESSIONS] : []),
  ]
}

/** Besides the site's logs, Debian's apache2 opens one more (conf-available/other-vhosts-access-log.conf). */
function otherHosts(around: ServerSurroundings): ServerWrite | undefined {
  if (around.built(/other[-_]vhosts/) || around.configuration('/etc/apache2/apache2.conf') !== undefined) return undefined
  return { ...write('/var/log/apache2/other_vhosts_access.log', 'log', 'log of apache2 for requests to no site'), leaves: 'file' }
}

/** Caddy keeps certificates below XDG_DATA_HOME and its last configuration below XDG_CONFIG_HOME (caddyserver.com, "Conventions"). */
export function caddy(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerReading | undefined)[] {
  if (!command.args.some((arg) => arg === 'run' || arg === 'start')) return []
  const last = placeOfCaddy('XDG_CONFIG_HOME', '.config/caddy', command, around)
  return [...configuredServer(tableServer('caddy'))(command, around), inDirectory(last, command, 'config', 'last configuration of caddy')]
}

/** Where a Tomcat writes that is not the official image's, whose record knows it: below its base (tomcat.apache.org, RUNNING.txt). */
function ownDirectories(home: string, { base }: ServerSurroundings): readonly ServerReading[] {
  if (/(?:^|\/)tomcat(?:[:@]|$)/.test(base)) return []
  return [
    write(`${home}/logs`, 'log', 'logs of tomcat'),
    { ...write(`${home}/temp`, 'scratch', 'temporary files of tomcat'), mustExist: true },
    write(`${home}/work`, 'cache', 'compiled pages of tomcat'),
  ]
}

/** The directory of a Tomcat: CATALINA_BASE, else CATALINA_HOME, else the one of its script. */
function tomcatHome(command: ExecutedCommand): string {
  const given = command.variable('CATALINA_BASE') ?? command.variable('CATALINA_HOME')
  return given ?? /^(\/.+)\/bin\/catalina\.sh$/.exec(command.program ?? '')?.[1] ?? '/usr/local/tomcat'
}

/** Tomcat unpacks each .war beside itself (unpackWARs); else an application that asks for the path of one of its files finds none. */
export function tomcat(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerReading | undefined)[] {
  const home = tomcatHome(command)
  const place = `${home}/conf/server.xml`
  const server = around.configuration(place)
  if (server === undefined) {
    const isUnread: readonly ServerReading[] = around.unseen(place) ? [{ unread: place }] : []
    return [...ownDirectories(home, around), ...isUnread, unpackedWars(`${home}/webapps`, around)]
  }
  const read = [...elementsIn(readXml(server))].flatMap(({ name, attributes }): readonly (ServerReading | undefined)[] => {
    if (name === 'Host') {
      const isPacked = attributes.get('unpackWARs') === 'false'
      return [isPacked ? undefined : unpackedWars(absolutePath(attributes.get('appBase') ?? 'webapps', home) ?? '', around)]
    }
    // The image has `logs` for those without a directory of their own.
    const directory = /AccessLogValve$/.test(attributes.get('className') ?? '') ? attributes.get('directory') : undefined
    const path = directory === undefined ? undefined : absolutePath(directory, home)
    if (path === undefined || path === `${home}/logs`) return []
    const origin = around.lineOf(place, directory ?? '')
    return [
      /[$]/.test(path)
        ? { unread: `access log (${path})` }
        : { ...write(path, 'log', 'access log of tomcat'), ...(origin ? { origin } : {}) },
    ]
  })
  return [...ownDirectories(home, around), ...read]
}

function unpackedWars(webapps: string, around: ServerSurroundings): ServerReading | undefined {
  return around.glob(`${webapps}/*.war`).length === 0 ? undefined : write(webapps, 'scratch', 'unpacked WAR files')
}
