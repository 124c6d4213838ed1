import { jsonText } from '../../text/escape.ts'
import type { FormatContext, LintResult } from '../result.ts'

/** ESLint's `json`: the array of results, with our own fields beside ESLint's. */
export function json(results: readonly LintResult[]): string {
  // One result after another, because a text with characters of two bytes costs twice as much.
  return `[${results.map((result) => jsonText(result)).join(',')}]`
}

/** ESLint's `json-with-metadata`; the metadata also holds coverage and counts. */
export function jsonWithMetadata(results: readonly LintResult[], context: FormatContext): string {
  const { cwd, root, version, rulesMeta, coverage, summary, maxWarningsExceeded } = context
  return jsonText({
    results,
    metadata: { cwd, root, version, rulesMeta, coverage, summary, ...(maxWarningsExceeded ? { maxWarningsExceeded } : {}) },
  })
}
