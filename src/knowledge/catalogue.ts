import { builtInRecords } from './index.ts'
import type { Catalogue, ImageRecord } from './record.ts'
import { linesOf } from './record-names.ts'

/** A catalogue of records that are read already. */
export function catalogueOf(records: readonly ImageRecord[]): Catalogue {
  return {
    size: records.length,
    lines: linesOf(records.map(({ names }) => names)),
    read: (index) => records[index] as ImageRecord,
  }
}

/** The built-in records followed by the user's, which win. Make it once per run: what is looked up in it is kept with it. */
export function catalogueWith(own: readonly ImageRecord[]): Catalogue {
  if (own.length === 0) return builtInRecords
  const { size, lines, read } = builtInRecords
  return {
    size: size + own.length,
    lines:
      lines +
      linesOf(
        own.map(({ names }) => names),
        size,
      ),
    read: (index) => own[index - size] ?? read(index),
  }
}

/** Every record of a catalogue, which takes as long as reading all of them. */
export function recordsOf({ size, read }: Catalogue): readonly ImageRecord[] {
  return Array.from({ length: size }, (_, index) => read(index))
}
