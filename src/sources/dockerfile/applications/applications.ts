import type { ExecutedCommand } from '../../../shell/execute.ts'
import type { ImageFile, ImageFiles } from '../context.ts'
import { type Application, type ApplicationWrite, type Place, pathFrom } from './application.ts'
import { django } from './django.ts'
import { python } from './python.ts'

const APPLICATIONS: readonly Application[] = [django, python]

/** Directories that are looked into, files that are read in each, and how much of a file: more no application needs. */
const MOST_ROOTS = 6
const MOST_FILES = 120
const MOST_TEXT = 200_000

/** What may be asked about the start of an image. */
export interface ApplicationInput {
  /** Directories that may hold an application: where the start runs, where the build copies to. */
  readonly roots: readonly string[]
  readonly files: ImageFiles
  readonly commands: readonly ExecutedCommand[]
  readonly variable: Place['variable']
  /** Called for every file of the context whose text the answer rests on. */
  readonly used: (file: string) => void
}

/**
 * What applications in the image write by their own code and settings: no word of the start tells of a database that the settings put
 * beside the program, and a read-only root would end it.
 */
export function applicationWrites(input: ApplicationInput): readonly ApplicationWrite[] {
  const named = [...new Set(input.roots.map((root) => pathFrom('/', root)))]
  const roots = named.filter((root) => root !== '/' && !input.files.open(root)).slice(0, MOST_ROOTS)
  const writes = roots.flatMap((root) => {
    const place = placeAt(root, input)
    return APPLICATIONS.flatMap((application) => application(place))
  })
  for (const { origin } of writes) input.used(origin.file)
  return writes
}

function placeAt(root: string, { files, commands, variable }: ApplicationInput): Place {
  let left = MOST_FILES
  const open = (path: string): ImageFile | undefined => {
    if (left <= 0) return undefined
    left--
    const found = files.open(pathFrom(root, path))
    return found && found.text.text.length <= MOST_TEXT ? found : undefined
  }
  const list = (directory: string, pattern: RegExp): readonly string[] =>
    (files.glob(`${pathFrom(root, directory)}/*`) ?? [])
      .map((path) => path.slice(path.lastIndexOf('/') + 1))
      .filter((name) => pattern.test(name))
  return { root, open, list, commands, variable }
}
