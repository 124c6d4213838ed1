import { remember } from '../../../model/maps.ts'
import type { ExecutedCommand } from '../../../shell/executed-command.ts'
import { option, readOperands } from '../../../shell/operands.ts'
import { pathFrom } from '../../application.ts'
import { type Module, moduleOf } from '../module.ts'
import type { ProgramFiles, Started } from '../started.ts'
import { PYTHON_LANGUAGE } from './python.ts'

/** The modules of a Python program, by the ways in which programs and settings name them. */
export interface ModuleFiles {
  /** A file by its path from the working directory. */
  readonly script: (path: string) => Module | undefined
  readonly at: (path: string) => Module | undefined
  /** The modules in a directory. */
  readonly within: (directory: string) => readonly Module[]
  /** Directories below one that may contain modules, two levels deep. */
  readonly folders: (directory: string) => readonly string[]
  /** The module with a dotted name and the packages around it; a name that begins with dots needs the module that imports it. */
  readonly named: (name: string, from?: Module) => readonly Module[]
  /** The same; undefined for a missing module of the program itself. */
  readonly loaded: (name: string, from: Module) => readonly Module[] | undefined
}

/** Modules by name, by the files and the search path. */
const NAMED = new WeakMap<ProgramFiles, Map<string, readonly Module[]>>()

/** The modules that a command can load. */
export function moduleFiles(command: ExecutedCommand, { files }: Started): ModuleFiles {
  const cwd = command.cwd ?? '/'
  const read = (path: string): Module | undefined => {
    const found = files.isThere(path) ? files.open(path) : undefined
    return found && moduleOf(found, path, PYTHON_LANGUAGE)
  }
  const chosen = option(readOperands(command.args, ['--app-dir', '--chdir', '--pythonpath']), '--app-dir', '--chdir', '--pythonpath')
  const script = command.name.endsWith('.py') ? (command.program ?? command.name) : command.args.find((arg) => /\.py$|^\//.test(arg ?? ''))
  const search = [
    cwd,
    ...(command.variable('PYTHONPATH')?.split(':') ?? []),
    chosen,
    script === undefined ? undefined : `${script}/..`,
    'src',
  ]
  const roots = [...new Set(search.flatMap((root) => (root ? [pathFrom(cwd, root)] : [])))]
  const cacheKey = roots.join(':')
  const cache = remember(NAMED, files, () => new Map<string, readonly Module[]>())
  const find = (name: string, from?: Module): readonly Module[] => {
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
  const named = (name: string, from?: Module): readonly Module[] => {
    return remember(cache, `${cacheKey} ${name.startsWith('.') ? from?.path : ''} ${name}`, () => find(name, from))
  }
  const loaded = (name: string, from: Module): readonly Module[] | undefined => {
    const found = named(name, from)
    if (found.length > 0) return found
    // A namespace package has no file of its own.
    if (/^\.+$/.test(name)) return []
    const [first = ''] = name.split('.')
    const isOwn = name.startsWith('.') || roots.some((root) => files.isThere(`${root}/${first}/__init__.py`))
    const directory = name.startsWith('.')
      ? pathFrom(from.path, `${'../'.repeat(/^\.*/.exec(name)?.[0].length ?? 1)}${name.replace(/^\.+/, '').replaceAll('.', '/')}`)
      : undefined
    if (directory !== undefined && files.list(directory).length > 0) return []
    return isOwn && !roots.some((root) => files.list(`${root}/${name.replaceAll('.', '/')}`).length > 0) ? undefined : []
  }
  const within = (directory: string) =>
    files.list(directory).flatMap((name) => (name.endsWith('.py') ? (read(pathFrom(directory, name)) ?? []) : []))
  const below = (directory: string) =>
    files
      .list(directory)
      .flatMap((name) => (/^[A-Za-z_]\w*$/.test(name) && files.list(`${directory}/${name}`).length > 0 ? [`${directory}/${name}`] : []))
  const folders = (directory: string) => below(directory).flatMap((folder) => [folder, ...below(folder)])
  return { script: (path) => read(pathFrom(cwd, path)), at: read, within, folders, named, loaded }
}
