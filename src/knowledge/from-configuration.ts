import type { ImageRecord } from './record.ts'

/** What a user's record may leave out: he is its source. */
const OWN_EVIDENCE = ['your configuration']

/**
 * Records of a configuration, validated by `record.schema.json` before. Evidence that is left out is the configuration itself, so that
 * what a user says of his image is acted on.
 */
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
