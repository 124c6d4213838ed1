import { isMap, isScalar, parseAllDocuments } from 'yaml'
import type { ImageFile } from './image-files.ts'

/** One value of a file of settings, by its full name. */
export interface Setting {
  readonly key: string
  readonly value: string
  readonly offset: number
  /** It stands in a part that only some environments take. */
  readonly maybe: boolean
}

/** The plain values of a `.properties` or YAML file of settings, nested names joined by dots. Lists and blocks are left out. */
export function readSettings({ file, text: { text } }: ImageFile): readonly Setting[] {
  return file.endsWith('.properties') ? readProperties(text) : readYaml(text)
}

function readProperties(text: string): readonly Setting[] {
  return [...text.matchAll(/^[ \t]*([\w.[\]-]+)[ \t]*[=:][ \t]*(.*)$/gm)].map(({ 1: key = '', 2: value = '', index }) => {
    // Quarkus marks what a profile has by `%dev.`.
    return { key: key.replace(/^%\w+\./, ''), value: value.trim(), offset: index, maybe: /^[ \t]*%/.test(key) }
  })
}

/** Documents behind the first are for some environments alone. */
function readYaml(text: string): readonly Setting[] {
  return parseAllDocuments(text).flatMap((document, index) => ('contents' in document ? leaves(document.contents, '', index > 0) : []))
}

function leaves(node: unknown, above: string, maybe: boolean): readonly Setting[] {
  if (!isMap(node)) return []
  return node.items.flatMap(({ key, value }): readonly Setting[] => {
    if (!isScalar(key)) return []
    const name = String(key.value)
    const full = above === '' ? name : `${above}.${name}`
    if (isMap(value)) return leaves(value, full, maybe)
    const isPlain = isScalar(value) && value.value !== null && value.type !== 'BLOCK_LITERAL' && value.type !== 'BLOCK_FOLDED'
    return isPlain ? [{ key: full, value: String(value.value), offset: key.range?.[0] ?? 0, maybe }] : []
  })
}
