import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { describeSystemError } from '../discover/files.ts'
import { writeAtomically, writeNew } from '../discover/write.ts'
import type { LintMessage, LintResult } from '../report/result.ts'
import { makeResult } from '../report/results.ts'
import { UsageError } from './options.ts'

/** Findings that are known and accepted: how often each fingerprint stands in each file (path relative to the baseline's root). */
export interface Baseline {
  readonly version: 1
  readonly files: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** Reads a baseline; throws a UsageError for a file that is none. */
export function readBaseline(path: string): Baseline {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`the baseline ${path} ${describeSystemError(error)}; make it with --update-baseline`)
  }
  try {
    const value = JSON.parse(text) as Partial<Baseline> | null
    if (value?.version === 1 && typeof value.files === 'object' && value.files !== null) return value as Baseline
  } catch {
    // Said below, with the file that has no version.
  }
  throw new UsageError(`${path} is no baseline of dockseal; name another file, or remove it and make it with --update-baseline`)
}

/** How many findings a baseline accepts, in the files that are meant. */
export function accepts({ files }: Baseline, isMeant: (file: string) => boolean = () => true): number {
  return Object.entries(files).reduce(
    (sum, [file, counts]) => (isMeant(file) ? Object.values(counts).reduce((a, b) => a + b, sum) : sum),
    0,
  )
}

/**
 * The baseline that accepts all findings of `results`. Of files that are not among these, it accepts what `before` does, as long as they
 * are there.
 */
export function makeBaseline(
  results: readonly LintResult[],
  root: string,
  before: Baseline | undefined,
  exists: (file: string) => boolean,
): Baseline {
  const seen = new Set(results.map(({ filePath }) => relativePath(root, filePath)))
  const kept = Object.entries(before?.files ?? {}).filter(([file]) => !seen.has(file) && exists(file))
  const files: Record<string, Readonly<Record<string, number>>> = Object.fromEntries(kept)
  for (const { filePath, messages } of results) {
    const counts: Record<string, number> = {}
    for (const message of messages) {
      if (message.fingerprint === undefined) continue
      counts[message.fingerprint] = (counts[message.fingerprint] ?? 0) + 1
    }
    const entries = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))
    if (entries.length > 0) files[relativePath(root, filePath)] = Object.fromEntries(entries)
  }
  return { version: 1, files: Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) }
}

/** Writes a baseline. */
export function writeBaseline(path: string, baseline: Baseline, before: string | undefined, root: string): void {
  const text = `${JSON.stringify(baseline, null, 2)}\n`
  const why = before === undefined ? writeNew(path, text) : writeAtomically(path, text, { before, root })
  if (why !== undefined) throw new UsageError(`the baseline ${path} ${why}`)
}

/** Takes the accepted findings out; what the baseline accepts of these files and no longer exists is counted as stale. */
export function applyBaseline(
  results: readonly LintResult[],
  baseline: Baseline,
  root: string,
): { results: LintResult[]; known: number; stale: number } {
  let known = 0
  const seen = new Set(results.map(({ filePath }) => relativePath(root, filePath)))
  let stale = accepts(baseline, (file) => seen.has(file))
  const filtered = results.map((result) => {
    const left = { ...baseline.files[relativePath(root, result.filePath)] }
    const isNew = (message: LintMessage) => {
      const accepted = message.fingerprint === undefined ? 0 : (left[message.fingerprint] ?? 0)
      if (accepted === 0 || message.fingerprint === undefined) return true
      left[message.fingerprint] = accepted - 1
      known++
      stale--
      return false
    }
    return makeResult(result.filePath, result.messages.filter(isNew), result.suppressedMessages, result)
  })
  return { results: filtered, known, stale }
}

function relativePath(root: string, path: string): string {
  return relative(root, path).split(sep).join('/')
}
