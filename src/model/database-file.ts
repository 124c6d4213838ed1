/** What names a file in a connection string: SQLAlchemy and dj-database-url, JDBC (SQLite, H2), SQLite of .NET, Prisma. */
const STRINGS: readonly RegExp[] = [
  /^sqlite(?:3|\+\w+)?:\/\/\/([^?;]+)/i,
  /^jdbc:(?:sqlite:|h2:file:)([^?;]+)/i,
  // Of servers, .NET's strings say who logs in, or which database of theirs.
  /^(?:Data ?Source|Filename)=([^;=]+)(?:;(?:Cache|Mode|Version|Pooling|Foreign Keys|Default Timeout)=[^;]*)*;?$/i,
  /^file:([^?;]+\.(?:db|sqlite3?))(?:\?|$)/i,
]

/**
 * The file of an embedded database that a variable's value names, absolute or relative to the working directory: in a connection
 * string, or plainly where the variable is named for a database.
 */
export function databaseFile(name: string, value: string): string | undefined {
  const path = STRINGS.flatMap((pattern) => pattern.exec(value)?.[1] ?? [])[0]
  // `%kernel.project_dir%` is for Symfony to put in.
  if (path?.includes('%kernel.')) return undefined
  if (path !== undefined && !path.includes(':memory:')) return path.replace(/^\.\//, '')
  return /(?:SQLITE|DB|DATABASE)/.test(name) && /^\/.+\.(?:db|sqlite3?)$/.test(value) ? value : undefined
}
