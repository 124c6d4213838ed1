import type { TmpfsOptions } from './mount.ts'
import { parseBytes } from './size.ts'

/** The options of `--tmpfs PATH:OPTIONS` (`rw,exec,size=64m,mode=1777,uid=1000`); what is not interpreted stays in `other`. */
export function parseTmpfsOptions(text: string): TmpfsOptions {
  const options: { -readonly [K in keyof TmpfsOptions]: TmpfsOptions[K] } = {}
  const other: string[] = []
  for (const option of text === '' ? [] : text.split(',')) {
    const [name, value] = option.split('=', 2) as [string, string | undefined]
    const bytes = value === undefined ? undefined : parseBytes(value)
    if (name === 'size' && bytes !== undefined) options.size = bytes
    else if (name === 'mode' && value !== undefined && /^[0-7]+$/.test(value)) options.mode = Number.parseInt(value, 8)
    else if ((name === 'uid' || name === 'gid') && value !== undefined && /^\d+$/.test(value)) options[name] = Number(value)
    else if (option === 'exec' || option === 'suid' || option === 'dev') options[option] = true
    else if (option === 'noexec' || option === 'nosuid' || option === 'nodev') options[option.slice(2) as 'exec' | 'suid' | 'dev'] = false
    else other.push(option)
  }
  return other.length > 0 ? { ...options, other } : options
}
