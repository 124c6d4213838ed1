import { parse } from 'smol-toml'
import type { Json } from './json.ts'

/** The table in an untrusted TOML text; undefined for no text, or for one that is not TOML. */
export function tomlObject(text: string | undefined): Json | undefined {
  try {
    return text === undefined ? undefined : parse(text)
  } catch {
    return undefined
  }
}
