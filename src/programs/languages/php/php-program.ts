import { parentOf } from '../../../model/path.ts'
import { type Place, pathFrom } from '../../application.ts'
import { type Module, moduleOf } from '../module.ts'
import { readProgram } from '../read-program.ts'
import { type CommandReading, containerOf, type Started } from '../started.ts'
import { PHP_LANGUAGE } from './php-language.ts'

/** Directories without code that runs, and those of libraries. */
const ASIDE = /^(?:vendor|node_modules|\..*|tests?|Tests|docs?|migrations|factories|seeders?|lang|translations|cache|storage)$/
/** PHPUnit's settings: a directory with its own holds tests. */
const TEST_SETTINGS = /^phpunit\.xml(?:\.dist)?$/
const MAX_FILES = 400
const MAX_DEPTH = 8

/** Constants, which other files may use: a file without them that may not write shows no writes. */
const CONSTANTS = /\bdefine\s*\(|\bconst /

/** The code of a PHP program in one directory, any of which a request may run; undefined if there is none. */
export function phpReading(place: Place, started: Started): CommandReading | undefined {
  const { root } = place
  const search = { isCut: false, isFound: false }
  const files = phpFiles(root, started, search)
  if (!search.isFound) return undefined
  const modules = new Map(files.map((module) => [module.path, module]))
  const at = (from: Module, path: string): readonly Module[] => {
    const found = modules.get(pathFrom(parentOf(from.path), path))
    return found ? [found] : []
  }
  // A script runs in its own directory, the one that the server serves.
  const shown = started.files.isThere(`${root}/public/index.php`) ? `${root}/public` : root
  return readProgram({
    language: PHP_LANGUAGE,
    cwd: shown,
    ...containerOf(started),
    variable: place.variable,
    entries: files,
    ...(search.isCut ? { cut: { why: 'it has more files than are read' } } : {}),
    imported: at,
    loaded: at,
    // Constants and functions are visible everywhere.
    siblings: () => files,
    within: () => [],
    base: root,
  })
}

/** What a search for files met: more than it reads; any file at all. */
interface Search {
  isCut: boolean
  isFound: boolean
}

/** The files with code that may write. */
function phpFiles(directory: string, started: Started, search: Search, depth = 0): readonly Module[] {
  const found: Module[] = []
  const names = started.files.list(directory)
  if (depth > 0 && names.some((name) => TEST_SETTINGS.test(name))) return found
  for (const name of names) {
    if (ASIDE.test(name)) continue
    if (found.length >= MAX_FILES) {
      search.isCut = true
      break
    }
    const path = pathFrom(directory, name)
    if (/\.(?:php|phtml|inc)$/.test(name)) {
      const file = started.files.open(path)
      search.isFound ||= file !== undefined
      const module = file && moduleOf(file, path, PHP_LANGUAGE)
      if (module && (CONSTANTS.test(module.code.text) || module.code.mayWrite)) found.push(module)
    } else if (!/\.\w+$/.test(name)) {
      if (depth < MAX_DEPTH) found.push(...phpFiles(path, started, search, depth + 1))
      else if (started.files.list(path).length > 0) search.isCut = true
    }
  }
  if (found.length > MAX_FILES) search.isCut = true
  return found.slice(0, MAX_FILES)
}
