export type WriteKind = 'scratch' | 'runtime' | 'cache' | 'log' | 'config' | 'data'

/** What kind of write a path is, by names of the Filesystem Hierarchy Standard and common programs. Others are data, to lose none. */
export function classifyPath(path: string): WriteKind {
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
  // Where the packages of nginx keep request bodies; a site in `html` is content.
  [/^\/var\/lib\/nginx(\/(tmp|body|proxy|fastcgi|uwsgi|scgi)(\/|$)|$)/, 'scratch'],
  [/\/(\.vite(-temp)?|\.parcel-cache|\.turbo|\.angular)(\/|$)/, 'cache'],
  [/\/(\.?cache|\.npm|\.yarn|\.pnpm-store|__pycache__|\.config\/matplotlib|\.fontconfig|fontconfig)(\/|$)/, 'cache'],
  [/\/(log|logs)(\/|$)/, 'log'],
  [/\/(tmp|temp|temporary)([-_.]?(files?|dirs?|uploads?))?(\/|$)/, 'scratch'],
  [/\/(run|pids|sockets)(\/|$)/, 'runtime'],
  [/^\/etc(\/|$)/, 'config'],
  [/\.(conf|cfg|ini|ya?ml|toml|properties)$/, 'config'],
]
