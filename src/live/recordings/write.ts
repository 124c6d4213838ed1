/** One call that makes, changes or deletes something, or tries to. */
export interface Write {
  readonly container?: string
  /** Absolute. */
  readonly path: string
  readonly what: 'file made' | 'file changed' | 'directory made' | 'entry of this directory'
  /** The kernel refused it because the filesystem is read-only. */
  readonly refused?: true
}

/** Flags of open(2) that write: as names (`O_WRONLY|O_CREAT`, a list of them) or as the number that Linux has for them. */
export function writeOf(flags: unknown, raw?: unknown): 'file made' | 'file changed' | 'entry of this directory' | undefined {
  const names = Array.isArray(flags) ? flags.map(String) : typeof flags === 'string' ? flags.split('|') : []
  const bits = typeof raw === 'number' ? raw : typeof flags === 'number' ? flags : 0
  const has = (name: string, value: number) => names.includes(name) || (bits & value) === value
  if (has('O_TMPFILE', 0o20200000)) return 'entry of this directory'
  if (has('O_CREAT', 0o100)) return 'file made'
  const writes = has('O_WRONLY', 0o1) || has('O_RDWR', 0o2) || has('O_TRUNC', 0o1000)
  return writes ? 'file changed' : undefined
}

/** errno of a read-only filesystem. */
export const EROFS = 30
