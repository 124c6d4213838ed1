import assert from 'node:assert/strict'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { fixText, lintFiles, lintText, planWrites, readContainers } from '../src/index.ts'
import { folderWith } from './cli.ts'

const NGINX = 'services:\n  web:\n    image: nginx:1.27\n'

describe('the library', () => {
  it('lints a text as ESLint results', () => {
    const result = lintText(NGINX)
    const message = result.messages.find(({ ruleId }) => ruleId === 'read-only-root-filesystem')
    assert.equal(message?.line, 2)
    assert.equal(message?.subject, 'web')
    assert.equal(result.warningCount, result.messages.length)
  })

  it('gives a fatal message for a text it cannot read', () => {
    assert.deepEqual(
      lintText('services: [').messages.map(({ fatal, line }) => [fatal, line]),
      [[true, 1]],
    )
  })

  it('honours rule levels', () => {
    assert.deepEqual(
      lintText(NGINX, { rules: { 'read-only-root-filesystem': 'off' } }).messages.filter(
        ({ ruleId }) => ruleId === 'read-only-root-filesystem',
      ),
      [],
    )
  })

  it('lints folders', async () => {
    const results = await lintFiles(['fixtures/quickstart'])
    assert.deepEqual(
      results.map(({ filePath }) => filePath),
      [resolve('fixtures/quickstart/compose.yaml')],
    )
  })

  it('repairs a text, and leaves it alone the second time', () => {
    const once = fixText(NGINX)
    assert.match(once.text, /read_only: true/)
    assert.deepEqual(
      lintText(once.text).messages.filter(({ ruleId }) => ruleId === 'read-only-root-filesystem'),
      [],
    )
    assert.equal(fixText(once.text).text, once.text)
  })

  it('holds back fixes that are less sure than asked for', () => {
    const unknown = NGINX.replace('nginx:1.27', 'example.test/nobody/knows:1')
    assert.equal(fixText(unknown, { confidence: 'known' }).text, unknown)
    assert.equal(fixText(unknown).text, unknown)
    assert.notEqual(fixText(unknown, { confidence: 'default' }).text, unknown)
  })

  it('repairs in an override, which comes back beside the text', () => {
    const { text, others, applied } = fixText(NGINX, { fixInto: 'override' })
    const [[file, made = ''] = []] = Object.entries(others)
    assert.deepEqual([text, file, applied], [NGINX, resolve('compose.override.yaml'), 1])
    assert.match(made, /^services:\n {2}web:\n {4}read_only: true\n/)
    const files = { 'compose.override.yaml': made }
    assert.deepEqual(fixText(NGINX, { config: { fix: { into: 'override' } }, files }).others, {})
    const sealed = lintText(NGINX, { files }).messages.filter(({ ruleId }) => ruleId === 'read-only-root-filesystem')
    assert.deepEqual(sealed, [])
    const [message] = lintText(NGINX, { fixInto: 'override' }).messages
    assert.deepEqual([message?.fix, message?.fileEdits], [undefined, [{ file, edits: [{ span: [0, 0], text: made }] }]])
  })

  it('takes the configuration of the folder, unless it is given one', async () => {
    const off = 'rules: { read-only-root-filesystem: off }\nignore: [old]\nprojects: [[web.yaml, more.yaml]]\n'
    const texts = { 'old/compose.yaml': NGINX, 'web.yaml': NGINX, 'more.yaml': 'services: { web: { read_only: true } }\n' }
    const cwd = folderWith({ ...texts, '.docksealrc.yml': off, 'compose.yaml': NGINX })
    const files = async (options: object) =>
      (await lintFiles(['.'], { cwd, ...options })).flatMap(({ filePath, messages }) =>
        messages.some(({ ruleId }) => ruleId === 'read-only-root-filesystem') ? [filePath.slice(cwd.length + 1)] : [],
      )
    const on = { rules: { 'read-only-root-filesystem': 'error' } } as const
    assert.deepEqual(await files({}), [])
    assert.deepEqual(await files(on), ['compose.yaml'])
    assert.deepEqual((await files({ config: {} })).sort(), ['compose.yaml', 'old/compose.yaml', 'web.yaml'])
    const projects = [['web.yaml', 'more.yaml']]
    assert.deepEqual((await files({ config: { projects } })).sort(), ['compose.yaml', 'old/compose.yaml'])
  })

  it('says what is wrong with the configuration, and lints nothing then', async () => {
    const cwd = folderWith({ '.docksealrc.yml': 'rules: 5\n', 'compose.yaml': NGINX })
    const results = await lintFiles(['.'], { cwd })
    assert.deepEqual(
      results.map(({ filePath, messages }) => [filePath, messages.map(({ fatal, line }) => [fatal, line])]),
      [[join(cwd, '.docksealrc.yml'), [[true, 1]]]],
    )
  })

  it('says why a text that is none of its kinds is not linted', () => {
    assert.deepEqual(
      lintText('a: 1\n', { filename: 'values.yaml' }).messages.map(({ fatal }) => fatal),
      [true],
    )
  })

  it('lints folders with fixes for the override', async () => {
    const [result] = await lintFiles(['fixtures/quickstart'], { fixInto: 'override' })
    const files = new Set(result?.messages.flatMap(({ fileEdits }) => fileEdits ?? []).map(({ file }) => file))
    assert.deepEqual([...files], [resolve('fixtures/quickstart/compose.override.yaml')])
  })

  it('lints and repairs a Dockerfile', () => {
    const options = { filename: 'Dockerfile', preset: 'cis' as const }
    const text = 'FROM debian:12\nADD . /app\n'
    const found = lintText(text, options).messages.find(({ ruleId }) => ruleId === 'add-instead-of-copy')
    assert.deepEqual([found?.line, found?.fix?.text], [2, 'COPY'])
    assert.equal(fixText(text, options).text, text.replace('ADD', 'COPY'))
  })

  it('plans writes', () => {
    const [container] = readContainers(NGINX)
    assert.ok(container)
    const plan = planWrites(container)
    assert.equal(plan.ready, 'with-mounts')
    assert.ok(plan.paths.some(({ path }) => path === '/var/cache/nginx'))
  })

  it('plans writes of an image whose tag is a variable by its name', () => {
    const [container] = readContainers('services:\n  web:\n    image: nginx:${NGINX_VERSION}-alpine\n')
    assert.equal(container?.image.state, 'unknown')
    const plan = planWrites(container)
    assert.equal(plan.knowledge?.record, 'nginx')
    assert.equal(plan.confidence, 'inferred')
  })
})
