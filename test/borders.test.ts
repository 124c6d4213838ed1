import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { folderWith } from './cli.ts'

/** What the check says of a folder: a line for each import that no border allows. */
function check(root: string): readonly string[] {
  const { stderr } = spawnSync(process.execPath, ['.ci/borders.js', root], { encoding: 'utf8' })
  return stderr.split('\n').filter((line) => line !== '')
}

/** A file, and an import that its border must not let pass. */
const PLANTED: readonly (readonly [file: string, target: string])[] = [
  ['src/model', 'src/text/edit.ts'],
  ['src/text', 'src/engine-command/find.ts'],
  ['src/shell', 'src/sources/source.ts'],
  ['src/engine-command', 'src/sources/compose/parse.ts'],
  ['src/knowledge', 'src/plan/plan.ts'],
  ['src/sources/source.ts', 'src/sources/registry.ts'],
  ['src/sources/memory.ts', 'src/model/fact.ts'],
  ['src/sources/mounted-files.ts', 'src/shell/parse.ts'],
  ['src/sources/registry.ts', 'src/project/project.ts'],
  ['src/sources/compose', 'src/sources/dockerfile/parse.ts'],
  ['src/sources/dockerfile', 'src/sources/compose/parse.ts'],
  ['src/sources/commands', 'src/sources/quadlet/quadlet.ts'],
  ['src/sources/quadlet', 'src/sources/systemd/systemd.ts'],
  ['src/sources/systemd', 'src/sources/ci/ci.ts'],
  ['src/sources/devcontainer', 'src/sources/ci/ci.ts'],
  ['src/sources/ci', 'src/sources/commands/makefile.ts'],
  ['src/programs', 'src/sources/dockerfile/context.ts'],
  ['src/live', 'src/lint/lint.ts'],
  ['src/live/trial', 'src/plan/plan.ts'],
  ['src/live/engine-cli.ts', 'src/lint/lint.ts'],
  ['src/live/engine-ports.ts', 'src/lint/lint.ts'],
  ['src/live/engine.ts', 'src/sources/source.ts'],
  ['src/project', 'src/lint/lint.ts'],
  ['src/project/proofs.ts', 'src/plan/plan.ts'],
  ['src/plan', 'src/sources/source.ts'],
  ['src/lint', 'src/report/result.ts'],
  ['src/config', 'src/commands/options.ts'],
  ['src/discover', 'src/project/project.ts'],
  ['src/report', 'src/lint/lint.ts'],
  ['src/report/load.ts', 'src/commands/emit.ts'],
  ['src/report/foreign.ts', 'src/live/inspect.ts'],
  ['src/commands', 'test/cli.ts'],
  ['src/index.ts', 'test/cli.ts'],
  ['src/sources/text-files.ts', 'src/shell/parse.ts'],
  ['src/browser', 'src/discover/files.ts'],
  ['src/eslint', 'test/cli.ts'],
  ['src/cli.ts', 'src/lint/lint.ts'],
  ['src/action.ts', 'src/lint/lint.ts'],
  ['src/action', 'src/report/result.ts'],
  ['rules', 'src/plan/plan.ts'],
]

describe('borders between folders', () => {
  it('hold', () => assert.deepEqual(check('.'), []))

  it('each refuses an import that it must not have', async () => {
    const { BORDERS } = (await import('../../.ci/borders.js' as string)) as { BORDERS: Record<string, unknown> }
    assert.deepEqual(PLANTED.map(([border]) => border).sort(), Object.keys(BORDERS).sort(), 'every border is tried')
    const root = folderWith({})
    for (const folder of ['src', 'rules'])
      cpSync(folder, join(root, folder), { recursive: true, filter: (path) => !path.includes('images') })
    for (const [border, target] of PLANTED) {
      const file = border.endsWith('.ts') ? border : `${border}/planted.ts`
      mkdirSync(dirname(join(root, file)), { recursive: true })
      writeFileSync(join(root, file), `import type { X } from '${'../'.repeat(file.split('/').length - 1) || './'}${target}'\n`)
    }
    const found = check(root)
    for (const [border, target] of PLANTED)
      assert.ok(
        found.some((line) => line.includes(`imports ${target}, which ${border} must not`)),
        `${border} lets ${target} pass`,
      )
    assert.equal(found.length, PLANTED.length, found.join('\n'))
  })

  it('keep input and output where they belong, however it is imported', () => {
    const root = folderWith({
      'src/lint/a.ts': "import { readFileSync } from 'node:fs'\n",
      'src/plan/b.ts': "export * from 'node:os'\n",
      'src/sources/compose/c.ts': "const fs = await import('node:fs')\n",
      'src/elsewhere/d.ts': '',
      'rules/e.ts': "import { resolve } from 'node:path'\n",
    })
    assert.deepEqual(
      check(root)
        .map((line) => line.split(' ')[0])
        .sort(),
      ['rules/e.ts', 'src/elsewhere/d.ts', 'src/lint/a.ts', 'src/plan/b.ts', 'src/sources/compose/c.ts'],
    )
  })

  it('let each name be exported once, but for what the library calls as its own', () => {
    const one = 'export function read(): void {}\n'
    const root = folderWith({
      'src/lint/a.ts': `${one}export type read = string\n`,
      'src/plan/b.ts': one,
      'rules/c.ts': one.replace('read', 'write'),
      'src/index.ts': one.replace('read', 'write'),
    })
    assert.deepEqual(check(root), ['src/plan/b.ts exports read, as src/lint/a.ts does; give one of them a name of its own'])
  })

  it('let no file load a file that loads it again; types alone load nothing', () => {
    const root = folderWith({
      'rules/x.ts': '',
      'src/lint/a.ts': "import { b } from './b.ts'\nimport type { T } from './d.ts'\n",
      'src/lint/b.ts': "export * from './c.ts'\n",
      'src/lint/c.ts': "import { type T, a } from './a.ts'\n",
      'src/lint/d.ts': "import { a } from './a.ts'\n",
      'src/lint/e.ts': "import { type F } from './f.ts'\n",
      'src/lint/f.ts': "import {\n  type E,\n  type G,\n} from './e.ts'\nimport { e } from './g.ts'\n",
      'src/lint/g.ts': "import { type F } from './f.ts'\n",
    })
    assert.deepEqual(check(root), ['src/lint/a.ts -> src/lint/b.ts -> src/lint/c.ts -> src/lint/a.ts load each other'])
  })
})
