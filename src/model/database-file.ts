/**
 * The file of an embedded database that a variable's value names, absolute or relative to the working directory: SQLAlchemy,
 * dj-database-url and Prisma, JDBC (SQLite, H2), and variables that are named for a database file.
 */
export function databaseFile(name: string, value: string): string | undefined {
  const url = /^(?:sqlite(?:3|\+\w+)?:\/\/\/|jdbc:sqlite:|jdbc:h2:file:|file:)([^?;]+)/i.exec(value)?.[1]
  // `%kernel.project_dir%` is for Symfony to put in.
  if (url?.includes('%kernel.')) return undefined
  if (url !== undefined && !url.includes(':memory:')) return url.replace(/^\.\//, '')
  return /(?:SQLITE|DB|DATABASE)/.test(name) && /^\/.+\.(?:db|sqlite3?)$/.test(value) ? value : undefined
}
