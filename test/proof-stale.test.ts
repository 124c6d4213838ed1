import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { diskFiles } from '../src/discover/files.ts'
import type { Container } from '../src/model/container.ts'
import { buildHash, settingsHash, TOO_LARGE, whyStale } from '../src/project/proofs.ts'
import { folderWith } from './cli.ts'
import { container, fact, HERE, listOf } from './container-fixture.ts'

const io = diskFiles()
const unknown = (written?: string) => ({ state: 'unknown', why: 'x', ...(written === undefined ? {} : { written }) }) as Container['image']

test('a proof is stale where its image or its build is another one, and the reason says so', () => {
  const stale = (proof: { image?: string; build?: string }, given: Partial<Container>, is: 'proved' | 'refused' = 'proved') => {
    const now = container(given)
    const common = { ...proof, settings: settingsHash(now, []) }
    return whyStale(is === 'proved' ? { ...common, is, paths: [], environment: [] } : { ...common, is }, now, io)
  }
  assert.equal(stale({ image: 'a:1' }, { image: fact('a:1') }), undefined)
  assert.equal(stale({ image: 'a:1' }, { image: fact('a:2') }), 'the image is a:2 now, and was a:1')
  assert.equal(stale({}, { image: fact('a:2') }), 'the image is a:2 now, and was built')
  assert.equal(stale({ image: 'a:1' }, {}), 'the image is not set now, and was a:1')
  assert.equal(stale({ image: 'a:$TAG' }, { image: unknown('a:$TAG') }), undefined)
  assert.equal(stale({ image: 'a:$TAG' }, { image: unknown() }), 'the image is not set now, and was a:$TAG')
  const folder = folderWith({ Dockerfile: 'FROM a\n', 'app.txt': 'x' })
  const build = fact({ context: folder, dockerfile: join(folder, 'Dockerfile'), args: {} })
  const hash = buildHash(build, io)
  assert.ok(hash)
  for (const is of ['proved', 'refused'] as const) assert.equal(stale({ build: hash }, { build }, is), undefined)
  const changed = 'what its image is built from has changed'
  assert.equal(stale({ build: 'other' }, { build }), changed)
  assert.equal(stale({}, { build }), changed)
  const now = container({ user: fact('1') })
  const proof = { is: 'refused', settings: settingsHash(container({ user: fact('2') }), []) } as const
  assert.equal(whyStale(proof, now, io), 'settings that decide what it writes have changed')
})

test('the hash of settings is that of what decides writes, in any order', () => {
  const variable = (name: string, value: string | null, written?: string) => ({
    name,
    value,
    interpolated: false,
    ...(written === undefined ? {} : { written }),
  })
  const volume = (target: string, more: object = {}) =>
    ({ type: 'volume', target, readOnly: false, form: 'short', name: 'v', ...more }) as const
  const hash = (given: Partial<Container>) => settingsHash(container(given), ['/planned'], ['SET'])
  const plain = hash({})
  for (const same of [
    { mounts: listOf(volume('/planned')) },
    { mounts: listOf(volume('/tmp', { implied: true })) },
    { environment: listOf(variable('SET', 'x')) },
  ])
    assert.equal(hash(same as Partial<Container>), plain, JSON.stringify(same))
  for (const other of [
    { mounts: listOf(volume('/data')) },
    { environment: listOf(variable('A', 'x')) },
    { init: fact(true) },
    { workingDir: fact('/a') },
    { entrypoint: fact(['a']) },
    { user: { state: 'unknown', why: 'x' } },
    { security: { ...container({}).security, privileged: fact(true) } },
    { security: { ...container({}).security, capAdd: listOf('CHOWN') } },
    { namespaces: { ...container({}).namespaces, user: fact('host') } },
    { injected: listOf({ kind: 'config', name: 'c', target: '/c', from: 'file' }) },
  ])
    assert.notEqual(hash(other as Partial<Container>), plain, JSON.stringify(other))
  const [a, b] = [variable('A', '1'), variable('B', '2')]
  assert.equal(hash({ environment: listOf(a, b) }), hash({ environment: listOf(b, a) }))
  assert.equal(hash({ mounts: listOf(volume('/a'), volume('/b')) }), hash({ mounts: listOf(volume('/b'), volume('/a')) }))
  assert.notEqual(hash({ mounts: listOf(volume('/a')) }), hash({ mounts: listOf(volume('/a', { readOnly: true })) }))
  assert.notEqual(hash({ environment: listOf(variable('A', '', '$A')) }), hash({ environment: listOf(variable('A', '', '$B')) }))
  assert.notEqual(
    hash({ user: { state: 'unknown', why: 'x', origin: HERE } }),
    hash({ user: { state: 'unknown', why: 'y', origin: HERE } }),
  )
})

test('the hash of a build is that of the files that the build is given', () => {
  const folder = folderWith({ Dockerfile: 'FROM a\n', 'app/x.txt': 'x', '.dockerignore': '# comment\n\n*.log\n' })
  const hash = (more: object = {}) =>
    buildHash(fact({ context: folder, dockerfile: join(folder, 'Dockerfile'), args: {}, ...more }), diskFiles())
  const write = (name: string, text = 'new') => writeFileSync(join(folder, name), text)
  const before = hash()
  for (const name of ['a.log', 'compose.yaml', 'dockseal-proof.yaml']) {
    write(name)
    assert.equal(hash(), before, name)
  }
  for (const name of ['new.txt', 'app/y.txt', '# comment']) {
    write(name)
    assert.notEqual(hash(), before, name)
    rmSync(join(folder, name))
    assert.equal(hash(), before, name)
  }
  write('app/x.txt')
  assert.notEqual(hash(), before)
  write('app/x.txt', 'x')
  assert.notEqual(hash({ args: { A: '1' } }), before)
  assert.equal(hash({ args: { DB_PASSWORD: '1' } }), before)
  assert.notEqual(hash({ target: 'prod' }), before)
  assert.notEqual(hash({ dockerfile: undefined, inline: 'FROM b' }), before)
  assert.equal(buildHash(fact({ context: 'https://example.com/a.git', args: {} }), io), undefined)
  assert.equal(buildHash({ state: 'unset' }, io), undefined)
  const many = (count: number) => {
    const names = Array.from({ length: count }, (_, at) => `f${at}`)
    const files = { ...io, list: (path: string) => (path === '/many' ? names : []), read: () => ({ ok: true, text: '' }) as const }
    return buildHash(fact({ context: '/many', args: {} }), files)
  }
  assert.equal(many(10_001), TOO_LARGE)
  assert.notEqual(many(10_000), TOO_LARGE)
})
