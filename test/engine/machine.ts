import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** What a program answered. */
export interface Ran {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Seconds after which something counts as what does not come, however busy the machine is. */
const LIMIT = 600

/** Runs a program to its end; never throws for a failure of it. */
export function run(
  program: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; input?: string; timeout?: number } = {},
): Ran {
  const done = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 256 << 20,
    timeout: 3_600_000,
    ...options,
    env: { ...process.env, ...options.env },
  })
  return { status: done.status ?? -1, stdout: done.stdout ?? '', stderr: `${done.stderr ?? ''}${done.error ?? ''}` }
}

/** Runs a program and gives its output; throws with all it said where it fails. */
export function must(program: string, args: readonly string[], options: Parameters<typeof run>[2] = {}): string {
  const { status, stdout, stderr } = run(program, args, options)
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} (exit code ${status})\n${stdout}\n${stderr}`)
  return stdout.trim()
}

export const docker = (...args: readonly string[]): string => must('docker', args)

/** The built command line, in a plain environment: what a user runs. */
export function dockseal(args: readonly string[], options: Parameters<typeof run>[2] = {}): Ran {
  return run(process.execPath, [resolve('dist/cli.js'), ...args], { ...options, env: { NO_COLOR: '1', ...options.env } })
}

/** What the engine tests are made with; Debian's packages docker.io, mmdebstrap, busybox-static, iproute2, util-linux. */
const TOOLS: Readonly<Record<string, () => boolean>> = {
  docker: () => run('docker', ['--version']).status === 0,
  mmdebstrap: () => run('mmdebstrap', ['--version']).status === 0,
  ip: () => run('ip', ['-V']).status === 0,
  unshare: () => run('unshare', ['--version']).status === 0,
  // Without a loader to be found in an image of its own.
  'a static busybox': () => existsSync('/usr/bin/busybox') && run('ldd', ['/usr/bin/busybox']).status !== 0,
}

/**
 * Why the engine tests cannot run here, or undefined. A machine without one of the tools leaves them out and says so, but never where
 * DOCKSEAL_REQUIRE_ENGINE is set; an engine that does not run is started.
 */
export function whyNoEngine(): string | undefined {
  const missing = Object.entries(TOOLS).flatMap(([name, isThere]) => (isThere() ? [] : [name]))
  if (missing.length > 0) {
    const why = `not on this machine: ${missing.join(', ')}`
    if (process.env.DOCKSEAL_REQUIRE_ENGINE) throw new Error(`the engine tests must run here; ${why}`)
    return `SKIPPED: ${why}`
  }
  if (run('docker', ['info']).status === 0) return undefined
  const engine = startEngine()
  process.env.DOCKER_HOST = engine.host
  process.once('exit', () => {
    engine.stop()
    // Of the socket that containers of the tests bind, an engine makes a directory where there is none, and no other engine could start.
    if (statSync(SOCKET, { throwIfNoEntry: false })?.isDirectory()) rmdirSync(SOCKET)
  })
  return undefined
}

const SOCKET = '/var/run/docker.sock'

export interface PrivateEngine {
  readonly host: string
  readonly docker: (...args: readonly string[]) => string
  readonly stop: () => void
}

/**
 * An engine of the test's own, with nothing in it. It runs in a network namespace of its own, because a daemon without a bridge takes away
 * the bridge of the one that runs beside it.
 */
export function startEngine(): PrivateEngine {
  const folder = mkdtempSync(join(tmpdir(), 'dockseal-engine-'))
  const host = `unix://${folder}/docker.sock`
  const flags = ['--host', host, '--data-root', `${folder}/data`, '--exec-root', `${folder}/exec`, '--pidfile', `${folder}/pid`]
  const script = `ip link set lo up; exec dockerd ${flags.join(' ')} --bridge none --iptables=false --ip6tables=false >${folder}/log 2>&1`
  const daemon = spawn('unshare', ['--net', 'sh', '-c', script], { stdio: 'ignore' })
  // A bench that has ended is to end; the engine is stopped on the way out.
  daemon.unref()
  const stop = () => {
    // A daemon leaves running what it runs.
    const running = run('docker', ['--host', host, 'ps', '--quiet'])
      .stdout.split('\n')
      .filter((id) => id !== '')
    if (running.length > 0) run('docker', ['--host', host, 'rm', '--force', ...running])
    daemon.kill('SIGTERM')
    for (let tries = 0; tries < 3000 && existsSync(`${folder}/pid`); tries++) sleep(100)
    for (const mount of must('findmnt', ['-rno', 'TARGET'])
      .split('\n')
      .filter((path) => path.startsWith(`${folder}/`))
      .reverse())
      run('umount', ['-l', mount])
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  }
  for (let tries = 0; tries < 3000; tries++) {
    if (run('docker', ['--host', host, 'info']).status === 0)
      return { host, docker: (...args) => must('docker', ['--host', host, ...args]), stop }
    sleep(100)
  }
  const log = run('tail', ['-20', `${folder}/log`]).stdout
  stop()
  throw new Error(`the private engine did not start\n${log}`)
}

/** Copies images from the usual engine to a private one. */
export function copyImages(engine: PrivateEngine, ...images: readonly string[]): void {
  must('sh', ['-c', `docker save ${images.join(' ')} | docker --host ${engine.host} load --quiet`])
}

export function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

/** Waits until `test` gives a value other than undefined; throws with `what` after `seconds`. */
export function until<T>(what: string, test: () => T | undefined, seconds = LIMIT): T {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const value = test()
    if (value !== undefined) return value
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`)
    sleep(250)
  }
}

/** Tries `work` again and again until it throws no more, and gives what it gives; throws its last error after `LIMIT`. */
export async function eventually<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  const end = Date.now() + LIMIT * 1000
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (Date.now() > end) throw new Error(`${what}: ${error}`)
      await setTimeout(250)
    }
  }
}

/** Gives one of our images the name of the official image it is laid out as, unless that name is taken; answers how to take it back. */
export function tagAs(image: string, official: string): () => void {
  if (run('docker', ['image', 'inspect', official]).status === 0) return () => {}
  docker('tag', `dockseal-test/${image}`, official)
  return () => void run('docker', ['rmi', '--no-prune', official])
}

/** Starts `dockseal audit --watch`. `seen` waits until what it printed matches. */
export function watch(...args: readonly string[]): {
  readonly printed: () => string
  readonly seen: (pattern: RegExp) => Promise<void>
  readonly stop: () => void
} {
  const child = spawn(process.execPath, ['dist/cli.js', 'audit', '--watch', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += String(chunk)
  })
  return {
    printed: () => text,
    seen: async (pattern) => {
      while (!pattern.test(text) && child.exitCode === null) await setTimeout(100)
      assert.match(text, pattern)
    },
    stop: () => void child.kill(),
  }
}

/** Records the container events of an engine, one line an event: action, then container name. */
export function recordEvents(host: string): { readonly seen: () => Promise<string[]>; readonly stop: () => void } {
  const child: ChildProcess = spawn('docker', [
    '--host',
    host,
    'events',
    '--filter',
    'type=container',
    '--format',
    '{{.Action}} {{.Actor.Attributes.name}}',
  ])
  let text = ''
  child.stdout?.on('data', (chunk) => {
    text += String(chunk)
  })
  return {
    // What has come lies in the pipe until this process reads it.
    seen: async () => {
      await setTimeout(100)
      return text.split('\n').filter((line) => line !== '')
    },
    stop: () => void child.kill(),
  }
}
