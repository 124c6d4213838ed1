import { databaseFile } from '../../model/database-file.ts'
import { pick } from '../../model/defined.ts'
import { type ImageStart, type ImageWrite, type ProgramRead, parseImageReference } from '../../model/image.ts'
import { once } from '../../model/lazy.ts'
import { absolutePath, baseName, isWithin, normaliseTarget, parentOf, upwards } from '../../model/path.ts'
import { classifyPath } from '../../model/write-kind.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { type ShellWrite, unknownWrite } from '../../shell/writes.ts'
import { matchesWildcard } from '../../text/wildcard.ts'
import { type ApplicationWrite, lineAt } from '../application.ts'
import { type ApplicationInput, applicationPlaces, applicationWrites } from '../applications.ts'
import type { ImageFile } from '../image-files.ts'
import { phpRoots } from '../languages/php/php.ts'
import type { Gap } from '../languages/program-input.ts'
import { programFiles, type Started } from '../languages/started.ts'
import type { ServerReading, ServerSurroundings } from '../servers/server-write.ts'
import { serverReadings } from '../servers/servers.ts'
import { readBeside } from './beside.ts'
import { compiledProjects } from './compiled-projects.ts'
import { holdsFiles, isProgramFile } from './program-files.ts'
import { readPrograms } from './program-read.ts'
import { writesOfScripts } from './script-writes.ts'
import { startedCommands } from './start-commands.ts'
import { environmentOf, knownProgram, type StartInput } from './start-input.ts'

/** What the image writes at start: by its scripts, known servers and programs, and the environment. Every write cites its line. */
export function readStart(input: StartInput): ImageStart {
  const gaps: Gap[] = []
  const commands = startedCommands(input, (why, origin) => gaps.push({ why, origin }))
  const application = applicationInput(input, commands, (file) =>
    gaps.push({ why: 'it has more settings than are read', ...(file ? { origin: lineAt(file, 0) } : {}) }),
  )
  const started = startedIn(input, application)
  const programs = readPrograms(input, commands, started, applicationPlaces(application))
  const later = readBeside(programs, input, started, (gap) => gaps.push(gap))
  gaps.push(...[...commands, ...later.commands.map(({ command }) => command)].flatMap(writesSomewhere), ...later.gaps)
  const applications = [...programs.writes, ...later.writes, ...applicationWrites(application)]
  const written = writesOfScripts(commands)
  const around = serverSurroundings(input, commands, written.flat())
  const all = [...commands, ...later.commands.flatMap(({ command, what }) => (what === 'program' ? [command] : []))]
  const readings = all.map((command) => {
    const isOfRecord = command.name === knownProgram(input)
    return serverReadings(command, around).filter((reading) => !isOfRecord || !isDefault(reading))
  })
  const writes = [
    ...all.flatMap((command, index) => [
      ...shellWrites(written[index] ?? [], input),
      ...(readings[index] ?? []).flatMap((reading) => serverWrite(reading, command, input)),
    ]),
    ...writesOfScripts(later.commands.map(({ command }) => command)).flatMap((each, at) =>
      shellWrites(each, input).map((write) => ({
        ...write,
        how: `${write.how} in its ${later.commands[at]?.what}`,
        ...(later.commands[at]?.anyUser ? { anyUser: true as const } : {}),
      })),
    ),
    ...databaseWrites(input, new Set(applications.map(({ variable }) => variable))),
    ...applications.map((write) => programWrite(write, input)),
  ]
  const handed = commands.find(({ user }) => user !== undefined && !/^(?:root|0)(?::|$)|^\$/.test(user))
  const found = readings.flat()
  return {
    writes: distinct(writes.filter((write) => !goesToStandardOutput(write, input.effects.writes)).map(withExecution(commands))),
    settings: new Set(found.flatMap((reading) => ('setting' in reading && reading.setting !== undefined ? [reading.setting] : []))),
    unread: found.flatMap((reading) => ('unread' in reading ? [{ what: reading.unread, ...pick(reading, 'default') }] : [])),
    ...(handed?.user === undefined ? {} : { dropsTo: { value: handed.user, origin: handed.origin } }),
    ...programOf(programs.program, gaps),
  }
}

/** A file that the start makes and then runs itself: it cannot be run from a mount without `exec`. */
function withExecution(commands: readonly ExecutedCommand[]): (write: ImageWrite) => ImageWrite {
  const paths = commands.flatMap(({ program, cwd }) => (program?.includes('/') ? (absolutePath(program, cwd) ?? []) : []))
  const run = new Set(paths.flatMap(upwards))
  return (write) => (write.leaves !== 'removed' && run.has(write.path) ? { ...write, exec: true } : write)
}

/** A gap for a command that writes at a place which is not known. */
function writesSomewhere(command: ExecutedCommand): readonly Gap[] {
  const how = unknownWrite(command)
  return how === undefined ? [] : [{ why: `where it writes is not known (${how})`, origin: command.origin }]
}

/** What servers find in the container. `written`: what the scripts of the start write. */
function serverSurroundings(input: StartInput, commands: readonly ExecutedCommand[], written: readonly ShellWrite[]): ServerSurroundings {
  const { effects, files } = input
  const rendered = once(() => new Map(commands.flatMap(renderedFile)))
  // A configuration that the start itself makes cannot be read.
  const made = once(() => new Set(written.flatMap(({ path, leaves }) => (leaves === 'file' ? [path] : []))))
  const configuration = (path: string) => files.open(rendered().get(path) ?? path)?.text.text
  return {
    base: input.base,
    packages: effects.packages,
    home: input.home,
    uid: input.uid,
    system: systemOf(input),
    usesS6: effects.usesS6,
    s6Version: effects.s6Version,
    configuration,
    changes: (path) => files.changes(rendered().get(path) ?? path),
    lineOf: (path, text) => {
      const found = openUsed(path, input)
      const at = found?.text.text.indexOf(text) ?? -1
      return found && at !== -1 ? lineAt(found, at) : undefined
    },
    unseen: (path) => files.unseen?.(path) === true || (made().has(path) && configuration(path) === undefined),
    isHidden: (path) => files.isHidden?.(path) === true,
    glob: (pattern) => {
      const own = [...made()].filter((path) => parentOf(path) === parentOf(pattern) && matchesWildcard(baseName(pattern), baseName(path)))
      return [...new Set([...(files.glob(pattern) ?? []), ...own])]
    },
    runs: input.allRuns,
    built: (pattern) => input.runs.some((text) => pattern.test(text)),
    builtByUser: (pattern) => input.ownRuns.some((text) => pattern.test(text)),
  }
}

/** Whether a program or its package chooses this, so that the record of an image with this program knows it. */
function isDefault(reading: ServerReading): boolean {
  return 'path' in reading ? reading.setting === undefined : 'default' in reading
}

function serverWrite(reading: ServerReading, command: ExecutedCommand, input: StartInput): readonly ImageWrite[] {
  if (!('path' in reading)) return []
  const conditional = command.conditional || reading.conditional ? { conditional: true } : {}
  const origin = reading.origin ?? command.origin
  return [{ ...reading, path: normaliseTarget(reading.path), when: 'start', ...conditional, ...holdsFiles(reading, input), origin }]
}

function programWrite({ variable: _, ...write }: ApplicationWrite, input: StartInput): ImageWrite {
  const ships = isProgramFile(write, input) ? ({ ships: 'program' } as const) : {}
  return { ...write, path: normaliseTarget(write.path), when: 'start', inProgram: true, ...ships, ...holdsFiles(write, input) }
}

/** A file that a command fills from another one (`envsubst < template > default.conf`), and that one. */
function renderedFile({ name, args, redirections, cwd }: ExecutedCommand): readonly [string, string][] {
  const at = (target: string | undefined) => (target === undefined ? undefined : absolutePath(target, cwd))
  const to = at(redirections.find(({ operator }) => operator === '>' || operator === '>|')?.target)
  const input = redirections.find(({ operator }) => operator === '<')?.target ?? (/^(?:cat|sed)$/.test(name) ? args.at(-1) : undefined)
  const from = at(input)
  return to === undefined || from === undefined ? [] : [[normaliseTarget(to), normaliseTarget(from)]]
}

/** How far everything was read: a script that was not fully followed makes a program that was read in part. */
function programOf(program: ProgramRead | undefined, [gap]: readonly Gap[]): Pick<ImageStart, 'program'> {
  if (gap && (!program || program.read === 'wholly' || program.isOfBase)) return { program: { read: 'in part', ...gap } }
  return program ? { program } : {}
}

/** What a command writes according to its words and redirections. */
function shellWrites(written: readonly ShellWrite[], input: StartInput): readonly ImageWrite[] {
  return written.map((found): ImageWrite => {
    // Alpine links /var/spool/cron/crontabs to /etc/crontabs.
    const given =
      found.how === 'crontab' && systemOf(input) === 'alpine' ? { ...found, path: '/etc/crontabs/root', leaves: 'file' as const } : found
    const write: ShellWrite = given.leaves === 'content' && isKnownFile(given.path, input) ? { ...given, leaves: 'file' } : given
    const kind = write.path === '/' ? 'config' : classifyPath(write.path)
    return {
      ...write,
      when: 'start',
      kind,
      ...(write.leaves !== 'directory' && isProgramFile(write, input) ? { ships: 'program' } : {}),
      ...(write.leaves === 'directory' ? {} : holdsFiles({ ...write, kind }, input)),
    }
  })
}

/** The system of the packages that the build installs, else that of its base image. */
function systemOf({ base, effects }: StartInput): ServerSurroundings['system'] {
  const { name, tag } = parseImageReference(base) ?? {}
  return effects.system ?? (name?.split('/').at(-1) === 'alpine' || tag?.includes('alpine') ? 'alpine' : undefined)
}

/** Whether the build has a file with this name: `cp` then puts nothing below it. */
function isKnownFile(path: string, { effects, files }: StartInput): boolean {
  return effects.writes.some((write) => write.leaves === 'file' && write.path === path) || files.open(path) !== undefined
}

function applicationInput(input: StartInput, commands: readonly ExecutedCommand[], cut: ApplicationInput['cut']): ApplicationInput {
  const { effects, files, used, base, runs } = input
  return {
    roots: rootsOf(input, commands),
    files,
    commands,
    variable: variablesOf(input),
    isOpen: input.environment?.complete !== true,
    built: (pattern) => runs.some((text) => pattern.test(text)),
    makes: (path) => effects.writes.some((write) => isWithin(write.path, path)),
    base,
    packages: effects.packages,
    // Images of languages start as root.
    home: input.home ?? (input.state.user ? undefined : '/root'),
    used,
    cut,
  }
}

/** Where the start runs, and where the build copies to; a single file is not the directory of an application. */
function rootsOf({ state, effects }: StartInput, commands: readonly ExecutedCommand[]): readonly string[] {
  const copied = effects.writes.flatMap(({ how, path }) => (/^(?:COPY|ADD)$/.test(how) && !/\/[^/]*\.\w+$/.test(path) ? [path] : []))
  return [...commands.flatMap((command) => [...phpRoots(command), command.cwd]), state.workingDir?.value, ...copied].filter(
    (path) => path !== undefined,
  )
}

function variablesOf(input: StartInput): (name: string) => string | null | undefined {
  const environment = environmentOf(input)
  const absent = input.environment?.complete === false ? undefined : null
  return (name) => (environment.has(name) ? environment.get(name)?.value : absent)
}

/** A key for the files of an image: its Dockerfile, the context, and what is copied from it to where. */
function treeName({ file, context = '', effects }: StartInput, copied: readonly string[]): string {
  return [file, context, ...copied, ...effects.writes.flatMap(({ how, path }) => (/^(?:COPY|ADD)$/.test(how) ? [path] : []))].join('|')
}

/** What programs find in the container. */
function startedIn(input: StartInput, { home, variable }: ApplicationInput): Started {
  const { files, effects } = input
  const open = (path: string) => openUsed(path, input)
  const built = (path: string) => open(path) ?? files.built.open(path)
  const copied = once(() => files.copied().map(({ path }) => path))
  const made = once(
    () =>
      new Set([...copied(), ...effects.writes.flatMap(({ when, path }) => (when === 'build' ? [path] : []))].map((path) => baseName(path))),
  )
  const both = (pattern: string) => [...(files.glob(pattern) ?? []), ...(files.built.glob(pattern) ?? [])]
  return {
    files: programFiles({ open, glob: files.glob }),
    sources: programFiles({ open: built, glob: both }),
    home,
    ...(input.textOf ? { tree: treeName(input, copied()), textOf: input.textOf } : {}),
    runs: input.allRuns,
    projects: once(() => compiledProjects(files)),
    makes: (name) => made().has(name),
    built: (pattern) => input.runs.some((text) => pattern.test(text)),
    copies: (pattern) => copied().some((path) => pattern.test(path)),
    environment: (command, name) => {
      const own = command.variable(name)
      return own === null ? variable(name) : own
    },
  }
}

function openUsed(path: string, input: StartInput): ImageFile | undefined {
  const found = input.files.open(path)
  if (found) input.used(found.file)
  return found
}

/** Database files that the environment names, without the variables that an application reads in its own way. */
function databaseWrites(input: StartInput, read: ReadonlySet<string | undefined>): readonly ImageWrite[] {
  const { state } = input
  return [...environmentOf(input)].flatMap(([name, setting]): readonly ImageWrite[] => {
    const named = setting.value === undefined || read.has(name) ? undefined : databaseFile(name, setting.value)
    const path = named === undefined ? undefined : absolutePath(named, state.workingDir?.value)
    if (path === undefined) return []
    return [
      {
        path: normaliseTarget(path),
        when: 'start',
        how: `database file of ${name}`,
        leaves: 'file',
        kind: 'data',
        journal: true,
        origin: setting.origin,
      },
    ]
  })
}

/** Whether a log goes to a link to /dev/stdout or /dev/stderr, so that no file is written. */
function goesToStandardOutput(write: ImageWrite, built: readonly ImageWrite[]): boolean {
  if (write.kind !== 'log') return false
  return built.some(
    (each) =>
      each.leaves === 'link' &&
      /^\/(?:dev\/std(?:out|err)|proc\/self\/fd\/[12])$/.test(each.linkTo ?? '') &&
      isWithin(each.path, write.path),
  )
}

/** One entry per path and way, with its first line; a certain write is preferred to a possible one. */
function distinct(writes: readonly ImageWrite[]): readonly ImageWrite[] {
  const kept = new Map<string, ImageWrite>()
  for (const write of writes) {
    const key = `${write.path} ${write.how}`
    const before = kept.get(key)
    if (!before || (before.conditional && !write.conditional)) kept.set(key, write)
  }
  return [...kept.values()]
}
