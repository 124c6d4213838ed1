import { spawnSync } from 'node:child_process'

export interface Output {
  readonly status: number
  /** Standard output and error together, trimmed. */
  readonly text: string
}

/** Runs the docker CLI and waits for it; a failure is a status, not an exception. */
export function docker(...args: readonly string[]): Output {
  const done = spawnSync('docker', args, { encoding: 'utf8', timeout: 60_000 })
  return { status: done.status ?? -1, text: `${done.stdout ?? ''}${done.stderr ?? ''}`.trim() }
}

/** Why the tests on an engine cannot run here; `DOCKSEAL_REQUIRE_ENGINE` turns that into a failure. */
export function engineMissing(): string | false {
  const info = docker('info', '--format', '{{.ServerVersion}}')
  if (info.status === 0 && /^\d/.test(info.text)) return false
  if (process.env.DOCKSEAL_REQUIRE_ENGINE) throw new Error(`no engine: ${info.text}`)
  return 'no Docker engine answers'
}
