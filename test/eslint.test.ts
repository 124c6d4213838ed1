import assert from 'node:assert/strict'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { describe, it } from 'node:test'
import { parseDocument } from 'yaml'
import { rules } from '../rules/index.ts'
import { type Rule, rulePageUrl } from '../src/lint/rule.ts'
import { dockseal, folderWith } from './cli.ts'

interface Message {
  readonly ruleId: string | null
  readonly severity: number
  readonly message: string
  readonly line: number
  readonly column: number
  readonly fatal?: boolean
  readonly fix?: object
  readonly suggestions?: readonly {
    readonly desc: string
    readonly fix: { readonly range: readonly [number, number]; readonly text: string }
  }[]
}

interface Result {
  readonly filePath: string
  readonly messages: readonly Message[]
  readonly suppressedMessages: readonly Message[]
  readonly output?: string
}

interface Eslint {
  lintFiles(patterns: readonly string[]): Promise<Result[]>
  loadFormatter(name: string): Promise<{ format(results: readonly Result[]): Promise<string> }>
}

interface EslintClass {
  new (options: object): Eslint
  outputFixes(results: readonly Result[]): Promise<void>
}

interface Plugin {
  readonly rules: Record<string, { readonly meta: Record<string, unknown> & { readonly docs: { readonly url: string } } }>
  readonly configs: Record<string, readonly { readonly files: readonly string[]; readonly language: string; readonly rules: object }[]>
}

const require = createRequire(import.meta.url)
// As users import it.
const { default: plugin } = (await import('dockseal/eslint' as string)) as { default: Plugin }

const VERSIONS = [9, 10].map((major) => {
  const { ESLint } = require(`eslint-v${major}`) as { ESLint: EslintClass }
  return {
    major,
    ESLint,
    start: (cwd: string, preset: string, { fix = false, more = [] }: { fix?: boolean; more?: readonly object[] } = {}) =>
      new ESLint({ cwd, fix, overrideConfigFile: true, overrideConfig: [...(plugin.configs[preset] ?? []), ...more] }),
  }
})

const BAD = 'services:\n  web:\n    image: nginx:1.27\n'

const files = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .flatMap((entry) => (entry.isFile() ? [relative(folder, join(entry.parentPath, entry.name))] : []))
    .sort()
const textsIn = (folder: string) => Object.fromEntries(files(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))

describe('the ESLint plugin', () => {
  it('has every rule that judges files, with a page, and the options that it takes', () => {
    const own = (rules as readonly Rule[]).filter(({ meta }) => meta.needs !== 'engine')
    assert.deepEqual(Object.keys(plugin.rules).sort(), [...own.map(({ id }) => id), 'disable-directive', 'project-files'].sort())
    for (const { id, meta } of own) {
      const eslint = plugin.rules[id]?.meta ?? assert.fail(id)
      assert.equal(eslint.docs.url, rulePageUrl(id))
      assert.equal(eslint.fixable, meta.fixable ? 'code' : undefined)
      assert.deepEqual(eslint.schema, meta.options ? [meta.options] : [])
    }
  })

  for (const { major, ESLint, start } of VERSIONS) {
    describe(`in ESLint ${major}`, () => {
      it('finds what dockseal finds, at the same places', async () => {
        const folder = folderWith({
          'compose.yaml': `${BAD}  db:\n    image: postgres:17\n    privileged: true\n`,
          Dockerfile: 'FROM debian:13\nADD a.txt /a.txt\nCMD ["sleep", "1"]\n',
          'run.sh': '#!/bin/sh\ndocker run -d --name web nginx:1.27\n',
          'a.txt': '',
        })
        const results = await start(folder, 'strict', { more: [{ languageOptions: { info: true } }] }).lintFiles(['.'])
        const found = results.flatMap(({ filePath, messages }) =>
          messages.map(({ ruleId, line, column }) => `${relative(folder, filePath)}:${line}:${column} ${ruleId}`),
        )
        const { stdout } = dockseal(['-f', 'json', '--preset', 'strict', '.'], { cwd: folder })
        const wanted = (JSON.parse(stdout) as Result[]).flatMap(({ filePath, messages }) =>
          messages.map(({ ruleId, line, column }) => `${relative(folder, filePath)}:${line}:${column} dockseal/${ruleId}`),
        )
        assert.ok(wanted.length > 20 && wanted.some((each) => each.startsWith('Dockerfile:2:1')))
        assert.deepEqual(found.sort(), wanted.sort())
      })

      it('fixes the same as dockseal, but for the order of new keys', async () => {
        const folder = folderWith({})
        // Some cases of each rule, with one Compose file or Dockerfile.
        for (const { id: rule } of (rules as readonly Rule[]).filter(({ meta }) => meta.fixable)) {
          let left = 2
          for (const name of readdirSync(join('fixtures', rule))) {
            const input = files(join('fixtures', rule, name)).filter((file) => !/^fixed\/|expected\.json$/.test(file))
            if (input.length > 1 || left === 0 || !/compose\.ya?ml$|Dockerfile$/.test(input[0] ?? '')) continue
            left--
            for (const side of ['dockseal', 'eslint'])
              cpSync(join('fixtures', rule, name, input[0] ?? ''), join(folder, side, rule, name, input[0] ?? ''))
          }
        }
        const before = textsIn(join(folder, 'eslint'))
        dockseal(['--fix', '--preset', 'strict', '.'], { cwd: join(folder, 'dockseal') })
        await ESLint.outputFixes(await start(join(folder, 'eslint'), 'strict', { fix: true }).lintFiles(['.']))
        const after = textsIn(join(folder, 'eslint'))
        // ESLint makes the fixes of a service one after another, dockseal all at once.
        const sorted = (texts: Record<string, string>) =>
          Object.entries(texts).map(([name, text]) => [
            name,
            parseDocument(text, { strict: false }).toJS(),
            text.split(/\n|[,{}] ?/).sort(),
          ])
        assert.deepEqual(sorted(after), sorted(textsIn(join(folder, 'dockseal'))))
        assert.ok(Object.keys(before).filter((name) => before[name] !== after[name]).length >= 6)
      })

      /** How many services of a Compose file ESLint seals, with the same text as dockseal. */
      const sealedByBoth = async (text: string) => {
        const folder = folderWith({ 'a/compose.yaml': text, 'b/compose.yaml': text })
        dockseal(['--fix', '.'], { cwd: join(folder, 'a') })
        const [result] = await start(join(folder, 'b'), 'recommended', { fix: true }).lintFiles(['.'])
        assert.equal(result?.output, readFileSync(join(folder, 'a/compose.yaml'), 'utf8'))
        return (result?.output?.split('read_only: true').length ?? 0) - 1
      }

      it('seals more services with new volumes than ESLint has rounds', async () => {
        const services = Array.from({ length: 14 }, (_, index) => `  db${index}:\n    image: elasticsearch:8.15.0\n`)
        assert.equal(await sealedByBoth(`services:\n${services.join('')}`), 14)
      })

      it('fixes once what services of the file inherit', async () => {
        const text = `services:
  base:
    image: redis:7
  one:
    extends: base
  two:
    extends: { service: base }
`
        assert.equal(await sealedByBoth(text), 1)
      })

      it('knows both kinds of suppression, and leaves what they name alone', async () => {
        const text = `services:
  # eslint-disable-next-line dockseal/read-only-root-filesystem -- next quarter
  a:
    image: nginx:1.27
  # dockseal-disable-next-line read-only-root-filesystem -- next quarter
  b:
    image: nginx:1.27
  c:
    image: nginx:1.27
  # dockseal-disable-next-line no-privileged -- of no use
  d:
    image: redis:7
    read_only: true
  # eslint-disable dockseal/read-only-root-filesystem
  e:
    image: nginx:1.27
`
        const folder = folderWith({ 'compose.yaml': text })
        const more = [{ rules: { 'dockseal/anonymous-data-volume': 'off' } }]
        const [result] = await start(folder, 'recommended', { more }).lintFiles(['.'])
        assert.deepEqual(
          result?.messages.map(({ ruleId, line }) => `${ruleId} ${line}`),
          ['dockseal/read-only-root-filesystem 8', 'dockseal/disable-directive 10'],
        )
        assert.deepEqual(
          result?.suppressedMessages.map(({ line }) => line),
          [3, 15],
        )
        const [fixed] = await start(folder, 'recommended', { more, fix: true }).lintFiles(['.'])
        assert.deepEqual(fixed?.output?.match(/^ {2}\w+:|read_only: true/gm), [
          '  a:',
          '  b:',
          '  c:',
          'read_only: true',
          '  d:',
          'read_only: true',
          '  e:',
        ])
      })

      it('takes levels and options from ESLint, also from a comment, and refuses wrong ones', async () => {
        const folder = folderWith({ 'compose.yaml': `# eslint dockseal/memory-limit: error\n${BAD}` })
        const more = [{ rules: { 'dockseal/pinned-image': ['error', { digest: true }], 'dockseal/read-only-root-filesystem': 'off' } }]
        const [result] = await start(folder, 'recommended', { more }).lintFiles(['.'])
        assert.deepEqual(
          result?.messages.map(({ ruleId, severity }) => `${ruleId} ${severity}`),
          ['dockseal/memory-limit 2', 'dockseal/pinned-image 2'],
        )
        const lint = (wrong: object) => start(folder, 'recommended', { more: [wrong] }).lintFiles(['.'])
        await assert.rejects(lint({ rules: { 'dockseal/pinned-image': ['error', { digest: 1 }] } }), /should be boolean/)
        await assert.rejects(lint({ languageOptions: { fix: { confidence: 'sure' } } }), /"fix\.confidence" must be one of proved/)
      })

      it('offers what it does not apply as a suggestion', async () => {
        const text = 'services:\n  what:\n    image: registry.test/unknown:1\n'
        const folder = folderWith({ 'compose.yaml': text })
        const [result] = await start(folder, 'recommended').lintFiles(['.'])
        const [{ fix, suggestions = [] } = assert.fail('no finding')] = result?.messages ?? []
        assert.equal(fix, undefined)
        const [
          {
            fix: { range, text: inserted },
          } = assert.fail('no suggestion'),
        ] = suggestions
        assert.match(text.slice(0, range[0]) + inserted + text.slice(range[1]), /what:\n {4}image: \S+\n {4}read_only: true\n {4}tmpfs:\n/)
        const guessing = [{ languageOptions: { fix: { confidence: 'default', tmpfsSize: '64m' } } }]
        const [applied] = await start(folder, 'recommended', { fix: true, more: guessing }).lintFiles(['.'])
        assert.match(applied?.output ?? '', /read_only: true\n {4}tmpfs:\n {6}- \/run:size=64m\n/)
      })

      it('says once that a project has several files, and changes none of them', async () => {
        const folder = folderWith({
          'compose.yaml': `${BAD}  cache:\n    image: redis:7\n`,
          'compose.override.yaml': 'services:\n  web:\n    ports: ["127.0.0.1:80:80"]\n',
        })
        const results = await start(folder, 'recommended', { fix: true }).lintFiles(['.'])
        assert.ok(results.every(({ output }) => output === undefined))
        const said = results.flatMap(({ messages }) => messages.filter(({ ruleId }) => ruleId === 'dockseal/project-files'))
        assert.deepEqual(
          said.map(({ message }) => message),
          [
            'This project has several files (compose.yaml, compose.override.yaml), and ESLint changes one at a time: "dockseal --fix" makes the fixes.',
          ],
        )
        const messages = results.flatMap((each) => each.messages)
        assert.equal(messages.filter(({ ruleId }) => ruleId === 'dockseal/read-only-root-filesystem').length, 2)
      })

      it('reports what it cannot read as a parsing error', async () => {
        const folder = folderWith({ 'compose.yaml': 'services:\n\tweb: [\n', Dockerfile: 'RUN true\n' })
        const results = await start(folder, 'recommended').lintFiles(['.'])
        const said = results.flatMap(({ messages: [first] }) => (first?.fatal ? [first.message] : []))
        assert.equal(said.length, 2)
        assert.match(said.join(), /has no FROM[\s\S]*a tab is used/)
      })

      it('goes through the formatters of npm', async () => {
        const folder = folderWith({ 'compose.yaml': BAD })
        const eslint = start(folder, 'recommended')
        const results = await eslint.lintFiles(['.'])
        const shown = {
          stylish: /2:3\s+warning/,
          json: /dockseal\/read-only/,
          junit: /<testcase/,
          checkstyle: /<error line="2"/,
          unix: /:2:3: /,
          tap: /ok 1 - .*compose/,
        }
        for (const [name, expected] of Object.entries(shown)) {
          const file = name === 'stylish' || name === 'json' ? name : require.resolve(`eslint-formatter-${name}`)
          assert.match(await (await eslint.loadFormatter(file)).format(results), expected, name)
        }
      })
    })
  }
})
