import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { bytesBelow, intentsFor, plannedPaths, precautions, provedPath, sizeFor } from '../src/commands/prove/plans.ts'
import type { Reason, WritePath } from '../src/model/write-plan.ts'
import { onVolume, planOf, refusal, seen, writePath } from './prove-rounds.ts'

const MB = 2 ** 20

describe('precautions', () => {
  it('are paths at which nothing was seen, and settings that the image was only seen to touch', () => {
    const usual = writePath('/usual', { without: { effect: 'works', what: 'nothing' } })
    const guess = writePath('/guess', { confidence: 'default' })
    const touched = (more: Partial<WritePath>, evidence: Reason['evidence'] = 'observed') =>
      writePath('/etc/app', { kind: 'config', shipsContent: true, ...more }, evidence)
    const both: WritePath = {
      ...touched({}),
      because: [
        { evidence: 'observed', text: 'a' },
        { evidence: 'image-record', text: 'b' },
      ],
    }
    const named = { knowledge: { match: 'name' } }
    const left = (path: WritePath, more: object = { knowledge: undefined }) => precautions(planOf([path], more)).length === 1
    assert.ok(left(guess))
    assert.ok(left(usual))
    assert.ok(!left(writePath('/tmp')))
    assert.ok(!left(writePath('/tmp', { without: { effect: 'fails', what: 'the start' } })))
    assert.ok(!left(writePath('/tmp', { confidence: 'default' }, 'observed')))
    assert.ok(!left(writePath('/tmp', { confidence: 'default' }, 'log')))
    assert.ok(left(touched({}), named))
    assert.ok(!left(touched({})))
    assert.ok(!left(touched({}), { knowledge: { match: 'base' } }))
    assert.ok(!left(touched({ kind: 'data' }), named))
    assert.ok(!left(touched({ shipsContent: false }), named))
    assert.ok(!left(both, named))
    assert.ok(!left({ ...guess, mount: { as: 'covered', by: 'engine', target: '/guess' } }))
  })
})

describe('a mount of a sealed round', () => {
  it('has four times the bytes that were used, a power of two, and never less than its kind needs', () => {
    assert.deepEqual(
      [sizeFor('runtime', 0), sizeFor('scratch', 1), sizeFor('cache', 16 * MB), sizeFor('log', 5 * MB)],
      [16 * MB, 64 * MB, 64 * MB, 32 * MB],
    )
    const evidence = seen(
      [],
      [
        { path: '/tmp/a', kind: 'added', size: 10 },
        { path: '/tmp', kind: 'changed' },
        { path: '/tmpfile', kind: 'added', size: 100 },
      ],
    ).evidence
    assert.equal(bytesBelow('/tmp', evidence), 10)
    assert.equal(bytesBelow('/tmp', undefined), 0)
  })

  it('is there for each planned path that is not left out', () => {
    const large = writePath('/large', { mount: { as: 'tmpfs', options: { size: 256 * MB, mode: 0o700 } } })
    const plan = planOf([
      writePath('/tmp'),
      large,
      onVolume('/data'),
      writePath('/in', { mount: { as: 'covered', by: 'engine', target: '/in' } }),
    ])
    const used = seen([], [{ path: '/tmp/a', kind: 'added', size: 40 * MB }]).evidence
    assert.deepEqual(
      plannedPaths(plan).map(({ path }) => path),
      ['/tmp', '/large', '/data'],
    )
    assert.deepEqual(intentsFor(plan, new Set(), used), [
      { do: 'set-read-only-root' },
      { do: 'add-tmpfs', path: '/tmp', options: { size: 256 * MB } },
      { do: 'add-tmpfs', path: '/large', options: { size: 256 * MB, mode: 0o700 } },
      { do: 'add-volume', path: '/data', name: 'data' },
    ])
    assert.deepEqual(
      intentsFor(plan, new Set(['/tmp', '/data']), used).map((intent) => ('path' in intent ? intent.path : '')),
      ['', '/large'],
    )
    assert.deepEqual(intentsFor(refusal(), new Set(), used), [])
  })

  it('is written into the proof as it was tried, with room for what was used', () => {
    const intents = intentsFor(planOf([writePath('/tmp'), onVolume('/data')]), new Set(), undefined)
    const proof = (path: WritePath, used = 0) => provedPath(path, intents, used)
    assert.deepEqual(proof(writePath('/tmp')), {
      path: '/tmp',
      kind: 'scratch',
      mount: { as: 'tmpfs', options: { size: 64 * MB } },
      method: 'image record',
      example: 'what writes /tmp',
    })
    assert.deepEqual(proof(writePath('/tmp', {}, 'observed'), 40 * MB)?.mount, { as: 'tmpfs', options: { size: 256 * MB } })
    assert.deepEqual([proof(onVolume('/data'))?.mount, proof(writePath('/other'))], [{ as: 'volume' }, undefined])
    const setting = { do: 'set-tmpfs-options', path: '/set', options: {} } as const
    assert.equal(provedPath(writePath('/set'), [setting], 0), undefined)
    assert.equal(proof({ ...writePath('/data'), shipsContent: true })?.ships, true)
  })
})
