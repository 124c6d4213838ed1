import { classifyPath } from '../../model/write-kind.ts'
import type { WriteKind } from '../../model/write-plan.ts'
import { type ApplicationWrite, lineAt, type Place, pathFrom } from '../application.ts'
import { pythonCaches } from './python-caches.ts'
import { loadedModules, type PythonModule } from './python-program.ts'
import { evaluatePython, expressionFrom, type PythonSurroundings } from './python-value.ts'

/** Programs that run Python code. */
const STARTS = /^(?:python[\d.]*|flask|fastapi|gunicorn|uvicorn|hypercorn|daphne|granian|waitress-serve|streamlit|celery)$/

/** A call that says what a program writes; its pattern ends where the expression begins. */
interface Sink {
  readonly pattern: RegExp
  readonly how: string
  /** Undefined: as the path's name tells. */
  readonly kind?: WriteKind
  readonly leaves: ApplicationWrite['leaves']
  /** The expression of a method stands before it. */
  readonly receiver?: true
}

const SINKS: readonly Sink[] = [
  { pattern: /\bos\.(?:makedirs|mkdir)\(\s*(?:name\s*=\s*)?/g, how: 'os.makedirs', leaves: 'directory' },
  { pattern: /(?<![\w.)\]])([A-Za-z_][\w.]*|(?:pathlib\.)?Path\([^()\n]*\))\.mkdir\(/g, how: 'mkdir', leaves: 'directory', receiver: true },
  { pattern: /\b(?:(?:Timed)?Rotating)?FileHandler\(\s*(?:filename\s*=\s*)?/g, how: 'log file', kind: 'log', leaves: 'file' },
  { pattern: /\bbasicConfig\((?:[^()]|\([^()]*\))*?\bfilename\s*=\s*/g, how: 'log file', kind: 'log', leaves: 'file' },
  { pattern: /\blogger\.add\(\s*(?=[\w"'(])/g, how: 'log file', kind: 'log', leaves: 'file' },
  {
    pattern: /\b(?:sqlite3|aiosqlite|duckdb)\.connect\(\s*(?:database\s*=\s*)?(?!["'])/g,
    how: 'database file',
    kind: 'data',
    leaves: 'file',
  },
  { pattern: /\b(?:SqliteDatabase|SqliteExtDatabase|TinyDB|SqliteDict)\(\s*/g, how: 'database file', kind: 'data', leaves: 'file' },
  { pattern: /\bshelve\.open\(\s*/g, how: 'database file', kind: 'data', leaves: 'file' },
  { pattern: /\bPersistentClient\(\s*(?:path\s*=\s*)?/g, how: 'database of Chroma', kind: 'data', leaves: 'below' },
  { pattern: /\bpersist_directory\s*=\s*/g, how: 'database of Chroma', kind: 'data', leaves: 'below' },
  { pattern: /\bconfig\[\s*["']UPLOAD_FOLDER["']\s*\]\s*=(?!=)\s*/g, how: 'uploads', kind: 'data', leaves: 'below' },
  { pattern: /\.save\(\s*(?=os\.path\.join|f["']|\w*(?:path|PATH|DIR|FOLDER))/g, how: 'saved files', leaves: 'file' },
  {
    pattern: /(?<![\w.])(?:aiofiles\.)?open\(\s*(?:file\s*=\s*)?(?=[^()\n]*(?:\([^()\n]*\)[^()\n]*)*,\s*(?:mode\s*=\s*)?["'][wax])/g,
    how: 'files that it writes',
    leaves: 'file',
  },
]

/** Places of one module: no real one has as many, and an adversary gets no more. */
const MAX_SINKS = 60

/**
 * Directories, logs, uploads and databases that the code of a Python program names. What stands outside of functions in a module that
 * the start loads is certain; the rest may happen. Projects of Django are read by their settings.
 */
export function pythonWrites(place: Place): readonly ApplicationWrite[] {
  if (place.open('manage.py')?.text.text.includes('DJANGO')) return []
  const commands = place.commands.filter(({ name, cwd }) => STARTS.test(name) && (cwd ?? place.root) === place.root)
  return commands.flatMap((command) => {
    const modules = loadedModules(command, place)
    const around: PythonSurroundings = { cwd: place.root, variable: place.variable, modules }
    const writes = [...modules.flatMap((module) => writesOf(module, around, place)), ...pythonCaches(modules, place)]
    return command.conditional ? writes.map((write) => ({ ...write, conditional: true })) : writes
  })
}

function writesOf(module: PythonModule, around: PythonSurroundings, place: Place): readonly ApplicationWrite[] {
  const found = SINKS.flatMap((sink) => [...module.text.matchAll(sink.pattern)].map((match) => ({ sink, match }))).slice(0, MAX_SINKS)
  return found.flatMap(({ sink, match }): ApplicationWrite[] => {
    const expression = sink.receiver ? (match[1] ?? '') : expressionFrom(module.text, match.index + match[0].length)
    const value = evaluatePython(expression, module, around)
    const path = value && pathOf(value.text, value.open, around.cwd)
    if (!value || path === undefined) return []
    // A name that only a request tells, in a directory of the program itself: nothing is known of it.
    if (value.open && around.modules.some((each) => each.path.startsWith(`${path}/`))) return []
    if (path === place.root || (sink.leaves === 'directory' && isThere(path, place))) return []
    const isSure = !value.maybe && !value.open && sink.how !== 'uploads' && runsAtLoad(module.text, match.index)
    return [
      {
        path,
        kind: sink.kind ?? classifyPath(path),
        leaves: value.open ? 'below' : sink.leaves,
        how: sink.how,
        ...(isSure ? {} : { conditional: true }),
        origin: lineAt(module.found, match.index),
      },
    ]
  })
}

/** The absolute path; of one that is open the directory that is known. Nothing for what is no path, devices, and streams. */
function pathOf(text: string, open: boolean, cwd: string): string | undefined {
  if (text.trim() === '' || text === ':memory:' || /^[a-z]+:\/\//i.test(text) || text.includes('\n') || text.startsWith('~'))
    return undefined
  const slash = text.lastIndexOf('/')
  const known = open ? (slash <= 0 ? undefined : text.slice(0, slash)) : text
  const path = known === undefined ? undefined : pathFrom(cwd, known)
  return path === undefined || path === '/' || /^\/(?:dev|proc|sys)(?:\/|$)/.test(path) ? undefined : path
}

/** A directory with files in the image need not be made. */
function isThere(path: string, place: Place): boolean {
  return path.startsWith(`${place.root}/`) && place.list(path.slice(place.root.length + 1), /./).length > 0
}

/** Outside of functions: at the start of its line, or only below conditions that stand there. */
function runsAtLoad(text: string, index: number): boolean {
  const lines = text.slice(0, index).split('\n')
  let indent = /^[ \t]*/.exec(lines.at(-1) ?? '')?.[0].length ?? 0
  for (let at = lines.length - 2; at >= 0 && indent > 0; at--) {
    const line = lines[at] ?? ''
    const own = line.length - line.trimStart().length
    if (line.trim() === '' || own >= indent || !/:\s*$/.test(line)) continue
    if (!/^\s*(?:if\s+not\b.*(?:exists|isdir)|with\b|try\s*:)/.test(line)) return false
    indent = own
  }
  return true
}
