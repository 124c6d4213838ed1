import assert from 'node:assert/strict'
import { test } from 'node:test'
import { builtInRecords } from '../src/knowledge/index.ts'
import { imageFromInspect } from '../src/live/image.ts'
import { applyIntent } from '../src/model/apply-intent.ts'
import { blankImage } from '../src/model/blank-image.ts'
import type { Container } from '../src/model/container.ts'
import type { ChangedPath, Evidence } from '../src/model/evidence.ts'
import type { Image, ImageWrite } from '../src/model/image.ts'
import { classifyPath } from '../src/model/write-kind.ts'
import { mountIntents, type WritePlan } from '../src/model/write-plan.ts'
import { explainPlan } from '../src/plan/explain.ts'
import { planWrites } from '../src/plan/plan.ts'
import { catalogueOf } from './catalogue.ts'
import { container, fact, HERE, listOf, mounts } from './container-fixture.ts'

const image = (given: Partial<Image>): Image => ({ ...blankImage(HERE), ...given })

const built = (given: Partial<Container> = {}) => container({ build: fact({ context: '/p', args: {} }), ...given })

const atBuild = (path: string, leaves: ImageWrite['leaves'], more: Partial<ImageWrite> = {}): ImageWrite => ({
  path,
  when: 'build',
  how: 'COPY',
  leaves,
  origin: HERE,
  ...more,
})
const atStart = (path: string, leaves: ImageWrite['leaves'], more: Partial<ImageWrite> = {}): ImageWrite => ({
  path,
  when: 'start',
  how: 'redirection',
  leaves,
  origin: HERE,
  ...more,
})

function plan(from: Partial<Image>, given: Partial<Container> = {}): WritePlan {
  return planWrites({ container: built(given), image: image(from), records: builtInRecords })
}

function changes({ paths }: WritePlan): string[] {
  return paths.flatMap(({ path, mount }) => {
    if (mount.as === 'covered') return []
    if (mount.as === 'volume') return [`volume ${path}`]
    const options = Object.entries(mount.options).map(([name, value]) => ` ${name}=${name === 'mode' ? value.toString(8) : value}`)
    return [`tmpfs ${path}${options.join('')}`]
  })
}

test('a build stands on the record of its base image, and is inferred', () => {
  const result = plan({ base: fact('nginx:1.27-alpine') })
  assert.deepEqual(changes(result), ['tmpfs /run', 'tmpfs /var/cache/nginx'])
  assert.equal(result.confidence, 'inferred')
  assert.equal(result.knowledge?.match, 'base')
})

test('templates that the Dockerfile copies count as mounted ones', () => {
  const result = plan({ base: fact('nginx:1.27'), writes: [atBuild('/etc/nginx/templates', 'content')] })
  assert.ok(changes(result).includes('tmpfs /etc/nginx/conf.d'))
})

const DOCKERFILE = { build: { os: 'linux', stages: [] } } as const
const READ = { read: 'wholly' } as const

test('a tmpfs that a record asks for hides nothing that the build adds to its base', () => {
  const templates = atBuild('/etc/nginx/templates', 'content')
  const beside = plan({ ...DOCKERFILE, base: fact('nginx:1.27'), writes: [templates, atBuild('/etc/nginx/conf.d/gzip.conf', 'content')] })
  assert.equal(beside.ready, 'no')
  assert.match(`${beside.ready === 'no' && beside.why}`, /a tmpfs there would hide content that the build puts there/)
  const elsewhere = plan({ ...DOCKERFILE, base: fact('nginx:1.27'), writes: [templates, atBuild('/etc/nginx/nginx.conf', 'content')] })
  assert.notEqual(elsewhere.ready, 'no')
  // Where the author mounts the place himself, that is what he gets today already.
  const mounted = plan(
    { ...DOCKERFILE, base: fact('nginx:1.27'), writes: [templates, atBuild('/etc/nginx/conf.d/gzip.conf', 'content')] },
    { mounts: mounts('./conf.d:/etc/nginx/conf.d') },
  )
  assert.notEqual(mounted.ready, 'no')
})

test('a start script that renders a file beside what the build copied needs that content', () => {
  const result = plan({
    ...DOCKERFILE,
    base: fact('nginx:1.27'),
    writes: [atBuild('/etc/nginx/conf.d/default.conf.template', 'content'), atStart('/etc/nginx/conf.d/default.conf', 'file')],
  })
  assert.equal(result.ready, 'no')
})

test('an empty file that the build makes, and what it leaves in /tmp, may be hidden', () => {
  const pid = atBuild('/run/nginx.pid', 'file', { how: 'touch' })
  const cache = atBuild('/var/cache/nginx/.keep', 'file', { how: 'touch' })
  const result = plan({ ...DOCKERFILE, base: fact('nginx:1.27'), writes: [pid, cache, atBuild('/tmp/requirements.txt', 'content')] })
  assert.deepEqual(changes(result), ['tmpfs /run', 'tmpfs /var/cache/nginx'])
})

test('a program that the build puts into /tmp may not be hidden', () => {
  const seal = (put: string, cwd: string, ...command: string[]) => {
    const writes = [atBuild(put, 'content', { how: 'COPY' })]
    return plan({ ...DOCKERFILE, base: fact('python:3.13'), workingDir: fact(cwd), command: fact(command), program: READ, writes }).ready
  }
  assert.equal(seal('/tmp/app', '/tmp/app', 'uvicorn', 'main:app'), 'no')
  assert.equal(seal('/tmp/app.py', '/tmp', 'python', 'app.py'), 'no')
  assert.equal(seal('/tmp/run.sh', '/srv', 'sh', '/tmp/run.sh'), 'no')
  assert.equal(seal('/tmp', '/tmp', '/tmp/server'), 'no')
  assert.equal(seal('/tmp/sql', '/srv', 'flyway', '-locations=filesystem:/tmp/sql', 'migrate'), 'no')
  assert.equal(seal('/tmp', '/srv', 'gunicorn', '--bind', 'unix:/tmp/app.sock', 'main:app'), 'with-mounts')
  assert.equal(seal('/tmp/wheels', '/tmp', 'gunicorn', '--bind', 'unix:/tmp/app.sock', 'main:app'), 'with-mounts')
  assert.equal(seal('/tmp/wheels', '/srv', 'python', 'app.py', '/tmp/state'), 'with-mounts')
})

test('an image of a language that nobody gave a command is a guess', () => {
  const writes = [atBuild('/app', 'content')]
  assert.equal(plan({ ...DOCKERFILE, base: fact('node:22'), writes }).confidence, 'default')
  assert.equal(plan({ ...DOCKERFILE, base: fact('nginx:1.27'), writes }).confidence, 'inferred')
})

test('what the start script writes gets a mount with the line as reason', () => {
  const result = plan({
    base: fact('python:3.13-slim'),
    user: fact('app'),
    users: [{ value: { name: 'app', uid: 1001, gid: 1002 }, origin: HERE }],
    writes: [
      atBuild('/var/cache/app', 'directory', { owner: 'app' }),
      atStart('/var/cache/app/index', 'file'),
      atStart('/srv/state/app.sqlite', 'file', { kind: 'data' }),
    ],
  })
  assert.deepEqual(changes(result), ['tmpfs /tmp', 'volume /srv/state', 'tmpfs /var/cache/app uid=1001 gid=1002'])
  assert.deepEqual(result.paths.find(({ path }) => path === '/var/cache/app')?.because[0].origin, HERE)
})

test('a write into what the build copied cannot be sealed by a mount', () => {
  const writes = [atBuild('/usr/share/app', 'content'), atStart('/usr/share/app/config.js', 'file')]
  assert.equal(plan({ base: fact('nginx:1.27'), writes }).ready, 'no')
  const system = [atStart('/etc/app.conf', 'file')]
  assert.equal(plan({ base: fact('debian:12'), writes: system }).ready, 'no')
  const maybe = [atStart('/etc/app.conf', 'file', { conditional: true })]
  const result = plan({ base: fact('debian:12'), writes: maybe })
  // It is a guess that this branch is not taken.
  assert.deepEqual([result.ready, result.confidence], ['unknown', 'default'])
  assert.ok(result.notes.some((note) => note.includes('/etc/app.conf')))
})

test('a mount of the author over such a place settles it', () => {
  const writes = [atBuild('/app', 'content'), atStart('/app/config.js', 'file')]
  assert.equal(plan({ base: fact('node:22'), writes, program: READ }, { mounts: mounts('./:/app') }).ready, 'with-mounts')
})

test('data below what the build seeded goes to a volume, which takes the seed over', () => {
  const writes = [atBuild('/srv/data/seed.db', 'file'), atStart('/srv/data', 'below', { kind: 'data' })]
  assert.ok(changes(plan({ base: fact('debian:12'), writes })).includes('volume /srv/data'))
})

test('an image that starts with /init runs s6-overlay from /run', () => {
  const result = plan({ base: fact('alpine:3.21'), entrypoint: fact(['/init']) })
  assert.ok(changes(result).includes('tmpfs /run exec=true'))
})

test('a base of which nothing is known leaves the default beside what was read', () => {
  const result = plan({ base: fact('example.org/base:1'), writes: [atStart('/var/lib/app/x.pid', 'file')] })
  assert.equal(result.ready, 'unknown')
  assert.deepEqual(changes(result), ['tmpfs /run', 'tmpfs /tmp', 'tmpfs /var/lib/app'])
})

test('VOLUME of the Dockerfile covers', () => {
  const result = plan({ base: fact('debian:12'), volumes: listOf('/srv/data'), writes: [atStart('/srv/data/x.db', 'file')] })
  assert.deepEqual(
    result.paths.filter(({ path }) => path === '/srv/data').map(({ mount }) => mount),
    [{ as: 'covered', by: 'image-volume', target: '/srv/data' }],
  )
})

const seen = (changed: ChangedPath[], more: Partial<Evidence> = {}): Evidence => ({
  changed,
  readOnlyErrors: [],
  readOnlyRoot: false,
  runningFor: 86400,
  ...more,
})
const added = (path: string): ChangedPath => ({ path, kind: 'added' })
const changed = (path: string): ChangedPath => ({ path, kind: 'changed' })

test('a diff is grouped into the directories that were written, without noise', () => {
  const result = planWrites({
    container: container({ image: fact('example.org/team/app:1') }),
    records: builtInRecords,
    evidence: seen([
      changed('/var'),
      changed('/var/cache'),
      added('/var/cache/app'),
      added('/var/cache/app/a'),
      added('/var/cache/app/b'),
      added('/var/cache/app/b/c'),
      changed('/tmp'),
      changed('/run'),
      added('/run/app.pid'),
      changed('/etc'),
      changed('/etc/resolv.conf'),
      changed('/root'),
      added('/root/.bash_history'),
      changed('/var/lib/app'),
      added('/var/lib/app/store.db'),
    ]),
  })
  assert.deepEqual(changes(result), ['tmpfs /run', 'tmpfs /tmp', 'tmpfs /var/cache/app mode=1777', 'volume /var/lib/app'])
  assert.equal(result.confidence, 'observed')
})

test('an image that an engine describes is itself, not one that something is built on', () => {
  const described = imageFromInspect({ Id: 'sha256:1', RepoTags: ['redis:8'], Config: {} }, 'redis:8')
  assert.ok(described)
  const byName = planWrites({ container: container({ image: fact('redis:8') }), image: described, records: builtInRecords })
  assert.equal(byName.confidence, 'known')
  assert.equal(byName.knowledge?.match, 'name')
  // Started by its id, it is known by one of its tags.
  const id = `sha256:${'0a'.repeat(32)}`
  const byId = imageFromInspect({ Id: id, RepoTags: ['redis:8'], Config: {} }, id)
  assert.ok(byId)
  assert.equal(planWrites({ container: container({ image: fact(id) }), image: byId, records: builtInRecords }).knowledge?.record, 'redis')
  // Of its USER nothing is open: there is none, so root starts, and its tmpfs needs no owner.
  const unknown = imageFromInspect({ Id: id, Config: {} }, 'example.org/team/app:1')
  const evidence = seen([changed('/opt/app'), added('/opt/app/cache'), added('/opt/app/cache/x')])
  assert.ok(unknown)
  const environment = { items: [{ value: { name: 'DATABASE_URL', value: 'sqlite:////srv/db/app.db', interpolated: false }, origin: HERE }] }
  const plan = planWrites({
    container: container({ image: fact('example.org/team/app:1'), environment }),
    image: unknown,
    records: builtInRecords,
    evidence,
  })
  assert.ok(changes(plan).includes('volume /srv/db'), changes(plan).join())
})

test('a short look is no proof, and a single file in a directory of the system is only a note', () => {
  const result = planWrites({
    container: container({ image: fact('example.org/team/app:1') }),
    records: builtInRecords,
    evidence: seen([changed('/etc'), changed('/etc/passwd'), changed('/opt/app'), added('/opt/app/x.json')], { runningFor: 5 }),
  })
  assert.equal(result.confidence, 'default')
  assert.notEqual(result.ready, 'no')
  assert.ok(result.notes.some((note) => note.startsWith('/etc/passwd')))
})

test('the working directory of the program is not mounted over, so that what it was seen to write there blocks the seal', () => {
  for (const workingDir of ['/srv/app', '/usr/src/app']) {
    const result = planWrites({
      container: container({ image: fact('example.org/team/app:1'), workingDir: fact(workingDir) }),
      records: builtInRecords,
      evidence: seen([changed(workingDir), added(`${workingDir}/x.db`), added(`${workingDir}/__pycache__/x.pyc`)]),
    })
    assert.deepEqual(changes(result), ['tmpfs /run', 'tmpfs /tmp'])
    assert.ok(result.ready === 'no' && result.why.includes(`${workingDir}/x.db, beside the program`), JSON.stringify(result))
  }
})

test('a file that was written where many share a directory blocks the seal, but for images that are known to do without', () => {
  const written = [changed('/var'), changed('/var/log'), changed('/var/log/job.log')]
  const plan = (image: string, evidence: Evidence) =>
    planWrites({ container: container({ image: fact(image) }), records: builtInRecords, evidence })
  const unknown = plan('example.org/team/app:1', seen(written))
  assert.ok(unknown.ready === 'no' && unknown.why.includes('/var/log/job.log'))
  const known = plan('nginx:1.27', seen(written))
  assert.equal(known.ready, 'with-mounts')
  assert.ok(known.notes.some((note) => note.includes('/var/log/job.log')))
  // What a container that is sealed already could not write, it runs without.
  const line = 'open /var/log/job.log: read-only file system'
  const sealed = plan('example.org/team/app:1', seen([], { readOnlyRoot: true, readOnlyErrors: [{ path: '/var/log/job.log', line }] }))
  assert.notEqual(sealed.ready, 'no')
})

test('what is mounted is the directory of the image that gained an entry, and never one that was seen below it', () => {
  const plan = (...entries: ChangedPath[]) =>
    changes(
      planWrites({ container: container({ image: fact('example.org/team/app:1') }), records: builtInRecords, evidence: seen(entries) }),
    ).filter((change) => !change.startsWith('tmpfs /tmp') && !change.startsWith('tmpfs /run'))
  assert.deepEqual(plan(changed('/srv/files'), added('/srv/files/2026'), added('/srv/files/2026/11'), added('/srv/files/2026/11/a.bin')), [
    'volume /srv/files',
  ])
  assert.deepEqual(
    plan(changed('/var/cache/hash'), added('/var/cache/hash/0d'), added('/var/cache/hash/0d/a'), added('/var/cache/hash/0e')),
    ['tmpfs /var/cache/hash mode=1777'],
  )
  // Below a directory of the system the topmost new one is all that can be mounted.
  assert.deepEqual(plan(changed('/var/lib'), added('/var/lib/gen'), added('/var/lib/gen/1764440000'), added('/var/lib/gen/1764440000/x')), [
    'volume /var/lib/gen',
  ])
  // An empty new directory is no file.
  assert.deepEqual(plan(changed('/opt'), { ...added('/opt/state'), type: 'directory' }), ['volume /opt/state'])
})

test('a tmpfs gets the owner that the directory was seen to have, and exec where a program was put', () => {
  const result = planWrites({
    container: container({ image: fact('example.org/team/app:1') }),
    records: builtInRecords,
    evidence: seen([
      { ...changed('/var/cache/app'), type: 'directory', owner: { uid: 1000, gid: 1000 }, mode: 0o755, ships: false },
      { ...added('/var/cache/app/tool'), type: 'file', mode: 0o755 },
      { ...changed('/srv/kept'), type: 'directory', owner: { uid: 0, gid: 0 }, mode: 0o755, ships: false },
      { ...changed('/var/cache/gone'), type: 'directory', entriesChanged: true, owner: { uid: 0, gid: 0 }, mode: 0o1777, ships: false },
    ]),
  })
  assert.deepEqual(changes(result), [
    'tmpfs /run',
    'tmpfs /tmp',
    'tmpfs /var/cache/app uid=1000 gid=1000 exec=true',
    'tmpfs /var/cache/gone mode=1777',
  ])
})

test('a working directory that the engine made is no write, and one without content of the image can be mounted', () => {
  const plan = (...entries: ChangedPath[]) =>
    planWrites({
      container: container({ image: fact('example.org/team/app:1'), workingDir: fact('/work') }),
      records: builtInRecords,
      evidence: seen(entries),
    })
  assert.deepEqual(changes(plan({ ...added('/work'), type: 'directory' })), ['tmpfs /run', 'tmpfs /tmp'])
  assert.ok(changes(plan({ ...changed('/work'), type: 'directory', ships: false }, added('/work/dump.bin'))).includes('volume /work'))
})

test('the topmost new directory below the directory of the program is mounted, not those in which files were seen', () => {
  const result = planWrites({
    container: container({ image: fact('example.org/team/app:1'), command: fact(['python3', '/code/manage.py', 'runserver']) }),
    records: builtInRecords,
    evidence: seen([
      changed('/code'),
      added('/code/collected'),
      added('/code/collected/css'),
      added('/code/collected/css/a.css'),
      added('/code/collected/js'),
      added('/code/collected/js/a.js'),
    ]),
  })
  assert.deepEqual(changes(result), ['tmpfs /run', 'tmpfs /tmp', 'volume /code/collected'])
})

test('a log line that names a path proves it, for a container that is read-only already', () => {
  const line = 'open /var/lib/app/lock: read-only file system'
  const result = planWrites({
    container: container({ image: fact('example.org/team/app:1') }),
    records: builtInRecords,
    evidence: seen([], { readOnlyRoot: true, readOnlyErrors: [{ path: '/var/lib/app/app.lock', line }] }),
  })
  const path = result.paths.find((each) => each.path === '/var/lib/app')
  assert.equal(path?.confidence, 'observed')
  assert.deepEqual(path?.because, [{ evidence: 'log', text: line }])
})

test('a directory of settings that could not be written keeps what the image has there', () => {
  const line = 'cannot create /etc/app/conf.d/x.conf: Read-only file system'
  const result = planWrites({
    container: container({ image: fact('example.org/team/app:1') }),
    records: builtInRecords,
    evidence: seen([], { readOnlyRoot: true, readOnlyErrors: [{ path: '/etc/app/conf.d/x.conf', line }] }),
  })
  assert.ok(changes(result).includes('volume /etc/app/conf.d'), changes(result).join())
})

test('what a diff shows below a directory of a record is no data of its own', () => {
  const result = planWrites({
    container: container({ image: fact('tomcat:10.1') }),
    records: builtInRecords,
    evidence: seen([
      changed('/usr/local/tomcat/work'),
      added('/usr/local/tomcat/work/Catalina'),
      added('/usr/local/tomcat/work/Catalina/x'),
    ]),
  })
  assert.deepEqual(
    changes(result).filter((change) => change.includes('work')),
    ['tmpfs /usr/local/tomcat/work'],
  )
})

test('a directory that a program is known to make among those of the system blocks nothing, and keeps that it executes there', () => {
  const made = { when: 'start', kind: 'log', leaves: 'below', how: 'logs', exec: true, origin: HERE } as const
  const result = planWrites({
    container: container({ image: fact('example.org/team/app:1') }),
    image: image({ base: fact('debian:13'), writes: [{ ...made, path: '/var/log/app' }] }),
    records: builtInRecords,
    evidence: seen([changed('/var'), changed('/var/log'), added('/var/log/app')]),
  })
  assert.notEqual(result.ready, 'no')
  assert.ok(changes(result).includes('tmpfs /var/log/app exec=true'), changes(result).join())
})

test('a trial names what the program does in use, would fail sealed, and was not seen', () => {
  const upload = atStart('/srv/uploads', 'below', { kind: 'data', inProgram: true })
  const shipped = [
    atBuild('/srv/app', 'content'),
    atStart('/srv/app/report.xlsx', 'file', { inProgram: true, conditional: true, ships: 'program' }),
  ]
  const untried = (writes: readonly ImageWrite[], observed: Evidence, more: { readonly trial?: true } = { trial: true }, user = '1000') =>
    planWrites({
      container: container({ image: fact('app'), user: fact(user) }),
      image: image({ base: fact('debian:13'), writes }),
      records: builtInRecords,
      evidence: observed,
      ...more,
    }).untried?.why
  assert.match(untried([upload], seen([])) ?? '', /^it keeps data at \/srv\/uploads, which the image does not have/)
  assert.match(untried(shipped, seen([])) ?? '', /^its start writes \/srv\/app\/report.xlsx/)
  assert.equal(untried([upload], seen([added('/srv/uploads'), added('/srv/uploads/a')])), undefined)
  assert.equal(untried([upload], seen([]), {}), undefined)
  assert.equal(untried([upload], seen([]), { trial: true }, 'root'), undefined)
  assert.equal(untried([{ ...upload, inProgram: undefined }] as never, seen([])), undefined)
})

test('what a diff shows joins what a record knows, and the record says how', () => {
  const result = planWrites({
    container: container({ image: fact('nginx:1.27') }),
    records: builtInRecords,
    evidence: seen([changed('/var/cache/nginx'), added('/var/cache/nginx/client_temp'), changed('/run'), added('/run/nginx.pid')]),
  })
  assert.deepEqual(changes(result), ['tmpfs /run', 'tmpfs /var/cache/nginx'])
  assert.equal(result.paths[0]?.because.length, 2)
})

test('a name says what a path is for, and no name means to keep it', () => {
  assert.equal(classifyPath('/var/cache/app/x'), 'cache')
  assert.equal(classifyPath('/home/app/.cache/pip'), 'cache')
  assert.equal(classifyPath('/srv/app/logs/x.txt'), 'log')
  assert.equal(classifyPath('/run/app.pid'), 'runtime')
  assert.equal(classifyPath('/var/lib/app/cache.sqlite'), 'data')
  assert.equal(classifyPath('/srv/uploads'), 'data')
  assert.equal(classifyPath('/app/api/temp_files'), 'scratch')
  assert.equal(classifyPath('/app/templates'), 'data')
})

test('the plan can be read: each path with its reason, and the whole', () => {
  const given = container({ image: fact('nginx:1.27'), name: 'web' })
  const result = planWrites({ container: given, records: builtInRecords })
  assert.match(explainPlan(result, 'web'), /\n {2}tmpfs \/var\/cache\/nginx\n {6}request bodies and proxy buffers\n/)
  assert.match(
    explainPlan(result, 'web'),
    /^web: runs with a read-only root filesystem and 2 more mounts \(known image\)\nImage record: nginx/,
  )
  const sealed = mountIntents(result.paths).reduce(applyIntent, given)
  assert.match(
    explainPlan(planWrites({ container: sealed, records: builtInRecords }), 'web'),
    /Writable already\n {2}\/run \(mount at \/run\)/,
  )
  assert.match(explainPlan(plan({ writes: [atStart('/etc/x', 'file')] }), 'web'), /cannot be made read-only: its start writes \/etc\/x/)
})

test('swarm cannot say whose a tmpfs is or that it executes: such a service is left alone', () => {
  const swarm = (name: string, given: Partial<Container> = {}) =>
    planWrites({ container: container({ image: fact(name), swarm: true, ...given }), records: builtInRecords })
  assert.equal(swarm('nginx:1.27').ready, 'with-mounts')
  assert.equal(swarm('nginx:1.27', { user: fact('1000') }).ready, 'no')
  assert.equal(swarm('varnish:7').ready, 'no')
})

test("Podman's read-only mode brings /run, /tmp and /var/tmp itself", () => {
  const result = planWrites({ container: container({ image: fact('nginx:1.27'), engine: 'podman' }), records: builtInRecords })
  assert.deepEqual(changes(result), ['tmpfs /var/cache/nginx'])
})

test('without CHOWN, a root entrypoint cannot give a tmpfs away', () => {
  const { security } = container()
  const result = planWrites({
    container: container({
      image: fact('zookeeper:3.9'),
      mounts: mounts('./zoo.cfg:/conf/zoo.cfg', 'tmpfs:/unrelated'),
      security: { ...security, capDrop: listOf('ALL') },
    }),
    records: catalogueOf([
      {
        names: ['zookeeper'],
        accounts: { zk: '7:8' },
        writes: [{ path: '/x', kind: 'cache', what: 'x', owner: 'zk', chowned: true, evidence: ['here'] }],
      },
    ]),
  })
  assert.deepEqual(changes(result), ['tmpfs /x uid=7 gid=8'])
})

test('a copy into the directory of the program is no data to be kept', () => {
  const writes = [atBuild('/app', 'content'), atStart('/app', 'content', { kind: 'data' })]
  assert.equal(plan({ base: fact('python:3.13'), workingDir: fact('/app/src'), writes }).ready, 'no')
})

test('caches and logs within a copied tree are tmpfs: what came with them is only a file for git', () => {
  const writes = [
    atBuild('/app', 'content'),
    atStart('/app/tmp', 'below', { kind: 'scratch' }),
    atStart('/app/log', 'below', { kind: 'log' }),
  ]
  const result = plan({ base: fact('ruby:3.4'), workingDir: fact('/app'), writes })
  assert.deepEqual(changes(result), ['tmpfs /tmp', 'tmpfs /app/log', 'tmpfs /app/tmp'])
})

test('packages that the command installs at start need a writable system', () => {
  for (const command of [
    ['sh', '-c', 'apk add --no-cache curl && app'],
    ['bash', '-c', 'apt-get update && apt-get install -y x'],
    ['sh', '-c', 'pip install -r requirements.txt'],
  ]) {
    const result = planWrites({
      container: container({ image: fact('example.org/team/app:1'), command: fact(command) }),
      records: builtInRecords,
    })
    assert.equal(result.ready, 'no', command.join(' '))
  }
  const harmless = planWrites({
    container: container({ image: fact('node:22'), command: fact(['sh', '-c', 'npm install && npm start']), mounts: mounts('./:/app') }),
    records: builtInRecords,
  })
  assert.equal(harmless.ready, 'with-mounts')
})

test('what compiles at start is refused, whatever watches the sources', () => {
  const ready = (...command: string[]) => plan({ base: fact('golang:1.24'), entrypoint: fact(command) }).ready
  for (const command of [['reflex', '-c', '/reflex.conf'], ['/go/bin/air'], ['CompileDaemon', '-command=./app'], ['go', 'test', './...']])
    assert.equal(ready(...command), 'no', command.join(' '))
  for (const command of [['/app/airport'], ['/reflexes'], ['./go-app', 'run']]) assert.notEqual(ready(...command), 'no', command.join(' '))
})

test('the plan says that a volume for data keeps what the build puts beside it', () => {
  const dashboards = atBuild('/var/lib/grafana/dashboards', 'content')
  const result = plan({ ...DOCKERFILE, base: fact('grafana/grafana:11.6.0'), writes: [dashboards] })
  assert.ok(changes(result).includes('volume /var/lib/grafana'))
  assert.ok(result.notes.some((note) => /volume at \/var\/lib\/grafana keeps the content of the first image .*: copy into it/.test(note)))
  const plain = plan({ ...DOCKERFILE, base: fact('grafana/grafana:11.6.0') })
  assert.ok(!plain.notes.some((note) => /keeps the content/.test(note)))
})

test('directories that the build makes ready for run time are mounted, also below a tmpfs', () => {
  const made = (path: string, more: Partial<ImageWrite> = {}) => atBuild(path, 'directory', { how: 'mkdir', ...more })
  const app = plan({
    base: fact('nginx:1.27'),
    users: [{ value: { name: 'app', uid: 70, gid: 70 }, origin: HERE }],
    writes: [
      made('/run/app'),
      atBuild('/run/app', 'ownership', { owner: 'app' }),
      made('/var/log/app/jobs'),
      made('/var/cache/filled'),
    ].concat(atBuild('/var/cache/filled/list', 'content')),
  })
  assert.deepEqual(changes(app), ['tmpfs /run', 'tmpfs /run/app uid=70 gid=70', 'tmpfs /var/cache/nginx', 'tmpfs /var/log/app/jobs'])
  // The number of the account of a package is not known.
  const ofPackage = [made('/run/thing'), atBuild('/run/thing', 'ownership', { owner: 'thing' }), atStart('/run/thing/x.pid', 'file')]
  assert.ok(changes(plan({ base: fact('nginx:1.27'), writes: ofPackage })).includes('tmpfs /run/thing mode=1777'))
  const none = [made('/var/cache/apt/archives'), made('/run/secrets'), made('/srv/app'), made('/var/log/x', { how: 'WORKDIR' })]
  assert.deepEqual(changes(plan({ base: fact('nginx:1.27'), writes: none })), ['tmpfs /run', 'tmpfs /var/cache/nginx'])
})

test('directories that the build makes below /tmp stay if its account or the start writes there', () => {
  const made = (path: string) => atBuild(path, 'directory', { how: 'mkdir' })
  const writes = [
    made('/tmp/given'),
    atBuild('/tmp/given', 'ownership', { owner: '70' }),
    made('/tmp/used/below'),
    atStart('/tmp/used/below/x', 'file'),
    made('/tmp/left'),
    made('/tmp/own'),
    atStart('/tmp/own', 'directory'),
  ]
  assert.deepEqual(changes(plan({ base: fact('debian:13'), writes })), ['tmpfs /tmp', 'tmpfs /tmp/given uid=70', 'tmpfs /tmp/used/below'])
})

test('no volume for data goes where a mount that depends on a variable may lie', () => {
  const open = { mounts: { items: [], incomplete: { why: 'the variable WHERE has no value here' } } }
  const laravel = { base: fact('php:8.4-fpm'), writes: [atStart('/var/www/storage', 'below', { kind: 'data' as const })] }
  assert.notEqual(plan(laravel).ready, 'no')
  const refused = plan(laravel, open)
  assert.match(`${refused.ready === 'no' && refused.why}`, /\/var\/www\/storage .* may be mounted already/)
  // A tmpfs for temporary files hides nothing that is kept.
  assert.notEqual(plan({ base: fact('php:8.4-fpm') }, open).ready, 'no')
})

test('data at a path that the image lacks cannot go to a new volume of a user that is not root', () => {
  const records = catalogueOf([
    { names: ['app'], user: '1000', writes: [{ path: '/db', kind: 'data', what: 'x', absent: true, evidence: ['here'] }] },
  ])
  const given = container({ image: fact('app') })
  assert.equal(planWrites({ container: given, records }).ready, 'no')
  assert.equal(planWrites({ container: { ...given, user: fact('0') }, records }).ready, 'with-mounts')
  assert.equal(planWrites({ container: { ...given, mounts: mounts('./db:/db') }, records }).ready, 'yes')
})

test('what a RUN leaves in /tmp was for the build, what COPY puts there may be for the start', () => {
  const php = atStart('/tmp', 'content', { kind: 'scratch', how: 'PHP uploads and sessions' })
  const left = plan({
    writes: [atBuild('/tmp/probe.tar.gz', 'file', { how: 'curl -o' }), atBuild('/tmp/src', 'content', { how: 'tar' }), php],
  })
  assert.deepEqual(changes(left), ['tmpfs /run', 'tmpfs /tmp'])
  assert.notEqual(left.ready, 'no')
  assert.equal(plan({ writes: [atBuild('/tmp/seed.sql', 'file'), php] }).ready, 'no')
})

test('data below a directory that the record of the base gives up at a restart has a volume of its own', () => {
  const kept = plan({
    base: fact('debian:13'),
    writes: [atStart('/tmp/nats/jetstream', 'below', { kind: 'data' }), atStart('/tmp/x', 'below')],
  })
  assert.deepEqual(changes(kept), ['tmpfs /tmp', 'volume /tmp/nats/jetstream'])
})

test('what an application ships at a directory decides between a mount and an obstacle', () => {
  const tree = [atBuild('/app', 'content')]
  const skeleton = plan({
    base: fact('php:8.3-fpm'),
    writes: [...tree, atStart('/app/storage', 'below', { kind: 'data', ships: 'skeleton' })],
  })
  assert.ok(changes(skeleton).includes('volume /app/storage'))
  assert.deepEqual(
    skeleton.notes.filter((note) => note.includes('keeps the content')),
    [],
    'nothing of the first image is kept that a later one changes',
  )
  const program = plan({
    base: fact('php:8.3-fpm'),
    writes: [...tree, atStart('/app/database/a.sqlite', 'file', { kind: 'data', ships: 'program' })],
  })
  assert.equal(program.ready, 'no')
  const owned = plan({
    base: fact('php:8.3-fpm'),
    user: fact('1000'),
    writes: [...tree, atStart('/app/storage', 'below', { kind: 'data', ships: 'skeleton' })],
  })
  assert.notEqual(owned.ready, 'no', 'the image has the directory')
})

test('a tmpfs for workers whose account is not known can be written by any', () => {
  const cache = atStart('/app/cache', 'below', { kind: 'cache', anyUser: true })
  const of = (more: Partial<Image>) => changes(plan({ base: fact('php:8.3-fpm'), ...more })).find((each) => each.includes('/app/cache'))
  assert.equal(of({ writes: [cache] }), 'tmpfs /app/cache mode=1777')
  const given = atBuild('/app/cache', 'ownership', { owner: 'www-data', recursive: true })
  assert.equal(of({ writes: [given, cache] }), 'tmpfs /app/cache uid=33 gid=33')
  assert.equal(of({ writes: [cache], user: fact('1000:1000') }), 'tmpfs /app/cache uid=1000 gid=1000')
})

test('a record may call its own content needless, not what the build puts beside it', () => {
  const rendered = atStart('/etc/nginx/conf.d/default.conf', 'file', { how: 'output of envsubst', kind: 'config' })
  const of = (...writes: ImageWrite[]) => plan({ base: fact('nginx:1.27'), writes }).ready
  assert.equal(of(rendered), 'with-mounts')
  assert.equal(of(atBuild('/etc/nginx/conf.d/default.conf', 'content'), rendered), 'with-mounts', 'it is rendered anew')
  assert.equal(of(atBuild('/etc/nginx/conf.d/default.conf.template', 'content'), rendered), 'no', 'the template would be hidden')
  assert.equal(of(atBuild('/etc/nginx/conf.d/default.conf', 'content'), { ...rendered, edits: true }), 'no', 'it edits what is there')
})

test('an empty file of the build, and what it downloads for itself, is no content', () => {
  const pid = atStart('/run/app.pid', 'file', { kind: 'runtime' })
  const of = (...writes: ImageWrite[]) => plan({ base: fact('example/app:1'), writes }).ready
  assert.notEqual(of(atBuild('/run/app.pid', 'file', { how: 'touch' }), pid), 'no')
  const scratch = atStart('/tmp', 'below', { kind: 'scratch' })
  assert.notEqual(of(atBuild('/tmp/x.tar.xz', 'content', { how: 'download' }), scratch), 'no')
  assert.equal(of(atBuild('/tmp', 'content', { how: 'ADD' }), scratch), 'no', 'the start may need it')
})

test('a start that changes owners of what the image holds, and ends if it cannot, is refused', () => {
  const tree = atBuild('/app', 'content')
  const chown = atStart('/app', 'ownership', { how: 'chown app', stops: true, kind: 'data' })
  const of = (...writes: ImageWrite[]) => plan({ base: fact('debian:12'), writes })
  const refused = of(tree, chown)
  assert.match(`${refused.ready === 'no' && refused.why}`, /changes the owner or mode of \/app, which belongs to the image \(chown app\)/)
  const { stops: _, ...ignored } = chown
  assert.notEqual(of(tree, ignored).ready, 'no', 'the script goes on')
  assert.notEqual(of(tree, { ...chown, conditional: true }).ready, 'no', 'it may not come to that')
  assert.notEqual(of(tree, { ...chown, path: '/run' }).ready, 'no', 'a tmpfs lies there')
  const data = [atBuild('/app/data', 'content'), atStart('/app/data', 'content', { kind: 'data' })]
  assert.notEqual(of(...data, { ...chown, path: '/app/data' }).ready, 'no', 'a volume lies there')
  const mounted = planWrites({
    container: built({ mounts: mounts('./app:/app') }),
    image: image({ base: fact('debian:12'), writes: [tree, chown] }),
    records: builtInRecords,
  })
  assert.notEqual(mounted.ready, 'no')
})

test('a build on a plain distribution is judged by its own name where that is known', () => {
  const records = catalogueOf([
    { names: ['debian'], runtime: true, writes: [] },
    { names: ['server'], writes: [] },
    { names: ['example/app'], writes: [{ path: '/data', kind: 'data', what: 'x', evidence: ['here'] }] },
  ])
  const of = (base: string, name: string) =>
    planWrites({ container: built({ image: fact(name) }), image: image({ base: fact(base) }), records }).knowledge?.record
  assert.equal(of('debian:12', 'example/app:1'), 'example/app')
  assert.equal(of('debian:12', 'example/other'), 'debian')
  assert.equal(of('server:2', 'example/app:1'), 'server')
})
