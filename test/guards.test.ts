import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type ImageRecord, planWrites, readContainers } from '../src/index.ts'
import { sameButFor } from '../src/sources/compose/edit/verify.ts'
import { readModel } from '../src/sources/compose/edit/yaml-model.ts'
import { parseText } from '../src/sources/compose/text.ts'

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
  const model = (text: string) => {
    const document = parseText('a.yaml', text).parsed?.document ?? assert.fail('no document')
    return readModel('a.yaml', text, document)
  }
  const before = 'services:\n  web: {image: nginx}\nvolumes:\n  old: {}\n'
  const check = (after: string, volumes: Record<string, readonly string[]>) => {
    const added = new Map([['volumes', new Map(Object.entries(volumes).map(([name, keys]) => [name, new Set(keys)]))]] as const)
    return sameButFor(model(before), model(after), { keys: new Map(), filled: new Set(), added })
  }

  it('a new entry is accepted where it was meant', () => {
    assert.equal(check(`${before}  new: {}\n`, { new: [] }), true)
    assert.equal(check(`${before}  new:\n`, { new: [] }), true)
  })

  it('no other one, no key that nobody asked for, and none missing', () => {
    assert.equal(check(`${before}  other: {}\n`, { new: [] }), false)
    assert.equal(check(`${before}  new: {driver: x}\n`, { new: [] }), false)
    assert.equal(check(`${before}  new: {driver: x}\n`, { new: ['driver'] }), true)
    assert.equal(check(before, { new: [] }), false)
    assert.equal(check(before.replace('old', 'new'), { new: [] }), false)
  })
})
