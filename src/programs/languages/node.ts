import { type ApplicationWrite, lineAt, type Place, pathFrom } from '../application.ts'
import { fromDotenv } from '../dotenv.ts'
import { prismaDirectory } from '../frameworks/prisma.ts'
import { evaluate, isMemory, type Surroundings, type Value } from './javascript-value.ts'
import { type NodeModule, type NodeProgram, nodeProgram } from './node-program.ts'
import { isForEnvironment, kindOf, type Sink, sinksOf } from './node-writes.ts'

/** Packages that speak to a database elsewhere: a program that has one may keep nothing in its SQLite file. */
const SERVERS = ['pg', 'mysql', 'mysql2', 'mariadb', 'mongodb', 'mongoose', 'mssql', 'oracledb', 'postgres', '@neondatabase/serverless']

/** Packages that write a database file. */
const EMBEDDED = /sqlite|libsql|^@prisma\/client$|^sql\.js$|nedb|^(?:classic-)?level$/

/**
 * A program of Node, Bun or Deno: what the calls and options of its code name as database, upload, log or directory. Certain is what
 * the start loads and what no other setting may replace; the rest is conditional.
 */
export function node(place: Place): readonly ApplicationWrite[] {
  const program = nodeProgram(place)
  if (!program) return []
  const variable = fromDotenv(place, program.modules)
  const around: Surroundings = { cwd: program.cwd, variable, imported: program.imported }
  const writes = program.modules.flatMap((module) => sinksOf(module).flatMap((sink) => writeOf(sink, module, program, around, place)))
  return firstSure([...writes, ...jsonServer(program)])
}

/** Of two patterns that meet in one place the first one tells more: a log file is also a file that is written. */
function firstSure(writes: readonly ApplicationWrite[]): readonly ApplicationWrite[] {
  const sorted = [...writes.filter(({ conditional }) => !conditional), ...writes.filter(({ conditional }) => conditional)]
  const seen = new Set<string>()
  return sorted.filter(({ path }) => {
    const isNew = !seen.has(path)
    seen.add(path)
    return isNew
  })
}

function writeOf(sink: Sink, module: NodeModule, program: NodeProgram, around: Surroundings, place: Place): readonly ApplicationWrite[] {
  const { use } = sink
  const value = evaluate(sink.expression, module, around)
  const isPrisma = /\bPrismaClient\b/.test(module.text) && !/adapter/i.test(module.text)
  const path = pathOf(value, sink, (isPrisma && use.database ? prismaDirectory(place) : undefined) ?? program.cwd)
  if (value.is !== 'text' || path === undefined || isElsewhere(path)) return []
  if (use.database && choosesServer(program, around.variable)) return []
  const section = use.database ? isForEnvironment(sink, around.variable('NODE_ENV')) : true
  if (section === false) return []
  // A name that only a request tells, in the directory of the program itself: nothing is known of it.
  if (value.open && (path === place.root || path === program.cwd || module.path.startsWith(`${path}/`))) return []
  const isSure =
    module.reached &&
    !value.maybe &&
    section === true &&
    (use.happens === 'surely' || (use.happens === 'at load' && sink.atLoad)) &&
    !(use.database && speaksToServer(program, module)) &&
    !(use.leaves === 'directory' && holdsFiles(path, place))
  return [
    {
      path,
      kind: kindOf(use, path),
      leaves: value.open ? 'below' : use.leaves,
      how: use.how,
      ...(isSure ? {} : { conditional: true }),
      origin: lineAt(module.found, sink.offset),
    },
  ]
}

/** The absolute path that a value stands for; of one that is open the directory that is known. */
function pathOf(value: Value, { use }: Sink, cwd: string): string | undefined {
  if (value.is !== 'text') return undefined
  const text = use.database ? value.text.replace(/^(?:file|sqlite):(?:\/\/(?=\/|\.))?/, '').replace(/\?.*$/, '') : value.text
  const hasName = use.accepts === undefined || use.accepts.test(value.text)
  if (use.database && (isMemory(value.text) || /^\w+:\/\//.test(text))) return undefined
  if (!hasName || text.includes('\0') || text.trim() === '' || /^[a-z]+:\/\//i.test(text)) return undefined
  if (!value.open) return pathFrom(cwd, text)
  const slash = text.lastIndexOf('/')
  return slash <= 0 ? undefined : pathFrom(cwd, text.slice(0, slash))
}

/** Devices, parts of other packages, and what Next.js keeps, which has a reader of its own. */
function isElsewhere(path: string): boolean {
  return path === '/' || /^\/(?:dev|proc|sys)(?:\/|$)|\/node_modules(?:\/|$)|\/\.next(?:\/|$)/.test(path)
}

/** Another driver may be chosen, or the embedded one is there for tests only. */
function speaksToServer({ packages }: NodeProgram, { text }: NodeModule): boolean {
  if (!packages) return false
  if (SERVERS.some((name) => packages.has(name))) return true
  return ![...packages].some((name) => EMBEDDED.test(name)) && !/["'](?:bun|node):sqlite["']/.test(text)
}

/** Variables that projects choose their database with. */
const CHOICES =
  'DB_CLIENT DB_TYPE DB_DIALECT DB_DRIVER DB_CONNECTION DB_HOST DB_URL DATABASE_CLIENT DATABASE_TYPE DATABASE_HOST DATABASE_URL PGHOST POSTGRES_HOST MYSQL_HOST MONGO_URL MONGO_URI MONGODB_URI'.split(
    ' ',
  )

/** Whether a program that can do both is told to use a database server. */
function choosesServer({ packages }: NodeProgram, variable: Surroundings['variable']): boolean {
  if (!packages || !SERVERS.some((name) => packages.has(name))) return false
  return CHOICES.some((name) => {
    const value = variable(name)
    return value !== null && value !== undefined && value !== '' && !/sqlite|^file:|^libsql|\.db$/i.test(value)
  })
}

/** Whether the image has files in a directory, so that nobody need make it. */
function holdsFiles(path: string, place: Place): boolean {
  if (!path.startsWith(`${place.root}/`)) return false
  return place.list(path.slice(place.root.length + 1), /^[^.]/).length > 0
}

/** `json-server db.json` writes every change into that file. */
function jsonServer({ commands }: NodeProgram): readonly ApplicationWrite[] {
  return commands.flatMap(({ name, args, cwd, conditional, origin }): readonly ApplicationWrite[] => {
    const file =
      name === 'json-server' && cwd !== undefined ? args.find((arg) => arg?.endsWith('.json') && !arg.includes('routes')) : undefined
    if (file === undefined || cwd === undefined) return []
    const path = pathFrom(cwd, file)
    return [{ path, kind: 'data', leaves: 'file', how: 'database of json-server', origin, ...(conditional ? { conditional } : {}) }]
  })
}
