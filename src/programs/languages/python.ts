import type { ImageFile } from '../../sources/dockerfile/context.ts'
import { type ApplicationWrite, lineAt, lineText, type Place, pathFrom } from '../application.ts'

/** Programs that run Python code. */
const STARTS = /^(?:python[\d.]*|flask|fastapi|gunicorn|uvicorn|hypercorn|daphne|granian|waitress-serve|uwsgi|streamlit|celery)$/

/** Drivers of database servers: whoever has one may well not use the file that stands in the code. */
const SERVERS = /\b(?:psycopg\d?|asyncpg|mysqlclient|pymysql|aiomysql|mysql-connector|cx_oracle|oracledb|pyodbc|pymongo|motor)\b/i

/** Packages and scripts beside the code that a container runs. */
const ASIDE =
  /^(?:tests?|testing|docs?|examples?|scripts?|tools?|migrations|alembic|venv|env|static|templates|node_modules|frontend|__pycache__)$/

const MAX_FOLDERS = 12

/**
 * Python code that keeps data in files: SQLite by SQLAlchemy's URL (docs.sqlalchemy.org, "SQLite", "Connect Strings") or by the
 * module `sqlite3`. Projects of Django are read by their settings.
 */
export function python(place: Place): readonly ApplicationWrite[] {
  const command = place.commands.find(({ name }) => STARTS.test(name))
  if (!command || place.open('manage.py')) return []
  const cwd = command.cwd ?? place.root
  if (cwd !== place.root) return []
  const others = hasServer(place)
  return sources(place).flatMap((found) => {
    if (!found.text.text.includes('sqlite')) return []
    const inInstance = isFlaskSqlAlchemy(found, place)
    return [...named(found)].flatMap(({ path, offset, isUrl }): ApplicationWrite[] => {
      const line = lineText(found, offset)
      const use = usedBy(line, place)
      const oneOfMany = isOneOfMany(found, offset)
      if (use === 'no' || (oneOfMany && isReplaced(line, place))) return []
      const from = isUrl && inInstance && !path.startsWith('/') ? pathFrom(cwd, 'instance') : cwd
      const conditional = use === 'maybe' || others || oneOfMany ? { conditional: true } : {}
      const how = 'SQLite database of the program'
      return [{ path: pathFrom(from, path), kind: 'data', leaves: 'file', how, origin: lineAt(found, offset), ...conditional }]
    })
  })
}

/** Modules in the root and in the packages below it, without tests and the like. */
function sources(place: Place): readonly ImageFile[] {
  const modules = (folder: string) =>
    place.list(folder, /^(?!test_|conftest).+\.py$/).map((name) => (folder === '' ? name : `${folder}/${name}`))
  const folders = place.list('', /^[a-z_]\w*$/i).filter((name) => !ASIDE.test(name))
  return ['', ...folders.slice(0, MAX_FOLDERS)].flatMap(modules).flatMap((path) => place.open(path) ?? [])
}

const URL = /["']sqlite(?:\+\w+)?:\/\/\/([^"'{}$?\s]+)[^"'{}]*["']/g
const CONNECT = /\b(?:sqlite3|aiosqlite)\.connect\(\s*(?:database\s*=\s*)?["']([^"'{}]+)["']/g

/** The files that a text names; comments do not count. */
function* named({ text: { text } }: ImageFile): Generator<{ readonly path: string; readonly offset: number; readonly isUrl: boolean }> {
  for (const [pattern, isUrl] of [
    [URL, true],
    [CONNECT, false],
  ] as const) {
    for (const { 1: path = '', index } of text.matchAll(pattern)) {
      const before = text.slice(text.lastIndexOf('\n', index - 1) + 1, index)
      if (!/^(?::memory:|file:)|\/$/.test(path) && !before.includes('#')) yield { path, offset: index, isUrl }
    }
  }
}

/** Whether a line that may ask the environment first comes to what it says itself. */
function usedBy(line: string, { variable, open }: Place): 'yes' | 'maybe' | 'no' {
  const name = /(?:environ(?:\.get)?|getenv)\s*[([]\s*["'](\w+)["']/.exec(line)?.[1]
  if (name === undefined) return /environ|getenv|\benv\b|\bconfig\(/.test(line) ? 'maybe' : 'yes'
  const value = variable(name)
  if (typeof value === 'string') return 'no'
  return value === undefined || open('.env') ? 'maybe' : 'yes'
}

function hasServer({ open }: Place): boolean {
  return ['requirements.txt', 'pyproject.toml', 'Pipfile', 'setup.py'].some((name) => SERVERS.test(open(name)?.text.text ?? ''))
}

/** One of several configurations (`class DevelopmentConfig`), or a default that settings may replace (`class Settings(BaseSettings)`). */
function isOneOfMany(found: ImageFile, offset: number): boolean {
  const { text } = found.text
  const indented = /^[ \t]/.test(lineText(found, offset))
  const [, name = ''] = [...text.slice(0, offset).matchAll(/^class\s+(\w+)/gm)].at(-1) ?? []
  return (indented && /Config|Settings/.test(name)) || /^\s*(?:if|else|elif|except)\b/.test(before(found, offset))
}

/** Settings of pydantic take a field from the variable of its name. */
function isReplaced(line: string, { variable }: Place): boolean {
  const field = /^\s*(\w+)\s*(?::[^=]+)?=/.exec(line)?.[1]
  return field !== undefined && typeof variable(field.toUpperCase()) === 'string'
}

/** The line before the one that holds an offset. */
function before(found: ImageFile, offset: number): string {
  const start = found.text.text.lastIndexOf('\n', offset - 1)
  return start <= 0 ? '' : lineText(found, start - 1)
}

/** Flask-SQLAlchemy puts relative paths below the folder `instance` from version 3 on (flask-sqlalchemy.palletsprojects.com, "Changes"). */
function isFlaskSqlAlchemy({ text: { text } }: ImageFile, { open }: Place): boolean {
  if (!/SQLALCHEMY_DATABASE_URI|flask_sqlalchemy/.test(text)) return false
  const required = /flask[-_]sqlalchemy\s*[=~<]=?\s*(\d)/i.exec(open('requirements.txt')?.text.text ?? '')?.[1]
  return required === undefined || Number(required) >= 3
}
