import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { after } from 'node:test'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { Request } from './cli-worker.ts'

/** What a run of the program printed, and its exit code. */
export interface Run {
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
}

export interface RunOptions {
  readonly cwd?: string
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
}

const CLI = resolve('dist/cli.js')
/** Milliseconds after which a run counts as one that does not end, however busy the machine is. */
const LIMIT = 900_000
const environment = (options: RunOptions) => ({ PATH: process.env.PATH ?? '', HOME: tmpdir(), ...options.env })

/** Starts the bundled program as a user would, with a clean environment; `uid`: as this user, which needs root. */
export function start(args: readonly string[], options: RunOptions & { readonly uid?: number } = {}): Run {
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: options.cwd ?? process.cwd(),
    input: options.input ?? '',
    encoding: 'utf8',
    env: environment(options),
    maxBuffer: 256 * 2 ** 20,
    timeout: LIMIT,
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  })
  return { stdout, stderr, code: status }
}

let worker: Worker | undefined

/** Hands a command line to the thread that runs them. */
function hand(args: readonly string[], options: RunOptions) {
  if (worker === undefined) {
    worker = new Worker(new URL('cli-worker.js', import.meta.url))
    worker.unref()
  }
  const { port1, port2 } = new MessageChannel()
  const done = new Int32Array(new SharedArrayBuffer(4))
  const given = { input: options.input ?? '', cwd: resolve(options.cwd ?? '.'), env: environment(options) }
  worker.postMessage({ args, options: given, done, port: port2 } satisfies Request, [port2])
  return { done, port: port1 }
}

/** A run that printed no value that the code forgot; JSON may have the text of a file, which may say anything. */
function checked(run: Run): Run {
  const text = /^[[{]/.test(run.stdout) ? '' : run.stdout
  const printed = /^.*(?:\bundefined\b|\[object |\bNaN\b).*$/m.exec(`${text}\n${run.stderr}`)?.[0]
  assert.equal(printed, undefined)
  return run
}

/** Runs a command line of the program as `start` does, but in a thread: the same but for Node's start and the bundle. */
export function dockseal(args: readonly string[], options: RunOptions = {}): Run {
  const { done, port } = hand(args, options)
  assert.notEqual(Atomics.wait(done, 0, 0, LIMIT), 'timed-out', `dockseal ${args.join(' ')} does not end`)
  const run = receiveMessageOnPort(port)?.message as Run
  port.close()
  return checked(run)
}

/** The same without blocking what runs in this process, such as an engine that the program asks. */
export function docksealBeside(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { port } = hand(args, options)
  return new Promise<Run>((done) => {
    port.once('message', (run: Run) => {
      port.close()
      done(run)
    })
  }).then(checked)
}

/** A text with every line break and run of spaces as one space: for sentences that a terminal breaks. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** A folder with the given files, removed after the tests of the calling file. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'dockseal-test-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}
