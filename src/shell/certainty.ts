import type { Scope } from './scope.ts'
import type { Lookup, ShellWord } from './words.ts'

/** Set by the shell or the engine, whoever starts the container. */
const OWN =
  /^(?:HOME|HOSTNAME|PATH|PWD|OLDPWD|USER|LOGNAME|SHELL|TERM|E?UID|RANDOM|IFS|PPID|SHLVL|LINENO|SECONDS|REPLY|OPT\w+|BASH\w*|\w*TYPE)$/

/**
 * What a script knows for sure at one place: its arguments, and what it made of them and of constants on the way. The environment is
 * not in it, since whoever starts the container may set it. A class because its state must not be reachable but through these few ways.
 */
export class Certainty {
  /** Whether `$1` and on are those that the walk has. */
  argumentsKnown = true
  readonly #names = new Map<string, string>()
  #anythingSet = false

  /** Looks up what is certain, and still what the walk has; all else is unknown. */
  lookup(scope: Scope, positional: readonly ShellWord[] | undefined): Lookup {
    return (name) => {
      if (/^[1-9*#]$/.test(name)) return positional && this.argumentsKnown ? argument(name, positional) : undefined
      const value = scope.lookup(name)
      return value !== null && value !== undefined && this.#names.get(name) === value ? value : undefined
    }
  }

  /**
   * What is most likely: beside what is certain, the environment that the container is started with, as far as the script has left it
   * alone. `given` answers '' for a variable that nobody sets.
   */
  likely(scope: Scope, positional: readonly ShellWord[] | undefined, given: (name: string) => string | undefined): Lookup {
    const certain = this.lookup(scope, positional)
    return (name) => {
      const value = certain(name)
      if (value !== undefined || !/^[A-Za-z_]\w*$/.test(name)) return value
      return this.#anythingSet || scope.hasChanged(name) || OWN.test(name) ? undefined : given(name)
    }
  }

  /** Takes the value that a variable gets, undefined where it is not certain. Numbers are not: `((…))` counts them where nobody looks. */
  set(name: string, value: string | undefined): void {
    if (value === undefined || /^-?\d+$/.test(value)) this.#names.delete(name)
    else this.#names.set(name, value)
  }

  forgetAll(): void {
    this.#anythingSet = true
    this.#names.clear()
  }

  /** A copy, for a subshell; with `called` for a function or script that gets arguments of its own. */
  inner(called = false): Certainty {
    const copy = new Certainty()
    copy.argumentsKnown = called || this.argumentsKnown
    copy.#anythingSet = this.#anythingSet
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
