import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { lintText } from '../src/index.ts'
import { folderWith } from './cli.ts'

const BUNDLE = path.resolve('dist/browser.js')

/** The files of the bundle that a page loads. */
function loaded(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/(?:\bfrom|\bimport)\s*\(?"(\.\/[^"]+)"/g))
    loaded(path.join('dist', name), seen)
  return seen
}

/** Runs a module where nothing of Node is left but a `fetch` that reads files; gives what it passes to `print`. */
function inBrowser<T>(code: string): T {
  const folder = folderWith({})
  const file = path.join(folder, 'page.mjs')
  writeFileSync(
    file,
    `import { readFileSync } from 'node:fs'
const print = console.log.bind(console)
globalThis.fetched = 0
globalThis.fetch = async (url) => { fetched++; return { arrayBuffer: async () => new Uint8Array(readFileSync(url)).buffer } }
delete globalThis.process
delete globalThis.Buffer
const { lint, fix } = await import(${JSON.stringify(BUNDLE)})
${code}`,
  )
  const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' })
  assert.equal(stderr, '')
  return JSON.parse(stdout) as T
}

const COMPOSE = 'services:\n  web:\n    image: nginx:1.27\n  db:\n    image: pgvector/pgvector:pg17\n  app:\n    build: ./app\n'
const TEXTS = {
  'compose.yaml': COMPOSE,
  'app/Dockerfile': 'FROM debian:13\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n',
  'app/start.sh': '#!/bin/sh\necho 1 > /run/app.pid\n',
}

describe('dockseal/browser', () => {
  it('is at most 600 KB gzipped, and imports nothing of Node', () => {
    const files = [...loaded('dist/browser.js')]
    const size = files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0)
    assert.ok(files.length > 10 && size < 600_000, `${size} bytes`)
    for (const file of files) assert.doesNotMatch(readFileSync(file, 'utf8'), /(?:\bfrom|\bimport\s*\(?)\s*"(?!\.\/)[\w@:/-]+"/, file)
  })

  it('finds what the library finds, with the records that the files call for', () => {
    type Message = { readonly ruleId: string; readonly line: number; readonly message: string }
    const { results, plans, fetched, again } = inBrowser<{
      results: { filePath: string; messages: Message[] }[]
      plans: { container: string; plan: { ready: string; confidence: string; paths: { path: string }[] } }[]
      fetched: number
      again: number
    }>(`const judged = await lint(${JSON.stringify(TEXTS)})
const first = fetched
await lint(${JSON.stringify(TEXTS)})
print(JSON.stringify({ ...judged, fetched: first, again: fetched }))`)
    const found = results.find(({ filePath }) => filePath === 'compose.yaml')?.messages ?? []
    const cwd = folderWith({})
    const wanted = lintText(COMPOSE, { cwd, files: TEXTS }).messages
    const shown = (messages: readonly { ruleId: string | null; line: number; message: string }[]) =>
      messages.map(({ ruleId, line, message }) => `${line} ${ruleId} ${message}`)
    assert.deepEqual(shown(found), shown(wanted))
    assert.ok(found.length >= 3)
    const plan = (name: string) => plans.find(({ container }) => container === name)?.plan
    assert.deepEqual([plan('web')?.confidence, plan('app')?.ready], ['known', 'with-mounts'])
    assert.ok(plan('app')?.paths.some((each) => each.path === '/run'))
    assert.deepEqual([fetched, again], [1, 1], 'the records are fetched once')
  })

  it('fixes what is sure enough', () => {
    const { changed, applied } = inBrowser<{ changed: Record<string, string>; applied: number }>(
      `print(JSON.stringify(await fix({ 'compose.yaml': 'services:\\n  web:\\n    image: redis:7\\n  what:\\n    image: test.invalid/x:1\\n' })))`,
    )
    assert.deepEqual(changed, {
      'compose.yaml': 'services:\n  web:\n    image: redis:7\n    read_only: true\n  what:\n    image: test.invalid/x:1\n',
    })
    assert.equal(applied, 1)
  })

  it('judges by the preset, the levels of rules, the image records and the size of a tmpfs that are asked for', () => {
    const rules = (options: object) =>
      inBrowser<string[]>(
        `const { results } = await lint({ 'compose.yaml': 'services:\\n  web:\\n    image: acme/own:1.2.3\\n' }, ${JSON.stringify(options)})
print(JSON.stringify(results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId + ' ' + message))))`,
      )
    const has = (messages: readonly string[], id: string) => messages.some((message) => message.startsWith(`${id} `))
    const [usual, strict] = [rules({}), rules({ preset: 'strict', rules: { 'read-only-root-filesystem': 'off' } })]
    assert.deepEqual([has(usual, 'drop-capabilities'), has(strict, 'drop-capabilities')], [false, true])
    assert.deepEqual([has(usual, 'read-only-root-filesystem'), has(strict, 'read-only-root-filesystem')], [true, false])
    const writes = [{ path: '/srv/x', kind: 'cache', what: 'x', evidence: ['test'] }]
    const own = rules({ tmpfsSize: '7m', images: [{ names: ['acme/own'], checked: '2026-11-30', writes }] })
    assert.match(own.join('\n'), /\/srv\/x\S*size=7m/)
  })

  it('leaves the library of the same process alone, and takes records from who gives them', () => {
    // In a process of its own: what it is given stays with the library.
    const code = `const { lint } = await import('dockseal/browser')
const { lintText } = await import('dockseal')
const compose = (image) => 'services:\\n  web:\\n    image: ' + image + '\\n'
const pathsOf = ({ plans }) => plans[0].plan.paths.map(({ path }) => path)
const record = { writes: [{ path: '/srv/x', kind: 'cache', what: 'x', evidence: ['test'] }] }
const given = pathsOf(await lint({ 'compose.yaml': compose('nginx:1.27') }, { loadRecord: async () => record }))
const { message } = lintText(compose('redis:7')).messages[0]
console.log(JSON.stringify({ given, message, own: pathsOf(await lint({ 'compose.yaml': compose('httpd:1.27') })) }))`
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })
    const { given, message, own } = JSON.parse(stdout || stderr) as { given: string[]; message: string; own: string[] }
    assert.deepEqual(given, ['/srv/x'])
    assert.match(message, /Add read_only: true\.$/)
    assert.ok(own.includes('/usr/local/apache2/logs'))
  })

  it('judges nothing without the records that it asks for, and asks again', () => {
    const told = inBrowser<string[]>(`const texts = { 'compose.yaml': 'services:\\n  db:\\n    image: postgres:17\\n' }
const told = []
const say = (judging) => judging.then(({ plans }) => told.push(plans[0].plan.ready), ({ message }) => told.push(message))
const own = fetch
globalThis.fetch = async () => { throw new Error('offline') }
await say(lint(texts))
globalThis.fetch = own
await say(lint(texts, { loadRecord: async () => { throw new Error('no file') } }))
await say(lint(texts, { loadRecord: async () => undefined }))
await say(fix(texts, { loadRecord: async () => undefined }))
await say(lint(texts))
print(JSON.stringify(told))`)
    const none = 'the record of postgres was not given'
    assert.deepEqual(told, ['offline', 'no file', none, none, 'with-mounts'])
  })

  it('reads no more into broken and odd input than is there', () => {
    const told = inBrowser<unknown[]>(`const told = []
for (const texts of [{}, { 'compose.yaml': '' }, { 'compose.yaml': 'a\\0b' }, { 'run.sh': '"$(' }, { '../x': 'a', '__proto__.yaml': '{' }]) {
  const { results, plans } = await lint(texts)
  const { changed, applied } = await fix(texts)
  told.push([results.filter(({ messages }) => messages.some(({ ruleId }) => ruleId)).length, plans.length, Object.keys(changed).length, applied])
}
print(JSON.stringify(told))`)
    assert.deepEqual(new Set(told.map((each) => JSON.stringify(each))), new Set(['[0,0,0,0]']))
  })

  it('says what it cannot read', () => {
    const { results } = inBrowser<{ results: { messages: { fatal?: boolean }[] }[] }>(
      `print(JSON.stringify(await lint({ 'compose.yaml': 'services:\\n\\tweb: [' })))`,
    )
    assert.equal(results[0]?.messages[0]?.fatal, true)
  })

  it('takes paths and hashes apart as Node does', () => {
    const folder = folderWith({})
    const url = (file: string) => JSON.stringify(path.resolve('.build/src', file))
    const file = path.join(folder, 'run.mjs')
    const texts = ['', 'abc', 'ä'.repeat(100), 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(64), 'y'.repeat(1000)]
    const cases: [keyof typeof path & string, ...string[]][] = [
      ...['/a/b.c', '/a', '/', 'a', 'a/b/', './x/../y', '/a/../../b'].flatMap((each): [keyof typeof path & string, ...string[]][] => [
        ['dirname', each],
        ['basename', each],
        ['join', each, '../z'],
        ['join', '/r', each],
        ['resolve', '/r', each],
        ['isAbsolute', each],
      ]),
      ['relative', '/a/b', '/a/c/d'],
      ['relative', '/a/b', '/a/b'],
      ['relative', '/', '/x'],
    ]
    writeFileSync(
      file,
      `const print = console.log.bind(console)
delete globalThis.process
const { withoutNode } = await import(${url('browser/platform.js')})
withoutNode()
const path = await import(${url('text/path.js')})
const { sha256 } = await import(${url('text/sha256.js')})
print(JSON.stringify({ paths: ${JSON.stringify(cases)}.map(([name, ...args]) => path[name](...args)), hashes: ${JSON.stringify(texts)}.map((text) => sha256([text])) }))`,
    )
    const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' })
    assert.equal(stderr, '')
    const { paths, hashes } = JSON.parse(stdout) as { paths: unknown[]; hashes: string[] }
    const node = path.posix as unknown as Record<string, (...args: string[]) => unknown>
    for (const [index, [name, ...args]] of cases.entries()) assert.deepEqual(paths[index], node[name]?.(...args), `${name} ${args}`)
    assert.deepEqual(
      hashes,
      texts.map((text) => createHash('sha256').update(text).digest('hex')),
    )
  })
})
