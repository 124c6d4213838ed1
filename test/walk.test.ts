import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { after, test } from 'node:test'
import { walk } from '../src/discover/walk.ts'

const folder = mkdtempSync(join(tmpdir(), 'dockseal-walk-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const SCRIPT = '#!/bin/bash\ndocker run nginx\n'

/** What a walk of a folder with these files finds. */
async function found(files: Readonly<Record<string, string>>): Promise<string[]> {
  const root = mkdtempSync(join(folder, 'case-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  const walked = await walk([root], { cwd: root, ignore: [], gitignore: false })
  return walked.files.map(({ path }) => relative(root, path).split(sep).join('/'))
}

test('a walk finds every name that is read when it is named', async () => {
  const names = [
    'Dockerfile-debug',
    'Dockerfile.dev',
    'Dockerfile_test',
    'Makefile.docker',
    'app.service.j2',
    'docker.mak',
    'proxy.service.d/override.conf',
    'start.command',
  ]
  assert.deepEqual(await found(Object.fromEntries(names.map((name) => [name, '']))), names)
})

test('a walk finds scripts without an extension by their first line, hidden ones too', async () => {
  const files = { '.dockerfunc': SCRIPT, '.gitignore': 'dist\n', 'bin/run': SCRIPT, 'bin/notes': 'docker run nginx\n' }
  assert.deepEqual(await found(files), ['.dockerfunc', 'bin/run'])
})
