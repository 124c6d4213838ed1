import { type Fact, set, UNSET, unknown } from '../../model/fact.ts'
import type { Entry, Tree } from './tree.ts'

/** Compose's cast of a text to a boolean: YAML 1.1's words too, in any case. */
export function toBoolean(text: string): boolean | undefined {
  switch (text.toLowerCase()) {
    case 'true':
    case 'y':
    case 'yes':
    case 'on':
      return true
    case 'false':
    case 'n':
    case 'no':
    case 'off':
      return false
    default:
      return undefined
  }
}

function fact<T>(entry: Entry | undefined, wanted: string, read: (tree: Tree) => T | undefined): Fact<T> {
  const tree = entry?.value
  if (!entry || !tree || (tree.kind === 'scalar' && tree.value === null && tree.unknown === undefined)) return UNSET
  if (tree.kind === 'scalar' && tree.unknown !== undefined) return unknown(tree.unknown, entry.origin)
  const value = read(tree)
  return value === undefined ? unknown(`the value is not ${wanted}`, entry.origin) : set(value, entry.origin)
}

/** A yes/no setting; null is as good as absent, as in Compose. */
export function boolean(entry: Entry | undefined): Fact<boolean> {
  return fact(entry, 'a boolean', (tree) =>
    tree.kind !== 'scalar' ? undefined : typeof tree.value === 'boolean' ? tree.value : toBoolean(tree.text),
  )
}

/** A text setting; the empty text is as good as absent, as in Compose. */
export function string(entry: Entry | undefined): Fact<string> {
  const result = fact(entry, 'a text', (tree) => (tree.kind === 'scalar' ? tree.text : undefined))
  return result.state === 'set' && result.value === '' ? UNSET : result
}
