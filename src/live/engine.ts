import { spawn } from 'node:child_process'
import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http'
import { Agent as TlsAgent } from 'node:https'
import { Duplex, PassThrough } from 'node:stream'
import { list, object, parseJson, stringIn } from '../text/json.ts'
import type { Address, Answer, Endpoint } from './endpoint.ts'

/** Milliseconds for one call, including its whole answer. */
const CALL_TIMEOUT = 20_000
/** Bytes of one answer; `docker inspect` of one container is about ten kilobytes. */
const MAX_ANSWER_BYTES = 32 * 2 ** 20

/** A connection to an engine. It only ever sends GET. */
export interface Engine {
  readonly name: string
  readonly url: string
  readonly get: (path: string) => Promise<Answer<unknown>>
  /** The bytes that `GET path` answers, cut at `limit`. */
  readonly bytes: (path: string, limit: number) => Promise<Answer<Buffer>>
  /** Calls `onEvent` for each container event until `signal` is aborted or the engine closes the stream; gives why it ended. */
  readonly events: (onEvent: (event: EngineEvent) => void, signal: AbortSignal) => Promise<Answer<undefined>>
  readonly close: () => void
}

export interface EngineEvent {
  readonly action: string
  readonly id: string
}

/** Sends nothing: the first call finds out whether the engine answers. `timeout`: milliseconds for one call. */
export async function connect(endpoint: Endpoint, timeout = CALL_TIMEOUT): Promise<Engine> {
  const { open, close } = openConnection(endpoint.address)
  const bytes: Engine['bytes'] = async (path, limit) => {
    const signal = AbortSignal.timeout(timeout)
    try {
      const response = await open(path, signal)
      const body = await readUpTo(response, limit)
      const status = response.statusCode ?? 0
      return status >= 200 && status < 300 ? { ok: true, value: body } : { ok: false, why: describeStatus(status, body) }
    } catch (error) {
      if (!signal.aborted) return describeFailure(error, endpoint)
      return { ok: false, why: `no answer within ${timeout / 1000} s`, hint: 'is the engine healthy, and the address right?' }
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
      if (response.statusCode !== 200) {
        response.destroy()
        return { ok: false, why: `the engine answers GET /events with status ${response.statusCode}` }
      }
      let rest = ''
      for await (const chunk of response.setEncoding('utf8')) {
        rest += chunk
        const lines = rest.split('\n')
        rest = lines.pop() ?? ''
        if (rest.length > 2 ** 20) rest = ''
        for (const line of lines) {
          const parsed = parseJson(line)
          const event = parsed.ok ? object(parsed.value) : {}
          const id = stringIn(event.id) ?? stringIn(object(event.Actor).ID)
          const action = stringIn(event.Action) ?? stringIn(event.status)
          if (id !== undefined && action !== undefined) onEvent({ id, action })
        }
      }
      return { ok: false, why: 'the engine closed the event stream' }
    } catch (error) {
      return signal.aborted ? { ok: true, value: undefined } : describeFailure(error, endpoint)
    }
  }
  return { name: endpoint.name, url: endpoint.url, get, bytes, events, close }
}

/** At most `limit` bytes of the body; closes the connection if there is more. */
async function readUpTo(response: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= limit) break
  }
  return Buffer.concat(chunks).subarray(0, limit)
}

function describeStatus(status: number, body: Buffer): string {
  const parsed = parseJson(body.subarray(0, 65_536).toString('utf8'))
  const message = parsed.ok ? stringIn(object(parsed.value).message) : undefined
  return `the engine answers with status ${status}${message === undefined ? '' : `: ${message.split('\n')[0]?.slice(0, 200)}`}`
}

interface Failure {
  readonly ok: false
  readonly why: string
  readonly hint?: string
}

/** A failed call in one line, with what to do about it. */
function describeFailure(error: unknown, endpoint: Endpoint): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
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
  if (!Array.isArray(answer.value)) return { ok: false, why: 'its list of containers is no list', hint: 'see whether this is an engine' }
  const found = list(answer.value).flatMap((value) => {
    const id = stringIn(object(value).Id)
    const names = list(object(value).Names).filter((name): name is string => typeof name === 'string')
    return id === undefined ? [] : [{ id, names: names.map((name) => name.replace(/^\//, '')) }]
  })
  return { ok: true, value: found }
}

/** Open connections to one engine, reused until `close`. */
interface Connection {
  /**
   * Sends `GET path` and gives the answer when its headers are here, whatever its status; redirections are not followed. Rejects if the
   * engine does not answer, and when `signal` is aborted; reading the body then fails too. The engine sends only as fast as the body is
   * read.
   */
  readonly open: (path: string, signal: AbortSignal) => Promise<IncomingMessage>
  readonly close: () => void
}

/** Connects when the first request is sent. */
function openConnection(address: Address): Connection {
  const { agent, options, pathPrefix } = transport(address)
  const send = (path: string, signal: AbortSignal, retry: boolean): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const sent = request({ ...options, agent, method: 'GET', path: pathPrefix + path, signal }, resolve)
      sent.on('error', (error: NodeJS.ErrnoException) => {
        // An engine may close an idle connection just as it is used again. The request itself did not fail, so it is sent once more.
        const closed = sent.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
        if (closed && retry && !signal.aborted) send(path, signal, false).then(resolve, reject)
        else reject(error)
      })
      sent.end()
    })
  return { open: (path, signal) => send(path, signal, true), close: () => agent.destroy() }
}

interface Transport {
  readonly agent: Agent
  readonly options: RequestOptions
  readonly pathPrefix: string
}

function transport(address: Address): Transport {
  switch (address.by) {
    case 'socket':
      return { agent: new Agent({ keepAlive: true }), options: { socketPath: address.path }, pathPrefix: '' }
    case 'tcp': {
      const { host, port, pathPrefix, tls } = address
      const kept = { keepAlive: true, maxSockets: 8 }
      const agent = tls ? new TlsAgent({ ...kept, ...tls, rejectUnauthorized: tls.verify }) : new Agent(kept)
      return { agent, options: { protocol: tls ? 'https:' : 'http:', host, port }, pathPrefix }
    }
    case 'ssh':
      return { agent: sshAgent(address), options: { host: 'docker.example' }, pathPrefix: '' }
    default:
      return address satisfies never
  }
}

/** Connections through ssh, which runs `docker system dial-stdio` on the other host. BatchMode: a password prompt would block an audit. */
function sshAgent(address: Extract<Address, { by: 'ssh' }>): Agent {
  const remote = ['docker', ...(address.socketPath === undefined ? [] : [`--host=unix://${address.socketPath}`]), 'system', 'dial-stdio']
  const login = [...(address.user === undefined ? [] : ['-l', address.user]), ...(address.port === undefined ? [] : ['-p', address.port])]
  const args = ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10', '-T', ...login, '--', address.host, ...remote]
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  agent.createConnection = () => dialBy('ssh', args)
  return agent
}

/** The input and output of a program as one stream; it fails with the last line that the program wrote to standard error. */
function dialBy(program: string, args: readonly string[]): Duplex {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (chunk) => {
    complaint = (complaint + String(chunk)).slice(-500)
  })
  // The program prints why it fails and then exits: the stream ends after both.
  const output = new PassThrough()
  child.stdout.pipe(output, { end: false })
  const input = new PassThrough()
  input.pipe(child.stdin)
  child.stdin.on('error', () => {})
  const stream = Duplex.from({ readable: output, writable: input })
  child.on('error', (error) => stream.destroy(error))
  child.on('close', (code) => {
    const [why] = complaint.trim().split('\n').slice(-1)
    if (code) stream.destroy(new Error(`${program}: ${why?.replace(/^ssh: /, '') || `exit code ${code}`}`))
    else output.end()
  })
  stream.on('close', () => child.kill())
  const unused = () => stream
  return Object.assign(stream, { setTimeout: unused, setNoDelay: unused, setKeepAlive: unused, ref: unused, unref: unused })
}
