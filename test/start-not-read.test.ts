import assert from 'node:assert/strict'
import { it } from 'node:test'
import { dockseal } from './cli.ts'

/** The services of a fixture that a plain `--fix` seals, in order. */
function sealed(fixture: string): string[] {
  const { stdout } = dockseal(['-f', 'json', 'compose.yaml'], { cwd: `fixtures/read-only-root-filesystem/${fixture}` })
  const [file] = JSON.parse(stdout) as [{ messages: { subject: string; ruleId: string; applicability?: string; confidence?: string }[] }]
  return file.messages.flatMap(({ subject, ruleId, confidence = 'default' }) =>
    ruleId === 'read-only-root-filesystem' && confidence !== 'default' ? [subject] : [],
  )
}

it('a known image whose start comes from a mount that was not read is a guess', () => {
  assert.deepEqual(sealed('start-on-a-mount'), ['own', 'store'])
})

it('a script with variables that have no value is read, and an unknown place of a write is a guess', () => {
  assert.deepEqual(sealed('variables-in-a-start'), ['cache'])
})
