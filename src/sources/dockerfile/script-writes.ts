import type { ImageWrite } from '../../model/image.ts'
import { isWithin } from '../../model/mount.ts'
import type { ShellWrite } from '../../shell/writes.ts'
import type { BuildEffects } from './build-writes.ts'
import type { ImageFiles } from './context.ts'

/** Whether a script has tried by `touch` that it may write a file, and goes another way where it may not (as nginx's own do). */
export function isTried({ path, origin }: ShellWrite, before: readonly ShellWrite[]): boolean {
  const isSame = (each: ShellWrite) =>
    each.path === path && each.origin.kind === 'text' && origin.kind === 'text' && each.origin.file === origin.file
  return before.some((each) => each.how === 'touch' && each.conditional === true && isSame(each))
}

/** Files of a program by their names: a volume over them would start the next version with those of this one. */
const CODE = /\.(?:php|phtml|py|rb|[cm]?[jt]sx?|html)$/

/** Whether a file is written beside the code of the program: as the context has it, or by its own name in a tree that the build copies. */
export function isAmongCode(
  { path, leaves }: Pick<ImageWrite, 'path' | 'leaves'>,
  { files, effects }: { readonly files: ImageFiles; readonly effects: BuildEffects },
): boolean {
  if (leaves === 'directory' || leaves === 'ownership') return false
  const directory = leaves === 'file' || leaves === 'link' ? path.slice(0, path.lastIndexOf('/')) : path
  if (directory === '') return false
  if (/\/(?:vendor|node_modules|(?:site|dist)-packages)(?:\/|$)/.test(directory)) return true
  if ((files.glob(`${directory}/*`) ?? []).some((name) => CODE.test(name))) return true
  const isCopied = effects.writes.some(({ how, path: tree }) => /^(?:COPY|ADD)$/.test(how) && tree !== '/' && isWithin(directory, tree))
  return leaves === 'file' && CODE.test(path) && isCopied
}
