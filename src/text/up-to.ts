/** Bytes of a path that Linux takes (PATH_MAX, limits.h). */
export const MAX_PATH = 4096

/** Characters of a name or a word that a pattern of more than linear time looks at: more are nobody's. */
export const MAX_NAME = 200

/** A text for a pattern that may take more than linear time: empty where it is longer than `most`, so that nothing is found in it. */
export function upTo(most: number, text: string): string {
  return text.length > most ? '' : text
}
