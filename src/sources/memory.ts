import { remember } from '../model/maps.ts'
import type { Files, Memory } from './source.ts'

/** Texts of one kind, and objects, whose results are kept: a run asks again for what it read last, and parsed YAML is large. */
const MAX_KEPT = 256

/** An empty memory. `onMake` is called for everything that is made of a text, for tests. */
export function newMemory(onMake?: (kind: string, file: string, text: string) => void): Memory {
  const kinds = new Map<string, Map<string, { readonly text: string; readonly made: unknown }[]>>()
  const answers = new WeakMap<object, Map<string, Answer>>()
  const recent = new Set<object>()
  return {
    once: <T>(kind: string, file: string, text: string, make: () => T): T => {
      const files = remember(kinds, kind, () => new Map<string, { readonly text: string; readonly made: unknown }[]>())
      const texts = files.get(file) ?? []
      // Keeps the most recent one last.
      files.delete(file)
      files.set(file, texts)
      const known = texts.find((each) => each.text === text)
      if (known) return known.made as T
      onMake?.(kind, file, text)
      const made = make()
      if (texts.length > 1) texts.shift()
      texts.push({ text, made })
      if (files.size > MAX_KEPT) files.delete(files.keys().next().value as string)
      return made
    },
    tracked: <T>(of: object, key: string, io: Files, make: (io: Files) => T): T => {
      const own = remember(answers, of, () => new Map<string, Answer>())
      const known = own.get(key)
      if (known && isCurrent(known, io)) return known.value as T
      const seen: Seen = { texts: new Map(), exists: new Map(), lists: new Map() }
      const value = make(watch(io, seen))
      own.set(key, { ...seen, value })
      if (own.size > MAX_KEPT) own.delete(own.keys().next().value as string)
      recent.delete(of)
      recent.add(of)
      if (recent.size > MAX_KEPT) {
        const oldest = recent.values().next().value as object
        recent.delete(oldest)
        answers.delete(oldest)
      }
      return value
    },
  }
}

/** The questions to the files, and the answers. */
interface Seen {
  readonly texts: Map<string, string | undefined>
  readonly exists: Map<string, boolean>
  readonly lists: Map<string, readonly string[]>
}

interface Answer extends Seen {
  readonly value: unknown
}

function watch(io: Files, { texts, exists, lists }: Seen): Files {
  return {
    memory: memoryOf(io),
    read: (path) => {
      const answer = io.read(path)
      texts.set(path, answer.ok ? answer.text : undefined)
      return answer
    },
    exists: (path) => {
      const is = io.exists(path)
      exists.set(path, is)
      return is
    },
    list: (directory) => {
      const names = io.list(directory)
      lists.set(directory, names)
      return names
    },
  }
}

/** Asks everything again, so that a caller that tracks these files records it too. */
function isCurrent({ texts, exists, lists }: Seen, io: Files): boolean {
  for (const [path, text] of texts) {
    const answer = io.read(path)
    if ((answer.ok ? answer.text : undefined) !== text) return false
  }
  for (const [path, is] of exists) if (io.exists(path) !== is) return false
  for (const [path, names] of lists) {
    const now = io.list(path)
    if (now !== names && now.join('\0') !== names.join('\0')) return false
  }
  return true
}

const memories = new WeakMap<Files, Memory>()

/** The memory of a run's files; files without one get their own. */
export function memoryOf(io: Files): Memory {
  return io.memory ?? remember(memories, io, () => newMemory())
}
