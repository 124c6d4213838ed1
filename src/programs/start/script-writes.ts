import { absolutePath, normaliseTarget } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { type ShellWrite, writesOf } from '../../shell/writes.ts'

/** What each command writes. A file that the script removes first is written in any case; one that it tests by `touch` perhaps. */
export function writesOfScripts(commands: readonly ExecutedCommand[]): readonly (readonly ShellWrite[])[] {
  const removed = removals(commands)
  const tries: ShellWrite[] = []
  return commands.map((command, index) => {
    const writes = writesOf(command).map(({ conditional, ...write }): ShellWrite => {
      const isRenewed = write.leaves === 'file' && (removed.get(write.path) ?? index) < index
      return (conditional && !isRenewed) || isTried(write, tries) ? { ...write, conditional: true } : write
    })
    tries.push(...writes.filter((write) => write.how === 'touch' && write.conditional === true))
    return writes
  })
}

/** The files that scripts certainly remove, each with the first command that does so. */
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

/** Whether a script tests by `touch` that it may write a file, and does something else if not (as nginx's own scripts do). */
function isTried({ path, origin }: ShellWrite, tries: readonly ShellWrite[]): boolean {
  return tries.some(
    (each) => each.path === path && each.origin.kind === 'text' && origin.kind === 'text' && each.origin.file === origin.file,
  )
}
