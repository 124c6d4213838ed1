import { databaseFile } from '../../model/database-file.ts'
import type { Sourced, TextOrigin } from '../../model/fact.ts'
import type { ImageWrite } from '../../model/image.ts'
import { isWithin, normaliseTarget } from '../../model/mount.ts'
import { classifyPath } from '../../model/write-kind.ts'
import { parseShell, type SimpleCommand, TOP_LEVEL } from '../../shell/commands.ts'
import { type ExecutedCommand, executeScript, type FoundScript, literalWord, type World } from '../../shell/execute.ts'
import { absolutePath } from '../../shell/state.ts'
import type { ShellWord } from '../../shell/words.ts'
import { writesOf } from '../../shell/writes.ts'
import { type ApplicationInput, applicationWrites } from './applications/applications.ts'
import type { BuildEffects } from './build-writes.ts'
import type { ImageFile, ImageFiles } from './context.ts'
import { scheduledCommands } from './crontab.ts'
import { packageScript, scriptDirectory } from './package-script.ts'
import { programWrites } from './program-writes.ts'
import { isAmongCode, isTried } from './script-writes.ts'
import { isShellScript } from './scripts.ts'
import type { ServerSurroundings } from './servers/server-write.ts'
import { serverWrites } from './servers/servers.ts'
import type { StageState } from './stages.ts'
import { startupScripts } from './startup-folders.ts'
import { supervisedCommands } from './supervisor.ts'

/** ENTRYPOINT and CMD as they stand when the container starts. Words with their places; a shell form is one script. */
export interface StartCommand {
  readonly entrypoint: StartPart | undefined
  readonly command: StartPart | undefined
}

export type StartPart =
  | { readonly form: 'exec'; readonly words: readonly ShellWord[] }
  | { readonly form: 'shell'; readonly found: FoundScript }

/** Variables that a container sets; one whose value is undefined is set to something nobody knows. */
export interface GivenEnvironment {
  readonly variables: ReadonlyMap<string, Sourced<string | undefined>>
  /** No other variable is set but those of the image. */
  readonly complete: boolean
}

/** Everything the start of an image may look at. */
export interface StartInput {
  readonly file: string
  readonly start: StartCommand
  readonly state: StageState
  /** Of the container that is started, where it is one. */
  readonly environment: GivenEnvironment | undefined
  readonly effects: BuildEffects
  readonly files: ImageFiles
  /** The image that the build stands on, as written where it hangs on a variable. */
  readonly base: string
  /** What the build runs: the text of each RUN. */
  readonly runs: readonly string[]
  /** Home directory of the user that the container starts as, where it is known. */
  readonly home: string | undefined
  /** Called for every file of the context whose text the answer rests on. */
  readonly used: (file: string) => void
}

/** What the start of an image does. */
export interface Start {
  readonly writes: readonly ImageWrite[]
  /** The user that it hands a program over to, other than root. */
  readonly dropsTo?: Sourced<string>
}

/**
 * What the image writes when it starts: the scripts behind ENTRYPOINT and CMD are walked through, known servers add what they
 * write by themselves, and the environment may name a database file. Every write cites its line.
 */
export function readStart(input: StartInput): Start {
  const around: ServerSurroundings = {
    packages: input.effects.packages,
    home: input.home,
    usesS6: input.effects.usesS6,
    configuration: (path) => input.files.open(path)?.text.text,
    glob: (pattern) => input.files.glob(pattern) ?? [],
    built: (pattern) => input.runs.some((text) => pattern.test(text)),
  }
  const commands = startedCommands(input)
  const written = commands.map((command) => writesOf(command))
  const applications = applicationWrites(applicationInput(input, commands))
  const writes = [
    ...commands.flatMap((command, index) => [
      ...(written[index] ?? []).map(
        (write): ImageWrite => ({
          ...write,
          when: 'start',
          kind: write.path === '/' ? 'config' : classifyPath(write.path),
          ...(isAmongCode(write, input) ? { ships: 'program' } : {}),
          ...(isTried(write, written.slice(0, index).flat()) ? { conditional: true } : {}),
        }),
      ),
      ...programWrites(command, (path) => openUsed(path, input)),
      ...serverWrites(command, around).map((write): ImageWrite => {
        const conditional = command.conditional || write.conditional ? { conditional: true } : {}
        return { ...write, path: normaliseTarget(write.path), when: 'start', ...conditional, origin: command.origin }
      }),
    ]),
    ...databaseWrites(input, new Set(applications.map(({ variable }) => variable))),
    ...applications.map(({ variable: _, ...write }): ImageWrite => ({ ...write, path: normaliseTarget(write.path), when: 'start' })),
  ]
  const handed = commands.find(({ user }) => user !== undefined && !/^(?:root|0)(?::|$)|^\$/.test(user))
  return {
    writes: distinct(writes.filter((write) => !goesToStandardOutput(write, input.effects.writes))),
    ...(handed?.user === undefined ? {} : { dropsTo: { value: handed.user, origin: handed.origin } }),
  }
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

/** The commands of the start in order; what npm scripts and supervisord start is among them. */
function startedCommands(input: StartInput): readonly ExecutedCommand[] {
  const world = startWorld(input)
  const { entrypoint, command } = input.start
  const executed = entrypoint ? runPart(entrypoint, command, input, world) : command ? runPart(command, undefined, input, world) : []
  const words = (part: StartPart | undefined) => part && (part.form === 'exec' ? part.words.map(({ text }) => text) : null)
  const folders = startupScripts({ ...input, entrypoint: words(entrypoint), command: words(command), commands: executed })
  const before = folders.flatMap((found) => {
    input.used(found.file)
    return executeScript(found, { ...world, positional: [] })
  })
  return [...before, ...executed].flatMap((each) => [each, ...startedBy(each, input, world, 0)])
}

/** Programs that read from a file what to start. */
function startedBy(command: ExecutedCommand, input: StartInput, world: World, depth: number): readonly ExecutedCommand[] {
  if (depth > 3) return []
  const inner: readonly FoundScript[] = [...packageScript(command, input.files.open), ...supervisedCommands(command, input.files)]
  const run = (found: FoundScript, cwd: string | undefined) => {
    input.used(found.file)
    const started = executeScript(found, { ...world, ...(cwd === undefined ? {} : { cwd }) })
    return started.flatMap((each) => [each, ...startedBy(each, input, world, depth + 1)])
  }
  return [
    ...inner.flatMap((found) => run(found, scriptDirectory(command))),
    // Jobs start in the home directory of their user.
    ...scheduledCommands(command, input.files, input.runs).flatMap((found) => run(found, '/root')),
  ]
}

/** The image's variables, and over them those of the container. */
function environmentOf({ state, environment }: StartInput): ReadonlyMap<string, Sourced<string | undefined>> {
  return new Map<string, Sourced<string | undefined>>([...state.environment, ...(environment?.variables ?? [])])
}

function startWorld(input: StartInput): World {
  const variables = new Map<string, string | undefined>()
  for (const [name, setting] of environmentOf(input)) variables.set(name, setting.value)
  if (!variables.has('HOME') && input.home !== undefined) variables.set('HOME', input.home)
  const cwd = input.state.workingDir?.value
  return {
    variables,
    ...(cwd === undefined ? {} : { cwd }),
    ...(input.environment
      ? { given: (name) => (variables.has(name) ? variables.get(name) : input.environment?.complete ? '' : undefined) }
      : {}),
    hasAccount: (name) => hasAccount(name, input),
    open: (path) => openScript(path, input),
    glob: input.files.glob,
  }
}

/** Accounts that bases bring themselves, by common names; what a build stands on may have others, but a script that asks expects none. */
const USUAL_ACCOUNTS =
  /^(?:root|daemon|bin|sys|nobody|nogroup|users|www-data|mail|games|node|nginx|apache|postgres|mysql|redis|ubuntu|debian|\d+)$/

function hasAccount(name: string, { effects }: StartInput): boolean | undefined {
  if (USUAL_ACCOUNTS.test(name)) return undefined
  return effects.users.some(({ value }) => value.name === name)
}

/** A script of the image, by path, or by name in its search path. */
function openScript(path: string, input: StartInput): FoundScript | undefined {
  const found = input.files.open(path)
  return found && isShellScript(path, found.text.text) ? readScript(found, input) : undefined
}

function openUsed(path: string, input: StartInput): ImageFile | undefined {
  const found = input.files.open(path)
  if (found) input.used(found.file)
  return found
}

function readScript(found: ImageFile, input: StartInput): FoundScript {
  input.used(found.file)
  return { file: found.file, script: parseShell(found.text) }
}

function runPart(part: StartPart, command: StartPart | undefined, input: StartInput, world: World): readonly ExecutedCommand[] {
  const args = command?.form === 'exec' ? command.words : command ? shellWords(command.found) : []
  if (part.form === 'shell') return executeScript(part.found, { ...world, positional: [] })
  const words = [...withFullPath(part.words, input), ...args]
  const first = words[0]
  if (!first) return []
  const simple: SimpleCommand = {
    words,
    assignments: [],
    redirections: [],
    context: TOP_LEVEL,
    span: [first.span[0], part.words.at(-1)?.span[1] ?? first.span[1]],
  }
  return executeScript({ file: input.file, script: { commands: [simple], comments: [], errors: [] } }, world)
}

/** CMD in shell form behind an ENTRYPOINT in exec form arrives as `/bin/sh -c text`. */
function shellWords(found: FoundScript): readonly ShellWord[] {
  const [first] = found.script.commands
  const last = found.script.commands.at(-1)
  if (!first || !last) return []
  return first === last && first.redirections.length === 0 ? first.words : []
}

const SEARCH_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

/** Programs that are called by name are looked for where PATH leads, so that the scripts among them can be read. */
function withFullPath(words: readonly ShellWord[], input: StartInput): readonly ShellWord[] {
  const path = input.state.environment.get('PATH')?.value?.split(':') ?? []
  return words.map((word) => {
    if (word.value === undefined || word.value.includes('/') || !/^[\w.-]+$/.test(word.value) || word.value.startsWith('-')) return word
    for (const directory of new Set([...path, ...SEARCH_PATH])) {
      const full = absolutePath(`${directory}/${word.value}`, undefined)
      if (full !== undefined && input.files.open(full)) return literalWord(full, word.span)
    }
    return word
  })
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

/** A shell form of ENTRYPOINT or CMD as a start part. */
export function shellPart(found: FoundScript): StartPart {
  return { form: 'shell', found }
}

/** An exec form as a start part; `words` with their places in the Dockerfile. */
export function execPart(words: readonly { readonly text: string; readonly span: TextOrigin['span'] }[]): StartPart {
  return { form: 'exec', words: words.map((word) => literalWord(word.text, word.span)) }
}
