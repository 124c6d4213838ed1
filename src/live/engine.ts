import { spawn } from 'node:child_process'
import { Agent, type IncomingMessage } from 'node:http'
import { Agent as TlsAgent } from 'node:https'
import { Duplex, PassThrough } from 'node:stream'
import type { Address, Answer, Endpoint } from './endpoint.ts'
import { list, object, parseJson, text } from './json.ts'

/** Milliseconds that one call may take, the reading of its answer included. */
const CALL_TIMEOUT = 20_000
/** Bytes of one answer; what `docker inspect` says of one container is some ten kilobytes. */
const MAX_ANSWER_BYTES = 32 * 2 ** 20

/** An engine that answers. Nothing but GET is ever sent. */
export interface Engine {
  readonly name: string
  readonly url: string
  /** The JSON that `GET path` answers. */
  readonly get: (path: string) => Promise<Answer<unknown>>
  /** The bytes that `GET path` answers, cut at `limit`. */
  readonly bytes: (path: string, limit: number) => Promise<Answer<Buffer>>
  /** Calls `onEvent` for each container event until `signal` is aborted or the engine closes the stream; answers why it ended. */
  readonly events: (onEvent: (event: EngineEvent) => void, signal: AbortSignal) => Promise<Answer<undefined>>
  readonly close: () => void
}

export interface EngineEvent {
  readonly action: string
  readonly id: string
}

interface Modem {
  dial(options: object, callback: (error: unknown, response: unknown) => void): void
}

/** Connects lazily: the client library is loaded here, and the first call is what finds out whether anybody answers. */
export async function connect(endpoint: Endpoint, timeout = CALL_TIMEOUT): Promise<Engine> {
  const { default: Docker } = await import('dockerode')
  const { options, close } = connection(endpoint.address)
  // Its constructor reads DOCKER_HOST whatever it is given, and would mix that with our address.
  const host = process.env.DOCKER_HOST
  delete process.env.DOCKER_HOST
  const modem: Modem = new Docker(options).modem
  if (host !== undefined) process.env.DOCKER_HOST = host

  const open = (path: string, signal: AbortSignal): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      // The library cuts the last character off a path with a query, where it expects a bare "?"; a last "&" means nothing anyway.
      const request = path.includes('?') ? `${path}&` : path
      modem.dial({ path: request, method: 'GET', isStream: true, statusCodes: ANY_STATUS, abortSignal: signal }, (error, response) => {
        if (error) reject(error)
        else resolve(response as IncomingMessage)
      })
    })
  const bytes: Engine['bytes'] = async (path, limit) => {
    const signal = AbortSignal.timeout(timeout)
    try {
      const response = await open(path, signal)
      const body = await readUpTo(response, limit, signal)
      const status = response.statusCode ?? 0
      return status >= 200 && status < 300 ? { ok: true, value: body } : { ok: false, why: describeStatus(status, body) }
    } catch (error) {
      return describeFailure(error, endpoint, timeout)
    }
  }
  const get: Engine['get'] = async (path) => {
    const answer = await bytes(path, MAX_ANSWER_BYTES)
    if (!answer.ok) return answer
    if (answer.value.length >= MAX_ANSWER_BYTES)
      return { ok: false, why: `the answer to GET ${path} is larger than ${MAX_ANSWER_BYTES >> 20} MiB` }
    const parsed = parseJson(answer.value.toString('utf8'))
    return parsed.ok ? parsed : { ok: false, why: `the answer to GET ${path} ${parsed.why}` }
  }
  const events: Engine['events'] = async (onEvent, signal) => {
    try {
      const response = await open(`/events?filters=${encodeURIComponent('{"type":["container"]}')}`, signal)
      if (response.statusCode !== 200) return { ok: false, why: `the engine answers GET /events with status ${response.statusCode}` }
      let rest = ''
      for await (const chunk of response) {
        rest += String(chunk)
        const lines = rest.split('\n')
        rest = lines.pop() ?? ''
        if (rest.length > 2 ** 20) rest = ''
        for (const line of lines) {
          const parsed = parseJson(line)
          const event = parsed.ok ? object(parsed.value) : {}
          const id = text(event.id) ?? text(object(event.Actor).ID)
          const action = text(event.Action) ?? text(event.status)
          if (id !== undefined && action !== undefined) onEvent({ id, action })
        }
      }
      return { ok: false, why: 'the engine closed the event stream' }
    } catch (error) {
      return signal.aborted ? { ok: true, value: undefined } : describeFailure(error, endpoint, timeout)
    }
  }
  return { name: endpoint.name, url: endpoint.url, get, bytes, events, close }
}

/** The library reads the body of a status that it does not expect without bound: so it is told to expect them all. */
const ANY_STATUS: Readonly<Record<number, true>> = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [index + 100, true]))

async function readUpTo(response: IncomingMessage, limit: number, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  const abort = () => response.destroy(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    for await (const chunk of response) {
      chunks.push(chunk)
      length += chunk.length
      if (length >= limit) break
    }
  } finally {
    signal.removeEventListener('abort', abort)
  }
  return Buffer.concat(chunks).subarray(0, limit)
}

function connection(address: Address): { readonly options: object; readonly close: () => void } {
  switch (address.by) {
    case 'socket':
      return { options: { socketPath: address.path, host: undefined, protocol: 'http' }, close: () => {} }
    case 'tcp': {
      const { host, port, pathPrefix, tls } = address
      const url = `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}`
      const base = { host: url, port, pathPrefix, socketPath: undefined, protocol: tls ? 'https' : 'http' }
      if (!tls) return { options: base, close: () => {} }
      const agent = new TlsAgent({ ...tls, rejectUnauthorized: tls.verify, keepAlive: true, maxSockets: 8 })
      return { options: { ...base, agent }, close: () => agent.destroy() }
    }
    case 'ssh': {
      const agent = sshAgent(address)
      return { options: { host: 'http://docker.example', protocol: 'http', agent, socketPath: undefined }, close: () => agent.destroy() }
    }
    default:
      return address satisfies never
  }
}

/**
 * Connections that run `docker system dial-stdio` on the other host by the ssh program, as the docker CLI does: the user's ssh configuration,
 * agent and known hosts hold. BatchMode: a question for a password would hang an audit of many hosts.
 */
function sshAgent(address: Extract<Address, { by: 'ssh' }>): Agent {
  const remote = ['docker', ...(address.socketPath === undefined ? [] : [`--host=unix://${address.socketPath}`]), 'system', 'dial-stdio']
  const login = [...(address.user === undefined ? [] : ['-l', address.user]), ...(address.port === undefined ? [] : ['-p', address.port])]
  const args = ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10', '-T', ...login, '--', address.host, ...remote]
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  agent.createConnection = () => {
    const child = spawn('ssh', args, { stdio: ['pipe', 'pipe', 'pipe'] })
    let complaint = ''
    child.stderr.on('data', (chunk) => {
      complaint = (complaint + String(chunk)).slice(-500)
    })
    // ssh says why it fails before it exits, and only after both is the connection's end worth telling.
    const output = new PassThrough()
    child.stdout.pipe(output, { end: false })
    const input = new PassThrough()
    input.pipe(child.stdin)
    child.stdin.on('error', () => {})
    const stream = Duplex.from({ readable: output, writable: input })
    child.on('error', (error) => stream.destroy(error))
    child.on('close', (code) => {
      if (code)
        stream.destroy(
          new Error(
            `ssh: ${
              complaint
                .trim()
                .split('\n')
                .pop()
                ?.replace(/^ssh: /, '') || `exit code ${code}`
            }`,
          ),
        )
      else output.end()
    })
    stream.on('close', () => child.kill())
    const unused = () => stream
    return Object.assign(stream, { setTimeout: unused, setNoDelay: unused, setKeepAlive: unused, ref: unused, unref: unused })
  }
  return agent
}

function describeStatus(status: number, body: Buffer): string {
  const parsed = parseJson(body.subarray(0, 65_536).toString('utf8'))
  const message = parsed.ok ? text(object(parsed.value).message) : undefined
  return `the engine answers with status ${status}${message === undefined ? '' : `: ${message.split('\n')[0]?.slice(0, 200)}`}`
}

/** A failed call in one line, with what to do about it. */
function describeFailure(error: unknown, endpoint: Endpoint, timeout: number): { ok: false; why: string; hint?: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const name = error instanceof Error ? error.name : ''
  const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ABORT_ERR') {
    return { ok: false, why: `no answer within ${timeout / 1000} s`, hint: 'is the engine healthy, and the address right?' }
  }
  switch (code) {
    case 'ENOENT':
      return endpoint.address.by === 'ssh'
        ? { ok: false, why: 'there is no ssh program', hint: 'install an ssh client' }
        : { ok: false, why: 'there is no such socket', hint: 'is the engine running? Name another one by --host or --context' }
    case 'EACCES':
    case 'EPERM':
      return { ok: false, why: 'permission denied', hint: 'the user must be allowed to use the engine (group docker, or rootless)' }
    case 'ECONNREFUSED':
      return { ok: false, why: 'connection refused', hint: 'is the engine running and listening there?' }
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { ok: false, why: 'the host name is not known' }
    case 'ECONNRESET':
    case 'EPIPE':
    case 'HPE_INVALID_CONSTANT':
      return { ok: false, why: 'the connection was closed', hint: 'does an engine listen there, with or without TLS as given?' }
    default:
      return { ok: false, why: message.slice(0, 300) || code || 'no answer' }
  }
}

/** Containers by id, as `docker ps --all --no-trunc` lists them. */
export async function listContainers(
  engine: Engine,
): Promise<Answer<readonly { readonly id: string; readonly names: readonly string[] }[]>> {
  const answer = await engine.get('/containers/json?all=1')
  if (!answer.ok) return answer
  const found = list(answer.value).flatMap((value) => {
    const id = text(object(value).Id)
    const names = list(object(value).Names).filter((name): name is string => typeof name === 'string')
    return id === undefined ? [] : [{ id, names: names.map((name) => name.replace(/^\//, '')) }]
  })
  return { ok: true, value: found }
}
