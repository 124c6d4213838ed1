import { isInside, type Span } from '../model/fact.ts'
import { baseName } from '../model/path.ts'
import { visitScript } from '../shell/execute.ts'
import type { ReachedCommand } from '../shell/frame.ts'
import { isShellScript } from '../shell/is-script.ts'
import { shellParts } from '../shell/parse.ts'
import type { ShellScript, SimpleCommand } from '../shell/script.ts'
import { createState, type State } from '../shell/state.ts'
import { type ShellWord, wordAsScript } from '../shell/words.ts'
import type { World } from '../shell/world.ts'
import { isShell } from '../shell/wrappers.ts'
import { type MappedText, sliceText } from '../text/mapped-text.ts'
import { type DockerBuild, findBuildCommand } from './build-command.ts'
import { findRunCommand, isSilent, type RunCommand } from './command.ts'
import { type ContainerUse, findContainerUse } from './container-use.ts'
import { mayCallCommand, mayHoldEngineCommand, namesEngine } from './may-hold-command.ts'
import { rewriteText, withoutCarriageReturns } from './rewrite.ts'

/** A piece of shell in a file: a script, a recipe, a `run:` block, a string for `bash -c`. */
export interface Fragment {
  readonly text: MappedText
  /** The parsed text, if somebody else reads it too. */
  readonly parts?: Iterable<ShellScript>
  /** Encodes shell text for the file (`$` as `$$` in a recipe); undefined if that is not possible. */
  readonly encode: (text: string) => string | undefined
  /** What the script may source, and its repository. */
  readonly world?: Pick<World, 'open' | 'root'>
  /** True if the command is the long-lived part of a service, so that `--rm` does not make it a short-lived tool. */
  readonly service?: boolean
}

/** A command of an engine that matters here. */
export type FoundCommand = FoundRun | FoundBuild | FoundUse | FoundLimit

/** A `docker run` that was found, and how to write text there. */
export interface FoundRun {
  readonly kind: 'run'
  readonly command: RunCommand
  readonly encode: Fragment['encode']
  readonly service: boolean
  /** For a command in a function whose call names the image: the command's place. An edit there affects every call. */
  readonly inFunction?: Span
}

export interface FoundBuild {
  readonly kind: 'build'
  readonly command: DockerBuild
}

export interface FoundUse {
  readonly kind: 'use'
  readonly use: ContainerUse
}

/** The script calls more than is followed, so there may be more commands. */
export interface FoundLimit {
  readonly kind: 'limit'
}

/** Depth of scripts in strings in scripts; nobody writes deeper ones. */
const MAX_NESTING = 4

/** Finds the container commands of a piece of shell, also in strings and heredocs. `initial`: variables of the `file` around it. */
export function findCommands(fragment: Fragment, file: string, initial: State = createState()): readonly FoundCommand[] {
  const found: FoundCommand[] = []
  search(fragment, file, initial, found, 0)
  return found
}

function search(fragment: Fragment, file: string, initial: State, found: FoundCommand[], depth: number): void {
  if (!mayHoldEngineCommand(fragment.text.text) && !(fragment.world && mayCallCommand(fragment.text.text))) return
  const visit = (reached: ReachedCommand, isOwn: boolean): boolean => {
    const run = findRunCommand(reached.items)
    const build = run ? undefined : findBuildCommand(reached.items)
    const use = run || build ? undefined : findContainerUse(reached.items, reached.command.span)
    if (run) {
      const place = placed(run, reached)
      // A command that another file runs is judged in that file.
      if (isOwn || place.inFunction) {
        found.push({ kind: 'run', ...place, encode: fragment.encode, service: fragment.service ?? false })
      }
    } else if (build)
      found.push({ kind: 'build', command: reached.state.cwd === undefined ? build : { ...build, directory: reached.state.cwd } })
    else if (use) found.push({ kind: 'use', use })
    else {
      for (const inner of innerScripts(reached, fragment)) {
        if (depth < MAX_NESTING) search(inner.fragment, file, inner.state, found, depth + 1)
        else found.push({ kind: 'limit' })
      }
    }
    return run !== undefined || build !== undefined || use !== undefined
  }
  try {
    const parts = depth === 0 && fragment.parts ? fragment.parts : shellParts(withoutCarriageReturns(fragment.text))
    if (!visitScript(parts, file, { variables: new Map(), ...fragment.world }, initial, visit, mayNameEngine)) found.push({ kind: 'limit' })
  } catch (error) {
    // Thousands of nested levels exhaust the stack; what was found before stays valid.
    if (!(error instanceof RangeError)) throw error
  }
}

/** A command in a function gets the place of the call that names the image. */
function placed(command: RunCommand, { calls }: ReachedCommand): Pick<FoundRun, 'command' | 'inFunction'> {
  const { image, span } = command
  const places = image.kind === 'field' ? image.pieces.map(({ at }) => at) : [image.word]
  const call = calls.findLast((each) => places.some((at) => !isInside(at, span) && isInside(at, each.span)))
  return call ? { command: { ...command, span: call.span }, inFunction: span } : { command }
}

/** Whether the words of a command, once expanded, or a text in them may name an engine. */
function mayNameEngine({ words, redirections }: SimpleCommand): boolean {
  const first = words[0]?.value
  if (first === undefined || (!isSilent(first) && words.some(({ value }) => value === undefined))) return true
  return (
    words.some(({ text, value }) => namesEngine(text) || (value !== undefined && value !== text && namesEngine(value))) ||
    redirections.some(({ heredoc }) => heredoc && namesEngine(heredoc.body.text))
  )
}

/** Programs that run one of their arguments as shell. */
const RUNNERS =
  /^(?:ssh|eval|trap|su|watch|vagrant|gcloud|docker-machine|multipass|tmux|screen|script|concurrently|retry|run|execute|exec|remote|ssh_\w+|run_\w+|exec_\w+|\w+_ssh|\w+_exec|\w+_run)$/i

/** `cat > run.sh <<EOF`, `sudo tee …/app.service <<EOF`: a script that is written to a file, or the commands of a written unit. */
function writtenFile({ fragment, state }: Inner, { words, redirections }: SimpleCommand): readonly Inner[] {
  const { text } = fragment.text
  const names = [...words.slice(1), ...redirections.flatMap(({ target }) => target ?? [])].map((word) => word.value ?? '')
  if (names.some((name) => isShellScript(name, text))) return [{ fragment, state }]
  if (!/^\[Service\]/m.test(text)) return []
  return [...text.matchAll(/^ExecStart=[-@+!:]*((?:[^\n\\]|\\[\s\S])*)/gm)].map((match): Inner => {
    const end = match.index + match[0].length
    const command = sliceText(fragment.text, [end - (match[1] ?? '').length, end])
    return { fragment: { ...fragment, text: command, service: true }, state }
  })
}

interface Inner {
  readonly fragment: Fragment
  readonly state: State
}

function innerScripts(reached: ReachedCommand, outer: Fragment): readonly Inner[] {
  const { command, state, into } = reached
  const names = command.words.map((word) => baseName(word.value ?? ''))
  const shell = names.findIndex(isShell)
  const inner: Inner[] = []
  if (shell !== -1 || names.some((name) => RUNNERS.test(name)) || names.some((name) => name === '-c' || name === '--command')) {
    for (const word of command.words.slice(1)) {
      if (/\s/.test(word.text) && mayHoldEngineCommand(word.text)) inner.push(stringScript(word, state, outer))
    }
  }
  const heredocs = () => heredocScripts(command, state, outer)
  if (shell !== -1 || names[0] === 'ssh' || names.some((name) => name === 'su' || name === 'vagrant')) inner.push(...heredocs())
  // `cat <<EOF | ssh host`, `echo 'docker run …' | sh`: a shell runs what is printed.
  const shells = into?.words.some((word, index) => isShell(word.text) || (index === 0 && baseName(word.text) === 'ssh')) ?? false
  if (shells && names[0] === 'cat') inner.push(...heredocs())
  else if (names[0] === 'cat' || names.includes('tee')) inner.push(...heredocs().flatMap((each) => writtenFile(each, command)))
  if (shells && (names[0] === 'echo' || names[0] === 'printf')) {
    for (const word of command.words.slice(1)) if (mayHoldEngineCommand(word.text)) inner.push(stringScript(word, state, outer))
  }
  return inner
}

/** A quoted argument. In single quotes the outer shell expands no variables, so they are unknown. */
function stringScript(word: ShellWord, state: State, outer: Fragment): Inner {
  const single = word.text.startsWith("'")
  const quote = (text: string): string | undefined => {
    if (single) return text.includes("'") ? undefined : text
    return /["\\$`\n]/.test(text) && !word.text.startsWith('"') ? undefined : text.replace(/["\\$`]/g, '\\$&')
  }
  return { fragment: { ...outer, text: wordAsScript(word), encode: chain(quote, outer.encode) }, state: single ? createState() : state }
}

function heredocScripts({ redirections }: SimpleCommand, state: State, outer: Fragment): readonly Inner[] {
  return redirections.flatMap(({ heredoc }): readonly Inner[] => {
    if (!heredoc) return []
    const { quoted, body } = heredoc
    const quote = (text: string): string => (quoted ? text : text.replace(/[\\$`]/g, '\\$&'))
    const text = quoted ? body : rewriteText(body, /\\([\\$`])/g, (match, source) => [{ text: match[1] ?? '', source }])
    return [{ fragment: { ...outer, text, encode: chain(quote, outer.encode) }, state: quoted ? createState() : state }]
  })
}

function chain(inner: Fragment['encode'], outer: Fragment['encode']): Fragment['encode'] {
  return (text) => {
    const written = inner(text)
    return written === undefined ? undefined : outer(written)
  }
}
