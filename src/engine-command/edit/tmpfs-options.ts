import type { TmpfsOptions } from '../../model/mount.ts'
import { parseTmpfsOptions } from '../../model/tmpfs.ts'
import { tmpfsOptionText } from '../../model/wording.ts'

/**
 * `PATH[:OPTIONS]` with other options: what is wanted already stays as it is spelled (`size=32G`), what is not goes, what is
 * missing comes behind.
 */
export function withTmpfsOptions(written: string, wanted: TmpfsOptions): string {
  const colon = written.indexOf(':')
  const path = colon === -1 ? written : written.slice(0, colon)
  const missing: { -readonly [K in keyof TmpfsOptions]: TmpfsOptions[K] } = { ...wanted }
  const kept = (colon === -1 ? [] : written.slice(colon + 1).split(',')).filter((option) => {
    const { other = [], ...said } = parseTmpfsOptions(option)
    if (other.length > 0) {
      if (!wanted.other?.some((each) => other.includes(each))) return false
      missing.other = missing.other?.filter((each) => !other.includes(each)) ?? []
      return true
    }
    return (Object.keys(said) as (keyof typeof said)[]).every((name) => {
      // What the engine does anyway may stand there.
      if (said[name] !== (wanted[name] ?? (typeof said[name] === 'boolean' ? false : undefined))) return false
      delete missing[name]
      return true
    })
  })
  const added = tmpfsOptionText(missing)
  const options = [...kept, ...(added === '' ? [] : [added])].join(',')
  return options === '' ? path : `${path}:${options}`
}
