import { builtInRecords } from './index.ts'
import type { Catalogue, ImageRecord } from './record.ts'
import { linesOf } from './record-names.ts'

/** The built-in records followed by the user's, which win. Make it once per run: what is looked up in it is kept with it. */
export function catalogueWith(own: readonly ImageRecord[]): Catalogue {
  if (own.length === 0) return builtInRecords
  const { size, lines, read } = builtInRecords
  const names = own.map((record) => record.names)
  return { size: size + own.length, lines: lines + linesOf(names, size), read: (index) => own[index - size] ?? read(index) }
}
