import type { ImageWrite } from '../model/image.ts'
import { absolutePath, normaliseTarget } from '../model/path.ts'
import type { Effect } from './effect.ts'
import { EFFECTS, temporaryDirectory } from './effects.ts'
import type { ExecutedCommand } from './executed-command.ts'

/** A file or directory that a command makes or changes. */
export type ShellWrite = Omit<ImageWrite, 'when' | 'kind'>

/** The paths that a command writes, by its redirections and words; without unknown ones (`unknownWrite`). `/`: the system at large. */
export function writesOf(command: ExecutedCommand): readonly ShellWrite[] {
  return effectsOf(command).flatMap((effect): readonly ShellWrite[] => {
    const { path, how, ...rest } = effect
    const place = writablePlace(path === undefined ? undefined : fromHome(path, command), command.cwd)
    if (place === undefined) return []
    const inside = place.pattern
      ? { recursive: true, ...(place.path !== '/' && MAKES.test(rest.leaves) ? { leaves: 'below' as const } : {}) }
      : {}
    const common = { path: place.path, how: how ?? command.name, ...rest, ...inside }
    const certainty = { ...(command.conditional ? { conditional: true } : {}), ...(command.stops ? { stops: true as const } : {}) }
    return [{ ...common, ...certainty, origin: command.origin }]
  })
}

/** What a command that gets a pattern makes below the directory of the pattern. */
const MAKES = /^(?:file|directory|content)$/

/** Why not all writes of a command are known: how it writes to a path that depends on something unknown. Undefined if all are known. */
export function unknownWrite(command: ExecutedCommand): string | undefined {
  const found = effectsOf(command).find(
    ({ path, leaves }) =>
      leaves !== 'ownership' &&
      leaves !== 'removed' &&
      (path === undefined || absolutePath(fromHome(path, command), command.cwd) === undefined),
  )
  return found && (found.how ?? command.name)
}

function effectsOf(command: ExecutedCommand): readonly Effect[] {
  const { args, patterns } = command
  const known = patterns?.length === args.length ? args.map((arg, at) => arg ?? patterns[at]) : args
  return [...redirected(command), ...(EFFECTS.get(command.name)?.({ ...command, args: known }) ?? [])]
}

/** `~` at the start of a path is the home directory (POSIX 2.6.1, "Tilde Expansion"). */
function fromHome(path: string, { variable }: ExecutedCommand): string {
  const home = /^~(?:\/|$)/.test(path) ? variable('HOME') : undefined
  return home ? home.replace(/\/$/, '') + path.slice(1) : path
}

/** An absolute path on the root filesystem; undefined for devices and kernel files. A pattern counts for its directory. */
function writablePlace(
  path: string | undefined,
  cwd: string | undefined,
): { readonly path: string; readonly pattern: boolean } | undefined {
  const absolute = path === undefined ? undefined : absolutePath(path, cwd)
  if (absolute === undefined) return undefined
  const star = absolute.search(/[*?[]/)
  const plain = normaliseTarget(star === -1 ? absolute : absolute.slice(0, absolute.lastIndexOf('/', star) + 1) || '/')
  if (/^\/(?:dev|proc|sys)(?:\/|$)/.test(plain) && !plain.startsWith('/dev/shm')) return undefined
  return { path: plain, pattern: star !== -1 }
}

function redirected(command: ExecutedCommand): readonly Effect[] {
  return command.redirections.flatMap((redirection): readonly Effect[] => {
    const { operator, pattern, target = pattern } = redirection
    // Bash keeps a here-document that is too long for a pipe in a temporary file; dash and busybox never do.
    if (redirection.heredoc || operator === '<<<') {
      return command.shell === 'bash' ? [{ path: temporaryDirectory(command), leaves: 'below', how: 'here-document of bash' }] : []
    }
    if (operator === '<' || operator === '<&') return []
    if (operator === '>&' && (target === undefined || /^(?:\d+|-)$/.test(target))) return []
    const leaves = 'file'
    return [{ path: target, leaves, how: command.name === '' ? 'redirection' : `output of ${command.name}` }]
  })
}
