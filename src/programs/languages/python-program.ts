import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { option, readOperands } from '../../shell/operands.ts'
import type { ImageFile } from '../../sources/dockerfile/context.ts'
import { type Place, pathFrom } from '../application.ts'

/** A file of a Python program. */
export interface PythonModule {
  readonly found: ImageFile
  /** Without comments and documentation; as long as the source, so that offsets hold for both. */
  readonly text: string
  /** Absolute path in the image. */
  readonly path: string
  /** By the names that they give a value to; keys of `config["…"]` are in quotes. */
  readonly assignments: ReadonlyMap<string, readonly Assignment[]>
}

export interface Assignment {
  /** Where the expression begins. */
  readonly offset: number
  /** In a class or function. */
  readonly indented: boolean
}

/** Files that an entry leads to: more no start needs. */
const MAX_MODULES = 60

/** The modules that a command loads as soon as it starts, nearest first; empty where its entry is not among the files of the build. */
export function loadedModules(command: ExecutedCommand, place: Place): readonly PythonModule[] {
  const files = moduleFiles(command, place)
  const reached = new Map<string, PythonModule>()
  const add = (module: PythonModule | undefined) => {
    if (module && reached.size < MAX_MODULES && !reached.has(module.path)) reached.set(module.path, module)
  }
  for (const entry of entriesOf(command)) {
    for (const found of entry.endsWith('.py') ? [files.script(entry)] : files.named(entry)) add(found)
    if (reached.size > 0) break
  }
  for (const module of reached.values()) for (const name of importsOf(module)) for (const found of files.named(name, module)) add(found)
  return [...reached.values()]
}

/** Servers with a default entry try these (flask.palletsprojects.com, "Application Discovery"; fastapi.tiangolo.com, "FastAPI CLI"). */
const DEFAULTS = ['app.py', 'wsgi.py', 'main.py', 'app/main.py', 'app/app.py']

/** What a command starts: files, and names of modules, likeliest first. */
function entriesOf(command: ExecutedCommand): readonly string[] {
  const { name, args } = command
  const words = args.filter((arg) => arg !== undefined)
  if (/^python/.test(name)) {
    const at = args.indexOf('-m')
    if (at === -1) return words.filter((word) => word.endsWith('.py')).slice(0, 1)
    const module = args[at + 1]
    const server = entriesOf({ ...command, name: module ?? '', args: args.slice(at + 2) })
    return module === undefined ? [] : [...server, `${module}.__main__`, module]
  }
  switch (name) {
    case 'flask': {
      const chosen = option(readOperands(args, ['--app', '-A']), '--app', '-A') ?? command.variable('FLASK_APP')
      return chosen === undefined ? [] : chosen === null ? DEFAULTS : [chosen.replace(/:.*$/, ''), ...DEFAULTS]
    }
    case 'fastapi':
    case 'streamlit':
      return [...words.filter((word) => word.endsWith('.py')), ...(name === 'fastapi' ? DEFAULTS : [])]
    case 'celery': {
      const chosen = option(readOperands(args, ['-A', '--app']), '-A', '--app')
      return chosen === undefined ? [] : [chosen.replace(/:.*$/, ''), `${chosen}.celery`, chosen.replace(/\.\w+$/, '')]
    }
    default:
      return words.flatMap((word) => /^([\w.]+):[\w.()]+$/.exec(word)?.[1] ?? [])
  }
}

interface ModuleFiles {
  /** A file by its path from the working directory. */
  readonly script: (path: string) => PythonModule | undefined
  /** The module of a dotted name and the packages around it; one that begins with dots is asked for by another module. */
  readonly named: (name: string, from?: PythonModule) => readonly PythonModule[]
}

function moduleFiles(command: ExecutedCommand, place: Place): ModuleFiles {
  const cwd = command.cwd ?? place.root
  const names = new Map<string, ReadonlySet<string>>()
  const isThere = (path: string) => {
    const at = path.lastIndexOf('/')
    const directory = path.slice(0, Math.max(at, 0))
    const known = names.get(directory) ?? new Set(place.list(directory, /./))
    names.set(directory, known)
    return known.has(path.slice(at + 1))
  }
  const read = (path: string): PythonModule | undefined => {
    const found = isThere(path) ? place.open(path) : undefined
    return found && moduleOf(found, path)
  }
  const chosen = option(readOperands(command.args, ['--app-dir', '--chdir']), '--app-dir', '--chdir')
  const script = command.args.find((arg) => arg?.endsWith('.py'))
  const search = [cwd, ...(command.variable('PYTHONPATH')?.split(':') ?? []), chosen, script === undefined ? undefined : `${script}/..`]
  const roots = [...new Set(search.flatMap((root) => (root ? [pathFrom(cwd, root)] : [])))]
  const named = (name: string, from?: PythonModule): readonly PythonModule[] => {
    const dots = /^\.*/.exec(name)?.[0].length ?? 0
    const parts = name
      .slice(dots)
      .split('.')
      .filter((part) => part !== '')
    const bases = dots > 0 && from ? [pathFrom(from.path, '../'.repeat(dots))] : roots
    for (const base of bases) {
      const initialisers = parts.map((_, at) => read(`${base}/${parts.slice(0, at + 1).join('/')}/__init__.py`))
      const own = parts.length === 0 ? read(`${base}/__init__.py`) : (read(`${base}/${parts.join('/')}.py`) ?? initialisers.at(-1))
      if (own) return [own, ...initialisers].filter((module) => module !== undefined)
    }
    return []
  }
  return { script: (path) => read(pathFrom(cwd, path)), named }
}

function moduleOf(found: ImageFile, path: string): PythonModule {
  const text = withoutComments(found.text.text)
  const assignments = new Map<string, Assignment[]>()
  for (const { 0: whole, 1: indent = '', 2: name, 3: key = '', index } of text.matchAll(
    /^([ \t]*)(?:(?:self\.)?(\w+)(?:[ \t]*:[^=\n]+)?|[\w.]*\bconfig\[[ \t]*["'](\w+)["'][ \t]*\])[ \t]*=(?!=)/gm,
  )) {
    const list = assignments.get(name ?? `"${key}"`) ?? []
    list.push({ offset: index + whole.length, indented: indent !== '' })
    assignments.set(name ?? `"${key}"`, list)
  }
  return { found, path, text, assignments }
}

/** Names of modules that a module loads, wherever it does so. */
function importsOf({ text }: PythonModule): readonly string[] {
  const from = [...text.matchAll(/^[ \t]*from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)/gm)].flatMap(
    ([, module = '', names = '']) => [
      module,
      ...[...names.matchAll(/(?:^|[,(\s])(\w+)(?:\s+as\s+\w+)?/g)].map(([, name]) =>
        module.endsWith('.') ? `${module}${name}` : `${module}.${name}`,
      ),
    ],
  )
  const plain = [...text.matchAll(/^[ \t]*import[ \t]+([\w., \t]+)/gm)].flatMap(([, names = '']) =>
    names.split(',').map((name) => name.trim().replace(/\s.*$/, '')),
  )
  return [...from, ...plain].slice(0, 200)
}

/** Comments and strings in three quotes become blanks. */
function withoutComments(source: string): string {
  return source.replaceAll(/("""|''')[\s\S]*?(?:\1|$)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g, (literal) =>
    /^(?:"""|'''|#)/.test(literal) ? literal.replaceAll(/[^\n]/g, ' ') : literal,
  )
}
