import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
  Schema,
  visit,
  type YAMLMap,
} from 'yaml'
import type { Span } from '../model/fact.ts'
import type { SourceComment } from './comment.ts'

/** A YAML text with a function that follows its aliases. */
export interface YamlFile {
  readonly text: string
  readonly resolve: (node: unknown) => Node | undefined
}

/** `${{ … }}` of GitHub's workflow files. */
export const EXPRESSION = /\$\{\{[\s\S]*?\}\}/g

/** All scalars are texts. One for all documents: making it takes as long as reading a small one. */
export const TEXTS = new Schema({ schema: 'failsafe', resolveKnownTags: true })

/** Reads a YAML text; a text that is not YAML has no root. Scalars stay strings. `folded`: block scalars that are one line of text (`>`). */
export function openYaml(text: string): {
  yaml: YamlFile
  root: Node | undefined
  comments: readonly SourceComment[]
  folded: readonly Span[]
} {
  try {
    const document = parseAllDocuments(text, { schema: TEXTS, prettyErrors: false, uniqueKeys: false, logLevel: 'silent' })[0]
    if (!document || 'empty' in document) return { yaml: { text, resolve: () => undefined }, root: undefined, comments: [], folded: [] }
    const resolve = (node: unknown): Node | undefined => {
      if (isAlias(node)) return resolve(node.resolve(document))
      return isMap(node) || isSeq(node) || isScalar(node) ? node : undefined
    }
    const scalarsIn: Span[] = []
    visit(document, { Scalar: (_, node) => void scalarsIn.push([node.range?.[0] ?? 0, node.range?.[1] ?? 0]) })
    const folded = scalarsIn.filter(([start]) => text[start] === '>')
    return { yaml: { text, resolve }, root: resolve(document.contents), comments: yamlComments(text, scalarsIn), folded }
  } catch {
    // The parser recurses: some thousand levels of nesting exhaust the stack.
    return { yaml: { text, resolve: () => undefined }, root: undefined, comments: [], folded: [] }
  }
}

/** Comments of the YAML itself, and those of the shell text in block scalars. */
function yamlComments(text: string, inside: readonly Span[]): readonly SourceComment[] {
  const comments: SourceComment[] = []
  const scalarsLeft = inside.toSorted(([a], [b]) => b - a)
  for (const match of text.matchAll(/(?:^|[ \t])(#.*)$/gm)) {
    const sign = match.index + match[0].length - (match[1]?.length ?? 0)
    while ((scalarsLeft.at(-1)?.[1] ?? sign + 1) <= sign) scalarsLeft.pop()
    const holder = scalarsLeft.at(-1)
    if (holder && holder[0] <= sign && !/^[|>]/.test(text.slice(holder[0]))) continue
    comments.push({ span: [sign, sign + (match[1]?.length ?? 0)], text: (match[1] ?? '').slice(1).trim() })
  }
  return comments
}

/** The value of a key of a mapping, aliases followed. */
export function get(yaml: YamlFile, node: unknown, key: string): Node | undefined {
  return isMap(node) ? yaml.resolve(node.get(key, true)) : undefined
}

/** The entries of a mapping. */
export function entriesOfMap(yaml: YamlFile, node: unknown): readonly Pair[] {
  const map = yaml.resolve(node)
  return isMap(map) ? (map as YAMLMap).items : []
}

/** The items of a list. */
export function items(yaml: YamlFile, node: unknown): readonly Node[] {
  const list = yaml.resolve(node)
  return isSeq(list) ? list.items.flatMap((item) => yaml.resolve(item) ?? []) : []
}

/** A scalar's text. */
export function scalarValue(yaml: YamlFile, node: unknown): string | undefined {
  const scalar = yaml.resolve(node)
  return isScalar(scalar) && typeof scalar.value === 'string' ? scalar.value : undefined
}

/** A scalar, or the scalars of a list and of the lists in it, each once however often an alias names it. */
export function scalars(yaml: YamlFile, node: unknown, seen = new Set<Node>()): readonly Scalar[] {
  const found = yaml.resolve(node)
  if (!found || seen.has(found)) return []
  seen.add(found)
  if (isScalar(found)) return [found]
  return isSeq(found) ? found.items.flatMap((item) => scalars(yaml, item, seen)) : []
}

/** The first repeated key of a mapping anywhere in a document. In linear time, unlike `uniqueKeys` of the parser. */
export function duplicateKey(document: Document): { readonly message: string; readonly offset: number } | undefined {
  const stack: unknown[] = [document.contents]
  while (stack.length > 0) {
    const node = stack.pop()
    if (isMap(node)) {
      const twice = node.items.length > 1 ? repeatedKey(node) : undefined
      if (twice) return twice
      for (const { value } of node.items) {
        if (value !== null && typeof value === 'object' && 'items' in value) stack.push(value)
      }
    } else if (node !== null && typeof node === 'object' && 'items' in node) {
      for (const item of (node as { items: unknown[] }).items)
        if (item !== null && typeof item === 'object' && 'items' in item) stack.push(item)
    }
  }
  return undefined
}

function repeatedKey(map: YAMLMap): ReturnType<typeof duplicateKey> {
  const { items } = map
  // Most mappings are small, and for those comparing is cheaper than a set.
  const seen = items.length > 8 ? new Set<string>() : undefined
  for (let at = 0; at < items.length; at++) {
    const key = items[at]?.key
    if (!isScalar(key) || typeof key.value !== 'string') continue
    let twice = seen?.has(key.value) ?? false
    for (let before = 0; !seen && before < at; before++) {
      const other = items[before]?.key
      twice ||= isScalar(other) && other.value === key.value
    }
    if (twice) return { message: `the key "${key.value}" is twice in one mapping`, offset: key.range?.[0] ?? 0 }
    seen?.add(key.value)
  }
  return undefined
}
