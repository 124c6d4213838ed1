import type { Scope } from './scope.ts'
import type { Lookup, ShellWord } from './words.ts'

/**
 * What a script knows for sure at one place: its arguments, and what it made of them and of constants on the way. The environment is
 * not in it, since whoever starts the container may set it. A class because its state must not be reachable but through these few ways.
 */
export class Certainty {
  /** Whether `$1` and on are those that the walk has. */
  argumentsKnown = true
  readonly #names = new Map<string, string>()

  /** Looks up what is certain, and still what the walk has; all else is unknown. */
  lookup(scope: Scope, positional: readonly ShellWord[] | undefined): Lookup {
    return (name) => {
      if (/^[1-9*#]$/.test(name)) return positional && this.argumentsKnown ? argument(name, positional) : undefined
      const value = scope.lookup(name)
      return value !== null && value !== undefined && this.#names.get(name) === value ? value : undefined
    }
  }

  /** Takes the value that a variable gets, undefined where it is not certain. Numbers are not: `((…))` counts them where nobody looks. */
  set(name: string, value: string | undefined): void {
    if (value === undefined || /^-?\d+$/.test(value)) this.#names.delete(name)
    else this.#names.set(name, value)
  }

  forgetAll(): void {
    this.#names.clear()
  }

  /** A copy, for a subshell; with `called` for a function or script that gets arguments of its own. */
  inner(called = false): Certainty {
    const copy = new Certainty()
    copy.argumentsKnown = called || this.argumentsKnown
    for (const [name, value] of this.#names) copy.#names.set(name, value)
    return copy
  }
}

function argument(name: string, positional: readonly ShellWord[]): string | undefined {
  if (name === '#') return String(positional.length)
  if (name !== '*') return Number(name) > positional.length ? '' : positional[Number(name) - 1]?.value
  const values = positional.map(({ value }) => value)
  return values.every((value) => value !== undefined) ? values.join(' ') : undefined
}
