import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import type { Engine } from '../src/live/engine.ts'
import { containerFromInspect } from '../src/live/inspect.ts'
import { demultiplex, observe, readChanges } from '../src/live/observe.ts'
import { findExecErrors, findReadOnlyErrors } from '../src/live/read-only-errors.ts'
import { limitsOfEvidence } from '../src/plan/from-evidence.ts'

/** A log line as a program prints it, the path it names, and the program. */
const LINES: readonly (readonly [line: string, path: string | undefined, program: string | undefined])[] = [
  ['sh: 1: cannot create /data/x: Read-only file system', '/data/x', 'sh'],
  ['/docker-entrypoint.sh: 12: cannot create /etc/app/conf: Read-only file system', '/etc/app/conf', 'docker-entrypoint.sh'],
  ['/bin/sh: can’t create /srv/y: Read-only file system', '/srv/y', 'sh'],
  ['/usr/local/bin/start.sh: line 7: /etc/foo/bar.conf: Read-only file system', '/etc/foo/bar.conf', 'start.sh'],
  ['/usr/local/bin/start.sh: line 9: cannot create temp file for here-document: Read-only file system', '/tmp', 'start.sh'],
  ['bash: /x: Read-only file system', '/x', 'bash'],
  ['mkdir: cannot create directory ‘/var/lib/app’: Read-only file system', '/var/lib/app', 'mkdir'],
  ["mkdir: can't create directory '/var/lib/app': Read-only file system", '/var/lib/app', 'mkdir'],
  ["touch: cannot touch '/opt/app/.lock': Read-only file system", '/opt/app/.lock', 'touch'],
  ['touch: /opt/app/.lock: Read-only file system', '/opt/app/.lock', 'touch'],
  ["chown: changing ownership of '/home/app': Read-only file system", '/home/app', 'chown'],
  ["mv: cannot move '/tmp/a' to '/usr/share/b': Read-only file system", '/usr/share/b', 'mv'],
  ["sed: couldn't open temporary file /etc/nginx/sedQ3fX9a: Read-only file system", '/etc/nginx', 'sed'],
  ['nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)', '/var/cache/nginx/client_temp', 'nginx'],
  ['2026/11/24 18:29:36 [emerg] 1#1: open() "/run/nginx.pid" failed (30: Read-only file system)', '/run/nginx.pid', undefined],
  [
    '20-envsubst-on-templates.sh: ERROR: /etc/nginx/templates exists, but /etc/nginx/conf.d is not writable',
    '/etc/nginx/conf.d',
    '20-envsubst-on-templates.sh',
  ],
  ["OSError: [Errno 30] Read-only file system: '/app/cache'", '/app/cache', 'python'],
  ["FileNotFoundError: [Errno 2] No usable temporary directory found in ['/tmp', '/var/tmp', '/usr/tmp', '/app']", '/tmp', 'python'],
  ["Error: EROFS: read-only file system, open '/app/uploads/a.png'", '/app/uploads/a.png', 'node'],
  ["[Error: EROFS: read-only file system, rename '/tmp/a' -> '/app/b'] {", '/app/b', 'node'],
  ["npm error rofs EROFS: read-only file system, mkdir '/root/.npm/_cacache'", '/root/.npm/_cacache', 'node'],
  ["Error: ENOENT: no such file or directory, mkdir '/srv/app/data'", '/srv/app/data', 'node'],
  ['java.io.FileNotFoundException: /opt/app/logs/app.log (Read-only file system)', '/opt/app/logs/app.log', 'java'],
  ['Caused by: java.nio.file.FileSystemException: /opt/app/data/x: Read-only file system', '/opt/app/data/x', 'java'],
  ['java.io.IOException: Read-only file system', undefined, 'java'],
  [
    '2026-11-24 18:29:39.292 UTC [1] FATAL:  could not create lock file "/var/run/postgresql/.s.PGSQL.5432.lock": Read-only file system',
    '/var/run/postgresql/.s.PGSQL.5432.lock',
    undefined,
  ],
  ['initdb: error: could not create directory "/srv/pg": Read-only file system', '/srv/pg', 'initdb'],
  [
    "mariadbd: Can't create/write to file '/run/mysqld/mysqld.pid' (Errcode: 30 \"Read-only file system\")",
    '/run/mysqld/mysqld.pid',
    'mysqld',
  ],
  ["[ERROR] [MY-010119] [Server] Can't create/write to file '/tmp/ibQ4x3aZ' (OS errno 30 - Read-only file system)", '/tmp', 'mysqld'],
  ["2026-11-24 18:29:41 0 [ERROR] Can't start server : Bind on unix socket: Read-only file system", undefined, undefined],
  ['panic: open /etc/app/state.json: read-only file system', '/etc/app/state.json', undefined],
  ['{"level":"error","msg":"mkdir /data/x: read-only file system","ts":1}', '/data/x', undefined],
  ['{"msg":"open \\"/data/y\\": read-only file system"}', '/data/y', undefined],
  ['Error: rename /var/lib/a/x.tmp /var/lib/a/x: read-only file system', '/var/lib/a/x', undefined],
  ['Read-only file system @ rb_sysopen - /app/tmp/pids/server.pid (Errno::EROFS)', '/app/tmp/pids/server.pid', 'ruby'],
  [
    'PHP Warning:  file_put_contents(/var/www/html/c.txt): Failed to open stream: Read-only file system in /var/www/html/i.php on line 3',
    '/var/www/html/c.txt',
    'php',
  ],
  ["System.IO.IOException: Read-only file system : '/app/keys/k.xml'", '/app/keys/k.xml', 'dotnet'],
  ['(30)Read-only file system: AH00099: could not create /run/apache2/apache2.pid.Xa81Ck', '/run/apache2/apache2.pid.Xa81Ck', 'apache2'],
  [
    '1:M 24 Nov 2026 18:29:36.651 # Failed opening the temp RDB file temp-1.rdb (in server root dir /data) for saving: Read-only file system',
    '/data',
    undefined,
  ],
  ['Os { code: 30, kind: ReadOnlyFilesystem, message: "Read-only file system" }', undefined, undefined],
  ['failed to create /var/lib/app/db: Read-only file system (os error 30)', '/var/lib/app/db', undefined],
  ['s6-mkdir: warning: unable to mkdir /run/s6: Read-only file system', '/run/s6', 's6-mkdir'],
  ['\u001b[31mmkdir: cannot create directory ‘/a b’: Read-only file system\u001b[0m', '/a b', 'mkdir'],
]

test('the path and the program of each shape of error line', () => {
  for (const [line, path, program] of LINES) {
    const [error, ...rest] = findReadOnlyErrors(line)
    assert.ok(error, line)
    assert.equal(rest.length, 0)
    assert.deepEqual({ path: error.path, program: error.program }, { path, program }, line)
  }
})

test('a name of the moment stands for its directory, and a directory that was to be made is told as one', () => {
  const flags = (line: string) => findReadOnlyErrors(line).map(({ path, inside, madeDirectory }) => ({ path, inside, madeDirectory }))[0]
  assert.deepEqual(flags("OSError: [Errno 30] Read-only file system: '/var/lib/foo/tmpabcdefgh'"), {
    path: '/var/lib/foo',
    inside: true,
    madeDirectory: undefined,
  })
  assert.equal(flags("sed: couldn't open temporary file /etc/svc/sedAbC123: Read-only file system")?.path, '/etc/svc')
  assert.equal(flags('mkdir: cannot create directory ‘/opt/state’: Read-only file system')?.madeDirectory, true)
  assert.equal(flags('touch: /opt/app/.lock: Read-only file system')?.inside, undefined)
})

test('a file that may not be executed on a tmpfs is told, a file that may not be written is not', () => {
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['sh: 1: /tmp/run.sh: Permission denied', '/tmp/run.sh'],
    ['/bin/sh: line 3: /tmp/tool: Permission denied', '/tmp/tool'],
    ['Error: spawn /tmp/esbuild EACCES', '/tmp/esbuild'],
    ['fork/exec /tmp/plugin: permission denied', '/tmp/plugin'],
    ["PermissionError: [Errno 13] Permission denied: '/tmp/hook.py'", '/tmp/hook.py'],
    ['java.lang.UnsatisfiedLinkError: /tmp/libjna.so: failed to map segment from shared object: Operation not permitted', '/tmp/libjna.so'],
    ['could not open /tmp/file: Permission denied', undefined],
    ['sh: 1: /srv/run.sh: Permission denied', undefined],
  ]
  for (const [line, path] of lines) assert.equal(findExecErrors(line, ['/tmp'])[0]?.path, path, line)
})

test('lines of a working service are no evidence', () => {
  const quiet = [
    '2026-11-24 ready to accept connections',
    'GET /read-only/file HTTP/1.1" 200',
    'transaction is read-only',
    '10-listen-on-ipv6-by-default.sh: info: can not modify /etc/nginx/conf.d/default.conf (read-only file system?)',
    '[error] 9#9: *1 FastCGI sent in stderr: "PHP message: PHP Warning: session_start(): open(/var/lib/php/s, O_RDWR) failed: Read-only file system (30)"',
    'error 30: something else at /tmp/x',
    '/etc/nginx/conf.d/default.conf differs from the packaged version',
    'Errno::EACCES: Permission denied @ rb_sysopen - /app/x',
  ]
  for (const line of quiet) assert.deepEqual(findReadOnlyErrors(line), [], line)
})

test('a path is told once, however often the log repeats it, and the number of errors is bounded', () => {
  const repeated = Array.from({ length: 500 }, (_, i) => `[${i}] mkdir /data/x: read-only file system`).join('\n')
  assert.equal(findReadOnlyErrors(repeated).length, 1)
  const many = Array.from({ length: 500 }, (_, i) => `mkdir /data/x${i}: read-only file system`).join('\n')
  assert.equal(findReadOnlyErrors(many, 20).length, 20)
  const long = `touch /x: read-only file system ${'y'.repeat(1_000_000)}`
  assert.ok((findReadOnlyErrors(long)[0]?.line.length ?? 0) <= 400)
})

function frame(kind: number, content: string): Buffer {
  const body = Buffer.from(content)
  const header = Buffer.alloc(8)
  header[0] = kind
  header.writeUInt32BE(body.length, 4)
  return Buffer.concat([header, body])
}

test('frames of both streams are put together, a line cut over two frames too', () => {
  const log = demultiplex(Buffer.concat([frame(1, 'one\ntw'), frame(2, 'error\n'), frame(1, 'o\n')]))
  assert.equal(log, 'one\ntwo\n\nerror\n')
  assert.equal(demultiplex(Buffer.from('a terminal writes plainly\n')), 'a terminal writes plainly\n')
  assert.equal(demultiplex(frame(1, 'cut here').subarray(0, 11)), 'cut')
  assert.equal(demultiplex(Buffer.alloc(0)), '')
  // Each byte of a header must be one that the engine writes: kind 0 to 2, then three zeros.
  for (const head of [
    [3, 0, 0, 0],
    [1, 1, 0, 0],
    [1, 0, 1, 0],
    [1, 0, 0, 1],
  ]) {
    const bytes = Buffer.from([...head, 0, 0, 0, 1, 65])
    assert.equal(demultiplex(bytes), bytes.toString(), head.join())
  }
  // A header that promises more than there is, and one that is none.
  assert.equal(demultiplex(Buffer.from([1, 0, 0, 0, 255, 255, 255, 255, 104, 105])), 'hi')
  assert.match(demultiplex(Buffer.concat([frame(1, 'ok\n'), Buffer.from('not a frame at all')])), /ok\n\nnot a frame/)
})

test('changes without the engine’s own files, mount points and the directories made for them', () => {
  const answer = [
    { Path: '/run', Kind: 0 },
    { Path: '/run/nginx.pid', Kind: 1 },
    { Path: '/etc', Kind: 0 },
    { Path: '/etc/resolv.conf', Kind: 1 },
    { Path: '/.dockerenv', Kind: 1 },
    { Path: '/srv', Kind: 1 },
    { Path: '/srv/data', Kind: 1 },
    { Path: '/opt/app/old', Kind: 2 },
    { Path: '/var/run/x', Kind: 7 },
    { Path: 'relative', Kind: 1 },
    'junk',
  ]
  assert.deepEqual(readChanges(answer, ['/srv/data', '/dev/shm']), [
    { path: '/run', kind: 'changed' },
    { path: '/run/nginx.pid', kind: 'added' },
    { path: '/opt/app/old', kind: 'deleted' },
  ])
  assert.deepEqual(readChanges(null, []), [])
  // A directory above a mount point stays where something else below it changed.
  const shared = [
    { Path: '/data', Kind: 0 },
    { Path: '/data/mount', Kind: 1 },
    { Path: '/data/file', Kind: 1 },
  ]
  assert.deepEqual(
    readChanges(shared, ['/data/mount']).map(({ path }) => path),
    ['/data', '/data/file'],
  )
})

test('a health check that cannot write complains where no log tells', async () => {
  const answer = containerFromInspect({
    Id: 'a'.repeat(64),
    Name: '/web',
    State: {
      Status: 'running',
      Health: { Status: 'unhealthy', Log: [{ Output: "sh: can't create /var/lib/app/ok: Read-only file system\n" }] },
    },
    HostConfig: { ReadonlyRootfs: true },
    Config: { Image: 'app' },
  })
  assert.ok(answer.ok)
  const engine = {
    get: async () => ({ ok: true, value: [] }),
    bytes: async () => ({ ok: true, value: Buffer.alloc(0) }),
  } as unknown as Engine
  const { evidence } = await observe(engine, answer.live, 0)
  assert.deepEqual(
    evidence.readOnlyErrors.map(({ path }) => path),
    ['/var/lib/app/ok'],
  )
})

test('evidence of a short run says that it proves little', () => {
  const base = { changed: [{ path: '/var/cache/x', kind: 'added' }], readOnlyErrors: [], readOnlyRoot: false } as const
  assert.match(limitsOfEvidence({ ...base, runningFor: 45 }).join(), /has run for 45 seconds only/)
  assert.match(limitsOfEvidence({ ...base, runningFor: 200 }).join(), /has run for 3 minutes only: use it, restart it/)
  assert.match(limitsOfEvidence(base).join(), /does not run now/)
  assert.match(
    limitsOfEvidence({ ...base, runningFor: 90_000 }).join(),
    /does not show files that were deleted again and what it writes when it stops/,
  )
  assert.deepEqual(limitsOfEvidence({ ...base, seesDeleted: true }).length, 1)
  assert.deepEqual(limitsOfEvidence({ ...base, runningFor: 45, readOnlyRoot: true }), [])
})

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
