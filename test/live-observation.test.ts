import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Engine } from '../src/live/engine.ts'
import { containerFromInspect } from '../src/live/inspect.ts'
import { observe } from '../src/live/observe.ts'

describe('what a container wrote and could not write', () => {
  const live = (state: object = {}, host: object = {}) => {
    const answer = containerFromInspect({
      Id: 'a'.repeat(64),
      Name: '/web',
      State: { Status: 'running', StartedAt: '2026-11-29T10:00:00Z', ...state },
      HostConfig: { ReadonlyRootfs: true, Tmpfs: { '/tmp': '', '/x': 'exec' }, ...host },
      Config: { Image: 'app', Tty: 'Tty' in host },
    })
    assert.ok(answer.ok)
    return answer.live
  }
  const STARTED = Date.parse('2026-11-29T10:00:00Z')
  /** An engine with this diff and this log; every path that is looked at is a directory, and each look is noted. */
  const engineWith = ({
    changes = [],
    log = Buffer.alloc(0),
    looked = [],
  }: {
    changes?: unknown
    log?: Buffer | string
    looked?: string[]
  }) =>
    ({
      get: async () => (typeof changes === 'string' ? { ok: false, why: changes } : { ok: true, value: changes }),
      bytes: async (path: string) => {
        const file = /\/archive\?path=(.*)$/.exec(path)?.[1]
        if (file !== undefined) {
          looked.push(decodeURIComponent(file))
          return { ok: false, why: 'status 404' }
        }
        return typeof log === 'string' ? { ok: false, why: log } : { ok: true, value: log }
      },
    }) as unknown as Engine

  it('is not asked of one that never ran', async () => {
    const { evidence, missing } = await observe(engineWith({ changes: 'refused' }), live({ Status: 'created' }), STARTED)
    assert.deepEqual([evidence, missing], [{ changed: [], readOnlyErrors: [], readOnlyRoot: true }, []])
  })

  it('says what the engine does not show', async () => {
    const { missing } = await observe(engineWith({ changes: 'status 500', log: 'status 501' }), live(), STARTED)
    assert.deepEqual(missing, ['what it changed (status 500)', 'its log (status 501)'])
    const many = Array.from({ length: 20_001 }, (_, at) => ({ Path: `/tmp/${at}`, Kind: 1 }))
    const notes = async (count: number) =>
      (await observe(engineWith({ changes: many.slice(0, count) }), live({}, { Tmpfs: {} }), STARTED)).missing
    assert.deepEqual(await notes(20_001), ['all but the first 20000 of its changes'])
    assert.deepEqual(await notes(20_000), [])
    const long = await observe(engineWith({ log: Buffer.alloc(4 * 2 ** 20, 'a') }), live(), STARTED)
    assert.deepEqual(long.missing, ['the end of its log, beyond 4 MiB'])
    // A writable container's log is not read.
    const writable = await observe(engineWith({ log: 'status 501' }), live({}, { ReadonlyRootfs: false }), STARTED)
    assert.deepEqual([writable.missing, writable.evidence.readOnlyRoot], [[], false])
  })

  it('says for how long it ran, if it runs and the clocks agree', async () => {
    const ran = async (state: object, seconds: number) =>
      (await observe(engineWith({}), live(state), STARTED + seconds * 1000)).evidence.runningFor
    assert.deepEqual(
      [await ran({}, 90), await ran({}, 0), await ran({}, -5), await ran({ Status: 'exited' }, 90)],
      [90, 0, undefined, undefined],
    )
  })

  it('leaves out errors below a mount, and tells files that a tmpfs does not let run', async () => {
    const looked: string[] = []
    const lines = [
      'mkdir: cannot create directory ‘/tmp/a’: Read-only file system',
      'touch: /srv/b: Read-only file system',
      'mkdir: cannot create directory ‘/opt/c’: Read-only file system',
      'touch: /opt/tmpabcdefgh: Read-only file system',
      'sh: 1: /tmp/run.sh: Permission denied',
      'sh: 1: /x/run.sh: Permission denied',
      'java.io.IOException: Read-only file system',
    ]
    const log = Buffer.from(`${lines.join('\n')}\n`)
    const { evidence } = await observe(engineWith({ log, looked }), live(), STARTED)
    assert.deepEqual(
      evidence.readOnlyErrors.map(({ path }) => path),
      ['/srv/b', '/opt/c', '/opt', undefined],
    )
    assert.deepEqual(
      evidence.execErrors?.map(({ path }) => path),
      ['/tmp/run.sh'],
    )
    // A directory that was to be made, and an error without a path, need no look.
    assert.deepEqual(looked, ['/srv/b'])
    assert.equal((await observe(engineWith({}), live(), STARTED)).evidence.execErrors, undefined)
  })

  it('looks at what has nothing below it, and at the directories of the image above', async () => {
    const looked: string[] = []
    const changes = [
      { Path: '/var', Kind: 0 },
      { Path: '/var/lib', Kind: 0 },
      { Path: '/var/lib/app', Kind: 1 },
      { Path: '/var/lib/app/new', Kind: 1 },
      { Path: '/var/lib/app/new/file', Kind: 1 },
      { Path: '/opt/gone', Kind: 2 },
      { Path: '/var/tmp/x', Kind: 1 },
      { Path: '/top', Kind: 1 },
    ]
    await observe(engineWith({ changes, looked }), live({}, { Tmpfs: {}, ReadonlyRootfs: false }), STARTED)
    assert.deepEqual(looked.sort(), ['/opt', '/top', '/var/lib', '/var/lib/app', '/var/lib/app/new', '/var/lib/app/new/file'])
  })

  it('knows what was deleted where the upper directory was read', async () => {
    const upper = async () => [{ path: '/tmp/seen', kind: 'added' }] as const
    const { evidence } = await observe(engineWith({}), live({}, { ReadonlyRootfs: false }), STARTED, upper)
    assert.deepEqual([evidence.seesDeleted, evidence.changed.map(({ path }) => path)], [true, ['/tmp/seen']])
    const unread = await observe(engineWith({}), live(), STARTED, async () => undefined)
    assert.equal(unread.evidence.seesDeleted, undefined)
  })
})
