import { baseName } from '../model/path.ts'
import { type Application, type ApplicationWrite, type Place, pathFrom } from './application.ts'
import { prisma } from './frameworks/prisma.ts'
import { rails } from './frameworks/rails.ts'
import type { ImageFile, ImageFiles } from './image-files.ts'
import { php } from './languages/php/php.ts'

const APPLICATIONS: readonly Application[] = [php, prisma, rails]

/** Most directories that are searched, files read in each, and length of a file: no application needs more. */
const MAX_ROOTS = 8
const MAX_FILES = 120
const MAX_TEXT = 200_000

/** The root of the image and system directories contain no application. */
const NO_ROOT = /^\/(?:etc(?:\/.*)?|s?bin|usr(?:\/local)?(?:\/(?:s?bin|etc\/.*))?)?$/

function mayHoldApplication(directory: string | undefined): boolean {
  return directory !== undefined && directory !== '/' && !NO_ROOT.test(directory)
}

/** What the search for applications in an image needs. */
export interface ApplicationInput
  extends Pick<Place, 'commands' | 'variable' | 'isOpen' | 'built' | 'makes' | 'base' | 'packages' | 'home'> {
  /** Directories that may contain an application: where the start runs, where the build copies to. */
  readonly roots: readonly string[]
  readonly files: ImageFiles
  /** Called for every file of the context whose text affects the result. */
  readonly used: (file: string) => void
  /** Called if there is more than is read. */
  readonly cut: (file?: ImageFile) => void
}

/** The directories in which applications are searched. */
export function applicationPlaces(input: ApplicationInput): readonly Place[] {
  // A working directory is a directory, even if a COPY without a trailing slash may have created a file there.
  const isFile = (root: string) => input.files.open(root) !== undefined && !input.commands.some(({ cwd }) => cwd === root)
  const places = [...new Set(input.roots)].map((root) => pathFrom('/', isFile(root) ? `${root}/..` : root))
  const roots = [...new Set(places)].filter(mayHoldApplication)
  if (roots.length > MAX_ROOTS) input.cut()
  return roots.slice(0, MAX_ROOTS).map((root) => placeAt(root, input))
}

/** What applications write by their own code and settings, such as a database that no word of the start shows. */
export function applicationWrites(input: ApplicationInput): readonly ApplicationWrite[] {
  const writes = applicationPlaces(input).flatMap((place) => APPLICATIONS.flatMap((application) => application(place)))
  for (const { origin } of writes) input.used(origin.file)
  return writes
}

function placeAt(root: string, { files, cut, ...known }: ApplicationInput): Place {
  let left = MAX_FILES
  const openIn =
    (open: ImageFiles['open']) =>
    (path: string): ImageFile | undefined => {
      const found = open(pathFrom(root, path))
      if (!found) return undefined
      if (left-- > 0 && found.text.text.length <= MAX_TEXT) return found
      cut(found)
      return undefined
    }
  const listIn =
    (globs: readonly ImageFiles['glob'][]) =>
    (directory: string, pattern: RegExp): readonly string[] => {
      const paths = globs.flatMap((glob) => glob(`${pathFrom(root, directory)}/*`) ?? [])
      const names = paths.map((path) => baseName(path))
      return [...new Set(names)].filter((name) => pattern.test(name))
    }
  return {
    ...known,
    root,
    open: openIn(files.open),
    list: listIn([files.glob]),
    sources: { open: openIn((path) => files.open(path) ?? files.built.open(path)), list: listIn([files.glob, files.built.glob]) },
  }
}
