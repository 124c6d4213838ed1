import type { WriteKind } from '../model/write-plan.ts'

/**
 * What kind of write a path is, by the names that the Filesystem Hierarchy Standard and common programs give. Where no name tells,
 * the answer is data: to keep what may be lost costs little, to lose what must be kept costs everything.
 */
export function classify(path: string): WriteKind {
  for (const [pattern, kind] of PATTERNS) if (pattern.test(path)) return kind
  return 'data'
}

const PATTERNS: readonly (readonly [RegExp, WriteKind])[] = [
  [/\.(db|sqlite3?|mdb|rdb|aof|wal)(-wal|-shm|-journal)?$/, 'data'],
  [/\.(pid|sock|lock|lck)$/, 'runtime'],
  [/\.log(\.\d+)?$/, 'log'],
  [/^\/(tmp|var\/tmp|dev\/shm)(\/|$)/, 'scratch'],
  [/^\/run(\/|$)/, 'runtime'],
  [/^\/var\/log(\/|$)/, 'log'],
  [/^\/var\/(cache|spool\/postfix)(\/|$)/, 'cache'],
  [/\/(\.?cache|\.npm|\.yarn|\.pnpm-store|__pycache__|\.config\/matplotlib|\.fontconfig|fontconfig)(\/|$)/, 'cache'],
  [/\/(log|logs)(\/|$)/, 'log'],
  [/\/(tmp|temp)(\/|$)/, 'scratch'],
  [/\/(run|pids|sockets)(\/|$)/, 'runtime'],
  [/^\/etc(\/|$)/, 'config'],
  [/\.(conf|cfg|ini|ya?ml|toml|properties)$/, 'config'],
]

/** Directories of every image that hold much more than what one program writes: never a mount of their own. */
const SYSTEM =
  /^\/(|etc|usr|bin|sbin|lib|lib64|var|var\/lib|var\/log|var\/cache|var\/spool|var\/www|home|opt|srv|root|dev|proc|sys|mnt|media|boot|usr\/.*)$/

/** Whether a directory must not be mounted over as a whole. */
export function isSystemDirectory(path: string): boolean {
  return SYSTEM.test(path)
}

/** The directory that a file lies in. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}
