import type { ImageRecord } from './record.ts'

/** The evidence of a user's record may be left out: the user is the source. */
const OWN_EVIDENCE = ['your configuration']

/** Records of a valid configuration. Without evidence, the configuration itself is it: a user's facts about an image count. */
export function recordsFromConfiguration(images: readonly object[] = []): ImageRecord[] {
  return images.map((image) => withEvidence({ writes: [], ...image }) as ImageRecord)
}

function withEvidence(record: Readonly<Record<string, unknown>>): object {
  const filled = Object.fromEntries(
    ['writes', 'ships', 'obstacles', 'settings'].flatMap((field) => {
      const entries = record[field]
      return Array.isArray(entries) ? [[field, entries.map((entry: object) => ({ evidence: OWN_EVIDENCE, ...entry }))]] : []
    }),
  )
  return { ...record, ...filled }
}
