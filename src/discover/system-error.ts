/** The code of a Node system error (`ENOENT`); empty for any other. */
export function systemErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** A Node system error in plain words: why something cannot be read or written. */
export function describeSystemError(error: unknown, done: 'read' | 'written' = 'read'): string {
  const code = systemErrorCode(error)
  switch (code) {
    case 'ENOENT':
      return 'does not exist'
    case 'EACCES':
    case 'EPERM':
      return `cannot be ${done}: permission denied`
    case 'ELOOP':
      return 'is a symbolic link that leads back to itself'
    case 'EISDIR':
      return 'is a directory'
    case 'ENOTDIR':
      return 'has a file where a directory should be in its path'
    case 'ENAMETOOLONG':
      return 'has too long a name'
    default:
      return `cannot be ${done} (${code || String(error)})`
  }
}
