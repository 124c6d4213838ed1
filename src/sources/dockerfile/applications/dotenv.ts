import type { TextOrigin } from '../../../model/fact.ts'
import { lineAt, type Place, settingOf } from './application.ts'

/** A value that is given to an application, and who gives it. */
export interface Given {
  readonly value: string
  /** Absent where the environment of the container gives it. */
  readonly origin?: TextOrigin
}

/**
 * A variable as an application with `.env` files finds it: the environment goes first, then the files in the order given. `null`: nobody
 * sets it. Undefined: it is set, but to nothing that we know.
 */
export function dotenv(name: string, files: readonly string[], place: Place): Given | null | undefined {
  const outside = settingOf(place, name)
  if (outside === undefined) return undefined
  return outside === null ? inFiles(name, files, place) : { value: outside }
}

/** A variable by the `.env` files alone. */
export function inFiles(name: string, files: readonly string[], place: Place): Given | null {
  for (const file of files) {
    const found = place.open(file)
    const match = found && new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*(.*)$`, 'm').exec(found.text.text)
    if (!found || !match) continue
    const [, written = ''] = match
    const quoted = /^(["'])(.*?)\1/.exec(written)
    const value = quoted ? (quoted[2] ?? '') : written.replace(/\s+#.*$/, '').trim()
    return { value, origin: lineAt(found, match.index) }
  }
  return null
}
