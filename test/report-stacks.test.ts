import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { dockseal } from './cli.ts'
import { golden } from './golden.ts'

const STACKS = 'fixtures/report/stacks'

// What a user sees of usual stacks, whole.
for (const name of readdirSync(STACKS)) {
  test(`the report of ${name}`, (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'dockseal-stack-'))
    t.after(() => rmSync(folder, { recursive: true }))
    cpSync(join(STACKS, name), folder, { recursive: true, filter: (path) => !path.endsWith('report.txt') })
    const { stdout, stderr } = dockseal([], { cwd: folder })
    golden(join(STACKS, name, 'report.txt'), stdout)
    assert.equal(stderr, '')
    for (const line of stdout.split('\n')) assert.ok(line.length <= 80, line)
  })
}
