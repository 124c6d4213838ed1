/** Bytes of a path that Linux takes (PATH_MAX, limits.h). */
export const MAX_PATH = 4096

/** Longest name or word, in characters, that a pattern of more than linear time looks at: nobody writes longer ones. */
export const MAX_NAME = 200

/** A text for a pattern that may take more than linear time: empty if it is longer than `most`, so that nothing matches. */
export function upTo(most: number, text: string): string {
  return text.length > most ? '' : text
}
