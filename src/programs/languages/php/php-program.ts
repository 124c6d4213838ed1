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

/** Constants, which other files may use. */
const CONSTANTS = /\bdefine\s*\(|\bconst /

/** Most files of a program that is read whole. In a larger one, a file without constants that may not write only tells what others get. */
const MAX_WHOLE = 100

/** The code of a PHP program in one directory, any of which a request may run; undefined if there is none. */
export function phpReading(place: Place, started: Started): CommandReading | undefined {
  const { root } = place
  const search = { isCut: false, writing: 0 }
  const all = phpFiles(root, started, search)
  if (all.length === 0) return undefined
  const files = all.length > MAX_WHOLE ? all.filter(isTelling).slice(0, MAX_FILES) : all
  const modules = new Map(files.map((module) => [module.path, module]))
  const at = (from: Module, path: string): readonly Module[] => {
    const place = pathFrom(parentOf(from.path), path)
    const known = modules.get(place)
    // A file that only returns settings is not among the files that may write.
    const file = known || !/\.php$/.test(place) ? undefined : started.files.open(place)
    const found = known ?? (file && moduleOf(file, place, PHP_LANGUAGE))
    if (found) modules.set(place, found)
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

/** What a search for files met: more than it reads, and how many files with code that may write. */
interface Search {
  isCut: boolean
  writing: number
}

function isTelling({ code }: Module): boolean {
  return CONSTANTS.test(code.text) || code.mayWrite
}

/** The files with code, as far as they may be read. */
function phpFiles(directory: string, started: Started, search: Search, depth = 0): readonly Module[] {
  const found: Module[] = []
  const names = started.files.list(directory)
  if (depth > 0 && names.some((name) => TEST_SETTINGS.test(name))) return found
  for (const name of names) {
    if (ASIDE.test(name)) continue
    if (search.writing >= MAX_FILES) {
      search.isCut = true
      break
    }
    const path = pathFrom(directory, name)
    if (/\.(?:php|phtml|inc)$/.test(name)) {
      const file = started.files.open(path)
      const module = file && moduleOf(file, path, PHP_LANGUAGE)
      if (module) found.push(module)
      if (module && isTelling(module)) search.writing++
    } else if (!/\.\w+$/.test(name)) {
      if (depth < MAX_DEPTH) found.push(...phpFiles(path, started, search, depth + 1))
      else if (started.files.list(path).length > 0) search.isCut = true
    }
  }
  return found
}
