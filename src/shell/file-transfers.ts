import { defined } from '../model/defined.ts'
import { absolutePath, baseName, isWithin, normaliseTarget, parentOf } from '../model/path.ts'
import { type Effect, modeOf, onEach } from './effect.ts'
import type { ExecutedCommand } from './executed-command.ts'
import { hasOption, type Operands, option, readOperands } from './operands.ts'

/** Words of a program that copies, moves or links files. */
interface Transfer {
  readonly read: Operands
  readonly sources: readonly (string | undefined)[]
  /** The last operand, or the directory of `-t`. */
  readonly target: string | undefined
  /** `-t` is given, so the target is certainly a directory. */
  readonly isDirectory: boolean
}

function readTransfer(args: readonly (string | undefined)[], values: readonly string[] = []): Transfer {
  const read = readOperands(args, ['-t', '-S', '--target-directory', '--suffix', ...values])
  const directory = option(read, '-t', '--target-directory')
  const isDirectory = directory !== undefined
  return {
    read,
    sources: isDirectory ? read.operands : read.operands.slice(0, -1),
    target: directory ?? read.operands.at(-1),
    isDirectory,
  }
}

/** One file gets a new name: `install app.conf.dist /etc/app.conf`. */
function namesFile({ sources, target, isDirectory }: Transfer): boolean {
  return !isDirectory && sources.length === 1 && isFileName(target)
}

/** Whether a path's name is a file's: `app.conf`, `.env`. Only directories like `conf.d` have a dot in their name. */
export function isFileName(path: string | undefined): boolean {
  return path !== undefined && /\.(?!d$)[\w-]+$/.test(path)
}

/** `install`. */
export function install({ args }: ExecutedCommand): readonly Effect[] {
  const transfer = readTransfer(args, ['-o', '-g', '-m', '--owner', '--group', '--mode'])
  const { read, target } = transfer
  const owner = option(read, '-o', '--owner')
  const group = option(read, '-g', '--group')
  const rights = { ...defined({ owner, group }), ...modeOf(option(read, '-m', '--mode')) }
  if (hasOption(read, '-d', '--directory')) return onEach(read.operands, { leaves: 'directory', ...rights })
  return [{ path: target, leaves: namesFile(transfer) ? 'file' : 'content', ...rights }]
}

const TRANSFER_VALUES = ['-e', '--rsh', '--exclude', '--exclude-from', '--include', '--filter', '--chown', '--chmod', '--password-file']
/** The machine of a path: `host:path`, `host::module`, `rsync://host/path`. */
const HOST = /^(?:\w+:\/\/[^/]*|[^/.:][^/:]*::?)/

const SCP_VALUES = ['-i', '-P', '-o', '-F', '-c', '-l', '-S', '-J']

/** `cp`, `rsync` and `scp`; the latter two also copy to other machines. */
export function copy({ name: program, args, cwd }: ExecutedCommand): readonly Effect[] {
  const { sources, target, isDirectory } = readTransfer(
    args,
    program === 'cp' ? [] : [...TRANSFER_VALUES, ...(program === 'scp' ? SCP_VALUES : [])],
  )
  if (!isDirectory && sources.length === 0) return []
  if (program !== 'cp' && HOST.test(target ?? '')) return []
  const recursive = args.some((arg) => arg !== undefined && /^(?:-[a-zA-Z]*[rRa][a-zA-Z]*|--recursive|--archive)$/.test(arg))
  const into = isDirectory || sources.length > 1 || target?.endsWith('/') === true || holds(target, cwd)
  const isFile = recursive ? isFileName(target) && isFileName(sources[0]) : isFileName(target) || isRenamed(sources[0], target)
  if (!into && isFile) return [{ path: target, leaves: 'file' }]
  if (!recursive || !into) return [{ path: target, leaves: 'content' }]
  // A directory copied into another one goes below it under its own name; for `dir/.` and `dir/*` only the content is copied.
  return sources.map((source) => {
    // For rsync, a trailing slash means the content (rsync(1), "USAGE").
    const spreads = program === 'rsync' && source?.endsWith('/')
    const name =
      source === undefined || spreads ? undefined : /(?:^|\/)([^/*?[\]]+)\/?$/.exec(source.replace(program === 'cp' ? /^$/ : HOST, ''))?.[1]
    return {
      path: name === undefined || name === '.' || name === '..' ? target : `${target?.replace(/\/$/, '')}/${name}`,
      leaves: 'content',
    }
  })
}

/**
 * Whether a copy is the same file under another name: `key-orig` as `key`, or beside itself `config.example` as `config`, and any name without a
 * suffix. `data.json` goes into a `data` elsewhere, and `theme.jar` into `plugins` beside it.
 */
function isRenamed(source: string | undefined, target: string | undefined): boolean {
  if (source === undefined || target === undefined || /[*?[/]/.test(baseName(source))) return false
  const [from, to] = [baseName(source), baseName(target)]
  const isBeside = source.includes('/') && parentOf(source) === parentOf(target)
  return isFileName(source) ? isBeside && from.startsWith(to) : isBeside || from.startsWith(to) || to.startsWith(from)
}

/** Whether a path is the working directory or one above it, and so an existing directory. */
function holds(path: string | undefined, cwd: string | undefined): boolean {
  const absolute = path === undefined || cwd === undefined ? undefined : absolutePath(path, cwd)
  return absolute !== undefined && cwd !== undefined && isWithin(normaliseTarget(cwd), normaliseTarget(absolute))
}

/** `mv`. */
export function move({ args }: ExecutedCommand): readonly Effect[] {
  const transfer = readTransfer(args)
  const { sources, target } = transfer
  if (sources.length === 0) return []
  return [
    { path: target, leaves: namesFile(transfer) ? 'file' : 'content' },
    ...onEach(sources, { leaves: 'file', edits: true, how: 'mv away' }),
  ]
}

/** `ln`. */
export function link({ args }: ExecutedCommand): readonly Effect[] {
  const { sources, target, isDirectory } = readTransfer(args)
  const into = isDirectory || sources.length > 1 || target?.endsWith('/')
  return sources.map((source) => {
    const name = source === undefined ? undefined : baseName(source)
    const path = target === undefined || !into ? target : name === undefined ? undefined : `${target.replace(/\/$/, '')}/${name}`
    return { path, leaves: 'link', ...(source === undefined ? {} : { linkTo: source }) }
  })
}
