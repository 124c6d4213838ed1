import type { TmpfsOptions } from './mount.ts'
import { parseBytes } from './size.ts'

/** A `PATH:OPTIONS` entry of `tmpfs:`, split. */
export interface TmpfsEntry {
  readonly path: string
  readonly options: TmpfsOptions
}

/** Splits an entry of `tmpfs:` as Compose does, at the first colon. */
export function parseTmpfsEntry(text: string): TmpfsEntry {
  const colon = text.indexOf(':')
  return colon === -1 ? { path: text, options: {} } : { path: text.slice(0, colon), options: parseTmpfsOptions(text.slice(colon + 1)) }
}

/**
 * The options of a tmpfs (`rw,exec,size=64m,mode=1777,uid=1000`; tmpfs(5)): what is not interpreted stays in `other`, in order.
 * Of contradicting options the last counts, as for mount(8).
 */
export function parseTmpfsOptions(text: string): TmpfsOptions {
  const options: { -readonly [K in keyof TmpfsOptions]: TmpfsOptions[K] } = {}
  const other: string[] = []
  for (const option of text === '' ? [] : text.split(',')) {
    const at = option.indexOf('=')
    const name = at === -1 ? option : option.slice(0, at)
    const value = at === -1 ? undefined : option.slice(at + 1)
    const bytes = value === undefined ? undefined : parseBytes(value)
    if (name === 'size' && bytes !== undefined) options.size = bytes
    else if (name === 'mode' && value !== undefined && /^[0-7]+$/.test(value)) options.mode = Number.parseInt(value, 8)
    else if ((name === 'uid' || name === 'gid') && value !== undefined && /^\d+$/.test(value)) options[name] = Number(value)
    else if (option === 'exec' || option === 'suid' || option === 'dev') options[option] = true
    else if (option === 'noexec' || option === 'nosuid' || option === 'nodev') options[option.slice(2) as 'exec' | 'suid' | 'dev'] = false
    else if (option !== '') other.push(option)
  }
  return other.length > 0 ? { ...options, other } : options
}
