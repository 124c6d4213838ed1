import type { TmpfsOptions } from './mount.ts'
import { parseBytes, sizeText } from './size.ts'

/** A `PATH:OPTIONS` entry of `tmpfs:`, split. */
export interface TmpfsEntry {
  readonly path: string
  readonly options: TmpfsOptions
}

/** Splits an entry of `tmpfs:` as Compose does, at the first colon. */
export function parseTmpfsEntry(text: string): TmpfsEntry {
  const colon = text.indexOf(':')
  return colon === -1 ? { path: text, options: {} } : { path: text.slice(0, colon), options: parseTmpfsOptions(text.slice(colon + 1)) }
}

/** Parses the options of a tmpfs (tmpfs(5)). Uninterpreted ones stay in `other`. The last of contradicting ones counts, as in mount(8). */
export function parseTmpfsOptions(text: string): TmpfsOptions {
  const options: { -readonly [K in keyof TmpfsOptions]: TmpfsOptions[K] } = {}
  const other: string[] = []
  for (const option of text === '' ? [] : text.split(',')) {
    const at = option.indexOf('=')
    const name = at === -1 ? option : option.slice(0, at)
    const value = at === -1 ? undefined : option.slice(at + 1)
    const bytes = value === undefined ? undefined : parseBytes(value)
    if (name === 'size' && bytes !== undefined) options.size = bytes
    else if (name === 'mode' && value !== undefined && /^[0-7]+$/.test(value)) options.mode = Number.parseInt(value, 8)
    else if ((name === 'uid' || name === 'gid') && value !== undefined && /^\d+$/.test(value)) options[name] = Number(value)
    else if (option === 'exec' || option === 'suid' || option === 'dev') options[option] = true
    else if (option === 'noexec' || option === 'nosuid' || option === 'nodev') options[option.slice(2) as 'exec' | 'suid' | 'dev'] = false
    else if (option !== '') other.push(option)
  }
  return other.length > 0 ? { ...options, other } : options
}

/** tmpfs options as `docker run --tmpfs` takes them, without the path: `exec,uid=1000,size=64m`. Empty if all are defaults. */
export function tmpfsOptionText(options: TmpfsOptions): string {
  const parts: string[] = []
  for (const flag of ['exec', 'suid', 'dev'] as const) {
    if (options[flag] !== undefined) parts.push(options[flag] ? flag : `no${flag}`)
  }
  if (options.uid !== undefined) parts.push(`uid=${options.uid}`)
  if (options.gid !== undefined) parts.push(`gid=${options.gid}`)
  if (options.mode !== undefined) parts.push(`mode=${octal(options.mode)}`)
  if (options.size !== undefined) parts.push(`size=${sizeText(options.size)}`)
  return [...parts, ...(options.other ?? [])].join(',')
}

/** A tmpfs as one word of the short syntax: `/run:exec,uid=1000`. */
export function tmpfsText(path: string, options: TmpfsOptions): string {
  const text = tmpfsOptionText(options)
  return text === '' ? path : `${path}:${text}`
}

/** Whether two sets of tmpfs options mean the same to the engine: `exec`, `suid` and `dev` are false by default, `other` has no order. */
export function sameTmpfsOptions(a: TmpfsOptions, b: TmpfsOptions): boolean {
  return (
    a.size === b.size &&
    a.mode === b.mode &&
    a.uid === b.uid &&
    a.gid === b.gid &&
    (a.exec ?? false) === (b.exec ?? false) &&
    (a.suid ?? false) === (b.suid ?? false) &&
    (a.dev ?? false) === (b.dev ?? false) &&
    [...(a.other ?? [])].sort().join() === [...(b.other ?? [])].sort().join()
  )
}

/** The option keys of `--mount type=tmpfs`; options that it cannot say are left out. */
export function tmpfsMountKeys({ size, mode }: TmpfsOptions): readonly string[] {
  return [...(size === undefined ? [] : [`tmpfs-size=${sizeText(size)}`]), ...(mode === undefined ? [] : [`tmpfs-mode=${octal(mode)}`])]
}

/**
 * The ways to write a tmpfs. `short`: `tmpfs:`, `--tmpfs`, `Tmpfs=`, `HostConfig.Tmpfs`. `mount`: Compose's long syntax, `--mount` of
 * `docker run` and `docker service create`. `stack`: Compose's long syntax as `docker stack deploy` reads it.
 */
export type TmpfsSyntax = 'short' | 'mount' | 'stack'

/** What each syntax can say (Docker docs, "tmpfs mounts"; Compose Specification, "volumes"; docker/cli, stack volumes). */
const SAYS: Readonly<Record<TmpfsSyntax, ReadonlySet<string>>> = {
  short: new Set(['size', 'mode', 'uid', 'gid', 'exec', 'suid', 'dev', 'other']),
  mount: new Set(['size', 'mode']),
  stack: new Set(['size']),
}

/** The mode of `/tmp`: everybody may write, but delete only their own files. */
const SHARED_MODE = 0o1777

/** How a new tmpfs of a container is written. A stack ignores the short syntax, so a service that may run in one gets the form for both. */
export function newTmpfsSyntax(
  { dialect, maybeStack }: { readonly dialect: { readonly tmpfs: TmpfsSyntax }; readonly maybeStack?: true },
  options: TmpfsOptions,
): TmpfsSyntax {
  return maybeStack && inexpressible(options, 'mount').length === 0 ? 'mount' : dialect.tmpfs
}

/** What a syntax cannot say of these options. In a stack root owns a tmpfs, with the mode of the image's directory, or `1777`. */
export function inexpressible(options: TmpfsOptions, syntax: TmpfsSyntax): readonly string[] {
  const { mode, uid, gid, other = [] } = options
  const says = SAYS[syntax]
  return [
    ...(uid === undefined || says.has('uid') ? [] : [`uid=${uid}`]),
    ...(gid === undefined || says.has('gid') ? [] : [`gid=${gid}`]),
    ...(mode === undefined || says.has('mode') ? [] : [`mode=${octal(mode)}`]),
    ...(['exec', 'suid', 'dev'] as const).filter((flag) => options[flag] === true && !says.has(flag)),
    ...(says.has('other') ? [] : other),
  ]
}

/** Removes the owner, which only the short syntax can name, and sets mode 1777; not where the mode keeps others out. */
export function withoutOwner(options: TmpfsOptions): TmpfsOptions {
  const { uid, gid, ...rest } = options
  const isOwned = uid !== undefined || gid !== undefined
  return isOwned && (rest.mode === undefined || (rest.mode & 0o002) !== 0) ? { ...rest, mode: SHARED_MODE } : options
}

/** The options that a syntax can say. */
export function expressible(options: TmpfsOptions, syntax: TmpfsSyntax): TmpfsOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => SAYS[syntax].has(name)))
}

/** Permission bits as every syntax but Compose's long one takes them: `1777`. */
function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}
