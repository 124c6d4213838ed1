import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'

/** Compares a text with a file of the repository; `UPDATE=1` writes the file instead. For output that people read, and only that. */
export function golden(file: string, actual: string): void {
  if (process.env.UPDATE) writeFileSync(file, actual)
  assert.equal(actual, readFileSync(file, 'utf8'))
}
