import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type Address, parseAddress } from '../src/live/endpoint.ts'
import { connect } from '../src/live/engine.ts'
import { docksealBeside, folderWith } from './cli.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const servers: Server[] = []

/** A pretended engine on a free port. */
function listening(server: Server): Promise<number> {
  servers.push(server)
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))
}

const engineAt = (port: number, timeout?: number) =>
  connect({ name: 'test', url: `tcp://127.0.0.1:${port}`, address: { by: 'tcp', host: '127.0.0.1', port, pathPrefix: '' } }, timeout)

after(() => {
  for (const server of servers) {
    server.close()
    if ('closeAllConnections' in server) (server as ReturnType<typeof createServer>).closeAllConnections()
  }
})

describe('calls to an engine', () => {
  it('ask by GET alone, with the query as it is', async () => {
    const asked: string[] = []
    const port = await listening(
      createServer((request, response) => {
        asked.push(`${request.method} ${request.url}`)
        response.end('[]')
      }),
    )
    const engine = await engineAt(port)
    assert.deepEqual(await engine.get('/containers/json?all=1'), { ok: true, value: [] })
    assert.deepEqual(await engine.get('/info'), { ok: true, value: [] })
    assert.deepEqual(asked, ['GET /containers/json?all=1', 'GET /info'])
    engine.close()
  })

  it('reach a socket by its path, and an engine below a path', async () => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end('{"ok":true}')
    })
    servers.push(server)
    const path = join(folderWith({}), 'engine.sock')
    await new Promise<void>((resolve) => server.listen(path, resolve))
    const prefixed = parseAddress(`tcp://127.0.0.1:${await listening(createServer(server.listeners('request')[0] as Answer))}/engines/1/`)
    assert.ok(prefixed.ok)
    for (const address of [{ by: 'socket', path } as const, prefixed.value]) {
      const engine = await connect({ name: 'test', url: '', address })
      assert.deepEqual(await engine.get('/info'), { ok: true, value: { ok: true } })
      engine.close()
    }
    assert.deepEqual(asked, ['/info', '/engines/1/info'])
  })

  it('share a connection, and survive one that the engine closes as it is used again', async () => {
    let connections = 0
    const server = createTcpServer((socket) => {
      const last = ++connections > 1
      let calls = 0
      socket.on('error', () => {})
      socket.on('data', () => {
        if (!last && ++calls > 2) socket.destroy()
        else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]')
      })
    })
    const engine = await engineAt(await listening(server))
    for (let call = 1; call <= 3; call++) {
      assert.deepEqual(await engine.get('/info'), { ok: true, value: [] })
      assert.equal(connections, call < 3 ? 1 : 2)
    }
    engine.close()
  })

  it('end in time, whether nothing, a part or an endless answer comes', async () => {
    const answers: Readonly<Record<string, Answer>> = {
      '/silent': () => {},
      '/half': (_, response) => {
        response.writeHead(200)
        response.write('[')
      },
      '/drip': (_, response) => {
        const timer = setInterval(() => response.write(' '), 20)
        response.on('close', () => clearInterval(timer))
      },
    }
    const port = await listening(createServer((request, response) => answers[request.url ?? '']?.(request, response)))
    const engine = await engineAt(port, 300)
    for (const path of Object.keys(answers)) {
      const answer = await engine.get(path)
      assert.ok(!answer.ok && /no answer within 0.3 s/.test(answer.why), `${path} ${JSON.stringify(answer)}`)
    }
  })

  it('are bounded in size, and ask for no more than is read', async () => {
    let closed = 0
    const port = await listening(
      createServer((_, response) => {
        response.on('close', () => closed++)
        const more = () => {
          while (response.write('x'.repeat(65_536)));
          response.once('drain', more)
        }
        more()
      }),
    )
    const engine = await engineAt(port)
    const answer = await engine.get('/info')
    assert.ok(!answer.ok && /larger than 32 MiB/.test(answer.why))
    const cut = await engine.bytes('/log', 1000)
    assert.ok(cut.ok && cut.value.length === 1000)
    // An engine that is cut off knows it: its side of the connection closes.
    while (closed < 2) await new Promise((resolve) => setImmediate(resolve))
  })

  it('are not led elsewhere by a redirection', async () => {
    let reached = false
    const other = await listening(
      createServer((_, response) => {
        reached = true
        response.end('{}')
      }),
    )
    const port = await listening(
      createServer((_, response) => {
        response.writeHead(302, { location: `http://127.0.0.1:${other}/` })
        response.end()
      }),
    )
    const answer = await (await engineAt(port)).get('/info')
    assert.equal(answer.ok, false)
    assert.equal(reached, false)
  })
})

describe('TLS', () => {
  let folder = ''
  let port = 0
  const pem = (name: string) => readFileSync(join(folder, name), 'utf8')

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dockseal-tls-'))
    const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
    const key = ['-newkey', 'rsa:2048', '-nodes']
    openssl('req', '-x509', ...key, '-keyout', 'ca-key.pem', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=test authority')
    for (const [name, extension] of [
      ['server', 'subjectAltName=IP:127.0.0.1'],
      ['client', 'extendedKeyUsage=clientAuth'],
    ] as const) {
      openssl('req', ...key, '-keyout', `${name}-key.pem`, '-out', `${name}.csr`, '-subj', `/CN=${name}`, '-addext', extension)
      openssl(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca-key.pem',
        '-CAcreateserial',
        '-out',
        `${name}.pem`,
        '-days',
        '2',
        '-copy_extensions',
        'copy',
      )
    }
    const options = { ca: pem('ca.pem'), cert: pem('server.pem'), key: pem('server-key.pem'), requestCert: true, rejectUnauthorized: true }
    port = await listening(createTlsServer(options, (_, response) => response.end('{"ok":true}')))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  async function ask(tls: Parameters<typeof parseAddress>[1]) {
    const address = parseAddress(`tcp://127.0.0.1:${port}`, tls)
    assert.ok(address.ok)
    const engine = await connect({ name: 'tls', url: '', address: address.value satisfies Address })
    const answer = await engine.get('/info')
    engine.close()
    return answer
  }

  it('proves both sides to each other', async () => {
    const own = { cert: pem('client.pem'), key: pem('client-key.pem') }
    assert.deepEqual(await ask({ ...own, ca: pem('ca.pem'), verify: true }), { ok: true, value: { ok: true } })
    assert.deepEqual(await ask({ ...own, verify: false }), { ok: true, value: { ok: true } })
  })

  it('refuses an engine that the authority does not know, and is refused without a certificate', async () => {
    const stranger = await ask({ cert: pem('client.pem'), key: pem('client-key.pem'), verify: true })
    assert.equal(stranger.ok, false)
    assert.equal((await ask({ ca: pem('ca.pem'), verify: true })).ok, false)
    assert.equal((await ask(undefined)).ok, false)
  })
})

describe('an engine with hostile containers', () => {
  const NAME = 'evil\u001b[31m\nforged: line\u202e'

  it('cannot write to the terminal what it likes', async () => {
    const container = {
      Id: 'e'.repeat(64),
      Name: `/${NAME}`,
      Image: 'sha256:x',
      State: { Status: 'running', StartedAt: new Date().toISOString() },
      HostConfig: { ReadonlyRootfs: false, Binds: ['/var/run/docker.sock:/\u001b]0;x\u0007'], SecurityOpt: ['\u001b[2J'] },
      Mounts: [{ Type: 'bind', Source: '/var/run/docker.sock', Destination: '/\u001b]0;x\u0007', RW: true }],
      Config: { Image: 'a\u001b[0m', Env: ['P\u001bASSWORD=x', 'DB_PASSWORD=hunter2'], Cmd: ['\u0007'], Labels: { '\u001b': '\u001b' } },
    }
    const answers: Readonly<Record<string, unknown>> = {
      '/containers/json': [{ Id: container.Id, Names: [`/${NAME}`] }],
      [`/containers/${container.Id}/json`]: container,
      [`/containers/${container.Id}/changes`]: [{ Path: '/tmp/\u001b[31m', Kind: 1 }],
      '/info': { Swarm: {}, CgroupVersion: '2' },
    }
    const port = await listening(
      createServer((request, response) => {
        const found = answers[(request.url ?? '').replace(/\?.*$/, '')]
        response.writeHead(found === undefined ? 404 : 200)
        response.end(JSON.stringify(found ?? { message: 'no\u001b[31m' }))
      }),
    )
    for (const args of [[], ['--report', 'cis'], ['--fix-dry-run'], ['-f', 'stylish'], ['-f', 'compact'], ['-f', 'github']]) {
      const { stdout, stderr } = await docksealBeside(['audit', '--host', `tcp://127.0.0.1:${port}`, '--preset', 'strict', ...args])
      assert.ok((stdout + stderr).includes('evil'), args.join(' '))
      assert.doesNotMatch(stdout + stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/, args.join(' '))
      assert.doesNotMatch(stdout + stderr, /^forged/m, args.join(' '))
      assert.doesNotMatch(stdout + stderr, /hunter2/, args.join(' '))
    }
  })
})
