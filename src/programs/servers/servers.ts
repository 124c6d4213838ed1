import { byNames } from '../../model/own.ts'
import { baseName } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { option, readOperands } from '../../shell/operands.ts'
import { configuredServer } from './configured-server.ts'
import { phpFpm, phpReadings } from './php.ts'
import { FILE_SERVERS, PROJECT_TOOLS } from './project-tools.ts'
import { celery, goRun, gunicorn, java, nextjs, pm2, streamlit, vite } from './runtimes.ts'
import { CONFIGURED, tableServer } from './server-table.ts'
import {
  fileOption,
  inDirectory,
  type ServerOf,
  type ServerReading,
  type ServerSurroundings,
  type ServerWrite,
  scratch,
  userHome,
  write,
} from './server-write.ts'
import { SUPERVISORS } from './supervision.ts'
import { supervisord } from './supervisord.ts'
import { apache, caddy, nginx, tomcat } from './web-servers.ts'

const REDIS = configuredServer(tableServer('redis-server'))
const RSYNC = configuredServer(tableServer('rsync'))

/** Programs by name, without a version at its end (`php-fpm8.2`). */
const SERVERS: ReadonlyMap<string, ServerOf> = new Map<string, ServerOf>([
  ...CONFIGURED,
  ...byNames<ServerOf>({
    // privoxy(8): without --no-daemon the container ends; with it, it logs to its standard error.
    privoxy: () => [],
    rsync: (command, around) => (command.args.includes('--daemon') ? RSYNC(command, around) : []),
    'apache2 apache2-foreground apache2ctl apachectl httpd httpd-foreground': apache,
    caddy,
    celery,
    cron: () => [write('/run', 'runtime', 'crond.pid'), write('/tmp', 'scratch', 'output of jobs')],
    dotnet,
    'catalina.sh': tomcat,
    go: goRun,
    gunicorn,
    init: s6,
    java,
    maildev,
    next: nextjs,
    'nginx openresty': nginx,
    'php-fpm': phpFpm,
    'redis-sentinel valkey-sentinel keydb-sentinel': sentinel,
    'redis-server valkey-server': (command, around) => (command.args.includes('--sentinel') ? sentinel(command) : REDIS(command, around)),
    'pm2 pm2-docker pm2-runtime': pm2,
    php: phpReadings,
    sshd: () => [{ ...write('/run/sshd', 'runtime', 'privilege separation of sshd'), closed: true }, write('/run', 'runtime', 'sshd.pid')],
    streamlit,
    supervisord,
    vite,
  }),
  ...SUPERVISORS,
])

/** Whether a build installs packages of npm. */
export function installsPackages(runs: readonly string[]): boolean {
  return runs.some((text) => /\b(?:npm|pnpm|yarn|bun)\b/.test(text))
}

/** Whether the writes of a program are known. */
export function isKnownServer(command: ExecutedCommand, runs: readonly string[]): boolean {
  return isKnownName(command.name) && !isOtherProgram(command, runs)
}

/** `serve` is npm's file server only if a package installs it; else it is a word for the image's own program (`ntfy serve`). */
function isOtherProgram({ name, wrappers }: ExecutedCommand, runs: readonly string[]): boolean {
  return FILE_SERVERS.has(name) && wrappers.length === 0 && !installsPackages(runs)
}

/** Whether a name is that of a program whose writes are known. */
export function isKnownName(name: string): boolean {
  return SERVERS.has(name) || SERVERS.has(name.replace(/[\d.]+$/, '')) || PROJECT_TOOLS.has(name)
}

/** What a known server writes when this command starts it; empty for an unknown program. */
export function serverReadings(command: ExecutedCommand, around: ServerSurroundings): readonly ServerReading[] {
  const { name, args } = moduleOf(command)
  if (args.includes('--help') || args.includes('--version') || isOtherProgram(command, around.runs)) return []
  const known = [SERVERS.get(name) ?? SERVERS.get(name.replace(/[\d.]+$/, '')), PROJECT_TOOLS.get(name)]
  const words = args.map((arg) => arg ?? UNKNOWN)
  const readings = known.flatMap((server) => server?.({ ...command, name, args: words }, around) ?? [])
  return [...readings, ...corepack(command, around)].filter((each) => each !== undefined).map(withUnknownPath)
}

/** Stands for an unknown word, as in a path that depends on a variable. */
const UNKNOWN = '$'

function withUnknownPath(reading: ServerReading): ServerReading {
  return 'path' in reading && reading.path.includes(UNKNOWN) ? { unread: reading.how } : reading
}

/** `python -m gunicorn` is gunicorn, and `sh mqbroker` is mqbroker, whose script is in the image. */
function moduleOf({ name, args }: ExecutedCommand): Pick<ExecutedCommand, 'name' | 'args'> {
  const [script] = args
  if (/^(?:ba|da)?sh$/.test(name) && script !== undefined && SERVERS.has(baseName(script)))
    return { name: baseName(script), args: args.slice(1) }
  const at = /^python[\d.]*$/.test(name) ? args.indexOf('-m') : -1
  const module = at === -1 ? undefined : args[at + 1]
  return module === undefined ? { name, args } : { name: module, args: args.slice(at + 2) }
}

function dotnet(command: ExecutedCommand): readonly (ServerWrite | undefined)[] {
  return command.args.some((arg) => arg?.endsWith('.dll')) ? [scratch('diagnostics and temporary files of .NET', command)] : []
}

/** MailDev writes received mails to the temporary directory, or to that of `--mail-directory` (maildev/maildev, README). */
function maildev(command: ExecutedCommand): readonly (ServerWrite | undefined)[] {
  const asked = option(readOperands(command.args, ['--mail-directory']), '--mail-directory')
  const named = asked ?? command.variable('MAILDEV_MAIL_DIRECTORY')
  return named === null ? [scratch('received mails', command)] : [inDirectory(named, command, 'data', 'received mails')]
}

/** The s6 overlay builds its service directories below /run and executes them there. */
function s6(_: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  if (!around.usesS6) return []
  const services = { ...write('/run', 'runtime', 'service directories of s6'), exec: true }
  return completesBundles(around) ? [services, BUNDLE] : [services]
}

const BUNDLES = '/etc/s6-overlay/s6-rc.d/user'

/** just-containers/s6-overlay rc.init and CHANGELOG.md, 3.2.3.2: without this file it starts no service, and the container stays up. */
const BUNDLE: ServerWrite = {
  ...write(`${BUNDLES}/type`, 'config', 's6-overlay from 3.2.3.2 on'),
  leaves: 'file',
  ships: 'program',
  instead: 'move its bundles to /etc/s6-overlay/user-bundles.d',
}

/** Whether the release of the s6 overlay writes into bundles that are still among the services. */
function completesBundles({ s6Version, glob, built }: ServerSurroundings): boolean {
  if (s6Version === undefined || s6Version.localeCompare('3.2.3.2', 'en', { numeric: true }) < 0) return false
  const isThere = glob(`${BUNDLES}/contents.d/*`).length > 0 || built(/s6-rc\.d\/user\/contents\.d/)
  return isThere && !built(/user-bundles\.d/)
}

/**
 * Package managers that `corepack enable` replaces by commands that fetch the real one (nodejs/corepack README.md), each with the build
 * commands that fetch it.
 */
const MANAGERS = [
  [
    'pnpm',
    /\bcorepack[\s\\]+(?:install|use|up|prepare(?:[\s\\]+[\w@.+-]{1,60}){0,3}?[\s\\]+pnpm)\b|(?:^|[;&|(]|\b(?:then|do|exec)\b)[ \t]*pnpm\b/m,
  ],
  [
    'yarn',
    /\bcorepack[\s\\]+(?:install|use|up|prepare(?:[\s\\]+[\w@.+-]{1,60}){0,3}?[\s\\]+yarn)\b|(?:^|[;&|(]|\b(?:then|do|exec)\b)[ \t]*yarn\b/m,
  ],
] as const

/**
 * The first call of a package manager fetches it into a cache of the user, unless the build has called it as the same user or has prepared
 * it. Without a cache that it can write, it stops (nodejs/corepack sources/folderUtils.ts, sources/corepackUtils.ts `installVersion`).
 */
function corepack(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  const [manager, prepares] = MANAGERS.find(([name]) => name === command.name || command.wrappers.includes(name)) ?? []
  if (manager === undefined || !around.built(/\bcorepack\s+enable\b/)) return []
  const [chosen, caches] = [command.variable('COREPACK_HOME'), command.variable('XDG_CACHE_HOME')]
  if (chosen === null ? around.builtByUser(prepares) : around.built(prepares)) return []
  const home = userHome(around)
  const cache = caches === null ? home && `${home}/.cache` : caches
  return [inDirectory(chosen === null ? cache && `${cache}/node/corepack` : chosen, command, 'cache', `${manager}, which corepack fetches`)]
}

/** Sentinel keeps its state in its configuration, and ends where it may not write it (redis/redis src/sentinel.c, `sentinelIsRunning`). */
function sentinel(command: ExecutedCommand): readonly (ServerWrite | undefined)[] {
  const file = fileOption(readOperands(command.args, []).operands[0], command, 'data', 'configuration that holds the state of Sentinel')
  return [file && { ...file, setting: 'redis.state', edits: true, instead: 'mount its directory from the host or a volume' }]
}
