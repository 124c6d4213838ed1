import type { ShellScript, SimpleCommand } from './script.ts'
import type { Lookup, ShellWord } from './words.ts'
import { setsErrexit } from './wrappers.ts'

/** The shell that runs a script: nothing follows its `exit` or its `exec`, and with `errexit` no command that fails. */
export interface Process {
  ended: boolean
  errexit: boolean
}

export function newProcess(script: ShellScript, words: readonly ShellWord[] = []): Process {
  return { ended: false, errexit: /\s-[a-z]*e/.test(script.shebang ?? '') || setsErrexit(words) === true }
}

/**
 * What a command brings to its end for sure: the script, a function (or a script that was read in), or nothing. An `exit` that may not
 * happen is there for errors mostly, so what follows it counts as if it did not.
 */
export function leaves({ words, context, pipeline }: SimpleCommand): 'script' | 'function' | undefined {
  if (context.subshell || context.background || context.substitution || pipeline) return undefined
  const name = words[0]?.value
  if (name === 'exit' || (name === 'exec' && words.length > 1)) return 'script'
  return name === 'return' ? 'function' : undefined
}

/** Whether a shell under `set -e` ends where the command fails: the last of a pipeline, and not what runs beside the script. */
export function endsScript({ context, pipeline }: SimpleCommand): boolean {
  const isLast = !pipeline || pipeline.index === pipeline.length - 1
  return isLast && !context.chained && !context.background && !context.substitution
}

/** A file that a script touches behind the place where it asks for it, so as to know that it has run: no container has it at its first start. */
export function isMarker({ text, span }: ShellWord, script: ShellScript): boolean {
  const places = touchedBy(script).get(unquoted(text))
  return places !== undefined && places > span[0]
}

const touched = new WeakMap<ShellScript, ReadonlyMap<string, number>>()

/** The files of `touch` as they are written, each with its last place. */
function touchedBy(script: ShellScript): ReadonlyMap<string, number> {
  const known = touched.get(script)
  if (known) return known
  const found = new Map(
    script.commands
      .filter(({ words }) => words[0]?.value === 'touch')
      .flatMap(({ words }) => words.slice(1).map((word) => [unquoted(word.text), word.span[0]] as const)),
  )
  touched.set(script, found)
  return found
}

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/, '$1')
}

/** `$(echo "${URLS:-}" | tr , ' ')`: a list that only variables fill, none of which is set. */
export function printsUnset({ parts: [part, more] }: ShellWord, lookup: Lookup): boolean {
  if (part?.kind !== 'command' || more || !/^\$\(\s*(?:echo|printf)\s/.test(part.raw)) return false
  const names = [...part.raw.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name ?? '')
  return names.length > 0 && names.every((name) => (lookup(name) ?? '') === '' && lookup(name) !== undefined)
}
