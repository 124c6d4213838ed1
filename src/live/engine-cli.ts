import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'

/** The result of a program; `aborted`: it was ended because the run is over. */
export interface Done {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
  readonly aborted: boolean
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  readonly input?: string
  readonly signal?: AbortSignal
  /** Milliseconds after which the program is ended. */
  readonly timeout?: number
}

/** Characters that are kept of one stream. */
const MAX_OUTPUT = 16 * 2 ** 20

/** Runs a program to its end, in a process group of its own: Ctrl-C reaches only dockseal, which removes the trial in order. */
export function runProgram(program: string, args: readonly string[], options: RunOptions = {}): Promise<Done> {
  return new Promise((resolve) => {
    const { signal, timeout } = options
    if (signal?.aborted) {
      resolve({ status: -1, stdout: '', stderr: '', aborted: true })
      return
    }
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    })
    let stdout = ''
    let stderr = ''
    let aborted = false
    const end = () => {
      aborted = true
      kill(child.pid, 'SIGTERM')
      setTimeout(() => kill(child.pid, 'SIGKILL'), 3000).unref()
    }
    const timer = timeout === undefined ? undefined : setTimeout(end, timeout)
    signal?.addEventListener('abort', end, { once: true })
    child.stdout.on('data', (chunk) => {
      if (stdout.length < MAX_OUTPUT) stdout += String(chunk)
    })
    child.stderr.on('data', (chunk) => {
      if (stderr.length < MAX_OUTPUT) stderr += String(chunk)
    })
    const finish = (status: number) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve({ status, stdout, stderr, aborted })
    }
    child.on('error', (error) => {
      stderr += error.message
      finish(-1)
    })
    child.on('close', (code) => finish(code ?? -1))
    child.stdin.on('error', () => {})
    child.stdin.end(options.input ?? '')
  })
}

function kill(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch {
    // It has ended.
  }
}

/** Copies a file or a directory with owners, modes, links and times (`cp -a`); makes an empty directory if the source does not exist. */
export async function copyTree(from: string, to: string, signal: AbortSignal): Promise<string | undefined> {
  mkdirSync(dirname(to), { recursive: true })
  const done = await runProgram('cp', ['-a', '--', from, to], { signal })
  return done.status === 0 ? undefined : done.stderr.trim().split('\n')[0]
}

export function removeTree(path: string): void {
  rmSync(path, { recursive: true, force: true })
}
