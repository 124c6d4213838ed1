import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { containerFromInspect, type LiveContainer } from '../src/live/inspect.ts'
import { quote, recreate, updateService } from '../src/live/recreate.ts'
import type { Intent } from '../src/model/intent.ts'

function live(file: string, change: (document: Record<string, Record<string, unknown>>) => void = () => {}): LiveContainer {
  const documents = JSON.parse(readFileSync(`fixtures/live/${file}`, 'utf8'))
  change(documents[0])
  const answer = containerFromInspect(documents[0], { image: documents[1] })
  assert.ok(answer.ok)
  return answer.live
}

const SEAL: readonly Intent[] = [
  { do: 'set-read-only-root' },
  { do: 'add-tmpfs', path: '/var/cache/nginx', options: { uid: 101 } },
  { do: 'add-volume', path: '/srv', name: 'web-srv' },
]

test('a plain container becomes a short line', () => {
  const { command, notes } = recreate(live('nothing-set.json'), SEAL)
  // The new container has the data of the old one, which is in a volume that nobody named.
  const volume = `-v ${'a3'.repeat(32)}:/data`
  assert.equal(
    command,
    `docker run -d --name live-plain --read-only ${volume} --tmpfs /var/cache/nginx:uid=101 -v web-srv:/srv dockseal-test/redis`,
  )
  assert.deepEqual(notes, ['its volumes without a name are taken along: remove it without docker rm --volumes'])
})

test('a path with a colon is mounted in the long form, as the short one would cut it', () => {
  const { command } = recreate(live('nothing-set.json'), [
    { do: 'add-volume', path: '/srv/a:b', name: 'web-srv' },
    { do: 'add-tmpfs', path: '/run/a:b', options: {} },
  ])
  assert.match(command, /--mount type=volume,source=web-srv,destination=\/srv\/a:b/)
  assert.match(command, /--mount type=tmpfs,destination=\/run\/a:b/)
})

test('every setting of a container is in the line', () => {
  const { command } = recreate(live('everything-set.json'), [])
  for (const part of [
    '--name live-probe',
    '--read-only',
    '-e FOO=bar',
    '-v live-v:/data:ro',
    '-v /etc/hostname:/h:ro,Z',
    '--tmpfs /run:exec,size=64m,uid=3,mode=0755',
    '--mount type=tmpfs,destination=/x,tmpfs-size=1m,tmpfs-mode=1770',
    '--mount type=bind,source=/etc,destination=/e,readonly,bind-propagation=rslave',
    '--cap-drop ALL --cap-add NET_ADMIN',
    '--security-opt no-new-privileges:true',
    '--device /dev/null:/dev/n:r',
    '--pid host',
    '--uts host',
    '--memory 67108864',
    '--cpus 0.5',
    '--cpu-shares 5',
    '--cpuset-cpus 0',
    '--pids-limit 100',
    '--cgroup-parent /x',
    '--shm-size 33554432',
    '--ulimit nofile=10:20',
    '-p 127.0.0.1:8099:80',
    '-p 81/udp',
    '--label a=b',
    '--user 1:2',
    '--workdir /w',
    '--restart on-failure:3',
    '--health-cmd true',
    '--init',
    '--log-driver none',
    "--entrypoint /e dockseal-test/redis redis-server --save ''",
  ]) {
    assert.ok(command.includes(part), `${part}\nnot in\n${command}`)
  }
})

test('mounts keep what they show: a part of a volume, options of its driver, the volumes of another container', () => {
  const { command } = recreate(
    live('nothing-set.json', ({ HostConfig }) => {
      Object.assign(HostConfig ?? {}, {
        Mounts: [
          { Type: 'volume', Source: 'v', Target: '/w', VolumeOptions: { Subpath: 'a/b', DriverConfig: { Options: { type: 'tmpfs' } } } },
          { Type: 'bind', Source: '/src', Target: '/b', ReadOnly: true, BindOptions: { NonRecursive: true } },
        ],
        VolumesFrom: ['other'],
      })
    }),
    [],
  )
  assert.match(command, /--mount type=volume,source=v,destination=\/w,volume-subpath=a\/b,volume-opt=type=tmpfs /)
  assert.match(command, /--mount type=bind,source=\/src,destination=\/b,readonly,bind-recursive=disabled /)
  assert.match(command, /--volumes-from other/)
  assert.doesNotMatch(command, /-v /)
})

test('in the network of another container it is given no name, in one of its own its address and aliases', () => {
  const line = (NetworkMode: string, Networks = {}) =>
    recreate(
      live('nothing-set.json', (document) => {
        Object.assign(document.HostConfig ?? {}, { NetworkMode })
        Object.assign(document.Config ?? {}, { Hostname: 'abc', Domainname: 'd.example' })
        Object.assign(document.NetworkSettings ?? {}, { Networks })
      }),
      [],
    ).command
  assert.doesNotMatch(line('container:0123456789ab'), /--(?:host|domain)name/)
  const own = line('shop', { shop: { Aliases: ['api'], IPAMConfig: { IPv4Address: '10.1.2.3' } } })
  assert.match(own, /--hostname abc --domainname d\.example .*--network shop --network-alias api --ip 10\.1\.2\.3 /)
})

test('secrets of the environment stay out of the line', () => {
  const container = live('nothing-set.json', (document) => {
    Object.assign(document.Config ?? {}, {
      Env: ['POSTGRES_PASSWORD=hunter2', 'DATABASE_URL=postgres://u:hunter3@db/x', 'MODE=on', 'API_KEY=hunter4'],
    })
  })
  const { command, notes } = recreate(container, [])
  assert.doesNotMatch(command, /hunter/)
  assert.match(command, /-e POSTGRES_PASSWORD -e DATABASE_URL -e MODE=on -e API_KEY/)
  assert.equal(notes.filter((note) => note.startsWith('the value of')).length, 3)
})

test('the shell reads each word back as it was', () => {
  const words = [
    'plain',
    '',
    'two words',
    "it's",
    '$(reboot)',
    '`id`',
    'a"b',
    '*',
    '~',
    'a\nb',
    'e\u001b[31m',
    'tab\t',
    '\u009b',
    '\u202e',
    'ü – “x”',
    '\\',
    '-n',
    "'",
    '!x',
  ]
  const printed = execFileSync('bash', ['-c', `printf '%s\\0' ${words.map(quote).join(' ')}`], { encoding: 'utf8' })
  assert.deepEqual(printed.split('\0').slice(0, -1), words)
  for (const word of words) assert.doesNotMatch(quote(word), /[\u0000-\u001f\u007f-\u009f]/)
})

test('a hostile name or command cannot leave its word', () => {
  const container = live('nothing-set.json', (document) => {
    Object.assign(document, { Name: '/x; rm -rf ~' })
    Object.assign(document.Config ?? {}, { Cmd: ['$(touch /tmp/pwned)'], Labels: { "a'b": '`id`' } })
  })
  assert.match(
    recreate(container, []).command,
    /--name 'x; rm -rf ~' -v \w+:\/data --label 'a'\\''b=`id`' dockseal-test\/redis '\$\(touch \/tmp\/pwned\)'$/,
  )
})

test('a swarm service is updated in place', () => {
  assert.equal(
    updateService('st_web', SEAL),
    'docker service update --read-only --mount-add type=tmpfs,destination=/var/cache/nginx --mount-add type=volume,source=web-srv,destination=/srv st_web',
  )
})

/** A container of `nothing-set.json` with these settings beside its own. */
const settings = ({ host = {}, config = {}, more = {} }: { host?: object; config?: object; more?: object } = {}) =>
  live('nothing-set.json', (document) => {
    Object.assign(document.HostConfig ?? {}, host)
    Object.assign(document.Config ?? {}, config)
    Object.assign(document, more)
  })
const BEGIN = 'docker run -d --name live-plain'
const END = `-v ${'a3'.repeat(32)}:/data dockseal-test/redis`

test('each setting is an option, and a value that is the default is none', () => {
  const lines: readonly (readonly [Parameters<typeof settings>[0], string])[] = [
    [{ config: { Tty: true, OpenStdin: true } }, `docker run -t -i --name live-plain ${END}`],
    [{ host: { AutoRemove: true, Binds: ['v:/data'] } }, 'docker run -d --rm --name live-plain -v v:/data dockseal-test/redis'],
    [{ host: { ReadonlyRootfs: true } }, `${BEGIN} --read-only ${END}`],
    [{ config: { Env: ['A=', 'B', 'C=1'] } }, `${BEGIN} -e A= -e B -e C=1 ${END}`],
    [{ host: { Tmpfs: { '/a': '', '/b': 'size=1m' } } }, `${BEGIN} --tmpfs /a --tmpfs /b:size=1m ${END}`],
  ]
  for (const [given, line] of lines) assert.equal(recreate(settings(given), []).command, line)

  const options: readonly (readonly [object, string])[] = [
    [{ Privileged: true, MaskedPaths: [] }, '--privileged'],
    [{ Privileged: false, MaskedPaths: ['/proc/x'] }, ''],
    [{ MaskedPaths: [] }, '--security-opt systempaths=unconfined'],
    [{ DeviceRequests: [{ Capabilities: [['gpu']] }, { Capabilities: [['tpu']] }] }, '--gpus all'],
    [{ DeviceRequests: [{ Capabilities: [['tpu']] }] }, ''],
    [{ DeviceCgroupRules: ['c 1:3 r'], GroupAdd: ['5'], Sysctls: { a: '1' } }, "--device-cgroup-rule 'c 1:3 r' --group-add 5 --sysctl a=1"],
    [{ Memory: 100, MemorySwap: 200 }, '--memory 100'],
    [{ Memory: 100, MemorySwap: 300 }, '--memory 100 --memory-swap 300'],
    [{ MemorySwap: 300 }, '--memory-swap 300'],
    [{ PidsLimit: 0 }, ''],
    [{ PidsLimit: -1 }, ''],
    [{ PidsLimit: 1 }, '--pids-limit 1'],
    [{ ShmSize: 67_108_864 }, ''],
    [{ ShmSize: 65_536_000 }, ''],
    [{ ShmSize: 1 }, '--shm-size 1'],
    [{ Runtime: 'runc' }, ''],
    [{ Runtime: 'oci' }, ''],
    [{ Runtime: 'runsc' }, '--runtime runsc'],
    [{ Ulimits: [{ Name: 'nofile', Soft: 1, Hard: 2 }, { Name: 'RLIMIT_NPROC', Soft: 1, Hard: 2 }, { Soft: 1 }] }, '--ulimit nofile=1:2'],
    [{ PublishAllPorts: true, VolumesFrom: null }, '-P'],
    [{ Links: ['/db:/live-plain/database'] }, '--link db:database'],
    [{ RestartPolicy: { Name: 'always' } }, '--restart always'],
    [{ RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 } }, '--restart on-failure:2'],
    [
      { PortBindings: { '80/tcp': [{ HostIp: '::1', HostPort: '1' }], '53/udp': [{ HostPort: '2' }], '9/tcp': [{ HostIp: '1.2.3.4' }] } },
      "-p '[::1]:1:80' -p 2:53/udp -p 1.2.3.4::9",
    ],
    [{ PortBindings: { '7/tcp': [{}] } }, '-p 7'],
    [
      { Mounts: [{ Target: '/v', Source: 'v', VolumeOptions: { NoCopy: true } }] },
      '--mount type=volume,source=v,destination=/v,volume-nocopy=true',
    ],
    [
      {
        Mounts: [
          { Type: 'volume', Target: '/v' },
          { Type: 'bind', Source: '/s' },
        ],
      },
      '-v /v',
    ],
  ]
  const words = (line: string) => line.split(/ (?=-)/)
  for (const [host, expected] of options) {
    const { command } = recreate(settings({ host }), [])
    const added = words(command.slice(0, command.lastIndexOf(' '))).filter(
      (word) => !words(`${BEGIN} ${END}`.slice(0, -' dockseal-test/redis'.length)).includes(word),
    )
    assert.equal(added.map((word) => word.trim()).join(' '), expected, JSON.stringify(host))
  }
})

test('a health check is given as it is run, with its times', () => {
  const line = (Healthcheck: object) => recreate(settings({ config: { Healthcheck } }), []).command
  assert.match(
    line({ Test: ['CMD-SHELL', 'curl -f x || exit 1'], Interval: 5e9, Retries: 2 }),
    /--health-cmd 'curl -f x \|\| exit 1' --health-interval 5s --health-retries 2 /,
  )
  assert.match(line({ Test: ['CMD', 'test', 'a b'], StartPeriod: 1e9 }), /--health-cmd 'test '\\''a b'\\''' --health-start-period 1s /)
  assert.match(line({ Test: ['NONE'] }), / --no-healthcheck /)
  assert.doesNotMatch(line({}), /health/)
})

test('networks beside the first are joined afterwards, and the id of a container is no alias', () => {
  const joined = (NetworkMode: string, Networks: object) =>
    recreate(settings({ host: { NetworkMode }, more: { NetworkSettings: { Networks } } }), [])
  const { command, notes } = joined('shop', { shop: { Aliases: ['web'] }, back: {}, bridge: {} })
  assert.match(command, /--network shop --network-alias web dockseal/)
  assert.deepEqual(
    notes.slice(0, 2).filter((note) => note.includes('connect')),
    ['then docker network connect back live-plain'],
  )
  const id = settings().id.slice(0, 12)
  assert.doesNotMatch(joined('shop', { shop: { Aliases: [id] } }).command, /alias/)
  assert.doesNotMatch(joined('bridge', { bridge: {} }).command, /network/)
})

test('a mount that an intent replaces is not taken along', () => {
  const mounts = settings({ host: { Tmpfs: { '/t': '', '/u': 'size=1m', '/k': '' } } })
  const { command } = recreate(mounts, [
    { do: 'set-tmpfs-options', path: '/t', options: { size: 1 } },
    { do: 'tmpfs-to-volume', path: '/u', name: 'u' },
    { do: 'add-volume', path: '/data', name: 'new' },
  ])
  assert.match(command, /--tmpfs \/k /)
  assert.doesNotMatch(command, /--tmpfs \/u|--tmpfs \/t |a3a3/)
})

test('podman takes the same line, but for what it adds itself', () => {
  const document = JSON.parse(readFileSync('fixtures/live/podman.json', 'utf8'))[0]
  const answer = containerFromInspect({ ...document, Config: { ...document.Config, StopSignal: 'SIGTERM', StopTimeout: 10 } })
  assert.ok(answer.ok)
  const { command } = recreate(answer.live, [])
  assert.match(command, /^podman run /)
  assert.doesNotMatch(command, /stop-/)
  assert.match(
    recreate(settings({ config: { StopSignal: 'SIGINT', StopTimeout: 3 } }), []).command,
    /--stop-signal SIGINT --stop-timeout 3 /,
  )
})
