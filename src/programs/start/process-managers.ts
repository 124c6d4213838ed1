import { own } from '../../model/own.ts'
import { absolutePath } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { isShellScript } from '../../shell/is-script.ts'
import { hasOption, option, readOperands } from '../../shell/operands.ts'
import { parseShell } from '../../shell/parse.ts'
import type { FoundScript, World } from '../../shell/world.ts'
import { type Json, jsonObject, object, stringIn } from '../../text/json.ts'
import { joinText, sliceText } from '../../text/mapped-text.ts'
import { pathFrom } from '../application.ts'
import type { ImageFile, ImageFiles } from '../image-files.ts'
import { PRELOADS } from '../languages/javascript/node-options.ts'
import { SUPERVISORS, serviceDirectory, servicesOf } from '../servers/supervision.ts'
import { supervisorConfigurations, supervisorIncludes } from '../servers/supervisord.ts'

/** Programs that start the commands of a Procfile, with the option for another file (foreman, honcho, overmind). */
const MANAGERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['foreman', ['-f', '--procfile']],
  ['forego', ['-f']],
  ['honcho', ['-f', '--procfile']],
  ['overmind', ['-f', '--procfile']],
  ['hivemind', []],
])

type Open = (path: string) => ImageFile | undefined

/** The commands that a Procfile or the words of `concurrently` start side by side, and the one that nodemon starts again and again. */
export function managedCommands(command: ExecutedCommand, open: Open, unnamed: World['unnamed']): readonly FoundScript[] {
  if (command.name === 'concurrently') return concurrently(command, unnamed)
  if (command.name === 'nodemon') return watched(command, open)
  const names = MANAGERS.get(command.name)
  if (!names) return []
  const read = readOperands(command.args, [...names, '-p', '-c', '-m', '-e', '-d', '-l'])
  const file = hasOption(read, ...names)
    ? option(read, ...names)
    : command.name === 'hivemind'
      ? (read.operands[0] ?? 'Procfile')
      : 'Procfile'
  const path = file === undefined ? undefined : absolutePath(file, command.cwd)
  const found = path === undefined ? undefined : open(path)
  if (!found || (command.name !== 'hivemind' && !/^(?:start|s)$/.test(read.operands[0] ?? ''))) return []
  // With the name of one process, only that is started.
  const only = command.name === 'hivemind' ? undefined : read.operands[1]
  return [...found.text.text.matchAll(/^([\w-]+):[ \t]*(\S.*)$/gm)].flatMap(({ 0: line, 1: name, 2: text = '', index }) => {
    if (only !== undefined && only !== name) return []
    const end = index + line.length
    return [{ file: found.file, script: parseShell(sliceText(found.text, [end - text.length, end])) }]
  })
}

/** Each operand is a shell command; `npm:dev` is a script of package.json (open-cli-tools/concurrently). */
function concurrently({ args, origin }: ExecutedCommand, unnamed: World['unnamed']): readonly FoundScript[] {
  const { operands } = readOperands(args, ['-n', '--names', '-c', '--prefix-colors', '-p', '--prefix', '-s', '--success', '-m'])
  return operands.flatMap((operand) => {
    if (operand === undefined) {
      unnamed?.(origin.file, origin.span)
      return []
    }
    const text = joinText([{ text: operand.replace(/^npm:/, 'npm run '), source: origin.span }])
    return [{ file: origin.file, script: parseShell(text) }]
  })
}

/** Options of nodemon with a value, and those of Node that it passes on. */
const WATCHES = ['-x', '--exec', '-e', '--ext', '-w', '--watch', '-i', '--ignore', '-d', '--delay', '-s', '--signal', '--config', '--cwd']

/** Its words, nodemon.json or `nodemonConfig` name a command for the file; without a file, package.json says what starts (remy/nodemon). */
function watched({ args, cwd = '/', origin }: ExecutedCommand, open: Open): readonly FoundScript[] {
  const read = readOperands(args, [...WATCHES, ...PRELOADS])
  const jsonAt = (path: string) => jsonObject(open(pathFrom(cwd, path))?.text.text)
  const manifest = jsonAt('package.json') ?? {}
  const settings = jsonAt(option(read, '--config') ?? 'nodemon.json') ?? object(manifest.nodemonConfig)
  const start = object(manifest.scripts).start
  const usual = stringIn(settings.script) ?? stringIn(manifest.main)
  const operands = read.operands.length > 0 || usual === undefined ? read.operands : [usual]
  const named = hasOption(read, '-x', '--exec') ? option(read, '-x', '--exec') : settings.exec
  const exec = named ?? (operands.length === 0 && start !== undefined ? start : runnerOf(operands[0], settings))
  const preloads = read.given.flatMap(([name, value]) => (PRELOADS.includes(name) ? [name, value] : []))
  const words = [exec, ...preloads, ...operands]
  if (!words.every((word) => typeof word === 'string')) return []
  return [{ file: origin.file, script: parseShell(joinText([{ text: words.join(' '), source: origin.span }])) }]
}

function runnerOf(file: string | undefined, settings: Json): unknown {
  const kind = /\.(\w+)$/.exec(file ?? '')?.[1] ?? ''
  return own(object(settings.execMap), kind) ?? 'node'
}

/** Programs that run jobs from a table. */
const SCHEDULERS = /^(?:cron|crond)$/

/** Programs that get a table by its path. */
const GIVEN = /^(?:crontab|supercronic)$/

/** Tables that a scheduler reads by default, and whether their lines name a user before the command (crontab(5), busybox crond). */
const TABLES: readonly (readonly [pattern: string, hasUser: boolean])[] = [
  ['/etc/crontab', true],
  ['/etc/cron.d/*', true],
  ['/var/spool/cron/crontabs/*', false],
  ['/var/spool/cron/*', false],
  ['/etc/crontabs/*', false],
]

/** Tables that a base image has, so that a build appends to them. */
const APPENDED: typeof TABLES = [
  ['/etc/crontab', true],
  ['/etc/crontabs/root', false],
  ['/var/spool/cron/crontabs/root', false],
]

/** Folders whose scripts the tables of the base images run (run-parts(8)). */
const FOLDERS: readonly string[] = [
  ...['15min', 'hourly', 'daily', 'weekly', 'monthly'].map((time) => `/etc/periodic/${time}/*`),
  ...['hourly', 'daily', 'weekly', 'monthly'].map((time) => `/etc/cron.${time}/*`),
]

/** A time or `@daily`, a user if the table has them, and the command. */
const LINE = /^[ \t]*(?:@\w+|(?:[\w*][\w*,/-]*[ \t]+){4}[\w*][\w*,/-]*)[ \t]+(\S.*)$/gm

/** Whether a program runs jobs from tables and folders of its system. */
export function isScheduler(name: string): boolean {
  return SCHEDULERS.test(name)
}

/**
 * The jobs of the tables and folders that the build copies or appends to; one whose output cannot be written never runs. `runs`: the texts
 * of RUN.
 */
export function scheduledCommands(
  command: ExecutedCommand,
  { open, glob, changes }: Pick<ImageFiles, 'open' | 'glob' | 'changes'>,
  runs: readonly string[],
): readonly FoundScript[] {
  const jobs = (path: string, hasUser: boolean) => {
    const found = open(path)
    return found ? jobsOf(found, hasUser) : []
  }
  if (GIVEN.test(command.name)) {
    const table = command.args.at(-1)
    const path = table === undefined || table.startsWith('-') ? undefined : absolutePath(table, command.cwd)
    return path === undefined ? [] : jobs(path, false)
  }
  if (!SCHEDULERS.test(command.name)) return []
  const installed = runs.flatMap((text) => [...text.matchAll(/\bcrontab\s+(?:-u\s+\S+\s+)?(\/[^\s;&|]+)/g)].map(([, path = '']) => path))
  return [
    ...TABLES.flatMap(([pattern, hasUser]) =>
      (glob(pattern) ?? []).flatMap((path) => (installed.includes(path) ? [] : jobs(path, hasUser))),
    ),
    ...installed.flatMap((path) => jobs(path, false)),
    ...APPENDED.flatMap(([path, hasUser]) =>
      changes(path).flatMap((change) => {
        const text = change && 'text' in change ? joinText([{ text: change.text, source: command.origin.span }]) : undefined
        return text ? jobsOf({ file: command.origin.file, text }, hasUser) : []
      }),
    ),
    ...FOLDERS.flatMap((pattern) =>
      (glob(pattern) ?? []).flatMap((path) => {
        const found = open(path)
        return found && isShellScript(path, found.text.text) ? [{ file: found.file, script: parseShell(found.text) }] : []
      }),
    ),
  ]
}

/** Whether the build makes jobs (`… | crontab -`), and none is read. */
export function hasUnreadJobs(
  command: ExecutedCommand,
  { files, runs }: { readonly files: ImageFiles; readonly runs: readonly string[] },
): boolean {
  const isMade = runs.some((text) => /\bcrontabs?\b|\/etc\/(?:cron|periodic)/.test(text))
  return isMade && scheduledCommands(command, files, runs).length === 0
}

function jobsOf({ file, text }: ImageFile, hasUser: boolean): readonly FoundScript[] {
  return [...text.text.matchAll(LINE)].flatMap((match): readonly FoundScript[] => {
    const [line, rest = ''] = match
    const user = hasUser ? (/^\S+[ \t]+/.exec(rest)?.[0].length ?? rest.length) : 0
    const end = match.index + line.length
    const start = end - rest.length + user
    return start < end ? [{ file, script: parseShell(sliceText(text, [start, end])) }] : []
  })
}

/** What `supervisord` starts (`command=` of its programs), from the configuration that the build copies into the image. */
export function supervisedCommands(command: ExecutedCommand, { open, glob }: Pick<ImageFiles, 'open' | 'glob'>): readonly FoundScript[] {
  if (command.name !== 'supervisord') return []
  const places = new Set(
    supervisorConfigurations(command).flatMap((place) => [
      place,
      ...supervisorIncludes(place, open(place)?.text.text).flatMap((pattern) => glob(pattern) ?? []),
    ]),
  )
  return [...places].flatMap((place) => {
    const found = open(place)
    return found ? commandsOf(found) : []
  })
}

function commandsOf({ file, text }: ImageFile): readonly FoundScript[] {
  return [...text.text.matchAll(/^[ \t]*command[ \t]*=[ \t]*(.+)$/gm)].map((match) => {
    const start = match.index + match[0].length - (match[1] ?? '').length
    return { file, script: parseShell(sliceText(text, [start, match.index + match[0].length])) }
  })
}

/** The scripts of the services that runit, s6 or daemontools keep running. */
export function serviceScripts(command: ExecutedCommand, { open, glob }: Pick<ImageFiles, 'open' | 'glob'>): readonly FoundScript[] {
  const directory = SUPERVISORS.has(command.name) ? serviceDirectory(command) : undefined
  if (directory === undefined) return []
  return servicesOf(directory, glob).flatMap((service) => {
    const found = open(`${service}/run`)
    return found && isShellScript(`${service}/run`, found.text.text) ? [{ file: found.file, script: parseShell(found.text) }] : []
  })
}
