import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'
import { crc32 } from 'node:zlib'

type Exports = Record<string, unknown>

/** What only the module that runs a script can do for it. */
interface Own {
  readonly url: string
  readonly import: (path: string) => Promise<unknown>
}

type Body = (own: Own, require: (path: string) => unknown, module: { exports: Exports }) => void

/**
 * Runs a file of the program's own code and gives what it exports. What V8 compiles of it is kept beside the file and used by later
 * runs: to read half a megabyte of code is a third of a short one. Node would do so for modules (`module.enableCompileCache`), but from
 * version 22 on only, and in the folder for temporary files; beside the code nobody can write who could not change the code itself.
 * Where nothing can be written, and where NODE_DISABLE_COMPILE_CACHE is set, every run compiles anew.
 * `imports`: the modules that the file asks for, by the path that it asks with.
 */
export function runCompiled(url: URL, own: Own, imports: Readonly<Record<string, unknown>>): Exports {
  const filename = fileURLToPath(url)
  const source = readFileSync(filename, 'latin1')
  const kept = process.env.NODE_DISABLE_COMPILE_CACHE ? undefined : `${filename}.${process.version}-${process.arch}`
  const cachedData = kept === undefined ? undefined : readKept(kept)
  const script = new Script(source, { filename, ...(cachedData ? { cachedData } : {}) })
  // V8 refuses what other flags have made. At the end it has compiled all the functions that a run needs.
  if (kept !== undefined && (!cachedData || script.cachedDataRejected)) process.once('exit', () => keep(kept, script))
  const module = { exports: {} }
  const body: Body = script.runInThisContext()
  body(own, (path) => imports[path], module)
  return module.exports
}

const CHECKSUM = 4

/** V8 trusts what it is given, so a file that is not whole must not reach it. */
function readKept(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file)
    const data = bytes.subarray(0, -CHECKSUM)
    return bytes.length > CHECKSUM && crc32(data) === bytes.readUInt32LE(data.length) ? data : undefined
  } catch {
    return undefined
  }
}

/** Written aside and renamed, since other runs may start meanwhile. A folder that takes nothing is no error. */
function keep(file: string, script: Script): void {
  const aside = `${file}.${process.pid}`
  try {
    const data = script.createCachedData()
    const checksum = Buffer.alloc(CHECKSUM)
    checksum.writeUInt32LE(crc32(data))
    writeFileSync(aside, Buffer.concat([data, checksum]))
    renameSync(aside, file)
  } catch {
    try {
      rmSync(aside, { force: true })
    } catch {}
  }
}
