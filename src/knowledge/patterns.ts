/** A pattern, ready to run. */
export interface Pattern {
  readonly test: (text: string) => boolean
  /** What the last group of the first match holds. */
  readonly last: (text: string) => string | undefined
}

/** Patterns of a configuration, compiled for an engine that takes linear time: the linted tree may write what it wants. */
const linear = new Map<string, Pattern>()

/** Has a pattern of a configuration run on another engine than JavaScript's own, wherever a record has it. */
export function usePattern(source: string, pattern: Pattern): void {
  linear.set(source, pattern)
}

/** A record's pattern, ready to run. Throws where it is none. */
export function patternOf(source: string): Pattern {
  const known = linear.get(source)
  if (known) return known
  const own = new RegExp(source)
  return { test: (text) => own.test(text), last: (text) => own.exec(text)?.at(-1) }
}

/** The pattern of an option and its value in a command: with one dash or two, and `=` or blanks before the value. */
export function optionPattern(option: string): string {
  return `(?:^|[\\s"'])(?:${option.replace(/^--?/, '--?')})(?:=|\\s+)["']?([^\\s"']+)`
}
