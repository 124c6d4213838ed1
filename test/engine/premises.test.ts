import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { DEFAULT_CAPABILITIES } from '../../rules/shared/capabilities.ts'
import { buildImages } from './images/build-images.ts'
import { run, until, whyNoEngine } from './machine.ts'

/*
 * The rules about run-time state rest on premises: that the setting they report really gives the state they warn of, and that their advice
 * really takes it away. Each is tried here on a real engine, with a busybox of some two megabytes.
 */
const IMAGE = 'dockseal-test/busybox'
const skip = whyNoEngine()
const info =
  skip === undefined ? docker('info', '--format', '{{json .SecurityOptions}} cgroup={{.CgroupVersion}} driver={{.CgroupDriver}}').text : ''
const folders: string[] = []
const containers: string[] = []

/** Runs the docker CLI; a failure is a status. */
function docker(...args: readonly string[]): { readonly status: number; readonly text: string } {
  const { status, stdout, stderr } = run('docker', args)
  return { status, text: `${stdout}${stderr}`.trim() }
}

/** Runs a shell script in a fresh container without a network, with the options given. */
function inside(options: readonly string[], script: string, image = IMAGE) {
  return docker('run', '--rm', '--network', 'none', ...options, image, 'sh', '-c', script)
}

/** What the script prints. */
function says(options: readonly string[], script: string): string {
  const { status, text } = inside(options, script)
  assert.equal(status, 0, text)
  return text
}

/** Starts a container that stays, and answers its id. */
function start(...args: readonly string[]): string {
  const { status, text } = docker('run', '-d', ...args)
  assert.equal(status, 0, text)
  // Warnings of the engine are beside the id.
  const id = /^[\da-f]{64}$/m.exec(text)?.[0] ?? assert.fail(text)
  containers.push(id)
  return id
}

function inspect(id: string, format: string): string {
  return docker('inspect', '--format', format, id).text
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'dockseal-premises-'))
  folders.push(path)
  return path
}

/** Effective capabilities of the container's first process. */
function capabilities(...options: readonly string[]): bigint {
  return BigInt(`0x${says(options, "sed -n 's/^CapEff:[^0-9a-f]*//p' /proc/self/status")}`)
}

const NUMBERS: Readonly<Record<string, number>> = {
  CHOWN: 0,
  DAC_OVERRIDE: 1,
  DAC_READ_SEARCH: 2,
  FOWNER: 3,
  FSETID: 4,
  KILL: 5,
  SETGID: 6,
  SETUID: 7,
  SETPCAP: 8,
  NET_BIND_SERVICE: 10,
  NET_ADMIN: 12,
  NET_RAW: 13,
  SYS_MODULE: 16,
  SYS_RAWIO: 17,
  SYS_CHROOT: 18,
  SYS_PTRACE: 19,
  SYS_ADMIN: 21,
  MKNOD: 27,
  AUDIT_WRITE: 29,
  SETFCAP: 31,
}

function maskOf(names: readonly string[]): bigint {
  return names.reduce((mask, name) => mask | (1n << BigInt(NUMBERS[name] ?? assert.fail(name))), 0n)
}

describe('premises of the rules', { skip }, () => {
  before(() => buildImages(['busybox']))
  after(() => {
    for (const id of containers) docker('rm', '--force', '--volumes', id)
    for (const path of folders) rmSync(path, { recursive: true, force: true })
  })

  it('no-privileged: privileged mode gives all capabilities, no filter and the devices of the host', () => {
    const all = BigInt(`0x${says(['--privileged'], "sed -n 's/^CapBnd:[^0-9a-f]*//p' /proc/self/status")}`)
    assert.equal(capabilities('--privileged'), all)
    assert.equal(capabilities(), maskOf(DEFAULT_CAPABILITIES))
    assert.notEqual(all, maskOf(DEFAULT_CAPABILITIES))
    assert.match(says(['--privileged'], 'grep Seccomp: /proc/self/status'), /0$/)
    assert.equal(inside(['--privileged'], 'mount -t tmpfs none /data').status, 0)
    assert.notEqual(inside([], 'mount -t tmpfs none /data').status, 0)
    assert.ok(Number(says(['--privileged'], 'ls /dev | wc -l')) > Number(says([], 'ls /dev | wc -l')))
  })

  it('drop-capabilities, no-dangerous-capabilities: privileged mode ignores dropped ones', () => {
    assert.equal(capabilities('--privileged', '--cap-drop', 'ALL'), capabilities('--privileged'))
  })

  it('drop-capabilities: root without capabilities is bound by permissions; what is added back works', () => {
    assert.equal(capabilities('--cap-drop', 'ALL'), 0n)
    assert.equal(inside([], 'chown 7:7 /data').status, 0)
    assert.notEqual(inside(['--cap-drop', 'ALL'], 'chown 7:7 /data').status, 0)
    assert.equal(inside(['--cap-drop', 'ALL', '--cap-add', 'CHOWN'], 'chown 7:7 /data').status, 0)
  })

  it('drop-capabilities: root reads the files of others on a bind mount with DAC_OVERRIDE only', () => {
    const path = folder()
    writeFileSync(join(path, 'secret'), 'x', { mode: 0o600 })
    const mount = ['-v', `${path}:/host`]
    assert.equal(inside(mount, 'chown 1000:1000 /host/secret && chmod 700 /host && chown 1000:1000 /host').status, 0)
    assert.notEqual(inside([...mount, '--cap-drop', 'ALL'], 'cat /host/secret').status, 0)
    assert.equal(inside([...mount, '--cap-drop', 'ALL', '--cap-add', 'DAC_OVERRIDE'], 'cat /host/secret').status, 0)
  })

  it('drop-capabilities: a port below 1024 needs no capability in a network of its own', () => {
    const listen = 'timeout -s KILL 1 nc -l -p 80; test $? -ne 1'
    assert.equal(inside(['--cap-drop', 'ALL', '--user', '1000:1000'], listen).status, 0)
  })

  it('no-dangerous-capabilities: each added capability is effective', () => {
    for (const name of ['SYS_ADMIN', 'SYS_MODULE', 'SYS_RAWIO', 'DAC_READ_SEARCH', 'SYS_PTRACE', 'NET_ADMIN']) {
      const granted = capabilities('--cap-drop', 'ALL', '--cap-add', name)
      assert.equal(granted, maskOf([name]), name)
    }
    assert.equal(inside(['--cap-add', 'SYS_ADMIN', '--security-opt', 'apparmor=unconfined'], 'mount -t tmpfs none /data').status, 0)
    assert.equal(inside(['--cap-add', 'NET_ADMIN'], 'ip link set lo mtu 1400').status, 0)
    assert.notEqual(inside([], 'ip link set lo mtu 1400').status, 0)
  })

  it('no-new-privileges: a set-user-id program gives root without the option, and nothing with it', () => {
    const volume = `dockseal-premises-${process.pid}`
    try {
      assert.equal(inside(['-v', `${volume}:/v`], 'cp /bin/busybox /v/busybox && chmod 4755 /v/busybox').status, 0)
      // busybox refuses this applet where it does not run as root, before it does anything.
      const asUser = (...options: string[]) =>
        inside(['-v', `${volume}:/v`, '--user', '1000:1000', ...options], '/v/busybox crontab -l 2>&1; true').text
      const refused = /must be suid/
      assert.doesNotMatch(asUser(), refused)
      assert.match(asUser('--security-opt', 'no-new-privileges:true'), refused)
    } finally {
      docker('volume', 'rm', '--force', volume)
    }
  })

  it('no-new-privileges: every spelling that the rule takes for set is set, and false is not', () => {
    const flag = (option: string) => says(['--security-opt', option], 'grep NoNewPrivs /proc/self/status').slice(-1)
    for (const option of [
      'no-new-privileges',
      'no-new-privileges:true',
      'no-new-privileges=true',
      'no-new-privileges=1',
      'no-new-privileges=T',
    ]) {
      assert.equal(flag(option), '1', option)
    }
    for (const option of ['no-new-privileges:false', 'no-new-privileges=0']) assert.equal(flag(option), '0', option)
    assert.notEqual(inside(['--security-opt', 'no-new-privileges=maybe'], 'true').status, 0)
  })

  it('no-host-*: with host, containers are in one namespace; without, in another', () => {
    for (const [option, kind] of [
      ['--network', 'net'],
      ['--pid', 'pid'],
      ['--ipc', 'ipc'],
      ['--uts', 'uts'],
    ] as const) {
      const of = (...options: string[]) => docker('run', '--rm', ...options, IMAGE, 'readlink', `/proc/self/ns/${kind}`).text
      const host = of(option, 'host')
      assert.match(host, new RegExp(`^${kind}:\\[\\d+\\]$`))
      assert.equal(of(option, 'host'), host, `${option} host`)
      assert.notEqual(of('--network', 'none'), host, kind)
    }
    assert.ok(
      Number(says(['--pid', 'host'], 'ls -d /proc/[0-9]* 2>/dev/null | wc -l')) >
        Number(says([], 'ls -d /proc/[0-9]* 2>/dev/null | wc -l')),
    )
  })

  it('no-engine-socket: a read-only mount of the socket, or of its folder, answers all the same', (t) => {
    const socket = '/var/run/docker.sock'
    if (!existsSync(socket) || process.env.DOCKER_HOST) return t.skip('the engine has another address')
    buildImages(['base'])
    const ask = (path: string) =>
      `perl -MIO::Socket::UNIX -e '$s = IO::Socket::UNIX->new(Peer => "${path}") or die "no"; print $s "GET /_ping HTTP/1.0\\r\\n\\r\\n"; print <$s>'`
    const answer = (options: string[], path: string) => inside(options, ask(path), 'dockseal-test/base').text
    assert.match(answer(['-v', `${socket}:/s:ro`], '/s'), /200 OK/)
    assert.match(answer(['-v', '/var/run:/host:ro'], '/host/docker.sock'), /200 OK/)
    assert.match(answer(['-v', '/:/host:ro'], '/host/run/docker.sock'), /200 OK/)
    assert.doesNotMatch(answer([], socket), /200 OK/)
  })

  it('no-sensitive-mounts: root writes to a bound folder as root of the host; read-only stops it', () => {
    const path = folder()
    mkdirSync(join(path, 'cron.d'), { mode: 0o755 })
    assert.equal(inside(['-v', `${path}:/host`], 'echo job > /host/cron.d/job').status, 0)
    assert.ok(existsSync(join(path, 'cron.d', 'job')))
    const refused = inside(['-v', `${path}:/host:ro`], 'echo job > /host/cron.d/other')
    assert.notEqual(refused.status, 0)
    assert.match(refused.text, /Read-only file system/)
  })

  it("no-sensitive-mounts: the host's /proc and /sys are writable where bound, and not otherwise", (t) => {
    if (info.includes('apparmor') || info.includes('rootless') || info.includes('userns')) return t.skip('the engine confines further')
    const writable = (options: string[], path: string) => inside(options, `true >> ${path}`).status === 0
    assert.ok(writable(['-v', '/proc:/host/proc'], '/host/proc/sys/kernel/core_pattern'))
    assert.ok(!writable(['-v', '/proc:/host/proc:ro'], '/host/proc/sys/kernel/core_pattern'))
    assert.ok(!writable([], '/proc/sys/kernel/core_pattern'))
    assert.ok(
      Number(says(['-v', '/proc:/host/proc:ro'], 'ls -d /host/proc/[0-9]* 2>/dev/null | wc -l')) >
        Number(says([], 'ls -d /proc/[0-9]* 2>/dev/null | wc -l')),
    )
  })

  it('no-sensitive-mounts: a read-only mount does not stop writing to a device', () => {
    assert.equal(inside(['-v', '/dev:/host/dev:ro'], 'echo x > /host/dev/null').status, 0)
  })

  it('no-shared-propagation: a mount in the container appears on the host with rshared, not with rslave', (t) => {
    const path = folder()
    mkdirSync(join(path, 'inner'))
    const host = (...args: string[]) => spawnSync(args[0] ?? '', args.slice(1)).status === 0
    const mounted = host('mount', '--bind', path, path) && host('mount', '--make-shared', path)
    try {
      const options = (propagation: string) => [
        '--cap-add',
        'SYS_ADMIN',
        '--security-opt',
        'apparmor=unconfined',
        '-v',
        `${path}:/m:${propagation}`,
      ]
      const script = 'mount -t tmpfs none /m/inner && touch /m/inner/seen'
      const slave = mounted ? inside(options('rslave'), script) : undefined
      if (slave?.status !== 0) return t.skip('no shared mount can be made for the engine here')
      assert.ok(!existsSync(join(path, 'inner', 'seen')))
      assert.equal(inside(options('rshared'), script).status, 0)
      assert.ok(existsSync(join(path, 'inner', 'seen')))
    } finally {
      host('umount', join(path, 'inner'))
      host('umount', path)
    }
  })

  it('no-host-devices: a device is there and usable with the option only; a bind mount carries no right', (t) => {
    const device = ['/dev/kmsg', '/dev/loop-control', '/dev/fuse'].find((path) => existsSync(path))
    if (!device || info.includes('rootless')) return t.skip('the host has no device to try')
    const open = `exec 3<${device}`
    assert.notEqual(inside([], open).status, 0)
    assert.equal(inside(['--device', device, '--cap-add', 'SYSLOG'], open).status, 0)
    const bound = inside(['-v', `${device}:${device}`, '--cap-add', 'SYSLOG'], open)
    assert.match(bound.text, /Operation not permitted/)
  })

  it('seccomp-enabled: unconfined takes the filter away, in both spellings', () => {
    const filter = (...options: string[]) => says(options, 'grep Seccomp: /proc/self/status').slice(-1)
    assert.equal(filter(), '2')
    assert.equal(filter('--security-opt', 'seccomp=unconfined'), '0')
    assert.equal(filter('--security-opt', 'seccomp:unconfined'), '0')
  })

  it('apparmor-enabled: unconfined takes the profile away', (t) => {
    if (!info.includes('apparmor')) return t.skip('the host has no AppArmor')
    const profile = (...options: string[]) => says(options, 'cat /proc/self/attr/current')
    assert.match(profile(), /^docker-default/)
    assert.match(profile('--security-opt', 'apparmor=unconfined'), /^unconfined/)
  })

  it('selinux-separation: disable takes the label of containers away', (t) => {
    if (!info.includes('selinux')) return t.skip('the host has no SELinux')
    const label = (...options: string[]) => says(options, 'cat /proc/self/attr/current')
    assert.match(label(), /container_t/)
    assert.match(label('--security-opt', 'label=disable'), /spc_t/)
  })

  it('memory-limit, cpu-limit, pids-limit: none by default, none when written as none, and a number holds', () => {
    const file = (v1: string, v2: string) => `cat /sys/fs/cgroup/${info.includes('cgroup=1') ? v1 : v2}`
    const memory = (...options: string[]) => says(options, file('memory/memory.limit_in_bytes', 'memory.max'))
    assert.equal(memory('--memory', '64m'), String(64 << 20))
    assert.equal(memory('--memory', '0'), memory())
    assert.ok(memory() === 'max' || BigInt(memory()) > 1n << 60n)
    const pids = (...options: string[]) => says(options, file('pids/pids.max', 'pids.max'))
    assert.equal(pids('--pids-limit', '50'), '50')
    for (const none of ['0', '-1']) assert.equal(pids('--pids-limit', none), pids(), none)
    const quota = (...options: string[]) => says(options, file('cpu/cpu.cfs_quota_us', 'cpu.max')).split(' ')[0] ?? ''
    assert.equal(quota('--cpus', '0.5'), '50000')
    assert.match(quota(), /^(?:-1|max)$/)
    const weight = (...options: string[]) => says(options, file('cpu/cpu.shares', 'cpu.weight'))
    assert.equal(weight('--cpu-shares', '1024'), weight())
    assert.notEqual(weight('--cpu-shares', '512'), weight())
  })

  it('pids-limit: at the limit no process can be started', () => {
    const many = 'for i in $(seq 40); do sleep 5 & done; wait -n 2>/dev/null; jobs | wc -l'
    assert.match(inside(['--pids-limit', '20'], many).text, /can't fork|Resource temporarily unavailable/)
  })

  it('ulimits-bounded: -1 is no limit', () => {
    assert.equal(says(['--ulimit', 'core=-1'], 'ulimit -c'), 'unlimited')
    assert.equal(says(['--ulimit', 'core=0'], 'ulimit -c'), '0')
  })

  it('restart-bounded: on-failure:1 ends, on-failure goes on', () => {
    const state = (id: string) => inspect(id, '{{.State.Status}} {{.RestartCount}}')
    const failing = (policy: string) => start('--network', 'none', '--restart', policy, IMAGE, 'false')
    const comes = (id: string, what: string, wanted: RegExp) => until(what, () => wanted.exec(state(id))?.[0])
    comes(failing('on-failure:1'), 'its end after one restart', /^exited 1$/)
    comes(failing('on-failure'), 'its second restart', / [2-9]$/)
  })

  it('cgroup-parent-default: another parent is out of the group of the engine', () => {
    const parent = info.includes('driver=systemd') ? 'dockseal.slice' : 'dockseal-premises'
    const group = (...options: string[]) => says(['--cgroupns', 'host', ...options], 'cat /proc/self/cgroup')
    assert.match(group('--cgroup-parent', parent), new RegExp(parent.replace('.', '\\.')))
    assert.doesNotMatch(group(), new RegExp(parent.replace('.', '\\.')))
  })

  it('no-default-bridge: who asks for no network is put on the bridge of all', () => {
    const networks = (...options: string[]) => {
      const { text } = docker('create', ...options, IMAGE)
      containers.push(text)
      return inspect(text, '{{.HostConfig.NetworkMode}}')
    }
    assert.match(networks(), /^(?:bridge|default)$/)
    assert.equal(networks('--network', 'bridge'), 'bridge')
    assert.equal(networks('--network', 'none'), 'none')
  })

  it('published-port-interface: no address is every interface; a host network discards the port', () => {
    const addresses = (...options: string[]) =>
      inspect(
        start(...options, IMAGE, 'sleep', '60'),
        '{{range $p, $b := .NetworkSettings.Ports}}{{range $b}}{{.HostIp}} {{end}}{{end}}',
      ).trim()
    assert.match(addresses('-p', '80'), /(?:^| )0\.0\.0\.0(?: |$)/)
    assert.equal(addresses('-p', '127.0.0.1::80'), '127.0.0.1')
    assert.equal(addresses('--network', 'host', '-p', '8099:80'), '')
  })

  it('healthcheck-defined: without a check, the engine knows no health', () => {
    const health = (...options: string[]) =>
      inspect(start('--network', 'none', ...options, IMAGE, 'sleep', '60'), '{{if .State.Health}}{{.State.Health.Status}}{{end}}')
    assert.equal(health(), '')
    assert.notEqual(health('--health-cmd', 'true'), '')
  })

  it('no-root-user: an image without a user runs as root; a group of root does not make one', () => {
    assert.equal(says([], 'id -u'), '0')
    assert.equal(says(['--user', '1000:0'], 'id -u'), '1000')
    assert.equal(says(['--user', '0:1000'], 'id -u'), '0')
  })

  it('no-plain-secrets: the environment is in what the engine tells everybody; a mounted file is not', () => {
    const path = folder()
    writeFileSync(join(path, 'secret'), 'hunter2-premise')
    const told = (...options: string[]) => {
      const { text } = docker('create', '--network', 'none', ...options, IMAGE)
      containers.push(text)
      return docker('inspect', text).text
    }
    assert.match(told('-e', 'DB_PASSWORD=hunter2-premise'), /hunter2-premise/)
    assert.doesNotMatch(told('-v', `${path}/secret:/run/secrets/db:ro`, '-e', 'DB_PASSWORD_FILE=/run/secrets/db'), /hunter2-premise/)
  })

  it('logging-enabled: with the driver none nothing can be read afterwards', () => {
    const log = (driver: string) => {
      const id = start('--network', 'none', '--log-driver', driver, IMAGE, 'echo', 'said')
      docker('wait', id)
      return docker('logs', id)
    }
    assert.match(log('local').text, /said/)
    assert.notEqual(log('none').status, 0)
  })
})
