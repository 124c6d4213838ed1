import type { Scope } from './scope.ts'
import type { Lookup, ShellWord } from './words.ts'

/** Set by the shell or the engine, whoever starts the container; that of EUID and UID is known with the user. */
const OWN = /^(?:HOME|HOSTNAME|PATH|PWD|OLDPWD|SHELL|TERM|RANDOM|IFS|PPID|SHLVL|LINENO|SECONDS|REPLY|OPT\w+|BASH\w*|\w*TYPE)$/

/**
 * What a script knows for sure at one place: its arguments, and what it made of them and of constants on the way. The environment is
 * not in it, since whoever starts the container may set it. A class because its state must not be reachable but through these few ways.
 */
export class Certainty {
  /** Whether `$1` and on are those that the walk has. */
  argumentsKnown = true
  readonly #names = new Map<string, string>()
  readonly #likely = new Map<string, string>()
  readonly #given: (name: string) => string | undefined
  #anythingSet = false

  /** `given`: what a variable of the environment has, '' where nobody sets it and undefined where that cannot be told. */
  constructor(given: (name: string) => string | undefined = () => undefined) {
    this.#given = given
  }

  /** Looks up what is certain, and still what the walk has; all else is unknown. */
  lookup(scope: Scope, positional: readonly ShellWord[] | undefined): Lookup {
    return (name) => {
      if (/^[1-9*#]$/.test(name)) return positional && this.argumentsKnown ? argument(name, positional) : undefined
      const value = scope.lookup(name)
      return value !== null && value !== undefined && this.#names.get(name) === value ? value : undefined
    }
  }

  /** Looks up what is most likely: beside what is certain, the environment that is given, as far as the script has left it alone. */
  likely(scope: Scope, positional: readonly ShellWord[] | undefined): Lookup {
    const certain = this.lookup(scope, positional)
    return (name) => {
      const value = certain(name)
      if (value !== undefined || !/^[A-Za-z_]\w*$/.test(name)) return value
      if (this.#anythingSet) return undefined
      const likely = this.#likely.get(name)
      if (scope.hasChanged(name)) return likely !== undefined && scope.lookup(name) === likely ? likely : undefined
      return OWN.test(name) ? undefined : this.#given(name)
    }
  }

  /** Takes the values that a variable gets, undefined where they are not certain or likely. Numbers are not: `((…))` counts them where nobody looks. */
  set(name: string, certain: string | undefined, likely: string | undefined): void {
    keep(this.#names, name, certain)
    keep(this.#likely, name, likely)
  }

  forgetAll(): void {
    this.#anythingSet = true
    this.#names.clear()
  }

  /** A copy, for a subshell; with `called` for a function or script that gets arguments of its own. */
  inner(called = false): Certainty {
    const copy = new Certainty(this.#given)
    copy.argumentsKnown = called || this.argumentsKnown
    copy.#anythingSet = this.#anythingSet
    for (const [name, value] of this.#names) copy.#names.set(name, value)
    for (const [name, value] of this.#likely) copy.#likely.set(name, value)
    return copy
  }
}

function keep(values: Map<string, string>, name: string, value: string | undefined): void {
  if (value === undefined || /^-?\d+$/.test(value)) values.delete(name)
  else values.set(name, value)
}

function argument(name: string, positional: readonly ShellWord[]): string | undefined {
  if (name === '#') return String(positional.length)
  if (name !== '*') return Number(name) > positional.length ? '' : positional[Number(name) - 1]?.value
  const values = positional.map(({ value }) => value)
  return values.every((value) => value !== undefined) ? values.join(' ') : undefined
}
