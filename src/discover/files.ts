import { isUtf8 } from 'node:buffer'
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import { remember } from '../model/maps.ts'
import { newMemory } from '../sources/memory.ts'
import type { Files } from '../sources/source.ts'
import { describeSystemError } from './system-error.ts'

/** Larger files are not read: Compose files, scripts and Dockerfiles are far smaller. 8 MiB. */
const MAX_FILE_BYTES = 8 * 1024 * 1024

/** The digest of a larger file is its size. 64 MiB. */
const MAX_DIGEST_BYTES = 64 * 1024 * 1024

type Answer = ReturnType<Files['read']>

/** Every question to the disk, by path, with its answer: the results of a run depend on these. */
export interface AskedFiles {
  readonly texts: ReadonlyMap<string, Answer>
  readonly lists: ReadonlyMap<string, readonly string[]>
  readonly exists: ReadonlyMap<string, boolean>
  readonly digests: ReadonlyMap<string, string | undefined>
}

const asked = new WeakMap<Files, AskedFiles>()

/** The questions to `diskFiles()` so far; undefined for other files. */
export function askedOf(files: Files): AskedFiles | undefined {
  return asked.get(files)
}

/** The file system for sources: errors are values, and each file and directory is read once. */
export function diskFiles(): Files {
  const texts = new Map<string, Answer>()
  const lists = new Map<string, readonly string[]>()
  const exists = new Map<string, boolean>()
  const digests = new Map<string, string | undefined>()
  const files: Files = {
    memory: newMemory(),
    read: (path) => remember(texts, path, () => readText(path)),
    exists: (path) => remember(exists, path, () => existsSync(path)),
    list: (directory) => remember(lists, directory, () => namesIn(directory)),
    digest: (path) => {
      const digest = digestOf(path)
      digests.set(path, digest)
      return digest
    },
  }
  asked.set(files, { texts, lists, exists, digests })
  return files
}

/** SHA-256 of a regular file of at most {@link MAX_DIGEST_BYTES}. */
function digestOf(path: string): string | undefined {
  try {
    const { size } = statSync(path)
    if (size > MAX_DIGEST_BYTES) return String(size)
    // Loaded only when needed: it takes longer than a small file.
    const { createHash } = process.getBuiltinModule('node:crypto')
    return createHash('sha256').update(readFileSync(path)).digest('hex')
  } catch {
    return undefined
  }
}

/** The first `bytes` bytes of a regular file as text, to recognise it; undefined if it cannot be read. */
export function readHead(path: string, bytes: number): string | undefined {
  try {
    if (!statSync(path).isFile()) return undefined
    const handle = openSync(path, 'r')
    try {
      const buffer = Buffer.alloc(bytes)
      return buffer.toString('utf8', 0, readSync(handle, buffer, 0, bytes, 0))
    } finally {
      closeSync(handle)
    }
  } catch {
    return undefined
  }
}

/** Strict UTF-8 decoding of bytes that keeps a byte order mark, so that offsets and a later write agree with the file. */
export function decodeText(bytes: Buffer): Answer {
  if (bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))) {
    return { ok: false, why: 'is UTF-16; save it as UTF-8' }
  }
  if (bytes.includes(0)) return { ok: false, why: 'contains NUL bytes, so it is no text file' }
  if (!isUtf8(bytes)) return { ok: false, why: 'is not valid UTF-8; save it as UTF-8' }
  return { ok: true, text: bytes.toString('utf8') }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

function readText(path: string): Answer {
  try {
    // Opening a FIFO waits for a writer, so the kind is checked first.
    const before = statSync(path)
    if (before.isDirectory()) return { ok: false, why: 'is a directory' }
    if (!before.isFile()) return { ok: false, why: 'is no regular file' }
    const handle = openSync(path, 'r')
    try {
      const { size } = fstatSync(handle)
      if (size > MAX_FILE_BYTES) {
        return { ok: false, why: `is too large (${Math.round(size / 2 ** 20)} MiB; the limit is ${MAX_FILE_BYTES / 2 ** 20} MiB)` }
      }
      return decodeText(readFileSync(handle))
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    return { ok: false, why: describeSystemError(error) }
  }
}
