import type { Truth } from './truth.ts'
import { matchesPattern, truthOf } from './truth.ts'

/** The numbers of a tag's version: `17.2-alpine` → [17, 2], `v3` → [3]; undefined for `latest`, `alpine`, `8-ish` names without one. */
export function tagVersion(tag: string): readonly number[] | undefined {
  const match = /^(?:version-|release-|v|RELEASE\.)?(\d+(?:\.\d+)*)(?![A-Za-z0-9])/.exec(tag)
  return match?.[1]?.split('.').map(Number)
}

/**
 * Whether a tag's version is at least `floor`. Compares only the parts of the tag: `2` is the newest 2.x, for which a floor of
 * `2.9` is likely true, while `3` surely reaches it. A tag without a version means the newest one, so the answer is likely.
 */
export function tagAtLeast(tag: string | undefined, floor: string): Truth {
  if (tag?.includes('$')) return 'unknown'
  const version = tag === undefined ? undefined : tagVersion(tag)
  if (version === undefined) return 'likely'
  for (const [index, wanted] of floor.split('.').map(Number).entries()) {
    const actual = version[index]
    if (actual === undefined) return wanted === 0 ? 'yes' : 'likely'
    if (actual !== wanted) return truthOf(actual > wanted)
  }
  return 'yes'
}

/** Whether a tag matches a regular expression; a missing tag is `latest`, a variable in it makes the answer unknown. */
export function tagMatches(tag: string | undefined, pattern: string): Truth {
  if (tag?.includes('$')) return 'unknown'
  return matchesPattern(pattern, tag ?? 'latest')
}
