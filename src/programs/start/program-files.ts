import { directoryOf, type ImageWrite } from '../../model/image.ts'
import { baseName, isWithin, parentOf } from '../../model/path.ts'
import { classifyPath } from '../../model/write-kind.ts'
import type { BuildEffects, ImageFiles } from '../image-files.ts'

const DIRECTORIES = /\/(?:vendor|node_modules|(?:site|dist)-packages)(?:\/|$)|\/(?:src|dist|build|public|\.output)$/

/** What tools of JavaScript build, and where many another program writes its results. */
const OUTPUT = /\/out$/

const COPIES = /^(?:COPY|ADD)$/

/** File names of a program's code, as opposed to its data. */
const FILES = /\.(?:[cm]?[jt]sx?|vue|svelte|py|rb|php|phtml|html?|ejs|hbs|pug|css|prisma|sql)$/

/**
 * Whether a write at start goes to the files of the program, where a mount would hide them or keep them for the next version. A file counts
 * if the context has it, or if it has a code file's name in a tree that the build copies and not in a directory that the build creates
 * empty.
 */
export function isProgramFile(
  { path, leaves }: Pick<ImageWrite, 'path' | 'leaves'>,
  { files, effects }: { readonly files: ImageFiles; readonly effects: BuildEffects },
): boolean {
  const directory = directoryOf({ path, leaves })
  if (directory === '/' || leaves === 'removed') return false
  if (leaves === 'ownership') return files.open(path) !== undefined
  if (DIRECTORIES.test(directory)) return true
  const isBuilt =
    files.open(`${parentOf(directory)}/package.json`) || effects.writes.some((each) => COPIES.test(each.how) && each.path === directory)
  if (OUTPUT.test(directory) && isBuilt) return true
  if (files.glob(`${directory}/*`)?.some((name) => FILES.test(name))) return true
  const isCopied = isInCopiedTree(directory, effects)
  const isMade = effects.writes.some((made) => made.leaves === 'directory' && made.path === directory && made.how !== 'WORKDIR')
  return leaves === 'file' && FILES.test(path) && isCopied && !isMade
}

/**
 * Whether a tree that the build copies has files in the directory of a write. Unknown outside of such trees. Only that a directory has some
 * counts for what is no data, and only where its name does not say that it is for such files.
 */
export function holdsFiles(
  write: Pick<ImageWrite, 'path' | 'leaves' | 'kind'>,
  { files, effects }: { readonly files: ImageFiles; readonly effects: BuildEffects },
): Pick<ImageWrite, 'holdsFiles'> {
  const directory = directoryOf(write)
  const isData = write.kind === 'data'
  if ((!isData && classifyPath(directory) !== 'data') || !isInCopiedTree(directory, effects)) return {}
  const names = files.glob(`${directory}/*`) ?? []
  if (!isData) return names.some((name) => !baseName(name).startsWith('.')) ? { holdsFiles: true } : {}
  if (names.length > 0) return { holdsFiles: true }
  return files.glob(`${parentOf(directory)}/*`)?.length ? { holdsFiles: false } : {}
}

function isInCopiedTree(directory: string, { writes }: BuildEffects): boolean {
  return writes.some(({ how, path: tree }) => COPIES.test(how) && tree !== '/' && isWithin(directory, tree))
}
