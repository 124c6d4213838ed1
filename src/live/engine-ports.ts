import { connect } from 'node:net'

/** Milliseconds to wait on a connection: a program may send first, or a proxy with no program behind it may close. */
const QUIET = 400
/** Milliseconds to wait for an answer. */
const ANSWER = 5000

/** What answers at a TCP port: `http 200`, `open`, or `closed`. An engine's proxy accepts a connection that nobody takes, and closes it. */
export function probe(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    let received = ''
    let asked = false
    let settled = false
    const finish = (answer: string) => {
      if (settled) return
      settled = true
      clearTimeout(quiet)
      clearTimeout(limit)
      socket.destroy()
      resolve(answer)
    }
    const verdict = () => {
      const status = /^HTTP\/\d(?:\.\d)? (\d{3})/.exec(received)?.[1]
      return status !== undefined ? `http ${status}` : received !== '' || asked ? 'open' : 'closed'
    }
    const ask = () => {
      asked = true
      socket.write(`GET / HTTP/1.0\r\nHost: localhost\r\nUser-Agent: dockseal\r\nAccept: */*\r\n\r\n`)
    }
    const quiet = setTimeout(() => {
      if (received === '') ask()
      else finish('open')
    }, QUIET)
    const limit = setTimeout(() => finish(verdict()), ANSWER)
    socket.on('data', (chunk) => {
      received += String(chunk).slice(0, 200)
      if (asked) finish(verdict())
    })
    socket.on('error', () => finish(received !== '' || asked ? verdict() : 'closed'))
    socket.on('close', () => finish(verdict()))
  })
}
