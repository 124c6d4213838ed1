import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noDefaultBridge } from '../rules/no-default-bridge.ts'
import { noEngineSocket } from '../rules/no-engine-socket.ts'
import { noHostDevices } from '../rules/no-host-devices.ts'
import { noHostIpc } from '../rules/no-host-ipc.ts'
import { noHostNetwork } from '../rules/no-host-network.ts'
import { noHostPid } from '../rules/no-host-pid.ts'
import { noHostUserns } from '../rules/no-host-userns.ts'
import { noHostUts } from '../rules/no-host-uts.ts'
import { noSensitiveMounts } from '../rules/no-sensitive-mounts.ts'
import { noSharedPropagation } from '../rules/no-shared-propagation.ts'
import { privilegedPort } from '../rules/privileged-port.ts'
import { publishedPortInterface } from '../rules/published-port-interface.ts'
import { LIVE } from '../src/live/inspect.ts'
import { RUN, SWARM } from '../src/model/dialect.ts'
import { UNSET, unknown } from '../src/model/fact.ts'
import type { Mount } from '../src/model/mount.ts'
import { bind, container, fact, ids, incomplete, judge, listOf, port } from './container-builder.ts'

const mounting = (...mounts: Mount[]) => container({ mounts: listOf(...mounts) })

test('host namespaces: host is reported where it is set, other containers and unknowns are not', () => {
  for (const [rule, kind] of [
    [noHostNetwork, 'network'],
    [noHostPid, 'pid'],
    [noHostIpc, 'ipc'],
    [noHostUts, 'uts'],
    [noHostUserns, 'user'],
  ] as const) {
    const value = fact('host')
    assert.equal(judge(rule, container({ namespaces: { [kind]: value } }))[0]?.at, value.state === 'set' && value.origin, kind)
    for (const other of ['service:db', 'container:db', 'none', 'private', 'bridge', 'hostile']) {
      assert.deepEqual(ids(rule, container({ namespaces: { [kind]: fact(other) } })), [], `${kind} ${other}`)
    }
    assert.deepEqual(ids(rule, container({ namespaces: { [kind]: unknown('${MODE}') } })), [])
    assert.deepEqual(ids(rule, container()), [])
  }
})

test('no-host-network and no-host-ipc: a tool that is gone at once is only remarked', () => {
  for (const [rule, kind] of [
    [noHostNetwork, 'network'],
    [noHostIpc, 'ipc'],
  ] as const) {
    assert.equal(judge(rule, container({ oneOff: true, namespaces: { [kind]: fact('host') } }))[0]?.severity, 'info', kind)
    assert.equal(judge(rule, container({ namespaces: { [kind]: fact('host') } }))[0]?.severity, 'warning', kind)
  }
})

test('no-sensitive-mounts: a tool that is gone at once may be given credentials, not the host', () => {
  const severities = (...mounts: Mount[]) =>
    judge(noSensitiveMounts, container({ oneOff: true, mounts: listOf(...mounts) })).map((each) => each.severity)
  assert.deepEqual(severities(bind('~/.aws'), bind('/', '/host', { readOnly: true }), bind('/', '/root'), bind('~/.ssh')), [
    'info',
    'info',
    'error',
    'error',
  ])
})

test('no-engine-socket: a directory above it is open to root and to the group of the socket', () => {
  const monitor = { mounts: listOf(bind('/', '/host', { readOnly: true })) }
  assert.deepEqual(ids(noEngineSocket, container(monitor)), ['parent'])
  assert.deepEqual(ids(noEngineSocket, container({ ...monitor, user: fact('nobody') })), ['parentAsUser'])
  assert.deepEqual(ids(noEngineSocket, container({ ...monitor, user: fact('nobody:998') })), ['parent'], 'may be the group of the socket')
  assert.deepEqual(ids(noEngineSocket, container({ ...monitor, user: fact('0:998') })), ['parent'])
  const socket = listOf(bind('/var/run/docker.sock'))
  assert.deepEqual(ids(noEngineSocket, container({ mounts: socket, user: fact('nobody') })), ['socket'])
})

test('no-host-network: swarm names the network of the host instead', () => {
  assert.deepEqual(ids(noHostNetwork, container({ dialect: SWARM, swarm: true, networks: listOf('host') })), ['host'])
  assert.deepEqual(ids(noHostNetwork, container({ networks: listOf('host') })), [], 'a network of the project may be called so')
})

test('no-host-userns: for Podman, host is the default and the own namespace of the user', () => {
  assert.deepEqual(ids(noHostUserns, container({ engine: 'podman', namespaces: { user: fact('host') } })), [])
})

test('no-engine-socket: sockets of every engine, under each name of their folder', () => {
  for (const source of [
    '/var/run/docker.sock',
    '/run/docker.sock',
    '//var/run/docker.sock',
    '/run/user/1000/docker.sock',
    '/run/podman/podman.sock',
    '/run/user/1000/podman/podman.sock',
    '/run/containerd/containerd.sock',
    '/run/k3s/containerd/containerd.sock',
    '/var/run/crio/crio.sock',
    '/home/me/.colima/docker.sock',
    '~/.docker/run/docker.sock',
    '/run/buildkit/buildkitd.sock',
  ]) {
    assert.deepEqual(ids(noEngineSocket, mounting(bind(source, '/s'))), ['socket'], source)
  }
  assert.deepEqual(ids(noEngineSocket, mounting(bind('${SOCK}', '/run/docker.sock'))), ['socket'])
  const pipe: Mount = { type: 'npipe', source: '\\\\.\\pipe\\docker_engine', target: '/pipe', readOnly: false, form: 'long' }
  assert.deepEqual(ids(noEngineSocket, mounting(pipe)), ['socket'])
})

test('no-engine-socket: a folder that holds the socket, and a read-only mount, are no better', () => {
  for (const source of ['/', '/run', '/var/run', '/var/run/', '/run/user/1000', '/run/containerd', '/run/podman']) {
    assert.deepEqual(ids(noEngineSocket, mounting(bind(source, '/host', { readOnly: true }))), ['parent'], source)
  }
  const [finding] = judge(noEngineSocket, mounting(bind('/var/run/docker.sock', '/run/docker.sock', { readOnly: true })))
  assert.equal(finding?.messageId, 'readOnly')
  assert.equal(finding?.severity, 'error')
})

test('no-engine-socket: a socket proxy is what the rule advises', () => {
  const mounts = listOf(bind('/var/run/docker.sock'))
  for (const image of [
    'tecnativa/docker-socket-proxy:0.3',
    'lscr.io/linuxserver/socket-proxy',
    'ghcr.io/tecnativa/docker-socket-proxy:edge',
  ]) {
    assert.equal(judge(noEngineSocket, container({ image: fact(image), mounts }))[0]?.severity, 'info', image)
  }
  assert.equal(judge(noEngineSocket, container({ image: fact('traefik:3'), mounts }))[0]?.severity, 'error')
})

test('no-engine-socket: other files of /run, and volumes, are no socket', () => {
  for (const source of ['/run/dbus', '/run/mysqld/mysqld.sock', '/var', '/run/udev', '/srv/docker.sock.d', '/var/lib/docker/volumes']) {
    assert.deepEqual(ids(noEngineSocket, mounting(bind(source, '/x'))), [], source)
  }
  assert.deepEqual(ids(noEngineSocket, mounting({ type: 'volume', name: 'run', target: '/run', readOnly: false, form: 'short' })), [])
})

test('no-sensitive-mounts: what writing gives decides the severity; read-only is milder or silent', () => {
  for (const [source, writable, readable] of [
    ['/', 'error', 'warning'],
    ['/etc', 'error', 'warning'],
    ['/etc/', 'error', 'warning'],
    ['/etc/shadow', 'error', 'warning'],
    ['/etc/cron.d', 'error', undefined],
    ['/etc/passwd', 'error', undefined],
    ['/usr/bin/docker', 'error', undefined],
    ['/lib/modules', 'warning', undefined],
    ['/root', 'error', 'warning'],
    ['/home/me', 'error', 'warning'],
    ['/home/me/.ssh/id_ed25519', 'error', 'warning'],
    ['~/.aws', 'warning', 'warning'],
    ['/proc', 'error', 'info'],
    ['/sys', 'error', undefined],
    ['/sys/fs/cgroup', 'warning', undefined],
    ['/dev', 'warning', 'info'],
    ['/var/lib/docker', 'error', 'warning'],
    ['/var/lib/docker/containers', 'warning', 'info'],
    ['/var/log', 'warning', undefined],
    ['/run/dbus/system_bus_socket', 'warning', 'warning'],
  ] as const) {
    assert.equal(judge(noSensitiveMounts, mounting(bind(source, '/x')))[0]?.severity, writable, source)
    assert.equal(judge(noSensitiveMounts, mounting(bind(source, '/x', { readOnly: true })))[0]?.severity, readable, `${source} read-only`)
  }
})

test("no-sensitive-mounts: the project's own files and harmless files of /etc are silent", () => {
  for (const source of [
    '/etc/localtime',
    '/etc/timezone',
    '/etc/myapp',
    '/etc/ssl/certs',
    '/etc/letsencrypt',
    '/srv/data',
    '/home/me/project/data',
    '/opt/app/etc',
    '/mnt/disk',
    '/usr/share/fonts',
    '/var/lib/mysql',
    '/var/lib/docker/volumes/app/_data',
    '/sys/class/thermal',
    '/dev/dri',
    '/tmp',
    '/data/usr',
    '/rooted',
  ]) {
    assert.deepEqual(ids(noSensitiveMounts, mounting(bind(source, '/x'))), [], source)
  }
  assert.deepEqual(ids(noSensitiveMounts, mounting({ type: 'volume', name: 'etc', target: '/etc', readOnly: false, form: 'short' })), [])
  assert.deepEqual(ids(noSensitiveMounts, mounting(bind('/var/run/docker.sock'))), [], 'no-engine-socket speaks of it')
})

test('no-sensitive-mounts: read-only is a fix only where nobody needs to write', () => {
  const applicability = (source: string) => judge(noSensitiveMounts, mounting(bind(source, '/x')))[0]?.fix?.applicability
  assert.equal(applicability('/lib/modules'), 'safe')
  assert.equal(applicability('/etc'), 'manual')
  assert.equal(applicability('/dev'), undefined)
  assert.equal(applicability('/run/dbus'), undefined)
})

test('no-shared-propagation: only mounts that spread back', () => {
  for (const propagation of ['shared', 'rshared'] as const) {
    assert.deepEqual(ids(noSharedPropagation, mounting(bind('/mnt', '/mnt', { propagation }))), ['shared'])
  }
  for (const propagation of ['private', 'rprivate', 'slave', 'rslave'] as const) {
    assert.deepEqual(ids(noSharedPropagation, mounting(bind('/mnt', '/mnt', { propagation }))), [])
  }
  assert.deepEqual(ids(noSharedPropagation, mounting(bind('/mnt'))), [])
})

test('no-host-devices: disks and memory are the host, ordinary devices a remark, what every container has nothing', () => {
  const severity = (host: string) =>
    judge(noHostDevices, container({ security: { devices: listOf({ host, container: host, permissions: 'rwm' }) } }))[0]?.severity
  for (const host of ['/dev/sda', '/dev/sda1', '/dev/nvme0n1p2', '/dev/mapper/vg-root', '/dev/mem', '/dev', '/dev/']) {
    assert.equal(severity(host), 'error', host)
  }
  for (const host of ['/dev/input/event0', '/dev/uinput']) assert.equal(severity(host), 'warning', host)
  for (const host of ['/dev/net/tun', '/dev/dri', '/dev/ttyUSB0', '/dev/fuse', '/dev/kvm', '/dev/snd'])
    assert.equal(severity(host), 'info', host)
  for (const host of ['/dev/null', '/dev/urandom', 'nvidia.com/gpu=all']) assert.equal(severity(host), undefined, host)
})

test('no-default-bridge: a run command without a network; in Compose only network_mode: bridge', () => {
  const run = (changes: Parameters<typeof container>[0] = {}) => container({ dialect: RUN, ...changes })
  assert.deepEqual(ids(noDefaultBridge, run()), ['bridge'])
  assert.deepEqual(ids(noDefaultBridge, run({ networks: listOf('bridge') })), ['bridge'])
  assert.deepEqual(ids(noDefaultBridge, run({ namespaces: { network: fact('bridge') } })), ['bridge'])
  assert.deepEqual(ids(noDefaultBridge, run({ networks: listOf('app') })), [])
  assert.deepEqual(ids(noDefaultBridge, run({ networks: incomplete() })), [])
  assert.deepEqual(ids(noDefaultBridge, run({ namespaces: { network: unknown('$NET') } })), [])
  assert.deepEqual(ids(noDefaultBridge, run({ namespaces: { network: fact('none') } })), [])
  assert.deepEqual(ids(noDefaultBridge, run({ engine: 'podman' })), [])
  assert.deepEqual(ids(noDefaultBridge, container()), [])
  assert.deepEqual(ids(noDefaultBridge, container({ networks: listOf('default') })), [])
  assert.deepEqual(ids(noDefaultBridge, container({ namespaces: { network: fact('bridge') } })), ['bridge'])
  assert.deepEqual(ids(noDefaultBridge, container({ dialect: LIVE, namespaces: { network: fact('default') } })), ['bridge'])
})

test('published-port-interface: no address, IPv4 and IPv6 wildcards; databases are graver', () => {
  const findings = (...ports: ReturnType<typeof port>[]) =>
    judge(publishedPortInterface, container({ ports: listOf(...ports) })).map(({ messageId, severity }) => `${messageId} ${severity}`)
  assert.deepEqual(findings(port('80', '8080')), ['all info'])
  assert.deepEqual(findings(port('80', '8080', { hostIp: '0.0.0.0' }), port('80', '8080', { hostIp: '::' })), ['all info', 'all info'])
  assert.deepEqual(findings(port('80', '8080', { hostIp: '[::]' })), ['all info'])
  assert.deepEqual(findings(port('5432', '15432')), ['service warning'])
  assert.deepEqual(findings(port('6370-6380', '6370-6380')), ['service warning'])
  assert.deepEqual(findings(port('80')), ['all info'], 'a port that the engine chooses is open too')
  for (const hostIp of ['127.0.0.1', '::1', '[::1]', '192.168.1.5', 'fe80::1']) {
    assert.deepEqual(findings(port('5432', '5432', { hostIp })), [], hostIp)
  }
  const ports = listOf(port('80', '80'))
  assert.deepEqual(ids(publishedPortInterface, container({ ports, namespaces: { network: fact('host') } })), [])
  assert.deepEqual(ids(publishedPortInterface, container({ ports, swarm: true })), [])
})

test('published-port-interface: the advice keeps the protocol and the free choice of a port', () => {
  const message = (subject: ReturnType<typeof port>) =>
    judge(publishedPortInterface, container({ ports: listOf(subject) }))[0]?.message ?? ''
  assert.match(message(port('53', '53', { protocol: 'udp' })), /127\.0\.0\.1:53:53\/udp/)
  assert.match(message(port('80')), /127\.0\.0\.1::80/)
})

test('privileged-port: the port of the host counts, not that of the container', () => {
  const of = (...args: Parameters<typeof port>) => ids(privilegedPort, container({ ports: listOf(port(...args)) }))
  assert.deepEqual(of('8080', '80'), ['privileged'])
  assert.deepEqual(of('9000-9010', '1020-1030'), ['privileged'])
  assert.deepEqual(of('80', '443', { hostIp: '127.0.0.1' }), ['privileged'])
  assert.deepEqual(of('80', '8080'), [])
  assert.deepEqual(of('80'), [])
  assert.deepEqual(of('80', '0'), [])
  assert.deepEqual(of('80', '1024'), [])
  assert.deepEqual(ids(privilegedPort, container({ ports: listOf(port('80', '80')), namespaces: { network: fact('service:vpn') } })), [])
  assert.deepEqual(ids(privilegedPort, container({ ports: listOf(port('80', '80')), namespaces: { network: UNSET } })), ['privileged'])
})
