import type { ImageWrite } from '../../model/image.ts'
import { isWithin, normaliseTarget } from '../../model/mount.ts'
import type { ExecutedCommand } from '../../shell/execute.ts'
import { absolutePath } from '../../shell/state.ts'
import { type ShellWrite, writesOf } from '../../shell/writes.ts'
import type { BuildEffects } from './build-writes.ts'
import type { ImageFiles } from './context.ts'

/** Whether a script has tried by `touch` that it may write a file, and goes another way where it may not (as nginx's own do). */
export function isTried({ path, origin }: ShellWrite, before: readonly ShellWrite[]): boolean {
  const isSame = (each: ShellWrite) =>
    each.path === path && each.origin.kind === 'text' && origin.kind === 'text' && each.origin.file === origin.file
  return before.some((each) => each.how === 'touch' && each.conditional === true && isSame(each))
}

/**
 * What each command writes. A file that a script surely removes first it is about to write anew, in one branch or another: that is then
 * not conditional.
 */
export function writesOfScripts(commands: readonly ExecutedCommand[]): readonly (readonly ShellWrite[])[] {
  const removed = removals(commands)
  return commands.map((command, index) =>
    writesOf(command).map(({ conditional, ...write }) => {
      const isRenewed = write.leaves === 'file' && (removed.get(write.path) ?? index) < index
      return conditional && !isRenewed ? { ...write, conditional } : write
    }),
  )
}

/** The files that scripts surely remove, each with the first command that does. */
function removals(commands: readonly ExecutedCommand[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const [index, { name, args, cwd, conditional }] of commands.entries()) {
    if (name !== 'rm' || conditional) continue
    for (const arg of args) {
      const path = arg === undefined || arg.startsWith('-') ? undefined : absolutePath(arg, cwd)
      const clean = path === undefined ? undefined : normaliseTarget(path)
      if (clean !== undefined && !found.has(clean)) found.set(clean, index)
    }
  }
  return found
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

/** A log whose file the build links to /dev/stdout or /dev/stderr is none. */
export function goesToStandardOutput(write: ImageWrite, built: readonly ImageWrite[]): boolean {
  if (write.kind !== 'log') return false
  return built.some(
    (each) =>
      each.leaves === 'link' &&
      /^\/(?:dev\/std(?:out|err)|proc\/self\/fd\/[12])$/.test(each.linkTo ?? '') &&
      isWithin(each.path, write.path),
  )
}
