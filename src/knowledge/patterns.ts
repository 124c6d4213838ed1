/** A pattern, ready to run. */
export interface Pattern {
  readonly test: (text: string) => boolean
  /** The text of the last group of the first match. */
  readonly last: (text: string) => string | undefined
}

/** Patterns of a configuration, compiled for an engine that takes linear time: they are untrusted. */
const linear = new Map<string, Pattern>()

/** Makes a pattern of a configuration run on another engine than JavaScript's own in every record. */
export function usePattern(source: string, pattern: Pattern): void {
  linear.set(source, pattern)
}

/** A record's pattern, ready to run. Throws if it is invalid. */
export function patternOf(source: string): Pattern {
  const known = linear.get(source)
  if (known) return known
  const own = new RegExp(source)
  return { test: (text) => own.test(text), last: (text) => own.exec(text)?.at(-1) }
}

/** The pattern of an option and its value in a command: with one dash or two, and `=`, `:` or blanks before the value. */
export function optionPattern(option: string): string {
  return `(?:^|[\\s"'])(?:${option.replace(/^--?/, '--?')})(?:[=:]|\\s+)["']?([^\\s"']+)`
}
