import { databaseFile } from '../../model/database-file.ts'
import type { ImageStart, ImageWrite } from '../../model/image.ts'
import { isWithin, normaliseTarget } from '../../model/mount.ts'
import { absolutePath } from '../../model/path.ts'
import { classifyPath } from '../../model/write-kind.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import type { ShellWrite } from '../../shell/writes.ts'
import type { ImageFile } from '../../sources/dockerfile/context.ts'
import { lineAt } from '../application.ts'
import { type ApplicationInput, applicationWrites, mayHoldApplication } from '../applications.ts'
import type { ServerSurroundings } from '../servers/server-write.ts'
import { serverReadings } from '../servers/servers.ts'
import { isProgramFile } from './program-files.ts'
import { programWrites } from './program-writes.ts'
import { writesOfScripts } from './script-writes.ts'
import { environmentOf, type StartInput, startedCommands } from './start-commands.ts'

/**
 * What the image writes when it starts: the scripts behind ENTRYPOINT and CMD are walked through, known servers add what they
 * write by themselves, and the environment may name a database file. Every write cites its line.
 */
export function readStart(input: StartInput): ImageStart {
  const { effects, files, home } = input
  const around: ServerSurroundings = {
    packages: effects.packages,
    home,
    uid: input.uid,
    system: effects.system,
    usesS6: effects.usesS6,
    configuration: (path) => files.open(path)?.text.text,
    lineOf: (path, text) => {
      const found = openUsed(path, input)
      const at = found?.text.text.indexOf(text) ?? -1
      return found && at !== -1 ? lineAt(found, at) : undefined
    },
    unseen: (path) => files.unseen?.(path) === true,
    glob: (pattern) => files.glob(pattern) ?? [],
    built: (pattern) => input.runs.some((text) => pattern.test(text)),
  }
  const commands = startedCommands(input)
  const applications = applicationWrites(applicationInput(input, commands))
  const written = writesOfScripts(commands)
  const readings = commands.map((command) => serverReadings(command, around))
  const writes = [
    ...commands.flatMap((command, index) => [
      ...shellWrites(written[index] ?? [], input),
      ...(mayHoldApplication(command.cwd) ? [] : programWrites(command, (path) => openUsed(path, input))),
      ...(readings[index] ?? []).flatMap((reading): readonly ImageWrite[] => {
        if (!('path' in reading) || (reading.setting === undefined && command.name === input.knownProgram)) return []
        const conditional = command.conditional || reading.conditional ? { conditional: true } : {}
        return [
          {
            ...reading,
            path: normaliseTarget(reading.path),
            when: 'start',
            ...conditional,
            origin: reading.origin ?? command.origin,
          },
        ]
      }),
    ]),
    ...databaseWrites(input, new Set(applications.map(({ variable }) => variable))),
    ...applications.map(({ variable: _, ...write }): ImageWrite => {
      const ships = isProgramFile(write, input) ? ({ ships: 'program' } as const) : {}
      return { ...write, path: normaliseTarget(write.path), when: 'start', ...ships }
    }),
  ]
  const handed = commands.find(({ user }) => user !== undefined && !/^(?:root|0)(?::|$)|^\$/.test(user))
  return {
    writes: distinct(writes.filter((write) => !goesToStandardOutput(write, input.effects.writes))),
    settings: new Set(
      readings.flat().flatMap((reading) => ('setting' in reading && reading.setting !== undefined ? [reading.setting] : [])),
    ),
    unread: [...new Set(readings.flat().flatMap((reading) => ('unread' in reading ? [reading.unread] : [])))],
    ...(handed?.user === undefined ? {} : { dropsTo: { value: handed.user, origin: handed.origin } }),
  }
}

/** What a command writes by its words and redirections. */
function shellWrites(written: readonly ShellWrite[], input: StartInput): readonly ImageWrite[] {
  return written.map(
    (write): ImageWrite => ({
      ...write,
      when: 'start',
      kind: write.path === '/' ? 'config' : classifyPath(write.path),
      ...(write.leaves !== 'directory' && isProgramFile(write, input) ? { ships: 'program' } : {}),
    }),
  )
}

function applicationInput(input: StartInput, commands: readonly ExecutedCommand[]): ApplicationInput {
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
  }
}

/** Where the start runs, and what the build copies to; a single file is no directory of an application. */
function rootsOf({ state, effects }: StartInput, commands: readonly ExecutedCommand[]): readonly string[] {
  const copied = effects.writes.flatMap(({ how, path }) => (/^(?:COPY|ADD)$/.test(how) && !/\/[^/]*\.\w+$/.test(path) ? [path] : []))
  return [...commands.map(({ cwd }) => cwd), state.workingDir?.value, ...copied].filter((path) => path !== undefined)
}

function variablesOf(input: StartInput): (name: string) => string | null | undefined {
  const environment = environmentOf(input)
  const absent = input.environment?.complete === false ? undefined : null
  return (name) => (environment.has(name) ? environment.get(name)?.value : absent)
}

function openUsed(path: string, input: StartInput): ImageFile | undefined {
  const found = input.files.open(path)
  if (found) input.used(found.file)
  return found
}

/** Databases in a file that the environment names, but for the variables that an application reads in its own way. */
function databaseWrites(input: StartInput, read: ReadonlySet<string | undefined>): readonly ImageWrite[] {
  const { state } = input
  return [...environmentOf(input)].flatMap(([name, setting]): readonly ImageWrite[] => {
    const named = setting.value === undefined || read.has(name) ? undefined : databaseFile(name, setting.value)
    const path = named === undefined ? undefined : absolutePath(named, state.workingDir?.value)
    if (path === undefined) return []
    return [
      { path: normaliseTarget(path), when: 'start', how: `database file of ${name}`, leaves: 'file', kind: 'data', origin: setting.origin },
    ]
  })
}

/** A log whose file the build links to /dev/stdout or /dev/stderr is none. */
function goesToStandardOutput(write: ImageWrite, built: readonly ImageWrite[]): boolean {
  if (write.kind !== 'log') return false
  return built.some(
    (each) =>
      each.leaves === 'link' &&
      /^\/(?:dev\/std(?:out|err)|proc\/self\/fd\/[12])$/.test(each.linkTo ?? '') &&
      isWithin(each.path, write.path),
  )
}

/** One entry a path and way, its first line; one that surely happens goes before one that may. */
function distinct(writes: readonly ImageWrite[]): readonly ImageWrite[] {
  const kept = new Map<string, ImageWrite>()
  for (const write of writes) {
    const key = `${write.path} ${write.how}`
    const before = kept.get(key)
    if (!before || (before.conditional && !write.conditional)) kept.set(key, write)
  }
  return [...kept.values()]
}
