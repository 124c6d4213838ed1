import { spawn } from 'node:child_process'
import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http'
import { Agent as TlsAgent } from 'node:https'
import { Duplex, PassThrough } from 'node:stream'
import type { Address } from './endpoint.ts'

/** Open connections to one engine, reused until `close`. */
export interface Connection {
  /**
   * Sends `GET path` and gives the answer when its headers are here, whatever its status; redirections are not followed. Rejects if the
   * engine does not answer, and when `signal` is aborted; reading the body then fails too. The engine sends only as fast as the body is
   * read.
   */
  readonly open: (path: string, signal: AbortSignal) => Promise<IncomingMessage>
  readonly close: () => void
}

/** Connects when the first request is sent. */
export function openConnection(address: Address): Connection {
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
