import type { Span, TextOrigin } from '../model/fact.ts'
import { normaliseTarget } from '../model/mount.ts'
import { plainText } from '../text/mapped-text.ts'
import type { Branch, Fresh } from './branches.ts'
import { Certainty } from './certainty.ts'
import { parseShell, type ShellScript, type SimpleCommand } from './commands.ts'
import { mayRun, type Taken } from './guards.ts'
import { expandPositional } from './positional.ts'
import { endsScript, isMarker, leaves, newProcess, type Process, printsUnset } from './process.ts'
import { Scope } from './scope.ts'
import {
  absolutePath,
  assign,
  changeDirectory,
  childState,
  defaultAssignments,
  known,
  type State,
  type Step,
  setPositional,
  shift,
} from './state.ts'
import type { ShellWord } from './words.ts'
import { baseName, innerScript, scriptFile, setsErrexit, shebangShell, unwrap } from './wrappers.ts'

/** A script of the image that was found among the files of the build. */
export interface FoundScript {
  readonly file: string
  readonly script: ShellScript
}

/** What a script finds when it starts. */
export interface World {
  /** Variables that are set; `undefined` as a value: set, but not to anything we know. */
  readonly variables: ReadonlyMap<string, string | undefined>
  /** Absolute; absent where it is not known. */
  readonly cwd?: string
  /** `$1` and on; absent where they are not known. */
  readonly positional?: readonly ShellWord[]
  /**
   * What a variable of the environment has where the container that is started is known: '' where nobody sets it, undefined where that
   * cannot be told. What stands in the branches that it takes is not conditional, but no other branch is left out for it.
   */
  readonly given?: (name: string) => string | undefined
  /** Whether the image has a user or group of a name. */
  readonly hasAccount?: Fresh['hasAccount']
  /** A script by its path in the image. */
  readonly open?: (path: string) => FoundScript | undefined
  /** Paths in the image that match a pattern (`/docker-entrypoint.d/*.sh`); undefined where nobody can tell. */
  readonly glob?: (pattern: string) => readonly string[] | undefined
}

/** A command as it would run, wrappers taken off, variables put in where they are known. */
export interface ExecutedCommand {
  /** Last part of the program's path. Empty for a command that only redirects. */
  readonly name: string
  /** Words behind the name; undefined where one depends on something unknown. */
  readonly args: readonly (string | undefined)[]
  readonly wrappers: readonly string[]
  readonly redirections: readonly { readonly operator: string; readonly target: string | undefined; readonly heredoc?: boolean }[]
  /** Where relative paths start from; undefined where it is not known. */
  readonly cwd: string | undefined
  /** It may not run, not with these words, or fail without harm. */
  readonly conditional: boolean
  /** The script ends where it fails (`set -e`). */
  readonly stops: boolean
  /** The user a wrapper changes to. */
  readonly user?: string
  /** Exported and assigned variables at this point. */
  readonly variable: (name: string) => string | null | undefined
  /** The shell that runs it, by its shebang (`bash`, `sh`). */
  readonly shell: string
  readonly origin: TextOrigin
}

/** Scripts that call scripts, functions that call functions: further down nobody is interested, and recursion ends. */
const MAX_DEPTH = 8
/** Commands of one start; no real one has as many, and an adversary gets no more. */
const MAX_COMMANDS = 5000

/**
 * Walks through a script as a shell would, without running anything: assignments and `cd` in order, functions where they are
 * called, `. lib.sh` and called scripts of the image followed, `"$@"` replaced by the arguments. Of conditions only those are evaluated
 * that the script's own arguments and constants decide; what stands behind another one is `conditional`. Pure, and bounded for any input.
 */
export function executeScript(found: FoundScript, world: World): readonly ExecutedCommand[] {
  const run: Run = { world, executed: [], budget: MAX_COMMANDS }
  const scope = new Scope(world.variables)
  const state: State = { scope, cwd: world.cwd, positional: world.positional, functions: new Map(), certain: new Certainty(world.given) }
  runScript(found, state, {
    run,
    depth: 0,
    conditional: false,
    doubtful: false,
    repeated: false,
    open: new Set(),
    process: newProcess(found.script),
  })
  return run.executed
}

interface Run {
  readonly world: World
  readonly executed: ExecutedCommand[]
  budget: number
}

interface Frame extends Step {
  readonly run: Run
  readonly depth: number
  /** Paths of the image that are being run: a script that calls itself ends here. */
  readonly open: ReadonlySet<string>
  readonly user?: string
  /** Not even the environment that is given decides that it runs. What only that decides still counts as `conditional` for what follows. */
  readonly doubtful: boolean
  /** Whoever calls takes a failure for an answer. */
  readonly tolerated?: boolean
  readonly process: Process
}

function runScript(found: FoundScript, state: State, frame: Frame): void {
  for (const command of found.script.commands) {
    const name = command.context.functionName
    if (name === undefined) continue
    const known = state.functions.get(name)
    state.functions.set(name, { found, commands: known?.found === found ? [...known.commands, command] : [command] })
  }
  runCommands(
    found,
    found.script.commands.filter((command) => command.context.functionName === undefined),
    state,
    frame,
  )
}

function runCommands(found: FoundScript, commands: readonly SimpleCommand[], state: State, frame: Frame): void {
  const decided = new Map<Branch, Taken>()
  const { hasAccount } = frame.run.world
  const fresh: Fresh = { ...(hasAccount ? { hasAccount } : {}), hasFile: (word) => (isMarker(word, found.script) ? false : undefined) }
  for (const command of commands) {
    if (frame.process.ended || frame.run.budget-- <= 0) return
    const repeated = frame.repeated || command.context.repeated
    const runs = mayRun(command.context.guards, decided, state, repeated ? undefined : fresh)
    if (runs === 'no') continue
    const turns = bindLoops(command, state, frame)
    const conditional = frame.conditional || runs !== 'yes' || !turns
    const tolerated = frame.tolerated === true || command.context.tolerated
    const doubtful = frame.doubtful || runs === 'maybe' || !turns
    runCommand(found, command, state, { ...frame, repeated, conditional, tolerated, doubtful })
    const last = conditional || repeated ? undefined : leaves(command)
    if (last === 'script') frame.process.ended = true
    if (last !== undefined) return
  }
}

/** Gives loop variables all the values of their list at once. Answers whether each loop has a turn: not over a list that is there for somebody to fill. */
function bindLoops(command: SimpleCommand, state: State, frame: Frame): boolean {
  let turns = true
  for (const { variable, words } of command.context.loops) {
    const list = words ? expandPositional(words, state.positional) : state.positional
    const values = list?.flatMap((word) => loopValues(word, state.scope, frame.run.world))
    state.scope.set(variable, values && values.length > 0 ? known(values) : undefined)
    turns &&= !values?.every((value) => value === '') && !list?.every((word) => printsUnset(word, (name) => state.scope.lookup(name)))
  }
  return turns
}

function loopValues(word: ShellWord, scope: Scope, world: World): readonly (string | undefined)[] {
  const isPattern = word.parts.some((part) => part.kind === 'pattern')
  return scope.values(word).flatMap((value): readonly (string | undefined)[] => {
    if (value === undefined || !isPattern) return [value]
    return world.glob?.(value) ?? [undefined]
  })
}

function runCommand(found: FoundScript, command: SimpleCommand, state: State, frame: Frame): void {
  for (const assignment of command.assignments) {
    if (assignment.lasting && !command.context.subshell) assign(assignment, state, frame)
  }
  const { words, wrappers, environment, user } = unwrap(expandPositional(command.words, state.positional))
  const runner = user ?? frame.user
  const inner: Frame = { ...frame, depth: frame.depth + 1, ...(runner === undefined ? {} : { user: runner }) }

  if (SETS_ANYTHING.has(words[0]?.value ?? '')) state.certain.forgetAll()
  const script = innerScript(words, command.redirections)
  if (script && frame.depth < MAX_DEPTH) {
    const parsed = parseShell(script.script)
    runScript(
      { file: found.file, script: parsed },
      { ...childState(state), positional: script.args, certain: state.certain.inner(true) },
      { ...inner, process: newProcess(parsed, words) },
    )
    return
  }
  if (callsFunction(words, state, inner) || followsScript(words, state, inner)) {
    emitRedirections(found, command, state, frame)
    return
  }
  const name = words[0]?.value
  if (name === 'cd' || name === 'pushd') changeDirectory(words, state, frame)
  if (name === 'set' && words[1]?.value === '--') setPositional(words.slice(2), state, frame)
  if (name === 'set' && !frame.conditional) frame.process.errexit = setsErrexit(words) ?? frame.process.errexit
  if (name === 'shift') shift(words[1], state, frame)
  if (name === 'unset') for (const word of words.slice(1)) state.scope.set(word.text, undefined)
  if (name === 'read') for (const word of words.slice(1)) if (/^[A-Za-z_]\w*$/.test(word.text)) state.scope.set(word.text, undefined)
  // A library that is not at hand may set what it likes.
  if (name === '.' || name === 'source') state.certain.forgetAll()
  if (name === ':') defaultAssignments(words, state)
  if (name !== 'cd')
    emit(found, command, words, [...wrappers], [...environment], state, { ...frame, ...(runner === undefined ? {} : { user: runner }) })
}

/** Builtins that set variables of which the walk does not keep track. */
const SETS_ANYTHING = new Set(['eval', 'getopts', 'let', 'mapfile', 'readarray', 'printf'])

function callsFunction(words: readonly ShellWord[], state: State, frame: Frame): boolean {
  const body = words[0]?.value === undefined ? undefined : state.functions.get(words[0].value)
  if (!body) return false
  if (frame.depth >= MAX_DEPTH) return true
  const outer = state.positional
  // Variables of a function are the caller's unless they are local, which is not worth telling apart here.
  const { scope, cwd, functions } = state
  const inner: State = { scope, cwd, positional: words.slice(1), functions, certain: state.certain.inner(true) }
  runCommands(body.found, body.commands, inner, frame)
  state.cwd = inner.cwd
  state.positional = outer
  return true
}

function followsScript(words: readonly ShellWord[], state: State, frame: Frame): boolean {
  const file = scriptFile(words)
  const pathWord = file?.path ?? words[0]
  if (!pathWord || frame.depth >= MAX_DEPTH) return false
  let followed = false
  for (const value of state.scope.values(pathWord)) {
    const path = value === undefined ? undefined : absolutePath(value, file || value.includes('/') ? state.cwd : undefined)
    const clean = path === undefined ? undefined : normaliseTarget(path)
    const script = clean === undefined || frame.open.has(clean) ? undefined : frame.run.world.open?.(clean)
    if (!script || clean === undefined) continue
    followed = true
    const args = file ? file.args : words.slice(1)
    const inner: Frame = { ...frame, open: new Set([...frame.open, clean]) }
    if (file?.sourced) runScript(script, state, inner)
    else
      runScript(
        script,
        { ...childState(state), functions: new Map(), positional: args, certain: state.certain.inner(true) },
        { ...inner, process: newProcess(script.script, file ? words : []) },
      )
  }
  return followed
}

function emitRedirections(found: FoundScript, command: SimpleCommand, state: State, frame: Frame): void {
  if (command.redirections.length > 0) emit(found, command, [], [], [], state, frame)
}

function emit(
  found: FoundScript,
  command: SimpleCommand,
  words: readonly ShellWord[],
  wrappers: readonly string[],
  environment: readonly ShellWord[],
  state: State,
  frame: Frame,
): void {
  const targets = command.redirections.flatMap((redirection) => (redirection.target ? [redirection.target] : []))
  const combinations = state.scope.combinations([...words, ...targets])
  const own = ownVariables(command, environment, state.scope)
  const scope = state.scope.inner()
  for (const resolve of combinations) {
    const [name, ...args] = words.map(resolve)
    if (words.length > 0 && name === undefined) continue
    frame.run.executed.push({
      name: name === undefined ? '' : baseName(name),
      args,
      wrappers,
      redirections: command.redirections.map((redirection) => ({
        operator: redirection.operator,
        target: redirection.target ? resolve(redirection.target) : undefined,
        ...(redirection.heredoc ? { heredoc: true } : {}),
      })),
      cwd: state.cwd,
      conditional: frame.doubtful || frame.tolerated === true || (combinations.length > 1 && command.context.loops.length === 0),
      stops: frame.process.errexit && frame.tolerated !== true && endsScript(command),
      ...(frame.user === undefined ? {} : { user: frame.user }),
      variable: (variable) => (own.has(variable) ? own.get(variable) : scope.lookup(variable)),
      shell: shebangShell(found.script.shebang ?? 'sh') ?? 'sh',
      origin: { kind: 'text', file: found.file, span: command.span },
    })
  }
}

/** `NAME=value` before the command or behind `env`. */
function ownVariables(command: SimpleCommand, environment: readonly ShellWord[], scope: Scope): ReadonlyMap<string, string | undefined> {
  const own = new Map<string, string | undefined>()
  for (const assignment of command.assignments) {
    if (assignment.lasting) continue
    own.set(assignment.name, assignment.value.kind === 'word' ? scope.values(assignment.value.word)[0] : undefined)
  }
  for (const word of environment) {
    const value = scope.values(word)[0]
    const name = word.text.slice(0, word.text.indexOf('='))
    own.set(name, value?.slice(name.length + 1))
  }
  return own
}

/** A word of an exec form: literal text with its place in the file, quotes included or not. */
export function literalWord(text: string, written: Span): ShellWord {
  const quoted = written[1] - written[0] === text.length + 2
  const span: Span = quoted ? [written[0] + 1, written[1] - 1] : written
  return { text, value: text, parts: [{ kind: 'text', value: text, quoted: true, span, raw: text }], span }
}

/** A script that is given as text. */
export function scriptFromText(file: string, text: string): FoundScript {
  return { file, script: parseShell(plainText(text)) }
}
