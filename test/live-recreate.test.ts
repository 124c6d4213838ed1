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
