import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readArchive } from '../src/live/observe.ts'
import { readUpper, upperOfMountinfo } from '../src/live/upper.ts'
import type { ChangedPath } from '../src/model/evidence.ts'
import { needsFromEvidence } from '../src/plan/from-evidence.ts'

const CREATED = 1_795_979_000
const BEFORE = CREATED - 500
const AFTER = CREATED + 5

/** Lines as `stat -c '%f %t %T %u %g %s %Y %n'` prints them of an upper directory. */
const LISTING = `41ed 0 0 0 0 4096 ${AFTER} /u
41ed 0 0 0 0 4096 ${BEFORE} /u/app
41ed 0 0 0 0 4096 ${AFTER} /u/app/spool
41ed 0 0 3e8 3e8 0 ${AFTER} not a line of ours
41ed 0 0 1000 1000 4096 ${AFTER} /u/var/lib/gen
81ed 0 0 1000 1000 12 ${AFTER} /u/var/lib/gen/tool with blanks
2000 0 0 0 0 0 ${AFTER} /u/opt/app/gone
41ed 0 0 0 0 4096 ${AFTER} /u/srv
41ed 0 0 0 0 4096 ${AFTER} /u/srv/data
41ed 0 0 0 0 4096 ${AFTER} /u/dev
41ed 0 0 0 0 4096 ${AFTER} /u/run
41ed 0 0 0 0 4096 ${AFTER} /u/run/secrets
81a4 0 0 0 0 9 ${AFTER} /u/etc/hostname
`

const DIFF: readonly ChangedPath[] = [
  { path: '/var/lib/gen', kind: 'added' },
  { path: '/var/lib/gen/tool with blanks', kind: 'added' },
]

test('the upper directory tells where something came and went, and leaves out what the engine made', () => {
  const found = readUpper(LISTING, '/u', { diff: DIFF, targets: ['/srv/data'], created: CREATED })
  const by = new Map(found.map((entry) => [entry.path, entry]))
  assert.deepEqual([...by.keys()].sort(), [
    '/app',
    '/app/spool',
    '/opt/app/gone',
    '/run',
    '/srv',
    '/var/lib/gen',
    '/var/lib/gen/tool with blanks',
  ])
  assert.equal(by.get('/app')?.entriesChanged, undefined)
  assert.equal(by.get('/app/spool')?.entriesChanged, true)
  // The engine made the mount point below it.
  assert.equal(by.get('/srv')?.entriesChanged, undefined)
  // So it did for a secret.
  assert.equal(by.get('/run')?.entriesChanged, undefined)
  assert.equal(by.get('/opt/app/gone')?.kind, 'deleted')
  assert.deepEqual(by.get('/var/lib/gen/tool with blanks'), {
    path: '/var/lib/gen/tool with blanks',
    kind: 'added',
    type: 'file',
    owner: { uid: 1000, gid: 1000 },
    mode: 0o755,
    size: 12,
  })
  const { needs } = needsFromEvidence({ changed: found, readOnlyErrors: [], readOnlyRoot: false, seesDeleted: true }, [])
  assert.deepEqual(
    needs.map(({ path, exec, owner }) => [path, exec ?? false, owner?.uid]),
    [
      ['/app/spool', false, 0],
      ['/var/lib/gen', true, 1000],
      ['/opt/app', false, undefined],
    ],
  )
})

test('the upper directory is found in the mounts of the first process', () => {
  const line = '1045 980 0:52 / / rw,relatime - overlay overlay rw,lowerdir=/l/A:/l/B,upperdir=/var/lib/docker/overlay2/9f/diff,workdir=/w'
  assert.equal(upperOfMountinfo(`20 1 8:1 /data /data rw - ext4 /dev/sda1 rw\n${line}\n`), '/var/lib/docker/overlay2/9f/diff')
  assert.equal(upperOfMountinfo('20 1 8:1 / / rw - ext4 /dev/sda1 rw\n'), undefined)
})

/** A tar header as Go's archive/tar writes it. */
function header(name: string, flag: string, { size = 0, mode = 0o755, uid = 0 } = {}): Buffer {
  const block = Buffer.alloc(512)
  block.write(name, 0)
  block.write(mode.toString(8).padStart(7, '0'), 100)
  block.write(uid.toString(8).padStart(7, '0'), 108)
  block.write('0000000', 116)
  block.write(size.toString(8).padStart(11, '0'), 124)
  block.write(flag, 156)
  block.write('ustar\x0000', 257)
  return block
}

test('the first bytes of an archive tell what lies at a path', () => {
  const archive = Buffer.concat([
    header('x', 'x', { size: 10 }),
    Buffer.alloc(512),
    header('state/', '5', { uid: 101, mode: 0o1777 }),
    header('state/a', '0', { size: 600 }),
  ])
  assert.deepEqual(readArchive(archive), [
    { name: 'state/', type: 'directory', mode: 0o1777, uid: 101, gid: 0, size: 0 },
    { name: 'state/a', type: 'file', mode: 0o755, uid: 0, gid: 0, size: 600 },
  ])
  assert.deepEqual(readArchive(Buffer.from('no archive')), [])
  assert.deepEqual(readArchive(archive.subarray(0, 700)), [])
})
