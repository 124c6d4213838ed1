import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { imageFromInspect } from '../src/live/image.ts'
import { containerFromInspect, LIVE } from '../src/live/inspect.ts'
import { readSaved } from '../src/live/saved.ts'
import { containerFromService } from '../src/live/service.ts'
import type { Container } from '../src/model/container.ts'
import { SWARM } from '../src/model/dialect.ts'
import { plain } from './plain-facts.ts'

const read = (name: string) => readFileSync(`fixtures/live/${name}`, 'utf8')

function saved(source: string) {
  const answer = readSaved(source)
  assert.ok(answer.ok, answer.ok ? '' : answer.why)
  return answer.saved
}

function containerOf(document: unknown, image?: unknown): Container {
  const answer = containerFromInspect(document, image === undefined ? {} : { image })
  assert.ok(answer.ok, answer.ok ? '' : answer.why)
  return answer.live.container
}

test('a container that sets everything gives every fact in the units of the model', () => {
  const container = containerOf(saved(read('everything-set.json')).containers[0])
  assert.deepEqual(plain(container), {
    name: 'live-probe',
    dialect: LIVE,
    swarm: false,
    engine: 'docker',
    image: 'dockseal-test/redis',
    command: ['redis-server', '--save', ''],
    entrypoint: ['/e'],
    user: '1:2',
    workingDir: '/w',
    environment: [{ name: 'FOO', value: 'bar', interpolated: false }],
    labels: [{ name: 'a', value: 'b' }],
    init: true,
    readOnlyRoot: true,
    mounts: [
      { type: 'volume', target: '/anon', readOnly: false, form: 'short', fromImage: true },
      { type: 'volume', target: '/data', readOnly: true, form: 'short', name: 'live-v' },
      { type: 'bind', target: '/e', readOnly: true, form: 'long', source: '/etc', propagation: 'rslave' },
      { type: 'bind', target: '/h', readOnly: true, form: 'short', source: '/etc/hostname', selinux: 'Z' },
      { type: 'tmpfs', target: '/run', readOnly: false, form: 'short', options: { exec: true, size: 64 * 2 ** 20, uid: 3, mode: 0o755 } },
      { type: 'tmpfs', target: '/x', readOnly: false, form: 'long', options: { mode: 0o1770, size: 2 ** 20 } },
    ],
    security: {
      capAdd: ['NET_ADMIN'],
      capDrop: ['ALL'],
      options: ['no-new-privileges:true'],
      devices: [{ host: '/dev/null', container: '/dev/n', permissions: 'r' }],
    },
    namespaces: { network: 'bridge', pid: 'host', uts: 'host', cgroup: 'unknown' },
    limits: {
      memory: 64 * 2 ** 20,
      cpus: 0.5,
      cpuShares: 5,
      cpuset: '0',
      pids: 100,
      ulimits: [{ name: 'nofile', soft: 10, hard: 20 }],
      cgroupParent: '/x',
      shmSize: 32 * 2 ** 20,
    },
    ports: [
      { target: '80', protocol: 'tcp', published: '8099', hostIp: '127.0.0.1' },
      { target: '81', protocol: 'udp' },
    ],
    restart: { policy: 'on-failure', maxRetries: 3 },
    healthcheck: { disabled: false, test: ['CMD-SHELL', 'true'] },
    loggingDriver: 'none',
  })
})

test('what the engine and the image fill in counts as unset', () => {
  const { containers, images } = saved(read('nothing-set.json'))
  const image = images.get('dockseal-test/redis:latest')
  assert.deepEqual(plain(containerOf(containers[0], image)), {
    name: 'live-plain',
    dialect: LIVE,
    swarm: false,
    engine: 'docker',
    image: 'dockseal-test/redis',
    readOnlyRoot: false,
    mounts: [{ type: 'volume', target: '/data', readOnly: false, form: 'short', fromImage: true }],
    namespaces: { network: 'bridge', cgroup: 'unknown' },
  })
  const described = imageFromInspect(image, 'redis:8')
  assert.ok(described)
  assert.equal(plain(described.base), 'redis:8')
  assert.deepEqual(plain(described.volumes), ['/data'])
  assert.deepEqual(plain(described.entrypoint), ['docker-entrypoint.sh'])
})

test('without the image, what it declares is taken for the container’s own', () => {
  const container = containerOf(saved(read('nothing-set.json')).containers[0])
  assert.deepEqual(plain(container.command), ['redis-server'])
  assert.equal(plain(container.workingDir), '/data')
  assert.equal(plain(container.environment), undefined)
})

test('every origin names a place of the document that exists', () => {
  const document = saved(read('everything-set.json')).containers[0]
  const origins: string[] = []
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('kind' in value && value.kind === 'live' && 'path' in value) origins.push(String(value.path))
    for (const member of Object.values(value)) collect(member)
  }
  collect(containerOf(document))
  assert.ok(origins.length > 25)
  for (const path of origins) {
    let place: unknown = document
    for (const [, key, index, quoted] of path.matchAll(/([A-Za-z]+)|\[(\d+)\]|\["([^"]*)"\]/g)) {
      place = (place as Record<string, unknown>)[key ?? index ?? quoted ?? '']
      assert.notEqual(place, undefined, path)
    }
  }
})

test('podman’s own answer and its docker-compatible one give the same facts', () => {
  const own = containerOf(saved(read('podman.json')).containers[0])
  const compatible = containerOf(saved(read('podman-compatible.json')).containers[0])
  assert.deepEqual(plain(own), plain(compatible))
  assert.deepEqual(plain(own), {
    name: 'pt',
    dialect: LIVE,
    swarm: false,
    engine: 'podman',
    image: 'docker.io/dockseal-test/busybox:latest',
    command: ['sleep', '100'],
    workingDir: '/',
    readOnlyRoot: true,
    mounts: [
      { type: 'volume', target: '/anon', readOnly: false, form: 'short', fromImage: true },
      { type: 'volume', target: '/data', readOnly: false, form: 'short', name: 'vv' },
      { type: 'tmpfs', target: '/x', readOnly: false, form: 'short', options: { size: 3 * 2 ** 20 } },
      ...['/tmp', '/var/tmp', '/run'].map((target) => ({
        type: 'tmpfs',
        target,
        readOnly: false,
        implied: true,
        form: 'short',
        options: { exec: true },
      })),
    ],
    security: { capAdd: ['CHOWN'], capDrop: ['ALL'], options: ['no-new-privileges'] },
    namespaces: { network: 'none' },
    limits: { pids: 2048 },
  })
})

test('a swarm service is the container that its tasks are made from', () => {
  const answer = containerFromService(saved(read('service.json')).services[0])
  assert.ok(answer.ok)
  assert.equal(answer.service.stack, 'st')
  assert.deepEqual(plain(answer.service.container), {
    name: 'st_web',
    dialect: SWARM,
    project: 'st',
    swarm: true,
    engine: 'docker',
    image: 'dockseal-test/busybox:latest',
    command: ['sleep', '1000'],
    environment: [{ name: 'A', value: 'b', interpolated: false }],
    replicas: 2,
    readOnlyRoot: true,
    mounts: [
      { type: 'tmpfs', target: '/tmp', readOnly: false, form: 'long', options: { size: 2 ** 20 } },
      { type: 'volume', target: '/data', readOnly: false, form: 'long', name: 'st_data' },
    ],
    injected: [{ kind: 'config', name: 'st_c', target: '/etc/c', from: 'external' }],
    security: { capDrop: ['ALL'] },
    limits: { memory: 32 * 2 ** 20, cpus: 0.5, pids: 10 },
    networks: ['2g5l9qo0btp5gzqk2fkj8pmde'],
  })
})

test('saved answers are read in every form that docker inspect prints', () => {
  const [first, second] = [read('everything-set.json'), read('nothing-set.json')]
  const one = JSON.parse(first)[0]
  for (const [form, source, containers] of [
    ['an array', first, 1],
    ['one document', JSON.stringify(one), 1],
    ['a document a line', `${JSON.stringify(one)}\n${JSON.stringify(one)}\n`, 2],
    ['arrays one after another', `${first}\n${second}`, 2],
    ['with a byte order mark', `\ufeff${first}`, 1],
    ['strings that hold brackets', JSON.stringify({ ...one, Path: '}]"\\' }).repeat(2), 2],
    ['other objects', '[{"Driver":"bridge","Scope":"local"}]', 0],
  ] as const) {
    assert.equal(saved(source).containers.length, containers, form)
  }
  for (const source of ['', ' \n', 'Error: No such object: x', '[{"Id": "a"', '{"a":1}}', ']', '[[[']) {
    const answer = readSaved(source)
    if (answer.ok) assert.equal(answer.saved.containers.length, 0, source)
    else assert.doesNotMatch(answer.why, /\n/)
  }
})

test('a document of any shape is answered, never thrown at', () => {
  const odd = [null, 1, 'x', [], {}, { Id: 'a' }, { Id: 'a', HostConfig: 1, Config: [] }]
  for (const document of odd) assert.equal(containerFromInspect(document).ok, false)
  for (const junk of [null, 1, 'x', [], {}, [null], { a: null }]) {
    const keys = [
      'Binds',
      'Mounts',
      'Tmpfs',
      'PortBindings',
      'CapAdd',
      'Devices',
      'Ulimits',
      'RestartPolicy',
      'LogConfig',
      'SecurityOpt',
      'Memory',
    ]
    const host = Object.fromEntries(keys.map((key) => [key, junk]))
    const config = Object.fromEntries(['Env', 'Cmd', 'Entrypoint', 'Labels', 'Healthcheck', 'Volumes', 'User'].map((key) => [key, junk]))
    const document = { Id: 'a', Name: junk, HostConfig: host, Config: config, Mounts: junk, State: junk, NetworkSettings: junk }
    assert.equal(containerFromInspect(document, { image: { Config: config } }).ok, true)
    containerFromService({
      ID: 'a',
      Spec: { TaskTemplate: { ContainerSpec: { Mounts: junk, Env: junk, Privileges: junk } }, EndpointSpec: junk },
    })
    imageFromInspect({ Config: config, RepoTags: junk })
  }
})
