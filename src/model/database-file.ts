/** Connection strings that name a file: SQLAlchemy and dj-database-url, JDBC (SQLite, H2), SQLite of .NET, Prisma. */
const STRINGS: readonly RegExp[] = [
  /^sqlite(?:3|\+\w+)?:\/\/\/([^?;]+)/i,
  /^jdbc:(?:sqlite:|h2:file:)([^?;]+)/i,
  // A .NET string for a database server has other keys, such as the login or the database's name.
  /^(?:Data ?Source|Filename)=([^;=]+)(?:;(?:Cache|Mode|Version|Pooling|Foreign Keys|Default Timeout)=[^;]*)*;?$/i,
  /^file:([^?;]+\.(?:db|sqlite3?))(?:\?|$)/i,
]

/** The file of an embedded database that a variable names: in a connection string, or as a path if its name says "database". */
export function databaseFile(name: string, value: string): string | undefined {
  const path = STRINGS.flatMap((pattern) => pattern.exec(value)?.[1] ?? [])[0]
  // Symfony resolves `%kernel.project_dir%` itself.
  if (path?.includes('%kernel.')) return undefined
  if (path !== undefined && !path.includes(':memory:')) return path.replace(/^\.\//, '')
  return /(?:SQLITE|DB|DATABASE)/.test(name) && /^\/.+\.(?:db|sqlite3?)$/.test(value) ? value : undefined
}
