import { fstatSync, statSync, writeSync } from 'node:fs'
import type { WriteStream } from 'node:tty'
import { describeSystemError, systemErrorCode } from '../discover/system-error.ts'
import { UsageError } from './usage-error.ts'

/** Standard output, if it is a terminal. */
export function terminalOutput(): WriteStream | undefined {
  return mayBeTerminal(1) && process.stdout.isTTY ? process.stdout : undefined
}

/** Standard error, if it is a terminal. */
export function terminalErrors(): WriteStream | undefined {
  return mayBeTerminal(2) && process.stderr.isTTY ? process.stderr : undefined
}

/** Whether a stream may be a terminal. Asked before the first use of `process.stdout`, whose load takes 4 ms that a pipe does not need. */
function mayBeTerminal(descriptor: 1 | 2): boolean {
  try {
    const stat = fstatSync(descriptor)
    return stat.isCharacterDevice() && stat.rdev !== statSync('/dev/null').rdev
  } catch {
    return true
  }
}

/** Writes to standard output; false if the reader has closed the pipe (`| head`), which is no failure. Throws a UsageError. */
export async function writeOut(text: string): Promise<boolean> {
  const bytes = Buffer.from(text)
  let written = 0
  if (!mayBeTerminal(1)) {
    try {
      while (written < bytes.length) written += writeSync(1, bytes, written)
      return true
    } catch (error) {
      // The pipe is full and non-blocking; Node's stream waits for it.
      if (systemErrorCode(error) !== 'EAGAIN') return failed(error)
    }
  }
  const error = await new Promise<Error | null | undefined>((done) => {
    process.stdout.once('error', done)
    process.stdout.write(bytes.subarray(written), done)
  })
  return error ? failed(error) : true
}

function failed(error: unknown): false {
  const code = systemErrorCode(error)
  if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return false
  throw new UsageError(`standard output ${describeSystemError(error, 'written')}`)
}
