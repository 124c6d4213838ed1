import { type ProgramRead, parseImageReference } from '../../model/image.ts'
import { byNames } from '../../model/own.ts'
import { absolutePath, baseName, upwards } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { isShell } from '../../shell/wrappers.ts'
import { type ApplicationWrite, type Place, pathFrom } from '../application.ts'
import { goReading } from '../languages/go/go-program.ts'
import { javaReading } from '../languages/java/java-program.ts'
import { javascriptReading } from '../languages/javascript/javascript-program.ts'
import { hasWorkers, runsPhp, unreadFramework } from '../languages/php/php.ts'
import { phpReading } from '../languages/php/php-program.ts'
import type { Gap, ProgramRun } from '../languages/program-input.ts'
import { pythonReading } from '../languages/python/python-program.ts'
import type { CommandReading, Started } from '../languages/started.ts'
import { installsPackages, isKnownServer } from '../servers/servers.ts'
import { isSilentCommand, startsOthers } from '../silent-commands.ts'
import { packageProgram } from './package-program.ts'
import { isMissingScript } from './package-script.ts'
import { hasUnreadJobs, isScheduler } from './process-managers.ts'
import { knownProgram, type LaterPart, type StartInput } from './start-input.ts'

/** What is known about the programs that a start runs. */
export interface ProgramsRead {
  readonly writes: readonly ApplicationWrite[]
  /** What they run themselves. */
  readonly runs: readonly ProgramRun[]
  /** There is code of PHP, and it was read. */
  readonly hasPhp: boolean
  readonly program?: ProgramRead
}

type Reader = (command: ExecutedCommand, started: Started) => CommandReading | undefined

/** One per language. */
const READERS: readonly Reader[] = [pythonReading, javascriptReading, javaReading, goReading]

/** Programs that run PHP code, and what an image with PHP starts. */
const PHP = /^(?:php|php-fpm|php-cgi|apache2-foreground|artisan|frankenphp)$/

/** Modules of Apache that run code: of PHP, which is read, and of others (packages.debian.org, pkgs.alpinelinux.org). */
const PHP_MODULE = /^(?:libapache2-mod-php[\d.]*|php\d*-apache2)$/
const CODE_MODULE =
  /^(?:libapache2-mod-(?:wsgi(?:-py3)?|perl2|passenger|uwsgi|fcgid)|apache2?-mod-(?:wsgi|perl|fcgid)|mod_(?:wsgi|perl|fcgid))$/
/** What a build runs so that Apache starts programs (httpd.apache.org, "Dynamic Content with CGI"). */
const CGI = /\ba2enmod\b[^\n;&|]*\bcgid?\b/
/** The same for lighttpd (packages.debian.org/lighttpd, conf-available). */
const LIGHTTPD_CGI = /(?:\blight(?:tpd|y)-enable-mod\b[^\n;&|]*\s|\/conf-available\/\d+-)(?:fast|s)?cgi/
const APACHE = /^(?:apache2|apache2ctl|apachectl|httpd)$/

/** Languages whose code is not read here, by the program that runs it. */
const UNREAD = new Map(
  byNames({
    'ruby puma rails rackup unicorn sidekiq': 'Ruby',
    perl: 'Perl',
    java: 'Java',
    dotnet: 'C#',
    Rscript: 'R',
    julia: 'Julia',
    erl: 'Erlang',
    'elixir mix': 'Elixir',
    lua: 'Lua',
    deno: 'TypeScript',
  }),
)

/** Reads the programs that the commands of a start run, if their language is read here. */
export function readPrograms(
  input: StartInput,
  commands: readonly ExecutedCommand[],
  started: Started,
  places: readonly Place[],
): ProgramsRead {
  const readings = readCommands(commands, started)
  const writes = writesOfReadings(readings)
  const php = places.flatMap((place) => (runsPhp(place) ? withFramework(phpReading(place, started), place) : []))
  const anyUser = places.some(hasWorkers) ? { anyUser: true as const } : {}
  writes.push(...php.flatMap((reading) => reading.writes.map((write) => ({ ...anyUser, ...write }))))
  const program = judged(input, started, readings, php, (name) => codeOf(name, input, started, php.length > 0))
  const ofWorkers = php.flatMap(({ runs = [] }) => runs.map((run): ProgramRun => ({ ...run, ...anyUser })))
  const runs = [...readings.flatMap(({ reading }) => reading?.runs ?? []), ...ofWorkers]
  return { writes, runs, hasPhp: php.length > 0, ...(program ? { program } : {}) }
}

/** A command that runs beside the start, and what it belongs to. */
export interface LaterCommand {
  readonly command: ExecutedCommand
  readonly what: LaterPart['what'] | 'program'
  /** It may run as another user than the start. */
  readonly anyUser?: true
}

/** What the programs of later commands write, and what of them cannot be followed. An unread program of a check usually only asks. */
export function readLater(later: readonly LaterCommand[], input: StartInput, started: Started, hasPhp: boolean) {
  const commands = later.map(({ command }) => command)
  const readings = readCommands(commands, started)
  const gapsOf = (each: Read, what: string | undefined): readonly Gap[] => {
    const isHook = what !== 'health check'
    const gaps = each.reading && (isHook || !each.reading.isUnread) ? each.reading.gaps : []
    const unread = isHook ? unreadBefore(each, input, started, (name) => codeOf(name, input, started, hasPhp)) : undefined
    return unread ? [...gaps, unread] : gaps
  }
  const anyUser = (at: number) => (later[at]?.anyUser ? { anyUser: true as const } : {})
  return {
    writes: readings.flatMap((each, at) => writesOfReadings([each]).map((write) => ({ ...write, ...anyUser(at) }))),
    gaps: readings.flatMap((each, at) => gapsOf(each, later[at]?.what)),
    runs: readings.flatMap(({ reading }, at) => (reading?.runs ?? []).map((run): ProgramRun => ({ ...run, ...anyUser(at) }))),
  }
}

function readCommands(commands: readonly ExecutedCommand[], started: Started): readonly Read[] {
  return commands
    .map((command) => packageProgram(handedOver(command)))
    .map((command) => ({
      command,
      reading: isMissingScript(command, started.files)
        ? undefined
        : READERS.reduce<CommandReading | undefined>((found, read) => found ?? read(command, started), undefined),
    }))
}

function writesOfReadings(readings: readonly Read[]): ApplicationWrite[] {
  return readings.flatMap(({ command, reading }) =>
    (reading?.writes ?? []).map((write) => (command.conditional ? { ...write, conditional: true } : write)),
  )
}

/** A framework that is not read may write to paths that only its code names. */
function withFramework(reading: CommandReading | undefined, place: Place): readonly CommandReading[] {
  const origin = unreadFramework(place)
  const gaps = origin ? [{ why: 'what its framework writes is not known', origin }] : []
  if (!reading) return gaps.length > 0 ? [{ writes: [], gaps }] : []
  return [{ ...reading, gaps: [...gaps, ...reading.gaps] }]
}

/** Entrypoints of base images that start their arguments. */
const HANDS_OVER = /^docker-(?:php-entrypoint|entrypoint\.sh)$/

function handedOver(command: ExecutedCommand): ExecutedCommand {
  const [program, ...args] = command.args
  return program === undefined || !HANDS_OVER.test(command.name) ? command : { ...command, name: baseName(program), program, args }
}

interface Read {
  readonly command: ExecutedCommand
  readonly reading: CommandReading | undefined
}

/** What is known of the code that a server of this name runs; undefined for a program that runs none. */
type CodeOf = (name: string) => { readonly unread?: string } | undefined

function codeOf(name: string, { effects }: StartInput, started: Started, hasPhp: boolean): ReturnType<CodeOf> {
  const has = (module: RegExp) => APACHE.test(name) && [...effects.packages].some((each) => module.test(each))
  if (has(CODE_MODULE) || (APACHE.test(name) && started.built(CGI)) || (name === 'lighttpd' && started.built(LIGHTTPD_CGI)))
    return { unread: 'the code that its modules run is not read' }
  if (!PHP.test(name.replace(/[\d.]+$/, '')) && !has(PHP_MODULE)) return undefined
  return hasPhp ? {} : { unread: 'its PHP code was not found' }
}

/** How far the long-running parts of a start were read: its last command, and every program of a known language. */
function judged(
  input: StartInput,
  started: Started,
  readings: readonly Read[],
  php: readonly CommandReading[],
  code: CodeOf,
): ProgramRead | undefined {
  const { start } = input
  const scripts = php.flatMap(({ gaps }) => gaps)[0]
  if (!start.entrypoint && !start.command)
    return scripts ? { read: 'in part', ...scripts } : php.length > 0 ? { read: 'wholly' } : undefined
  const last = readings.at(-1)
  if (!last) return input.isOfBase ? undefined : { read: 'not at all', why: 'what it starts is not known' }
  const { reading } = last
  const mounted = readings.slice(0, -1).flatMap((each) => mountedBefore(each, input) ?? [])[0]
  if (mounted) return { read: 'in part', ...mounted }
  if (reading?.isUnread) return { read: 'not at all', why: 'its files are not there', ...reading.gaps[0], ...ofBase(input) }
  const byHand = isByHand(readings.map(({ command }) => command))
    ? ({ read: 'not at all', why: 'what people run in it by hand is not known', origin: last.command.origin, isOfBase: true } as const)
    : undefined
  const own = byHand ?? (reading ? undefined : unknownProgram(last.command, input, started, code))
  // A record may know the program of the image, but not what runs before it.
  if (own && !('isOfBase' in own)) return own
  const gap =
    readings.flatMap(({ command }) => fetched(command, started) ?? [])[0] ??
    readings.flatMap((each) => each.reading?.gaps ?? [])[0] ??
    scripts ??
    // What is true of the last command is true of the same program before it.
    readings
      .slice(0, -1)
      .filter(({ command }) => command.program === undefined || command.program !== last.command.program)
      .flatMap((each) => unreadBefore(each, input, started, code) ?? [])[0]
  return gap ? { read: 'in part', ...gap } : (own ?? { read: 'wholly' })
}

/** A gap for a program that npx has to fetch: there is no project, and the build installs nothing. */
function fetched({ wrappers, name, cwd, origin }: ExecutedCommand, { files, runs }: Started): Gap | undefined {
  const runner = wrappers.find((wrapper) => /^(?:npx|bunx)$/.test(wrapper))
  if (runner === undefined || installsPackages(runs)) return undefined
  if (upwards(cwd ?? '/').some((directory) => files.isThere(pathFrom(directory, 'package.json')))) return undefined
  return { why: `${name}, which ${runner} fetches, is not in the image`, origin }
}

/** A gap for a program before the last one that comes from a mount and has no reader. */
function mountedBefore({ command, reading }: Read, input: StartInput): Gap | undefined {
  const { program, name, origin } = command
  if (reading || program === undefined || !isMounted(program, command, input)) return undefined
  return { why: `${name}, which it runs, is not read`, origin }
}

/** A gap for a program before the last one with unknown writes. */
function unreadBefore({ command, reading }: Read, input: StartInput, started: Started, code: CodeOf): Gap | undefined {
  const { name, args, origin } = command
  const missing = reading ? undefined : missingScript(command, started)
  if (missing !== undefined) return { why: `${missing}, which it runs, was not found`, origin }
  if (readsScript(command)) return { why: `the script that ${name} gets is not known`, origin }
  if (isScheduler(name) && !input.isOfBase && hasUnreadJobs(command, input)) return { why: `what ${name} starts was not found`, origin }
  if (reading || isSilentCommand(name) || isOwnProgram(name, input)) return undefined
  const run = code(name)
  if (run) return run.unread === undefined || input.isOfBase ? undefined : { why: run.unread, origin }
  if (isKnownServer(command, started.runs)) return undefined
  if (args.length === 1 && /^-(?:v|V|-?version|-?help)$/.test(args[0] ?? '')) return undefined
  return { why: `${name} is a program that is not read`, origin }
}

/** Whether a shell gets its script from a pipe or a file: `curl … | sh`. */
function readsScript({ name, args }: ExecutedCommand): boolean {
  return isShell(name) && args.every((arg) => arg !== undefined && /^-(?:[a-z]*s[a-z]*|[eux]+|-)?$/.test(arg))
}

/** A program that is the purpose of its image, so that the image's record covers it. */
function isOwnProgram(name: string, input: StartInput): boolean {
  return input.isOfBase === true && (name === knownProgram(input) || name === parseImageReference(input.base)?.name.split('/').at(-1))
}

function ofBase({ isOfBase }: StartInput): { readonly isOfBase?: true } {
  return isOfBase ? { isOfBase } : {}
}

/** Composer's own commands; another word is a script of composer.json (getcomposer.org/doc/articles/scripts.md). */
const COMPOSER =
  /^(?:-.*|about|archive|audit|check-platform-reqs|clear-?cache|config|create-project|depends|diagnose|dump-?autoload|i|install|outdated|r|remove|require|self-?update|show|status|u|update|validate|)$/

/** The script that a shell or a package manager runs, if it is not among the files that are there. */
function missingScript(command: ExecutedCommand, { files }: Started): string | undefined {
  const { name, args, cwd } = command
  if (isMissingScript(command, files) || (name === 'composer' && !COMPOSER.test(args[0] ?? ''))) return `the script of ${name}`
  if (!isShell(name)) return undefined
  const at = args.findIndex((arg) => arg === undefined || !/^[-+]/.test(arg))
  if (at === -1 || args.slice(0, at).some((arg) => /^-[a-zA-Z]*[cs]/.test(arg ?? ''))) return undefined
  const script = args[at]
  const path = script === undefined ? undefined : absolutePath(script, cwd)
  return path !== undefined && files.open(path) ? undefined : (script ?? 'a script')
}

/** A program without a reader is unknown unless its writes are known. */
function unknownProgram(command: ExecutedCommand, input: StartInput, started: Started, code: CodeOf): ProgramRead | undefined {
  const { name, origin } = command
  const isOfImage = (word: string) => !started.makes(baseName(word)) && !isMounted(word, command, input)
  const missing = missingScript(command, started)
  if (missing !== undefined)
    return {
      read: 'not at all',
      why: `${missing}, which it starts, was not found`,
      origin,
      ...(isOfImage(missing) ? { isOfBase: true as const } : {}),
    }
  // Whatever it starts would follow it.
  if (startsOthers(name)) return { read: 'not at all', why: `what ${name} starts was not found`, origin, isOfBase: true }
  const run = code(name)
  if (run) return run.unread === undefined ? undefined : { read: 'not at all', why: run.unread, origin, ...ofBase(input) }
  const plain = name.replace(/[\d.]+$/, '')
  const language = UNREAD.get(name) ?? UNREAD.get(plain)
  if (language !== undefined) return { read: 'in part', why: `its ${language} code is not read`, origin, ...ofBase(input) }
  const { program = name } = command
  if (isSilentCommand(name) || isKnownServer(command, started.runs)) return undefined
  const why = /\.\w*sh$/.test(name)
    ? `${name}, which it starts, was not found`
    : name.startsWith('-')
      ? `which program gets ${name} is not known`
      : `${name} is a program that is not read`
  return { read: 'not at all', why, origin, ...(isOfImage(program) ? { isOfBase: true as const } : {}) }
}

/** Commands of a start that only keeps a container alive. */
const WAITS = /^(?:cat|echo|exit|kill|printf|sleep|tail|trap|true|wait|:)$/

/** Whether people run programs in a container by hand: it starts sshd or a shell without a script, or only waits. */
function isByHand(commands: readonly ExecutedCommand[]): boolean {
  const last = commands.at(-1)
  if (last?.name === 'sshd') return true
  if (last && isShell(last.name)) return last.args.every((arg) => arg !== undefined && /^(?:-[il]*|--login)$/.test(arg))
  const isIdle = ({ name, args }: ExecutedCommand) =>
    WAITS.test(name) && (name !== 'cat' || args.length === 0) && (name !== 'tail' || args.at(-1) === '/dev/null')
  return commands.every(isIdle) && commands.some(({ name }) => /^(?:cat|sleep|tail|wait)$/.test(name))
}

/** Whether a program or script comes from a mount, so that nothing known about the image covers it. */
function isMounted(word: string, { cwd }: ExecutedCommand, { files }: StartInput): boolean {
  const path = word.includes('/') ? absolutePath(word, cwd) : undefined
  return path !== undefined && files.isMounted?.(path) === true
}
