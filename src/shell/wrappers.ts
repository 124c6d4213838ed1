import { byNames } from '../model/own.ts'
import { baseName } from '../model/path.ts'
import type { MappedText } from '../text/mapped-text.ts'
import { programs } from './programs-table.js'
import type { ShellRedirection } from './script.ts'
import { literalWord, type ShellWord, wordAsScript } from './words.ts'

/** A command without the programs that only start another one. */
export interface Unwrapped {
  /** Those programs, outermost first, by the last part of their path. */
  readonly wrappers: readonly string[]
  /** The words from the real command's name on; empty if there is none after the wrappers. */
  readonly words: readonly ShellWord[]
  /** `NAME=value` given to `env` or `sudo`. */
  readonly environment: readonly ShellWord[]
  /** The user that a wrapper changes to, as written. */
  readonly user?: string
  /** The own words of wrappers that also do something themselves: `dockerize -template a:b`. */
  readonly acts?: readonly (readonly ShellWord[])[]
}

/** A program that starts another one: a row of `programs/wrappers.yaml`. */
export interface Wrapper {
  /** Options that take the next word as their value. */
  readonly values: readonly string[]
  /** How many own words come before the command: a user name, a duration, a directory. */
  readonly own?: number
  /** Where a user is named: the option's name, or `own`. */
  readonly user?: readonly string[]
  /** Takes `NAME=value` words before the command. */
  readonly assigns?: boolean
  /** Words that must follow to make it a wrapper (`poetry run`). */
  readonly verb?: readonly string[]
  /** Takes addresses with a port before the command (`db:5432`). */
  readonly addresses?: boolean
  /** The command comes only after `--`. */
  readonly dashes?: boolean
  /** Its own words do something before it starts the command. */
  readonly acts?: boolean
  /** The option whose value is a text for the shell. */
  readonly text?: string
}

const WRAPPERS = new Map(byNames(programs.wrappers))

/** Removes the programs that only start another one: `sudo -E env A=b nice -n 5 apt-get update` is `apt-get update`. */
export function unwrap(words: readonly ShellWord[]): Unwrapped {
  const wrappers: string[] = []
  const acts: (readonly ShellWord[])[] = []
  const environment: ShellWord[] = []
  let user: string | undefined
  let rest = words
  for (let round = 0; round < 10; round++) {
    const name = rest[0]?.value === undefined ? undefined : baseName(rest[0].value)
    const wrapper = name === undefined ? undefined : WRAPPERS.get(name)
    if (!wrapper || name === undefined) break
    // Without -u its first word is the user of a login shell, as with su.
    if (name === 'runuser' && !rest.some((word) => /^(?:-u|--user)/.test(word.text))) break
    const inner = startedBy(rest, wrapper)
    if (!inner) break
    wrappers.push(name)
    if (wrapper.acts) acts.push(rest.slice(0, inner.at))
    environment.push(...inner.environment)
    user = inner.user ?? (name === 'sudo' || name === 'doas' ? 'root' : user)
    rest = inner.words
  }
  return { wrappers, words: rest, environment, ...(user === undefined ? {} : { user }), ...(acts.length > 0 ? { acts } : {}) }
}

/** `at`: where the words of the wrapper end. */
type Started = Pick<Unwrapped, 'words' | 'environment' | 'user'> & { readonly at: number }

/** What a wrapper starts; undefined if it starts nothing (`exec` alone, `poetry install`). */
function startedBy(words: readonly ShellWord[], wrapper: Wrapper): Started | undefined {
  const from = afterVerb(words, wrapper)
  if (from === undefined) return undefined
  if (wrapper.dashes) {
    const dashes = words.findIndex((word) => word.value === '--')
    return dashes === -1 ? undefined : { words: words.slice(dashes + 1), environment: [], at: dashes + 1 }
  }
  const own = readOwnWords(words, from, wrapper)
  const { environment, shell } = own
  if (shell) return { words: [literalWord('sh', shell.span), ...words.slice(own.at)], environment, at: own.at }
  let { at, user } = own
  // `su-exec app -- server`: the dashes may come after a wrapper's own words, or own words after the dashes.
  for (let { left } = own; left > 0 && at < words.length; left--, at++) if (wrapper.user?.includes('own')) user = words[at]?.text
  if (words[at]?.text === '--') at++
  const rest = words.slice(at)
  return rest.length === 0 ? undefined : { words: rest, environment, at, ...(user === undefined ? {} : { user }) }
}

/** Where the words after the verb of a wrapper begin; undefined if another verb follows. */
function afterVerb(words: readonly ShellWord[], { verb = [], values }: Wrapper): number | undefined {
  let at = 1
  for (const each of verb) {
    while (words[at]?.text.startsWith('-')) at += values.includes(words[at]?.text ?? '') ? 2 : 1
    if (words[at]?.value !== each) return undefined
    at++
  }
  return at
}

/** The own words of a wrapper: they end before any other word, or with `--`. */
interface OwnWords extends Pick<Started, 'environment' | 'user' | 'at'> {
  /** How many more it takes. */
  readonly left: number
  /** The option whose value is a text for the shell. */
  readonly shell?: ShellWord
}

function readOwnWords(words: readonly ShellWord[], from: number, wrapper: Wrapper): OwnWords {
  const environment: ShellWord[] = []
  let user: string | undefined
  let left = wrapper.own ?? 0
  let at = from
  const found = () => ({ environment, at, left, ...(user === undefined ? {} : { user }) })
  for (; at < words.length; at++) {
    const word = words[at]
    if (!word) break
    const { text } = word
    if (text === '--') {
      at++
      break
    }
    if (wrapper.text === text) return { ...found(), shell: word }
    if (text.startsWith('-') && text.length > 1) {
      const [name = '', value] = /^([^=]*)(?:=([\s\S]*))?$/.exec(text)?.slice(1) ?? []
      if (wrapper.user?.includes(name)) user = value ?? words[at + 1]?.text
      if (wrapper.values.includes(text)) at++
    } else if (wrapper.assigns && /^[A-Za-z_]\w*=/.test(text)) environment.push(word)
    else if (!wrapper.addresses || !/:\d+$/.test(text)) {
      if (left === 0) break
      left--
      if (wrapper.user?.includes('own')) user = text
    }
  }
  return found()
}

const SHELLS = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'mksh', 'zsh'])

/** Whether a program, given by name or path, is a shell of the Bourne family. */
export function isShell(program: string): boolean {
  return SHELLS.has(baseName(program))
}

/** The shell of a script's first line (`bash` of `#!/usr/bin/env bash`); undefined without one, or for another interpreter. */
export function shebangShell(text: string): string | undefined {
  const line = /^\uFEFF?(?:#!)?[ \t]*([^\n]*)/.exec(text)?.[1] ?? ''
  const shell = line.split(/\s+/).find((word) => word !== '' && isShell(word))
  return shell === undefined ? undefined : baseName(shell)
}

/** A script inside a command. `args`: its positional parameters from `$0` on; absent if it has those of the outer script. */
export interface InnerScript {
  readonly script: MappedText
  readonly args?: readonly ShellWord[]
}

/** Index of the first word of a shell that is not one of its options. */
function afterOptions(words: readonly ShellWord[]): number {
  let at = 1
  while (/^[-+]/.test(words[at]?.text ?? '')) at += /^[-+][a-zA-Z]*o$/.test(words[at]?.text ?? '') ? 2 : 1
  return at
}

/** Whether the options of a shell or of `set` make it end when a command fails; undefined if they do not decide that. */
export function setsErrexit(words: readonly ShellWord[]): boolean | undefined {
  let answer: boolean | undefined
  for (let at = 1; /^[-+][a-zA-Z]/.test(words[at]?.text ?? ''); at++) {
    const option = words[at]?.text ?? ''
    const takesName = /^[-+][a-zA-Z]*o$/.test(option)
    if (takesName) at++
    if (/^[-+][a-zA-Z]*e/.test(option) || (takesName && words[at]?.text === 'errexit')) answer = option.startsWith('-')
  }
  return answer
}

/** The script in the words or the heredoc of an unwrapped command: `sh -c '…'`, `eval '…'`, `su app -c '…'`, `bash <<EOF`, `trap '…' EXIT`. */
export function innerScript(words: readonly ShellWord[], redirections: readonly ShellRedirection[]): InnerScript | undefined {
  const name = words[0]?.value === undefined ? undefined : baseName(words[0].value)
  if (name === undefined) return undefined
  if (SHELLS.has(name) || name === 'su' || name === 'runuser') {
    // The text follows the options of a shell, `-c` anywhere among them (`sh -ceu '…'`), and the option of su.
    const end = SHELLS.has(name) ? afterOptions(words) : words.length
    const option = words.findIndex(({ text }, index) => index > 0 && index < end && /^-[a-zA-Z]*c|^--command$/.test(text))
    const at = SHELLS.has(name) ? end : option + 1
    const script = option === -1 ? undefined : words[at]
    if (script) return { script: wordAsScript(script), args: words.slice(at + 1) }
    const heredoc = redirections.find((redirection) => redirection.heredoc)?.heredoc
    const reads = SHELLS.has(name) && words.slice(1).every((word) => word.text.startsWith('-'))
    // The outer shell expands an unquoted heredoc with its own arguments.
    return heredoc && reads ? { script: heredoc.body, ...(heredoc.quoted ? { args: [] } : {}) } : undefined
  }
  const only = words[1]
  // bash(1), "trap": `-` resets a signal, without one the words are printed.
  if (name === 'trap') return only && words.length > 2 && !/^-/.test(only.text) ? { script: wordAsScript(only) } : undefined
  return name === 'eval' && only && words.length === 2 ? { script: wordAsScript(only) } : undefined
}

/** The script file that `sh script.sh`, `. ./lib.sh` or `source lib.sh` runs, and its arguments. Takes unwrapped words. */
export function scriptFile(
  words: readonly ShellWord[],
): { readonly path: ShellWord; readonly args: readonly ShellWord[]; readonly sourced: boolean } | undefined {
  const name = words[0]?.value === undefined ? undefined : baseName(words[0].value)
  if (name === undefined) return undefined
  const sourced = words[0]?.value === '.' || name === 'source'
  if (!sourced && !SHELLS.has(name)) return undefined
  const at = sourced ? 1 : afterOptions(words)
  const path = words[at]
  return path ? { path, args: words.slice(at + 1), sourced } : undefined
}
