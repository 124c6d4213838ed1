import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { describeSystemError } from '../discover/system-error.ts'
import { writeAtomically, writeNew } from '../discover/write.ts'
import type { LintFinding } from '../lint/suppress.ts'
import { own } from '../model/own.ts'
import type { LintMessage, LintResult } from '../report/result.ts'
import { makeResult } from '../report/results.ts'
import { UsageError } from './usage-error.ts'

/** Findings that are known and accepted: how often each fingerprint is in each file (path relative to the baseline's root). */
export interface Baseline {
  readonly version: 1
  readonly files: Readonly<Record<string, Readonly<Record<string, Accepted>>>>
}

/** How many findings of a fingerprint are accepted, and what they are, for reviewers of the file. Older files have the number alone. */
type Accepted = number | { readonly count: number; readonly rule: string; readonly of?: string }

const countOf = (accepted: Accepted | undefined): number => (typeof accepted === 'object' ? accepted.count : (accepted ?? 0))

/** Reads a baseline; throws a UsageError for any other file. */
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
    // Reported below, as for a file without a version.
  }
  throw new UsageError(`${path} is no baseline of dockseal; name another file, or remove it and make it with --update-baseline`)
}

/** How many findings a baseline accepts in these files. */
export function accepts({ files }: Baseline, isMeant: (file: string) => boolean = () => true): number {
  return Object.entries(files).reduce(
    (sum, [file, counts]) => (isMeant(file) ? Object.values(counts).reduce<number>((a, b) => a + countOf(b), sum) : sum),
    0,
  )
}

/** The baseline that accepts all findings of `results`, and for other files what `before` accepts, as long as they exist. */
export function makeBaseline(
  results: readonly LintResult[],
  root: string,
  before: Baseline | undefined,
  exists: (file: string) => boolean,
): Baseline {
  const seen = new Set(results.map(({ filePath }) => relativePath(root, filePath)))
  const kept = Object.entries(before?.files ?? {}).filter(([file]) => !seen.has(file) && exists(file))
  const files: Record<string, Readonly<Record<string, Accepted>>> = Object.fromEntries(kept)
  for (const { filePath, messages } of results) {
    const counts: Record<string, Accepted> = {}
    for (const message of messages) {
      if (message.fingerprint === undefined) continue
      const { ruleId, subject, fingerprint } = message
      const count = countOf(own(counts, fingerprint)) + 1
      counts[fingerprint] = { rule: ruleId ?? '', ...(subject ? { of: subject } : {}), count }
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

/** Removes the accepted findings; counts accepted findings of these files that no longer exist as stale. */
export function applyBaseline(
  results: readonly LintResult[],
  baseline: Baseline,
  root: string,
): { results: LintResult[]; known: number; stale: number } {
  let known = 0
  const seen = new Set(results.map(({ filePath }) => relativePath(root, filePath)))
  let stale = accepts(baseline, (file) => seen.has(file))
  const filtered = results.map((result) => {
    const left = new Map(
      Object.entries(own(baseline.files, relativePath(root, result.filePath)) ?? {}).map(([key, value]) => [key, countOf(value)]),
    )
    const isNew = (message: LintMessage) => {
      const accepted = message.fingerprint === undefined ? 0 : (left.get(message.fingerprint) ?? 0)
      if (accepted === 0 || message.fingerprint === undefined) return true
      left.set(message.fingerprint, accepted - 1)
      known++
      stale--
      return false
    }
    return makeResult(result.filePath, result.messages.filter(isNew), result.suppressedMessages, result)
  })
  return { results: filtered, known, stale }
}

/** Whether a baseline accepts a finding of these results, by file, rule, message and subject; without a baseline, never. */
export function acceptedBy(results: readonly LintResult[], baseline: Baseline, root: string): (finding: LintFinding) => boolean {
  const left = new Set(
    applyBaseline(results, baseline, root).results.flatMap(({ messages }) => messages.map(({ fingerprint }) => fingerprint)),
  )
  const accepted = new Set(
    results.flatMap(({ filePath, messages }) =>
      messages.flatMap(({ ruleId, messageId, subject, fingerprint }) =>
        left.has(fingerprint) ? [] : [[filePath, ruleId, messageId, subject].join('\0')],
      ),
    ),
  )
  return ({ at, ruleId, messageId, subject }) => at.kind === 'text' && accepted.has([at.file, ruleId, messageId, subject].join('\0'))
}

function relativePath(root: string, path: string): string {
  return relative(root, path).split(sep).join('/')
}
