import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { refusals } from '../src/commands/prove/host.ts'
import { allEndpoints, chooseEndpoint, type EndpointSources } from '../src/live/endpoint.ts'
import { connect, type EngineEvent } from '../src/live/engine.ts'
import { findExecErrors, findReadOnlyErrors } from '../src/live/read-only-errors.ts'

test('services that reach the host are not started, nor those that are part of them', () => {
  const of = (services: object, allowHost = false, isRemote = false) => Object.fromEntries(refusals(services as never, allowHost, isRemote))
  const HOST = 'it is privileged: a second copy could disturb it; --allow-host starts it all the same'
  const services = {
    host: { privileged: true },
    net: { network_mode: 'service:host' },
    volumes: { volumes_from: ['net:ro'] },
    pid: { pid: 'service:volumes' },
    ipc: { ipc: 'service:gone' },
    own: {},
  }
  assert.deepEqual(of(services), {
    host: HOST,
    net: 'it is part of host, which is not started',
    volumes: 'it is part of net, which is not started',
    pid: 'it is part of volumes, which is not started',
  })
  assert.deepEqual(of(services, true), {})
  assert.deepEqual(of({ both: { privileged: true, pid: 'service:host' }, host: { privileged: true } }), { both: HOST, host: HOST })
  const FILES = 'it mounts files of this machine, and the engine is on another'
  const files = {
    bind: { volumes: [{ type: 'volume' }, { type: 'bind', source: '/srv/a', target: '/a' }] },
    secret: { secrets: [{ source: 'a' }] },
    config: { configs: [{ source: 'a' }] },
    none: { volumes: [{ type: 'volume' }], secrets: [], configs: null },
  }
  assert.deepEqual(of(files, false, true), { bind: FILES, secret: FILES, config: FILES })
  assert.deepEqual(of(files), {})
})

const HOME = '/home/u'
const idOf = (name: string) => createHash('sha256').update(name).digest('hex')

/** Where engines are looked for, over these files. */
const sources = (files: Readonly<Record<string, string>>, over: Partial<EndpointSources> = {}): EndpointSources => ({
  env: {},
  home: HOME,
  read: (path) => (path in files ? { ok: true, text: files[path] ?? '' } : { ok: false, why: 'does not exist' }),
  exists: (path) => path in files,
  list: (folder) =>
    Object.keys(files).flatMap((path) => (path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1).split('/')[0] ?? ''] : [])),
  ...over,
})

test('an engine is asked with the certificates that there are', () => {
  const tls = (files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>>) => {
    const answer = chooseEndpoint(sources(files, { env: { DOCKER_HOST: 'tcp://h:1', ...env } }))
    return answer.ok && answer.value.address.by === 'tcp' ? answer.value.address.tls : answer
  }
  const files = { '/certs/ca.pem': 'CA', '/certs/cert.pem': 'CERT', '/certs/key.pem': 'KEY', [`${HOME}/.docker/ca.pem`]: 'HOME' }
  assert.equal(tls(files, {}), undefined)
  assert.deepEqual(tls(files, { DOCKER_CERT_PATH: '/certs' }), { ca: 'CA', cert: 'CERT', key: 'KEY', verify: false })
  assert.deepEqual(tls(files, { DOCKER_CERT_PATH: '/certs', DOCKER_TLS_VERIFY: '1' }), { ca: 'CA', cert: 'CERT', key: 'KEY', verify: true })
  assert.deepEqual(tls(files, { DOCKER_TLS_VERIFY: '1' }), { ca: 'HOME', verify: true })
  assert.deepEqual(tls(files, { DOCKER_TLS: '1' }), { ca: 'HOME', verify: false })
  assert.deepEqual(tls({}, { DOCKER_TLS: '1' }), { verify: false })
  for (const name of ['ca', 'cert', 'key'])
    assert.deepEqual(tls({ [`/certs/${name}.pem`]: 'X' }, { DOCKER_CERT_PATH: '/certs' }), { [name]: 'X', verify: false })
  assert.equal(tls({}, { DOCKER_CERT_PATH: '/certs' }), undefined)
})

test('a context that cannot be used says why', () => {
  const at = (name: string, text: string) => ({ [`${HOME}/.docker/contexts/meta/${idOf(name)}/meta.json`]: text })
  const why = (files: Readonly<Record<string, string>>, over: Partial<EndpointSources> = {}) => {
    const answer = chooseEndpoint(sources(files, { context: 'c', ...over }))
    return answer.ok ? answer.value.url : answer.why
  }
  assert.equal(why({}), 'there is no context "c"')
  assert.equal(why(at('c', '{}')), 'context "c" has no docker endpoint')
  assert.match(why(at('c', 'x')), /meta\.json /)
  assert.match(why(at('c', ''), { read: () => ({ ok: false, why: 'cannot be read' }) }), /meta\.json cannot be read$/)
  assert.equal(why({}, { host: 'unix:///a' }), '--host and --context cannot be given together')
  const windows = chooseEndpoint(sources({}, { windows: true }))
  assert.equal(windows.ok && windows.value.url, 'npipe:////./pipe/docker_engine')
  const unnamed = allEndpoints(sources(at('c', '{}')))
  assert.deepEqual(
    unnamed.map(({ name, endpoint }) => [name, endpoint.ok]),
    [
      ['default', true],
      [idOf('c'), false],
    ],
  )
  const own = { '/conf/contexts/meta/x/meta.json': '{"Name":"own"}' }
  assert.deepEqual(
    allEndpoints(sources(own, { env: { DOCKER_CONFIG: '/conf' } })).map(({ name }) => name),
    ['default', 'own'],
  )
})

const servers: Server[] = []
after(() => {
  for (const server of servers) server.close()
})

/** The events of an engine that answers with this status and these chunks, and why they ended. */
async function eventsOf(chunks: readonly string[], status = 200) {
  const server = createServer((_, response) => {
    response.writeHead(status)
    for (const chunk of chunks) response.write(chunk)
    response.end()
  })
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const engine = await connect({ name: 'test', url: 'tcp://x', address: { by: 'tcp', host: '127.0.0.1', port, pathPrefix: '' } })
  const found: EngineEvent[] = []
  const answer = await engine.events((event) => found.push(event), new AbortController().signal)
  engine.close()
  return [found.map(({ action, id }) => `${action} ${id}`), answer.ok ? undefined : answer.why]
}

test('events are read line by line, whatever the chunks are', async () => {
  const CLOSED = 'the engine closed the event stream'
  const event = (fields: object) => `${JSON.stringify(fields)}\n`
  assert.deepEqual(await eventsOf([event({ id: 'a', status: 'start' }), event({ Actor: { ID: 'b' }, Action: 'die', status: 'x' })]), [
    ['start a', 'die b'],
    CLOSED,
  ])
  const text = event({ id: 'a', Action: 'start' })
  assert.deepEqual(
    await eventsOf([text.slice(0, 9), text.slice(9), 'not JSON\n', '5\n', event({ id: 'a' }), event({ Action: 'x' }), text.trim()]),
    [['start a'], CLOSED],
  )
  assert.deepEqual(await eventsOf(['x'.repeat(2 ** 20 + 1), `y\n${text}`]), [['start a'], CLOSED])
  assert.deepEqual(await eventsOf([text], 500), [[], 'the engine answers GET /events with status 500'])
})

test('lines with unusual paths and speakers', () => {
  const first = (line: string) => {
    const [error] = findReadOnlyErrors(line)
    return error && [error.path, error.inside, error.program]
  }
  assert.deepEqual(first('/usr/sbin/foo: /srv/a: Read-only file system'), ['/srv/a', undefined, 'foo'])
  assert.equal(first('/srv/a: Read-only file system')?.[0], '/srv/a')
  assert.deepEqual(first(`touch: /${'a'.repeat(1023)}: Read-only file system`)?.[0]?.toString().length, 1024)
  assert.equal(first(`touch: /${'a'.repeat(1024)}: Read-only file system`)?.[0], undefined)
  assert.deepEqual(first('touch: /sedAbC123: Read-only file system'), ['/', true, 'touch'])
  assert.deepEqual(
    [
      first('ERROR: mkdir /a: read-only file system')?.[2],
      first('17: mkdir /a: read-only file system')?.[2],
      first('app[5]: mkdir /a: read-only file system')?.[2],
    ],
    [undefined, undefined, 'app'],
  )
  const exec = (lines: readonly string[], targets: readonly string[], limit?: number) =>
    findExecErrors(lines.join('\n'), targets, limit).map(({ path, line }) => `${path} ${line.length}`)
  const denied = (name: string) => `sh: 1: /tmp/${name}: Permission denied`
  assert.deepEqual(exec([denied('a'), `${denied('a')} again`, denied('b')], ['/tmp']), ['/tmp/a 32', '/tmp/b 32'])
  assert.deepEqual(exec([denied('a')], []), [])
  assert.deepEqual(exec([denied('a')], ['/srv', '/tmp/b']), [])
  assert.deepEqual(exec(['a', 'b', 'c'].map(denied), ['/tmp'], 2), ['/tmp/a 32', '/tmp/b 32'])
  assert.deepEqual(exec(['could not write /tmp/a: cannot execute', '/tmp/a: cannot execute'], ['/tmp']), ['/tmp/a 22'])
})
