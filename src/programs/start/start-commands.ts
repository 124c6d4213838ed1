import type { Span, TextOrigin } from '../../model/fact.ts'
import { absolutePath, baseName } from '../../model/path.ts'
import { executeScript } from '../../shell/execute.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { isShellScript } from '../../shell/is-script.ts'
import { parseShell } from '../../shell/parse.ts'
import { plainProgram } from '../../shell/plain-program.ts'
import { scriptOfWords } from '../../shell/script.ts'
import { literalWord, type ShellWord } from '../../shell/words.ts'
import { type FoundScript, scriptFromText, type World } from '../../shell/world.ts'
import type { MountedFiles } from '../../sources/mounted-files.ts'
import type { ImageFile } from '../image-files.ts'
import type { ProgramRun } from '../languages/program-input.ts'
import { OPEN_VARIABLE } from '../languages/ran-program.ts'
import { type ProgramFiles, programFiles } from '../languages/started.ts'
import { isSilentCommand } from '../silent-commands.ts'
import { interpretedScript } from './interpreted-script.ts'
import { packageProgram } from './package-program.ts'
import { packageScript, scriptDirectory } from './package-script.ts'
import { managedCommands, scheduledCommands, serviceScripts, supervisedCommands } from './process-managers.ts'
import type { LaterCommand } from './program-read.ts'
import { environmentOf, type StartInput, type StartPart } from './start-input.ts'
import { startupScripts } from './startup-folders.ts'

/** The commands of the start in order, with those of npm scripts and supervisord. `lost` gets what is not followed, and why. */
export function startedCommands(input: StartInput, lost: (why: string, at: TextOrigin) => void): readonly ExecutedCommand[] {
  const world: World = {
    ...startWorld(input),
    cut: (file, span) => lost('what it starts there is more than is followed', { kind: 'text', file, span }),
    unnamed: (file, span) => lost('which program it starts there is not known', { kind: 'text', file, span }),
  }
  const { command } = input.start
  const entrypoint = input.start.entrypoint ?? replacedEntrypoint(input, lost)
  const executed = entrypoint ? runPart(entrypoint, command, input, world) : command ? runPart(command, undefined, input, world) : []
  const words = (part: StartPart | undefined) => part && (part.form === 'exec' ? part.words.map(({ text }) => text) : null)
  const folders = startupScripts({ ...input, entrypoint: words(entrypoint), command: words(command), commands: executed })
  const before = folders.flatMap((found) => {
    input.used(found.file)
    return executeScript(found, { ...world, positional: [] })
  })
  const programs = programFiles(input.files)
  return [...before, ...executed]
    .map((each) => interpretedScript(each, programs.open))
    .flatMap((each) => [each, ...startedBy(each, { ...input, programs }, world, 0)])
    .map(packageProgram)
}

/** What health checks and hooks run: by the engine in the started container, with its environment. `lost` as for the start. */
export function laterCommands(input: StartInput, lost: (why: string, at: TextOrigin) => void): readonly LaterCommand[] {
  return input.later.flatMap(({ part, file, span: at, what, workingDir, variables = [] }) => {
    const unnamed = (from: string, span: Span) => lost(`which program its ${what} runs is not known`, { kind: 'text', file: from, span })
    if (at && part.form === 'exec' && part.words.length === 0) unnamed(file, at)
    const world = startWorld(input)
    const own: World = {
      ...world,
      ...(workingDir === undefined ? {} : { cwd: workingDir }),
      variables: new Map([...world.variables, ...variables]),
      // A check usually only asks.
      ...(what === 'health check' ? {} : { unnamed }),
    }
    return runPart(part, undefined, { ...input, file }, own).map((command) => ({ command: packageProgram(command), what }))
  })
}

/** What a program runs itself, whenever it does; `lost` as for the start. */
export function ranCommands(
  { text, cwd, origin, ...run }: ProgramRun,
  input: StartInput,
  lost: (why: string, at: TextOrigin) => void,
): readonly LaterCommand[] {
  const { cwd: _, ...own } = startWorld(input)
  const world: World = {
    ...own,
    ...(cwd === undefined ? {} : { cwd }),
    variables: new Map([...own.variables, ...OPEN_VARIABLE]),
    cut: () => lost('what it runs is more than is followed', origin),
    unnamed: () => lost('which program it runs is not known', origin),
  }
  // A place in the text of the call is none of its file.
  const found = scriptFromText('', text)
  const programs = programFiles(input.files)
  return executeScript(found, world)
    .map((each) => interpretedScript(each, programs.open))
    .flatMap((each) => [each, ...startedBy(each, { ...input, programs }, world, 0)])
    .map((each) => (each.origin.file === '' ? { ...each, origin } : each))
    .map((each) => ({ command: packageProgram({ ...each, conditional: true }), what: 'program', ...run }))
}

/** The entrypoints of the official images (docker-library), which run the image's command. */
const USUAL_ENTRYPOINTS = ['/usr/local/bin/docker-entrypoint.sh', '/docker-entrypoint.sh', '/usr/local/bin/docker-php-entrypoint']

/** Entrypoints of other images. A mount there replaces one; a build may copy its own script there for other commands. */
const OTHER_ENTRYPOINTS = ['/entrypoint.sh', '/usr/local/bin/entrypoint.sh', '/usr/bin/entrypoint.sh', '/usr/bin/docker-entrypoint.sh']

const ENTRYPOINTS = [...USUAL_ENTRYPOINTS, ...OTHER_ENTRYPOINTS]

/** Whether a mount replaces the entrypoint of an image. */
export function mountsEntrypoint(mounted: MountedFiles): boolean {
  return ENTRYPOINTS.some((path) => mounted.at(path) !== undefined)
}

/** A script of the build or of a mount in the place of the base image's entrypoint, which the start then runs instead. */
function replacedEntrypoint(input: StartInput, lost: (why: string, at: TextOrigin) => void): StartPart | undefined {
  const { files, start } = input
  const { command } = start
  const first = command?.form === 'exec' ? command.words[0] : undefined
  const unseen = ENTRYPOINTS.find((each) => files.unseen?.(each))
  if (unseen) lost(`${unseen}, which is mounted, was not found`, { kind: 'text', file: input.file, span: first?.span ?? [0, 0] })
  const path =
    USUAL_ENTRYPOINTS.find((each) => openScript(each, input)) ??
    OTHER_ENTRYPOINTS.find((each) => files.isMounted?.(each) && openScript(each, input))
  if (path === undefined || wordsOf(command).some(({ value }) => value?.includes(baseName(path)))) return undefined
  return { form: 'exec', words: [literalWord(path, first?.span ?? [0, 0])] }
}

/** Depth of files that name what to start; no real start has more. */
const MAX_DEPTH = 3

/** Commands that a program reads from a file. */
function startedBy(
  command: ExecutedCommand,
  input: StartInput & { readonly programs: ProgramFiles },
  world: World,
  depth: number,
): readonly ExecutedCommand[] {
  const inner = [
    ...packageScript(command, input.programs),
    ...supervisedCommands(command, input.files),
    ...serviceScripts(command, input.files),
    ...managedCommands(command, input.files.open, world.unnamed),
  ]
  if (depth > MAX_DEPTH && inner.length > 0) {
    world.cut?.(command.origin.file, command.origin.span)
    return []
  }
  const run = (found: FoundScript, cwd: string | undefined) => {
    input.used(found.file)
    const started = executeScript(found, { ...world, ...(cwd === undefined ? {} : { cwd }) })
    return started.flatMap((each) => [each, ...startedBy(each, input, world, depth + 1)])
  }
  return [
    ...inner.flatMap((found) => run(found, scriptDirectory(command, input.programs))),
    // Jobs start in the home directory of their user.
    ...scheduledCommands(command, input.files, input.runs).flatMap((found) => run(found, '/root')),
  ]
}

function startWorld(input: StartInput): World {
  const variables = new Map<string, string | undefined>()
  for (const [name, place] of Object.entries(input.convention?.places ?? {})) variables.set(name, place)
  for (const [name, setting] of environmentOf(input)) variables.set(name, setting.value)
  if (!variables.has('HOME') && input.home !== undefined) variables.set('HOME', input.home)
  const cwd = input.state.workingDir?.value
  return {
    variables,
    hasAccount: (name) => hasAccount(name, input),
    open: (path) => openScript(path, input),
    locate: (name) => (isSilentCommand(name) ? undefined : locate(name, input)),
    glob: input.files.glob,
    ...(cwd === undefined ? {} : { cwd }),
    ...(input.environment
      ? { given: (name) => givenValue(name, variables, input), isSet: (name) => input.environment?.fixed?.has(name) === true }
      : {}),
  }
}

function givenValue(
  name: string,
  variables: ReadonlyMap<string, string | undefined>,
  { uid, environment }: StartInput,
): string | undefined {
  if (name === 'EUID' || name === 'UID') return uid
  return variables.has(name) ? variables.get(name) : environment?.complete ? '' : undefined
}

/** Common accounts that base images bring; a base may have others, but a script that tests for one expects it to be missing. */
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

function readScript(found: ImageFile, input: StartInput): FoundScript {
  input.used(found.file)
  return { file: found.file, script: parseShell(found.text) }
}

function runPart(part: StartPart, command: StartPart | undefined, input: StartInput, world: World): readonly ExecutedCommand[] {
  if (part.form === 'shell') return executeScript(part.found, { ...world, positional: [] })
  const words = [...withFullPath(part.words, input), ...wordsOf(command)]
  const first = words[0]
  if (!first) return []
  const span: Span = [first.span[0], part.words.at(-1)?.span[1] ?? first.span[1]]
  const plain = plainProgram(words, { kind: 'text', file: input.file, span }, world)
  return plain ? [plain] : executeScript({ file: input.file, script: scriptOfWords(words, span) }, world)
}

/** The words of a CMD. After an ENTRYPOINT in exec form, a shell form arrives as `/bin/sh -c text`. */
function wordsOf(command: StartPart | undefined): readonly ShellWord[] {
  if (command?.form !== 'shell') return command?.words ?? []
  const [first, ...more] = command.found.script.commands
  return first && more.length === 0 && first.redirections.length === 0 ? first.words : []
}

const SEARCH_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

/** Resolves programs by PATH, so that scripts among them can be read. */
function withFullPath(words: readonly ShellWord[], input: StartInput): readonly ShellWord[] {
  return words.map((word) => {
    const full = word.value === undefined ? undefined : locate(word.value, input)
    return full === undefined ? word : literalWord(full, word.span)
  })
}

/** The file of the build that a name stands for in the search path. */
function locate(name: string, { state, files }: StartInput): string | undefined {
  if (!/^[\w.][\w.-]*$/.test(name)) return undefined
  const path = state.environment.get('PATH')?.value?.split(':') ?? []
  const places = [...new Set([...path, ...SEARCH_PATH])].flatMap((directory) => absolutePath(`${directory}/${name}`, undefined) ?? [])
  return places.find((place) => files.open(place))
}
