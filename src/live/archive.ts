import type { ChangedPath } from '../model/evidence.ts'
import type { Engine } from './engine.ts'

/** One header of a tar archive (POSIX.1-2008, pax, "ustar Interchange Format"). */
export interface ArchiveEntry {
  /** As in the archive: relative, and a directory ends with a slash. */
  readonly name: string
  readonly type: 'file' | 'directory' | 'other'
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly size: number
}

const BLOCK = 512

/** The entries whose headers are in the first bytes of a tar archive; extended headers are skipped. Ends at anything else. */
export function readArchive(bytes: Uint8Array): ArchiveEntry[] {
  const entries: ArchiveEntry[] = []
  const text = (start: number, length: number) => {
    const end = bytes.indexOf(0, start)
    return new TextDecoder().decode(bytes.subarray(start, end === -1 ? start + length : Math.min(end, start + length)))
  }
  const number = (start: number, length: number) => Number.parseInt(text(start, length).trim() || '0', 8)
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    if (text(at + 257, 5) !== 'ustar') break
    const size = number(at + 124, 12)
    const flag = String.fromCharCode(bytes[at + 156] ?? 0)
    if (!Number.isFinite(size)) break
    if (flag !== 'x' && flag !== 'g' && flag !== 'L') {
      const prefix = text(at + 345, 155)
      entries.push({
        name: prefix === '' ? text(at, 100) : `${prefix}/${text(at, 100)}`,
        type: flag === '5' ? 'directory' : flag === '0' || flag === '\0' ? 'file' : 'other',
        mode: number(at + 100, 8) & 0o7777,
        uid: number(at + 108, 8),
        gid: number(at + 116, 8),
        size,
      })
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  return entries
}

/** Bytes of an archive that are read: enough for some headers of a directory. */
const LOOK = 16 * 1024

/** What is at a path of a container by its first bytes; undefined if the engine does not answer. `ships`: an entry is not `isNew`. */
export async function lookAt(
  engine: Engine,
  id: string,
  path: string,
  isNew: (path: string) => boolean,
): Promise<Pick<ChangedPath, 'type' | 'owner' | 'mode' | 'size' | 'ships'> | undefined> {
  const answer = await engine.bytes(`/containers/${encodeURIComponent(id)}/archive?path=${encodeURIComponent(path)}`, LOOK)
  const [entry, ...inner] = answer.ok ? readArchive(answer.value) : []
  if (!answer.ok || !entry) return undefined
  const { type, uid, gid, mode, size } = entry
  const found = { type, owner: { uid, gid }, mode, size }
  if (type !== 'directory') return found
  // The archive names a directory by the last part of its path.
  const base = entry.name.length
  const ships = inner.some(({ name }) => !isNew(`${path}/${name.slice(base).replace(/\/$/, '')}`))
  // If the first file is larger than what was read, the next entries are not seen.
  return ships || answer.value.length < LOOK ? { ...found, ships } : found
}
