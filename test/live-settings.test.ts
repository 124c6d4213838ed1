import assert from 'node:assert/strict'
import { test } from 'node:test'
import { containerFromInspect } from '../src/live/inspect.ts'
import { containerFromService } from '../src/live/service.ts'
import { plain } from './plain-facts.ts'

test('each setting of a container in the form that the engine has for it', () => {
  const facts = (host: object, config: object = {}, more: object = {}, surroundings: object = {}) => {
    const document = { Id: 'a'.repeat(64), Name: '/web', HostConfig: host, Config: { Image: 'app', ...config }, ...more }
    const answer = containerFromInspect(document, surroundings)
    assert.ok(answer.ok)
    return plain(answer.live.container) as Record<string, Record<string, unknown>>
  }
  const podman = { facts: { engine: 'podman' } }
  const on = (cgroupVersion: string) => ({ facts: { engine: 'docker', cgroupVersion } })
  const dropped = (CapDrop: readonly string[], CapAdd: readonly string[] = [], surroundings: object = podman) => {
    const { capAdd, capDrop } = facts({ CapDrop, CapAdd }, {}, {}, surroundings).security ?? {}
    return [capDrop, capAdd]
  }
  const MOST = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'NET_BIND_SERVICE']
  const REST = ['SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT']
  assert.deepEqual(dropped(MOST), [['ALL'], REST])
  assert.deepEqual(dropped(MOST, ['SETUID', 'NET_ADMIN']), [['ALL'], [...REST.filter((name) => name !== 'SETUID'), 'SETUID', 'NET_ADMIN']])
  assert.deepEqual(dropped(MOST.slice(1)), [MOST.slice(1), undefined])
  assert.deepEqual(dropped(['ALL']), [['ALL'], undefined])
  assert.deepEqual(dropped(MOST, [], {}), [MOST, undefined])

  const options = (host: object) => facts({ SecurityOpt: ['label=disable', 'apparmor=x'], ...host }).security?.options
  assert.deepEqual(options({}), ['label=disable', 'apparmor=x'])
  for (const host of [{ Privileged: true }, { PidMode: 'host' }, { IpcMode: 'host' }]) assert.deepEqual(options(host), ['apparmor=x'])

  assert.deepEqual(facts({ Devices: [{ PathOnHost: '/dev/a' }, { PathInContainer: '/dev/b' }] }).security?.devices, [
    { host: '/dev/a', container: '/dev/a', permissions: 'rwm' },
  ])
  const network = (NetworkMode: string, surroundings: object = {}) => facts({ NetworkMode }, {}, {}, surroundings).namespaces?.network
  assert.deepEqual(
    ['default', 'host', 'none', 'container:a', 'ns:/x', 'shop'].map((mode) => network(mode)),
    ['bridge', 'host', 'none', 'container:a', 'ns:/x', undefined],
  )
  assert.deepEqual(
    ['bridge', 'pasta', 'host'].map((mode) => network(mode, podman)),
    [undefined, undefined, 'host'],
  )
  const cgroup = (mode: string, surroundings: object = {}) => facts({ CgroupnsMode: mode }, {}, {}, surroundings).namespaces?.cgroup
  assert.deepEqual(
    [cgroup('host'), cgroup('host', on('2')), cgroup('host', on('1')), cgroup('private'), cgroup('container:a')],
    ['unknown', 'host', undefined, undefined, 'container:a'],
  )
  const cpus = (host: object) => facts(host).limits?.cpus
  assert.deepEqual(
    [
      cpus({ CpuQuota: 50_000 }),
      cpus({ CpuQuota: 50_000, CpuPeriod: 25_000 }),
      cpus({ CpuQuota: -1 }),
      cpus({ NanoCpus: 5e8, CpuQuota: 1 }),
    ],
    [0.5, 2, undefined, 0.5],
  )
  const limits = [
    { Name: 'RLIMIT_NOFILE', Soft: 1, Hard: 1 },
    { Name: 'core', Soft: 0, Hard: 0 },
  ]
  const names = (surroundings: object) =>
    JSON.stringify(facts({ Ulimits: limits }, {}, {}, surroundings).limits?.ulimits).match(/RLIMIT_NOFILE|core/g)
  assert.deepEqual([names({}), names(podman)], [['RLIMIT_NOFILE', 'core'], ['core']])
  const shm = (surroundings: object) => facts({ ShmSize: 65_536_000 }, {}, {}, surroundings).limits?.shmSize
  assert.deepEqual([shm({}), shm(podman)], [65_536_000, undefined])
  const exposed = { ExposedPorts: { '80/tcp': {}, '53/udp': {} } }
  assert.deepEqual(facts({ PublishAllPorts: true, PortBindings: { '80/tcp': [{ HostPort: '8080' }] } }, exposed).ports, [
    { target: '80', protocol: 'tcp', published: '8080' },
    { target: '53', protocol: 'udp' },
  ])
  assert.equal(facts({ PublishAllPorts: false }, exposed).ports, undefined)
  assert.deepEqual(facts({}, { Healthcheck: { Test: ['NONE'] } }).healthcheck, { disabled: true, test: ['NONE'] })
  assert.equal(
    facts({}, { Healthcheck: { Test: ['CMD', 'a'] } }, {}, { image: { Config: { Healthcheck: { Test: ['CMD', 'a'] } } } }).healthcheck,
    undefined,
  )
  assert.deepEqual(facts({}, { Env: ['PATH=/bin', 'TERM=x'] }, {}, podman).environment, undefined)
  assert.deepEqual(facts({}, { Env: ['PATH=/bin', 'TERM=x'] }).environment, [{ name: 'TERM', value: 'x', interpolated: false }])
  const labels = { Labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web', own: '1', 'of.image': '2' } }
  const labelled = facts({}, labels, {}, { image: { Config: { Labels: { 'of.image': '2' } } } })
  assert.deepEqual(labelled.labels, [{ name: 'own', value: '1' }])
  assert.deepEqual(facts({}, {}, { AppArmorProfile: 'unconfined' }).security?.options, ['apparmor=unconfined'])
  assert.equal(facts({ Privileged: true }, {}, { AppArmorProfile: 'unconfined' }).security?.options, undefined)
})

test('mounts of each kind and form, from what was asked for and from what there is', () => {
  const mounts = (document: { host?: object; mounts?: readonly object[] }, surroundings: object = {}) => {
    const { host = {}, mounts: Mounts = [] } = document
    const answer = containerFromInspect({ Id: 'a'.repeat(64), HostConfig: host, Config: {}, Mounts }, surroundings)
    assert.ok(answer.ok)
    return answer.live.container.mounts.items.map(({ value: { readOnly: _, form: _form, ...value } }) => value)
  }
  const digits = 'b'.repeat(64)
  const asked = [
    { Type: 'volume', Target: '/kept/', Source: 'kept', VolumeOptions: { NoCopy: true, DriverConfig: { Options: { type: 'tmpfs' } } } },
    { Type: 'volume', Target: '/none' },
    { Type: 'volume', Target: '/digits', Source: digits },
    { Type: 'image', Target: '/image', Source: 'acme/a' },
    { Type: 'npipe', Target: '/pipe' },
    { Type: 'bind', Target: '/bind', BindOptions: { Propagation: 'shared' } },
    { Type: 'tmpfs', Target: '/tmpfs', TmpfsOptions: { Options: [['noexec'], ['uid', '5']] } },
    { Type: 'odd', Target: '/odd' },
    { Type: 'volume', Source: 'no-target' },
  ]
  assert.deepEqual(mounts({ host: { Mounts: asked } }), [
    { type: 'bind', target: '/bind', source: '', propagation: 'shared' },
    { type: 'volume', target: '/digits' },
    { type: 'image', target: '/image', source: 'acme/a' },
    { type: 'volume', target: '/kept', writtenTarget: '/kept/', name: 'kept', noCopy: true, inMemory: true },
    { type: 'volume', target: '/none' },
    { type: 'npipe', target: '/pipe' },
    { type: 'tmpfs', target: '/tmpfs', options: { exec: false, uid: 5 } },
  ])
  const there = [
    { Type: 'volume', Name: 'named', Destination: '/named' },
    { Type: 'volume', Name: digits, Destination: '/declared' },
    { Type: 'volume', Name: digits, Destination: '/path' },
    { Type: 'volume', Name: digits, Destination: '/other' },
    { Type: 'bind', Source: '/s', Destination: '/z', Mode: 'ro,z', Propagation: 'rprivate' },
    { Type: 'bind', Destination: '/y' },
    { Type: 'tmpfs', Destination: '/t' },
    { Type: 'image', Destination: '/i' },
    { Type: 'cluster', Source: 'c', Destination: '/c' },
    { Type: 'odd', Destination: '/odd' },
    { Type: 'volume' },
    { Type: 'volume', Name: 'twice', Destination: '/named' },
  ]
  const host = { Binds: ['/path', `${digits}:/declared`] }
  const image = { Config: { Volumes: { '/declared': {} } } }
  const found = mounts({ host, mounts: there }, { image, inMemoryVolumes: new Set(['named']) })
  assert.deepEqual(found, [
    { type: 'cluster', target: '/c', source: 'c' },
    { type: 'volume', target: '/declared', fromImage: true },
    { type: 'image', target: '/i' },
    { type: 'volume', target: '/named', name: 'named', inMemory: true },
    { type: 'volume', target: '/other' },
    { type: 'volume', target: '/path' },
    { type: 'tmpfs', target: '/t', options: {} },
    { type: 'bind', target: '/y', source: '' },
    { type: 'bind', target: '/z', source: '/s', selinux: 'z' },
  ])
  const unknownImage = mounts({ host, mounts: there.slice(0, 4) })
  assert.deepEqual(
    unknownImage.filter((value) => value.type === 'volume' && value.fromImage).map(({ target }) => target),
    ['/declared', '/other'],
  )
})

test('every setting of a swarm service', () => {
  const service = (container: object, { task = {}, spec = {} }: { task?: object; spec?: object } = {}) => {
    const answer = containerFromService({
      ID: 'id',
      Spec: { Name: 'web', TaskTemplate: { ContainerSpec: { Image: 'app', ...container }, ...task }, ...spec },
    })
    assert.ok(answer.ok)
    const {
      name: _,
      dialect: _dialect,
      swarm: _swarm,
      engine: _engine,
      image: _image,
      readOnlyRoot: _root,
      ...rest
    } = plain(answer.service.container) as Record<string, unknown>
    return rest
  }
  for (const document of [null, {}, { ID: 'a' }, { Spec: { TaskTemplate: { ContainerSpec: {} } } }])
    assert.equal(containerFromService(document).ok, false)
  assert.deepEqual(service({}), {})
  assert.deepEqual(
    service({
      Init: true,
      Healthcheck: { Test: ['NONE'] },
      Configs: [{ ConfigName: 'a' }, { ConfigName: 'b', File: { Name: 'sub/b' } }, {}],
      Secrets: [{ SecretName: 'c' }, { SecretName: 'd', File: { Name: '/d' } }, { ConfigName: 'e' }],
      Privileges: {
        NoNewPrivileges: true,
        Seccomp: { Mode: 'unconfined' },
        AppArmor: { Mode: 'disabled' },
        SELinuxContext: { Disable: true },
      },
    }),
    {
      init: true,
      healthcheck: { disabled: true, test: ['NONE'] },
      injected: [
        { kind: 'config', name: 'a', target: '/a', from: 'external' },
        { kind: 'config', name: 'b', target: '/sub/b', from: 'external' },
        { kind: 'secret', name: 'c', target: '/run/secrets/c', from: 'external' },
        { kind: 'secret', name: 'd', target: '/d', from: 'external' },
      ],
      security: { options: ['no-new-privileges:true', 'seccomp=unconfined', 'apparmor=unconfined', 'label=disable'] },
    },
  )
  const other = {
    Privileges: { NoNewPrivileges: false, Seccomp: { Mode: 'default' }, AppArmor: { Mode: 'default' }, SELinuxContext: { Disable: false } },
  }
  assert.deepEqual(service({ ...other, Init: false, Healthcheck: { Test: ['CMD', 'a'] } }), {
    healthcheck: { disabled: false, test: ['CMD', 'a'] },
  })
  const Ports = [{ TargetPort: 80, PublishedPort: 8080, PublishMode: 'host' }, { TargetPort: 53, Protocol: 'udp' }, { PublishedPort: 1 }]
  assert.deepEqual(service({}, { spec: { EndpointSpec: { Ports } } }).ports, [
    { target: '80', protocol: 'tcp', published: '8080', mode: 'host' },
    { target: '53', protocol: 'udp' },
  ])
  const restart = (RestartPolicy: object) => service({}, { task: { RestartPolicy } }).restart
  assert.deepEqual(
    [{ Condition: 'none' }, { Condition: 'on-failure' }, { Condition: 'on-failure', MaxAttempts: 2 }, { Condition: 'any' }].map(restart),
    [{ policy: 'no' }, { policy: 'on-failure' }, { policy: 'on-failure', maxRetries: 2 }, undefined],
  )
})
