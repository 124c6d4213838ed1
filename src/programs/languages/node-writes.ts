import { classifyPath } from '../../model/write-kind.ts'
import type { WriteKind } from '../../model/write-plan.ts'
import { bracketed, enclosing, expressionAt, type Module, runsAtLoad, type Snippet } from './javascript.ts'

/** A place in code that says what the program writes, and the expression that names it. */
export interface Sink {
  readonly module: Module
  /** Of the expression. */
  readonly offset: number
  readonly expression: Snippet
  readonly use: Use
  /** It happens as soon as the module is loaded. */
  readonly atLoad: boolean
}

/** What becomes of a path. */
interface Use {
  readonly how: string
  /** Undefined: as the path's name tells. */
  readonly kind?: WriteKind
  readonly leaves: 'file' | 'directory' | 'below'
  /** `surely`: wherever the code stands, the program comes there. `at load`: only where it stands outside of functions. */
  readonly happens: 'surely' | 'at load' | 'perhaps'
  /** The file of a database: other drivers, and the environment that a section is for, count. */
  readonly database?: true
  /** What the path must look like; without it, any. */
  readonly accepts?: RegExp
}

/** A pattern ends where the expression begins. */
interface Pattern extends Use {
  readonly pattern: RegExp
  /** What the module must mention. */
  readonly mentions?: RegExp
}

const DATABASE_FILE = /^(?:file|sqlite):|\.(?:db3?|sqlite3?|s3db)$/i
const LOG_FILE = /\.log(?:\.|$)|%DATE%|(?:^|\/)logs?\//

const sqlite = { how: 'SQLite database', kind: 'data', leaves: 'file', happens: 'surely', database: true } as const
const json = { how: 'JSON database', kind: 'data', leaves: 'file', happens: 'surely' } as const
const uploads = { how: 'uploads', kind: 'data', leaves: 'below' } as const
const log = { how: 'log file', kind: 'log', leaves: 'file', happens: 'at load' } as const

const PATTERNS: readonly Pattern[] = [
  { ...sqlite, pattern: /\bnew\s+(?:\w+\.)*(?:Database|DatabaseSync)\s*(?:<[^>(]*>)?\(\s*/g, mentions: /sqlite/i },
  { ...sqlite, pattern: /\brequire\(\s*["'](?:better-sqlite3|sqlite-sync)["']\s*\)\(\s*/g },
  { ...sqlite, pattern: /\b(?:new\s+Sequelize|drizzle)\(\s*/g, accepts: DATABASE_FILE },
  {
    ...sqlite,
    pattern: /(?<![\w$.])["']?(?:storage|filename|database|url|connection|dbName|dbPath|dbFile|databasePath|DB_PATH)["']?\s*:\s*/g,
    accepts: DATABASE_FILE,
  },
  { ...sqlite, pattern: /\bfilename\s*:\s*/g, mentions: /\bconnection\b[\s\S]*sqlite|sqlite[\s\S]*\bconnection\b/ },
  { ...sqlite, how: 'NeDB database', pattern: /\bnew\s+(?:Nedb|Datastore)\(\s*/gi, mentions: /nedb/ },
  { ...sqlite, how: 'NeDB database', pattern: /\bfilename\s*:\s*/g, mentions: /nedb/ },
  {
    ...sqlite,
    how: 'database of LevelDB',
    leaves: 'below',
    pattern: /\bnew\s+(?:Level|ClassicLevel)(?:<[^>(]*>)?\(\s*|(?<![\w.])level\(\s*/g,
    mentions: /["'](?:classic-)?level["']/,
  },
  {
    ...json,
    pattern: /\bnew\s+(?:JSONFile(?:Sync)?|FileSync|FileAsync)\s*(?:<[^>(]*>)?\(\s*|\bJSONFile(?:Sync)?Preset\(\s*/g,
    mentions: /lowdb/,
  },
  { ...json, how: 'database of json-server', pattern: /\bjsonServer\.router\(\s*/g },
  { ...json, how: 'database of node-json-db', pattern: /\bnew\s+Config\(\s*/g, mentions: /node-json-db/ },
  // Multer makes the directory of a string when it is constructed (storage/disk.js).
  { ...uploads, happens: 'surely', pattern: /\bdest\s*:\s*/g, mentions: /multer|File(?:s|Fields)?Interceptor/i },
  { ...uploads, happens: 'surely', pattern: /\bdestination\s*:\s*(?!\()/g, mentions: /diskStorage/ },
  { ...uploads, happens: 'perhaps', pattern: /\b(?:cb|callback|done|next)\(\s*null\s*,\s*/g, mentions: /diskStorage/ },
  {
    ...uploads,
    happens: 'perhaps',
    pattern: /\b(?:uploadDir|uploadPath|UPLOAD_DIR)\s*[:=]\s*(?!=)/g,
    mentions: /formidable|busboy|fileupload|multipart|multer|writeFile|createWriteStream/,
  },
  { ...uploads, happens: 'perhaps', pattern: /\.mv\(\s*/g, mentions: /file-?upload/i },
  { ...uploads, kind: 'scratch', happens: 'perhaps', how: 'temporary files of uploads', pattern: /\btempFileDir\s*:\s*/g },
  { ...log, pattern: /\bfilename\s*:\s*/g, mentions: /winston|log4js|DailyRotateFile|simple-node-logger|tracer/, accepts: LOG_FILE },
  { ...log, leaves: 'below', pattern: /\bdirname\s*:\s*/g, mentions: /winston|DailyRotateFile/ },
  { ...log, pattern: /\bcreateWriteStream\(\s*/g, accepts: LOG_FILE },
  { ...log, pattern: /\bpino\.destination\(\s*|\bdestination\s*:\s*|\bdest\s*:\s*/g, mentions: /pino/, accepts: /[./]/ },
  {
    ...log,
    how: 'log file of pm2',
    pattern: /(?<![\w$.])["']?(?:error|out|log)(?:_file|File)["']?\s*:\s*/g,
    mentions: /\bscript["']?\s*:/,
  },
  { ...log, leaves: 'below', pattern: /(?<![\w$.])path\s*:\s*/g, mentions: /rotating-file-stream/ },
  // NestJS and TypeGraphQL write the schema when the server starts (docs.nestjs.com, "Code first").
  {
    how: 'schema of GraphQL',
    kind: 'config',
    leaves: 'file',
    happens: 'surely',
    pattern: /\b(?:autoSchemaFile|emitSchemaFile)\s*:\s*(?:\{\s*path\s*:\s*)?/g,
  },
  {
    how: 'mkdir',
    leaves: 'directory',
    happens: 'at load',
    pattern: /\b(?:mkdirSync|ensureDirSync|mkdirp\.sync|mkdirpSync|mkdir|ensureDir|mkdirp)\(\s*/g,
  },
  {
    how: 'write of a file',
    leaves: 'file',
    happens: 'at load',
    pattern: /\b(?:writeFile|appendFile|writeJson|outputJson|outputFile)(?:Sync)?\(\s*|\bcreateWriteStream\(\s*|\bBun\.write\(\s*/g,
  },
]

/** A database that is opened to be read only. */
const READ_ONLY = /^\s*,\s*(?:\{[^}]*\breadonly\s*:\s*true|[\w.]*OPEN_READONLY)/i

/** Places in one module: no real one has as many, and an adversary gets no more. */
const MAX_SINKS = 60

/** The places of a module that say what it writes. */
export function sinksOf(module: Module): readonly Sink[] {
  const bound = driverNames(module).map(
    (name): Pattern => ({ ...sqlite, pattern: new RegExp(`(?<![\\w$.])(?:new\\s+)?${name}\\s*\\(\\s*`, 'g') }),
  )
  const sinks: Sink[] = []
  for (const { pattern, mentions, ...use } of [...PATTERNS, ...bound]) {
    if (mentions && !mentions.test(module.text)) continue
    for (const { 0: found, index } of module.text.matchAll(pattern)) {
      if (sinks.length >= MAX_SINKS) return sinks
      // Inside of a string it is no code.
      if (module.shape[index] !== module.text[index]) continue
      const offset = index + found.length
      if (/(?:cb|callback|done|next)\(/.test(found) && !isDestination(module, index)) continue
      const expression = argument(module, offset, use)
      if (use.database && READ_ONLY.test(module.text.slice(offset + expression.text.length, offset + expression.text.length + 300)))
        continue
      sinks.push({ module, offset, expression, use, atLoad: runsAtLoad(module, index) })
    }
  }
  return sinks
}

/** Names that a module gives to a driver whose call opens the file: `import SQLite from 'better-sqlite3'`. */
function driverNames({ text }: Module): readonly string[] {
  const imports = text.matchAll(
    /\bimport\s+(?:\*\s+as\s+)?(\w+)\s+from\s*["']better-sqlite3["']|\b(\w+)\s*=\s*require\(\s*["']better-sqlite3["']\s*\)(?!\()/g,
  )
  return [...imports].flatMap(([, first, second]) => first ?? second ?? []).filter((name) => name !== 'Database')
}

/** The expression that names the path; of `new Datastore({ filename: 'x' })` that one has a pattern of its own. */
function argument(module: Module, offset: number, { leaves }: Use): Snippet {
  const expression = expressionAt(module, offset)
  // Of what may be a list, the first.
  return leaves === 'below' && expression.shape.startsWith('[') ? expressionAt(bracketed(expression, 0), 0) : expression
}

/** Whether a callback answers the destination of multer's storage, not the name of the file. */
function isDestination({ shape }: Module, index: number): boolean {
  const before = shape.slice(Math.max(0, index - 3000), index)
  return before.lastIndexOf('destination') > before.lastIndexOf('filename')
}

/** What kind of write a path is, where the use does not tell. */
export function kindOf(use: Use, path: string): WriteKind {
  if (/^\/(?:tmp|var\/tmp|dev\/shm)(?:\/|$)/.test(path)) return 'scratch'
  return use.kind ?? classifyPath(path)
}

/**
 * Whether the section of a configuration that a place lies in is for the environment that runs: `test: { storage: … }`.
 * Undefined where that cannot be told.
 */
export function isForEnvironment({ module, offset }: Sink, environment: string | null | undefined): boolean | undefined {
  const names = enclosing(module, offset).flatMap(({ bracket, before }) =>
    bracket === '{' ? (/["']?(\w+)["']?\s*[:=]$/.exec(before)?.[1] ?? []) : [],
  )
  const section = names.find((name) => /^(?:test|testing|development|production|staging)$/.test(name))
  if (section === undefined) return true
  if (/^test/.test(section)) return false
  if (environment === undefined) return undefined
  return environment === null ? (section === 'development' ? true : undefined) : section === environment
}
