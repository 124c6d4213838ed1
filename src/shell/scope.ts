import { resolveWord, type ShellWord } from './words.ts'

/** A variable that may have one of several values at one place; more than this many are as good as unknown. */
const MAX_VALUES = 12
/** Combinations of the variables in one command. */
const MAX_COMBINATIONS = 16

/**
 * The variables of a script while it is walked through. A variable that is assigned on a branch has both values from then on.
 * A class because its state must not be reachable but through these few ways.
 */
export class Scope {
  readonly #values: Map<string, readonly string[] | undefined>
  readonly #changed = new Set<string>()

  /** Takes the variables that are set; one whose value is undefined is set to something nobody knows. */
  constructor(variables: ReadonlyMap<string, string | undefined>) {
    this.#values = new Map()
    for (const [name, value] of variables) this.#values.set(name, value === undefined ? undefined : [value])
  }

  /** A copy: for a subshell, and for what is to stay as it is now. */
  inner(): Scope {
    const copy = new Scope(new Map())
    for (const [name, values] of this.#values) copy.#values.set(name, values)
    for (const name of this.#changed) copy.#changed.add(name)
    return copy
  }

  /** Whether the script may have set the variable since it started. */
  hasChanged(name: string): boolean {
    return this.#changed.has(name)
  }

  set(name: string, values: readonly string[] | undefined): void {
    this.#changed.add(name)
    const different = values && [...new Set(values)]
    this.#values.set(name, different && different.length <= MAX_VALUES ? different : undefined)
  }

  /** Adds what the variable has if a branch was taken. */
  add(name: string, values: readonly (string | undefined)[]): void {
    const before = this.#values.get(name)
    const unknown = values.some((value) => value === undefined) || (this.#values.has(name) && before === undefined)
    this.set(name, unknown ? undefined : [...(before ?? []), ...values.filter((value) => value !== undefined)])
  }

  /** The one value; `null` where it is not set, undefined where it is not known or has several. */
  lookup(name: string): string | null | undefined {
    if (!this.#values.has(name)) return null
    const values = this.#values.get(name)
    return values?.length === 1 ? values[0] : undefined
  }

  /** Every text a word can stand for here; `[undefined]` where that is not known. */
  values(word: ShellWord): readonly (string | undefined)[] {
    return this.combinations([word]).map((resolve) => resolve(word))
  }

  /** One resolver for each combination of values that the variables in these words can have. */
  combinations(words: readonly ShellWord[]): readonly ((word: ShellWord) => string | undefined)[] {
    let choices: ReadonlyMap<string, string>[] = [new Map()]
    for (const name of new Set(words.flatMap(variableNames))) {
      const values = this.#values.get(name)
      if (!values || values.length < 2 || choices.length * values.length > MAX_COMBINATIONS) continue
      choices = choices.flatMap((choice) => values.map((value) => new Map([...choice, [name, value]])))
    }
    return choices.map((choice) => (word: ShellWord) => resolveWord(word, (name) => choice.get(name) ?? this.lookup(name)))
  }
}

function variableNames(word: ShellWord): string[] {
  return word.parts.flatMap((part) => (part.kind === 'variable' ? [part.name, ...(part.operand ? variableNames(part.operand) : [])] : []))
}
