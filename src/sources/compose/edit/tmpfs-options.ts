import type { TmpfsOptions } from '../../../model/mount.ts'
import { type NewEntry, word } from './render.ts'

/** The short form of a tmpfs, as `docker run --tmpfs` takes it: `/run:exec,uid=1000,gid=1000,mode=1777,size=64m`. */
export function shortTmpfs(path: string, options: TmpfsOptions): string {
  const parts: string[] = []
  for (const flag of ['exec', 'suid', 'dev'] as const) {
    if (options[flag] !== undefined) parts.push(options[flag] ? flag : `no${flag}`)
  }
  if (options.uid !== undefined) parts.push(`uid=${options.uid}`)
  if (options.gid !== undefined) parts.push(`gid=${options.gid}`)
  if (options.mode !== undefined) parts.push(`mode=${octal(options.mode)}`)
  if (options.size !== undefined) parts.push(`size=${sizeText(options.size)}`)
  parts.push(...(options.other ?? []))
  return parts.length === 0 ? path : `${path}:${parts.join(',')}`
}

/** What the long form cannot say (Compose Specification, "volumes", long syntax: `tmpfs` has only size and mode); undefined where it can. */
export function unsayableInLongForm(options: TmpfsOptions, swarm: boolean): string | undefined {
  const words = [
    options.uid === undefined ? undefined : 'uid',
    options.gid === undefined ? undefined : 'gid',
    options.exec ? 'exec' : undefined,
    options.suid ? 'suid' : undefined,
    options.dev ? 'dev' : undefined,
    ...(options.other ?? []),
    // Swarm drops the mode, and mounts with 1777.
    swarm && options.mode !== undefined && options.mode !== 0o1777 ? `mode=${octal(options.mode)}` : undefined,
  ].filter((each) => each !== undefined)
  return words.length === 0 ? undefined : words.join(', ')
}

/** The entries of a long form's `tmpfs:`. */
export function longTmpfsFields(options: TmpfsOptions, swarm: boolean): NewEntry[] {
  const fields: NewEntry[] = []
  // Swarm's schema takes a number of bytes only.
  if (options.size !== undefined) fields.push({ key: 'size', value: word(swarm ? String(options.size) : sizeText(options.size)) })
  if (options.mode !== undefined && !swarm) fields.push({ key: 'mode', value: word(`0${options.mode.toString(8)}`) })
  return fields
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}

/** Bytes in the largest unit that holds them whole; units are powers of 1024 (docker/go-units). */
export function sizeText(bytes: number): string {
  for (const [unit, factor] of [
    ['g', 2 ** 30],
    ['m', 2 ** 20],
    ['k', 2 ** 10],
  ] as const) {
    if (bytes >= factor && bytes % factor === 0) return `${bytes / factor}${unit}`
  }
  return String(bytes)
}
