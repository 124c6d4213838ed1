import {
  chmodSync,
  chownSync,
  linkSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { leadsOut } from './links.ts'
import { describeSystemError, systemErrorCode } from './system-error.ts'

/** Conditions for replacing the text of a file. */
export interface Replacing {
  /** The text that was read from it; a file that has changed since is left alone. */
  readonly before: string
  /** The project's root: a write follows no link out of it. */
  readonly root: string
}

/**
 * Replaces a file's text in one step (temporary file beside it, then rename), so no reader sees half a file and no byte is lost
 * when the write fails. Mode, owner and extended attributes are kept; a symbolic link stays one and its target is replaced. A file with
 * several names (hard links), or whose owner would change, is refused. Gives undefined, or the reason.
 */
export function writeAtomically(path: string, text: string, { before, root }: Replacing): string | undefined {
  let temporary: string | undefined
  try {
    const target = realpathSync(path)
    const leads = leadsOut(path, target, root)
    if (leads !== undefined) return leads
    const { mode, uid, gid, nlink } = statSync(target)
    if (nlink > 1) return `has ${nlink} names (hard links), of which only one would get the new text; change it by hand`
    temporary = temporaryFor(target)
    writeFileSync(temporary, '', { flag: 'wx', mode: 0o600 })
    copyAttributes(target, temporary)
    writeFileSync(temporary, text)
    const made = statSync(temporary)
    if (made.uid !== uid || made.gid !== gid) chownSync(temporary, uid, gid)
    chmodSync(temporary, mode)
    if (readFileSync(target, 'utf8') !== before) {
      rmSync(temporary, { force: true })
      return 'was changed while dockseal ran; run it again'
    }
    renameSync(temporary, target)
    return undefined
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true })
    if (systemErrorCode(error) === 'EPERM' && (error as NodeJS.ErrnoException).syscall === 'chown') {
      return 'belongs to another user, to whom a new file cannot be given; run dockseal as that user'
    }
    return describeSystemError(error, 'written')
  }
}

/** Writes a file that must not exist yet, in one step: a link never replaces a file. Gives undefined, or the reason. */
export function writeNew(path: string, text: string): string | undefined {
  const temporary = temporaryFor(path)
  try {
    writeFileSync(temporary, text, { flag: 'wx' })
    try {
      linkSync(temporary, path)
    } catch (error) {
      // Not every file system has hard links.
      if (systemErrorCode(error) === 'EEXIST') throw error
      writeFileSync(path, text, { flag: 'wx' })
    }
    return undefined
  } catch (error) {
    return systemErrorCode(error) === 'EEXIST' ? 'exists already' : describeSystemError(error, 'written')
  } finally {
    rmSync(temporary, { force: true })
  }
}

const TEMPORARY = /^\..+\.dockseal-(\d+)$/

function temporaryFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.dockseal-${process.pid}`)
}

/** Removes temporary files that a killed run left in a folder. */
export function removeLeftovers(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const pid = TEMPORARY.exec(name)?.[1]
      if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(folder, name), { force: true })
    }
  } catch {
    // A failure to list or remove them is ignored.
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return systemErrorCode(error) === 'EPERM'
  }
}

/** Node cannot copy extended attributes (labels, access lists), so `cp` does; a system without `cp` has none to keep. */
function copyAttributes(from: string, to: string): void {
  if (process.platform !== 'linux' && process.platform !== 'darwin') return
  const flags = process.platform === 'linux' ? ['--attributes-only', '--preserve=mode,ownership,xattr'] : ['-p']
  // Loaded here: most runs write nothing, and each loaded module costs time.
  const { spawnSync } = process.getBuiltinModule('node:child_process')
  spawnSync('cp', [...flags, '--', from, to], { stdio: 'ignore', timeout: 10_000 })
}
