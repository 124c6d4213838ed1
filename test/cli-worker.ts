import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import process from 'node:process'
import { type MessagePort, parentPort } from 'node:worker_threads'
import type { Run, RunOptions } from './cli.ts'

/*
 * Runs command lines one after another in a thread, each as if it were a process of its own: with its working directory, environment,
 * standard input and output. What Node has one of in a process is put in place of the process's before the program is loaded.
 */

/** A command line, and what answers: the port takes the run, then `done` is told. */
export interface Request {
  readonly args: readonly string[]
  readonly options: Pick<RunOptions, 'input'> & { readonly cwd: string; readonly env: Readonly<Record<string, string>> }
  readonly done: Int32Array
  readonly port: MessagePort
}

let cwd = ''
let input = ''
let written: Record<1 | 2, Buffer[]> = { 1: [], 2: [] }

process.cwd = () => cwd
const { readFileSync, writeSync } = fs
fs.readFileSync = ((from: unknown, ...rest: []) =>
  from === 0 ? Buffer.from(input) : readFileSync(from as string, ...rest)) as typeof readFileSync
fs.writeSync = ((to: number, bytes: Buffer, offset: number) => {
  if (to !== 1 && to !== 2) return writeSync(to, bytes, offset)
  const part = Buffer.from(bytes.subarray(offset))
  written[to].push(part)
  return part.length
}) as typeof writeSync
for (const [to, stream] of [
  [1, process.stdout],
  [2, process.stderr],
] as const)
  stream.write = (text: string | Uint8Array, done?: unknown) => {
    written[to].push(Buffer.from(text as string))
    if (typeof done === 'function') done()
    return true
  }
// Each run listens to them once, as in a process of its own.
for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0)
syncBuiltinESMExports()

const { runCommandLine } = await import('../src/commands/command-line.ts')

async function answer({ args, options, done, port }: Request): Promise<void> {
  cwd = options.cwd
  input = options.input ?? ''
  written = { 1: [], 2: [] }
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, options.env)
  const code = await runCommandLine(args)
  const [stdout, stderr] = [Buffer.concat(written[1]).toString(), Buffer.concat(written[2]).toString()]
  port.postMessage({ stdout, stderr, code } satisfies Run)
  Atomics.store(done, 0, 1)
  Atomics.notify(done, 0)
}

let last = Promise.resolve()
parentPort?.on('message', (request: Request) => {
  last = last.then(() => answer(request))
})
