import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type EditableContainer, planEdits } from '../src/engine-command/edit/plan.ts'
import { type ImageRecord, planWrites, readContainers } from '../src/index.ts'
import { checkedEdits } from '../src/lint/checked-edits.ts'
import { lookAt, readArchive } from '../src/live/observe.ts'
import { applyIntent } from '../src/model/apply-intent.ts'
import type { Container } from '../src/model/container.ts'
import type { Intent } from '../src/model/intent.ts'
import { keepsRest } from '../src/sources/compose/edit/check.ts'
import { parseText } from '../src/sources/compose/text.ts'
import type { Document } from '../src/sources/source.ts'
import type { TextEdit } from '../src/text/edit.ts'
import { container } from './container-builder.ts'

function planOf(service: string, images: readonly ImageRecord[] = []) {
  const [container] = readContainers(`services:\n  web:\n${service}`)
  return planWrites(container ?? assert.fail('no container'), { images })
}

describe('a plan', () => {
  it('puts what wger keeps of its users on a volume', () => {
    const media = planOf('    image: wger/server:2.3\n').paths.find(({ path }) => path === '/home/wger/media')
    assert.deepEqual([media?.kind, media?.mount.as], ['data', 'volume'])
  })

  it('is less sure where an obstacle depends on what is not known', () => {
    const record: ImageRecord = {
      names: ['acme/app'],
      checked: '2026-11-29',
      writes: [],
      obstacles: [
        { effect: 'fails', when: { env: { THEME: { matches: '.' } } }, why: 'it changes its pages', evidence: ['acme/app start.sh'] },
      ],
    }
    const known = planOf('    image: acme/app:1\n', [record])
    const undecided = planOf('    image: acme/app:1\n    environment: {THEME: "${THEME}"}\n', [record])
    assert.equal(known.confidence, 'known')
    assert.equal(undecided.confidence, 'default')
    assert.match(undecided.notes.join('\n'), /it changes its pages/)
  })
})

describe('an edited Compose file is read again, and', () => {
  const project = (text: string) => ({ documents: new Map([['a.yaml', parseText('a.yaml', text).parsed ?? assert.fail('no document')]]) })
  const before = 'services:\n  web: {image: nginx}\n  none:\nvolumes:\n  old: {}\n'
  const check = (after: string) => keepsRest(project(before), project(after))

  it('new entries and the keys of a service may differ', () => {
    assert.ok(check(`${before}  new: {}\n`))
    assert.ok(check(`${before}  new:\n`))
    assert.ok(check(before.replace('image: nginx', 'read_only: true, image: nginx, tmpfs: [/tmp]')))
    assert.ok(check(before.replace('none:', 'none: {read_only: true}')))
    assert.ok(check(before.replace('services:', 'services:\n  other: {}')))
  })

  it('nothing else', () => {
    assert.ok(!check(before.replace('old', 'new')))
    assert.ok(!check(before.replace('old: {}', 'old: {driver: x}')))
    assert.ok(!check(before.replace('image: nginx', 'image: caddy')))
    assert.ok(!check(before.replace('image: nginx', 'image: nginx, user: x')))
    assert.ok(!check(before.replace('none:', 'none: x')))
  })
})

describe('the edit of a command', () => {
  const SEAL = { do: 'set-read-only-root' } as const
  const TMPFS = { do: 'add-tmpfs', path: '/tmp', options: {} } as const
  const at = (name: string) =>
    container({ name, image: { state: 'set', value: 'nginx', origin: { kind: 'text', file: 'a.sh', span: [0, 1] } } })
  const entryOf = (
    target: Container,
    edits: readonly TextEdit[],
    refused: readonly { intent: Intent; why: string }[] = [],
  ): EditableContainer => ({
    container: target,
    spec: { flags: [] } as unknown as EditableContainer['spec'],
    edit: (intents) => {
      const left = refused.filter(({ intent }) => intents.includes(intent))
      return { edits: intents.length > left.length ? edits : [], refused: left }
    },
  })
  const run = (
    entries: readonly EditableContainer[],
    reread: (text: string) => readonly Container[],
    intents: readonly Intent[] = [SEAL],
  ) => {
    const changes = entries.map(({ container: target }) => ({ container: target, intents }))
    const byContainer = new Map(entries.map((entry) => [entry.container, entry]))
    const text = 'docker run nginx\n'
    const document: Document = {
      ...{ file: 'a.sh', images: [], problems: [], comments: [] },
      texts: new Map([['a.sh', text]]),
      containers: [...byContainer.keys()],
      edit: (each) => planEdits('a.sh', byContainer, each),
    }
    const { edits, refused } = checkedEdits(document, changes, [], (texts) => {
      return { ...document, texts, containers: reread(texts.get('a.sh') ?? text) }
    })
    return { edits: edits.flatMap((each) => each.edits), refused: refused.map(({ why }) => why) }
  }
  const edit = { span: [10, 10], text: ' --read-only' } as const

  it('is refused where the text, read again, says anything else than was wanted', () => {
    const web = at('web')
    const sealed = applyIntent(web, SEAL)
    const other = { ...sealed, image: { state: 'unknown', why: 'x' } } as const
    const entries = [entryOf(web, [edit])]
    assert.deepEqual(
      run(entries, () => [sealed]),
      { edits: [edit], refused: [] },
    )
    for (const after of [[], [sealed, sealed], [web], [other]]) {
      const { edits, refused } = run(entries, () => after)
      assert.deepEqual(edits, [])
      assert.match(refused.join(), /would not read as it should/)
    }
  })

  it('of two containers at one place is made for the first, unless both are the same', () => {
    const [web, db] = [at('web'), at('db')]
    const clash = run([entryOf(web, [edit]), entryOf(db, [{ ...edit, text: ' --read-only --init' }])], () => [applyIntent(web, SEAL), db])
    assert.deepEqual(clash, { edits: [edit], refused: ['another container is changed at the same place'] })
    const both = () => [web, db].map((each) => applyIntent(each, SEAL))
    assert.deepEqual(run([entryOf(web, [edit]), entryOf(db, [edit])], both), { edits: [edit], refused: [] })
  })

  it('is refused with the others where all together read wrong, and alone where only one does', () => {
    const [web, db] = [at('web'), at('db')]
    const other = { span: [3, 3], text: 'x' } as const
    const entries = [entryOf(web, [edit]), entryOf(db, [other])]
    const read = (isRight: (both: boolean, ofDb: boolean) => boolean) => (text: string) => {
      const [ofWeb, ofDb] = [text.includes('--read-only'), text.startsWith('docx')]
      if (!isRight(ofWeb && ofDb, ofDb)) return []
      return [ofWeb ? applyIntent(web, SEAL) : web, ofDb ? applyIntent(db, SEAL) : db]
    }
    assert.deepEqual(
      run(
        entries,
        read((both) => !both),
      ).edits,
      [],
    )
    const { edits, refused } = run(
      entries,
      read((_, ofDb) => !ofDb),
    )
    assert.deepEqual(edits, [edit])
    assert.match(refused.join(), /^the file would not read as it should/)
  })

  it('seals with all mounts or not at all', () => {
    const web = at('web')
    const { edits, refused } = run([entryOf(web, [edit], [{ intent: TMPFS, why: 'no place' }])], () => [web], [SEAL, TMPFS])
    assert.deepEqual(edits, [])
    assert.deepEqual(refused, ['no place', 'it belongs together with a change that cannot be made: no place'])
  })
})

describe('an archive', () => {
  const header = (name: string, fields: Readonly<Record<number, string>> = {}) => {
    const block = new Uint8Array(512)
    const put = (at: number, text: string) => block.set(new TextEncoder().encode(text), at)
    for (const [at, text] of Object.entries({ 0: name, 257: 'ustar', ...fields })) put(Number(at), text)
    return block
  }
  const join = (...blocks: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(blocks))
  const names = (bytes: Uint8Array) => readArchive(bytes).map(({ name }) => name)

  it('ends where its header is none, or its size no number', () => {
    assert.deepEqual(names(join(header('etc/x'), new Uint8Array(512), header('etc/y'))), ['etc/x'])
    assert.deepEqual(names(join(header('etc/x', { 124: 'none' }), header('etc/y'))), [])
    assert.deepEqual(names(header('etc/x').subarray(0, 511)), [])
    assert.deepEqual(readArchive(new Uint8Array(4096)), [])
  })

  it('has its entries by their types, owners, modes and sizes, without extended headers', () => {
    const content = new Uint8Array(1024)
    const file = header('x', { 100: '0104644', 108: '0001750', 116: '0000144', 124: '00000001001', 345: 'long/folder' })
    const bytes = join(
      ...[header('pax', { 156: 'x' }), header('global', { 156: 'g' }), header('name', { 156: 'L' })],
      ...[file, content, header('d/', { 156: '5' }), header('f', { 156: '0' }), header('l', { 156: '2' })],
    )
    assert.deepEqual(
      readArchive(bytes).map(({ name, type }) => [name, type]),
      [
        ['long/folder/x', 'file'],
        ['d/', 'directory'],
        ['f', 'file'],
        ['l', 'other'],
      ],
    )
    const { mode, uid, gid, size } = readArchive(bytes)[0] ?? assert.fail('no entry')
    assert.deepEqual([mode, uid, gid, size], [0o4644, 0o1750, 0o144, 513])
  })

  it('of a path tells whether the directory ships anything of its own', async () => {
    const look = (bytes: Uint8Array, kindOf: Parameters<typeof lookAt>[3] = () => undefined) =>
      lookAt({ bytes: async () => ({ ok: true, value: bytes }) } as never, 'id', '/var/app', kindOf)
    const directory = header('app/', { 156: '5' })
    assert.equal((await look(join(directory, header('app/x'))))?.ships, true)
    assert.equal(
      (await look(join(directory, header('app/x/', { 156: '5' })), (path) => (path === '/var/app/x' ? 'added' : undefined)))?.ships,
      false,
    )
    assert.equal((await look(join(directory, header('app/x')), () => 'changed'))?.ships, 'changed')
    assert.equal((await look(join(directory, header('app/x/', { 156: '5' })), () => 'changed'))?.ships, true)
    assert.equal((await look(directory))?.ships, false)
    // What lies behind a large file was not read.
    const large = join(directory, header('app/x', { 124: '77777777777' }), new Uint8Array(2 ** 20))
    assert.equal((await look(large, () => 'added'))?.ships, undefined)
    assert.deepEqual(Object.keys((await look(header('app'))) ?? {}), ['type', 'owner', 'mode', 'size'])
    assert.equal(await look(new Uint8Array(0)), undefined)
  })
})
