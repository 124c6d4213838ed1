import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { type Recording, readRecording } from '../src/live/recordings/recording.ts'
import { needsFromEvidence } from '../src/plan/from-evidence.ts'
import { dockseal, folderWith } from './cli.ts'

function recordings(text: string): readonly Recording[] {
  const read = readRecording(text)
  assert.ok(read.ok, read.ok ? '' : read.why)
  return read.recordings
}

const fixture = (name: string) => recordings(readFileSync(`fixtures/recordings/${name}`, 'utf8'))

/** Where a recording says that something is written, as a plan would mount it. */
const mounts = ({ evidence }: Recording) => needsFromEvidence(evidence, []).needs.map(({ path, kind }) => `${kind} ${path}`)

test('trace_open of Inspektor Gadget: each container by its name, failed calls left out, a refused write told', () => {
  const found = fixture('trace_open.jsonl')
  assert.deepEqual(
    found.map((recording) => [recording.container, mounts(recording)]),
    [
      ['shop-api-1', ['data /var/lib/api/uploads', 'cache /var/cache/api']],
      ['shop-web-1', ['runtime /run']],
    ],
  )
  // One array, as `-o json` of a snapshot prints it, says the same.
  const lines = readFileSync('fixtures/recordings/trace_open.jsonl', 'utf8').trim().split('\n')
  assert.deepEqual(recordings(`[${lines.join(',')}]`), found)
})

test('profiles of kubescape: opens with any name below a directory stand for the directory', () => {
  assert.deepEqual(
    fixture('container-profile.yaml').map((recording) => [recording.container, mounts(recording)]),
    [['webapp', ['data /var/lib/sessions', 'runtime /run/apache2']]],
  )
  assert.deepEqual(
    fixture('application-profile.yaml').map(({ container }) => container),
    ['webapp', 'sidecar'],
  )
})

test('strace: paths relative to a directory, calls that were cut in two, what was deleted again, what was refused', () => {
  const [only] = recordings(`[pid    12] 10:00:00 chdir("/srv/app")              = 0
[pid    12] openat(AT_FDCWD, "spool/job", O_WRONLY|O_CREAT|O_TRUNC, 0666 <unfinished ...>
[pid    13] openat(AT_FDCWD, "/etc/hosts", O_RDONLY|O_CLOEXEC) = 3
[pid    12] <... openat resumed>) = 4
[pid    12] unlink("spool/job") = 0
[pid    13] mkdir("/var/lib/work/tmpab12", 0700) = 0
[pid    13] rmdir("/var/lib/work/tmpab12") = 0
[pid    13] openat(5</var/spool/out>, "mail", O_RDWR|O_CREAT, 0600) = 6
[pid    13] openat(AT_FDCWD, "/var/cache/x/item", O_WRONLY|O_CREAT, 0600) = -1 EROFS (Read-only file system)
[pid    13] openat(AT_FDCWD, "/nowhere/x", O_WRONLY|O_CREAT, 0600) = -1 ENOENT (No such file or directory)
[pid    13] openat(AT_FDCWD, "/srv/tmp", O_RDWR|O_EXCL|O_TMPFILE, 0600) = 7
[pid    13] renameat2(AT_FDCWD, "/opt/conf/new", AT_FDCWD, "/opt/conf/old", 0) = 0
`)
  assert.ok(only)
  assert.deepEqual(mounts(only).sort(), [
    'cache /var/cache/x',
    'data /opt/conf',
    'data /srv/app/spool',
    'data /var/lib/work',
    'data /var/spool/out',
    'scratch /srv/tmp',
  ])
})

test('strace: a call that is none of the known ones is passed over, whatever its name', () => {
  const [only] = recordings('1 constructor("/srv/a/x") = 0\n1 creat("/srv/b/x", 0600) = 3\n')
  assert.ok(only)
  assert.deepEqual(mounts(only), ['data /srv/b'])
})

test('a text that is no recording is refused with what would be one', () => {
  for (const text of ['hello\n', '{"a": 1}\n', 'kind: Pod\nspec: {}\n', ''])
    assert.match(JSON.stringify(readRecording(text)), /"ok":false.*(ig run trace_open|ContainerProfile)/)
})

const hasStrace = spawnSync('strace', ['-V']).status === 0

test('strace as it runs here', { skip: hasStrace ? false : 'SKIPPED: no strace on this machine' }, () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dockseal-strace-')))
  try {
    const script = `mkdir -p ${folder}/data/deep; cd ${folder}/data; echo x > kept; echo y > gone; rm gone; mv kept deep/moved; cat ${folder}/none`
    spawnSync('strace', ['-f', '-e', 'trace=%file', '-o', `${folder}/trace`, 'sh', '-c', script])
    const [only] = recordings(readFileSync(`${folder}/trace`, 'utf8'))
    const paths = new Map(only?.evidence.changed.map(({ path, kind }) => [path, kind]))
    for (const name of ['data', 'data/deep', 'data/kept', 'data/gone', 'data/deep/moved'])
      assert.equal(paths.get(`${folder}/${name}`), 'added', name)
    assert.ok(!paths.has(`${folder}/none`))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('--evidence makes a plan observed, for the service that it names', () => {
  const services = ['api', 'web'].map((name) => `  ${name}:\n    image: example.org/shop/${name}:1\n`)
  const cwd = folderWith({ 'compose.yaml': `name: shop\nservices:\n${services.join('')}` })
  const trace = resolve('fixtures/recordings/trace_open.jsonl')
  const paths = (...more: string[]) => {
    const [{ plan }] = JSON.parse(dockseal(['explain-plan', 'api', '--json', ...more], { cwd }).stdout) as [
      { plan: { paths: { path: string; confidence: string }[] } },
    ]
    return plan.paths.filter(({ confidence }) => confidence === 'observed').map(({ path }) => path)
  }
  assert.deepEqual(paths(), [])
  assert.deepEqual(paths('--evidence', trace), ['/var/cache/api', '/var/lib/api/uploads'])
  // Who names a service means all of the recording.
  assert.ok(paths('--evidence', `api=${trace}`).includes('/run'))
  const refused = dockseal(['--evidence', 'compose.yaml'], { cwd })
  assert.equal(refused.code, 2)
  assert.match(refused.stderr, /--evidence compose.yaml is no recording/)
})
