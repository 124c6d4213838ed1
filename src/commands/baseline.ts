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
  throw new UsageError(`${path} is no baseline of dockseal; make it anew with --update-baseline`)
}

/** The baseline that accepts all findings of `results`. */
export function makeBaseline(results: readonly LintResult[], root: string): Baseline {
  const files: Record<string, Record<string, number>> = {}
  for (const { filePath, messages } of results) {
    const counts: Record<string, number> = {}
    for (const message of messages) {
      if (message.fingerprint === undefined) continue
      counts[message.fingerprint] = (counts[message.fingerprint] ?? 0) + 1
    }
    const entries = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))
    if (entries.length > 0) files[relativePath(root, filePath)] = Object.fromEntries(entries)
  }
  return { version: 1, files }
}

/** Writes a baseline. */
export function writeBaseline(path: string, baseline: Baseline, exists: boolean): void {
  const text = `${JSON.stringify(baseline, null, 2)}\n`
  const why = exists ? writeAtomically(path, text) : writeNew(path, text)
  if (why !== undefined) throw new UsageError(`the baseline ${path} ${why}`)
}

/** Takes the accepted findings out; what the baseline accepts and no longer exists is counted as stale. */
export function applyBaseline(
  results: readonly LintResult[],
  baseline: Baseline,
  root: string,
): { results: LintResult[]; known: number; stale: number } {
  let known = 0
  let stale = Object.values(baseline.files).reduce((sum, counts) => sum + Object.values(counts).reduce((a, b) => a + b, 0), 0)
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
    return makeResult(result.filePath, result.messages.filter(isNew), result.suppressedMessages, result.source)
  })
  return { results: filtered, known, stale }
}

function relativePath(root: string, path: string): string {
  return relative(root, path).split(sep).join('/')
}
