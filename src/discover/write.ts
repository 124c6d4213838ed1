import { chmodSync, linkSync, lstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describeSystemError, systemErrorCode } from './files.ts'

/**
 * Replaces a file's text in one step (temporary file beside it, then rename), so that no reader sees half a file and no byte is lost
 * when the write fails. The mode is kept; a symbolic link stays one and its target is replaced.
 * Gives undefined, or why it could not be done.
 */
export function writeAtomically(path: string, text: string): string | undefined {
  let temporary: string | undefined
  try {
    const target = lstatSync(path).isSymbolicLink() ? realpathSync(path) : path
    const { mode } = statSync(target)
    temporary = join(dirname(target), `.${basename(target)}.dockseal-${process.pid}`)
    writeFileSync(temporary, text, { flag: 'wx' })
    chmodSync(temporary, mode)
    renameSync(temporary, target)
    return undefined
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true })
    return describeSystemError(error, 'written')
  }
}

/**
 * Writes a file that must not exist yet, in one step as well: a link to the temporary file never replaces what stands there.
 * Gives undefined, or why it could not be done.
 */
export function writeNew(path: string, text: string): string | undefined {
  const temporary = join(dirname(path), `.${basename(path)}.dockseal-${process.pid}`)
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
