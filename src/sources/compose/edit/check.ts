import { isAlias, isMap, isPair, isScalar, isSeq, type YAMLMap, type Document as YamlDocument, type Node as YamlNode } from 'yaml'
import type { ComposeProject } from '../site.ts'
import { keyText } from '../tree.ts'
import { SERVICE_KEYS } from './apply.ts'
import { isEmptyNode } from './layout.ts'

const KEYS: ReadonlySet<string> = new Set(SERVICE_KEYS)

/** Sections whose entries have names that people choose, so that none is a key of a service. */
const NAMED: ReadonlySet<string> = new Set(['services', 'volumes'])

type Texts = Pick<ComposeProject, 'documents'>

/** Whether a project with edited texts says the same besides the facts of its services. */
export function keepsRest({ documents: before }: Texts, { documents: after }: Texts): boolean {
  return [...after].every(([file, { documents: now }]) => {
    const old = before.get(file)?.documents ?? []
    return old === now || ((old.length === 0 || old.length === now.length) && old.every((each, at) => sameButForKeys(each, now[at])))
  })
}

/**
 * Whether two documents are equal, node by node, except for what an edit may change: values of service keys, entries without a value, and
 * new entries of the document, `services:` and `volumes:`. What those say is compared as facts. It takes linear time.
 */
function sameButForKeys(before: YamlDocument.Parsed, after: YamlDocument.Parsed | undefined): boolean {
  return isEmptyNode(before.contents) || same(before.contents, after?.contents, 'document')
}

/** Where a node is; `entry`: a service, a volume, or anything deeper. */
type Place = 'document' | 'section' | 'entry'

function same(a: unknown, b: unknown, place: Place): boolean {
  if (isPair(a) || isPair(b)) return isPair(a) && isPair(b) && same(a.key, b.key, 'entry') && samePairs(a, b, place)
  if (isAlias(a) || isAlias(b)) return isAlias(a) && isAlias(b) && a.source === b.source
  if (!isMap(a) && !isSeq(a) && !isScalar(a)) return (a ?? null) === (b ?? null)
  const other = b as YamlNode | null | undefined
  if (!other || isAlias(other) || a.tag !== other.tag || a.anchor !== (other as { anchor?: string }).anchor) return false
  if (isScalar(a)) return isScalar(other) && a.value === other.value && a.type === other.type
  if (isSeq(a))
    return isSeq(other) && a.items.length === other.items.length && a.items.every((item, index) => same(item, other.items[index], 'entry'))
  if (!isMap(other)) return false
  const names = place === 'entry' ? undefined : new Set(a.items.map(keyText))
  const kept = ({ items }: YAMLMap) => items.filter((pair) => (names ? names.has(keyText(pair)) : !KEYS.has(keyText(pair) ?? '')))
  const [left, right] = [kept(a), kept(other)]
  return left.length === right.length && left.every((pair, index) => same(pair, right[index], place))
}

function samePairs(a: YAMLMap['items'][number], b: YAMLMap['items'][number], place: Place): boolean {
  if (place === 'section' && isEmptyNode(a.value)) return isEmptyNode(b.value) || isMap(b.value)
  const isSection = place === 'document' && NAMED.has(keyText(a) ?? '')
  if (isSection && isEmptyNode(a.value)) return isEmptyNode(b.value) || isMap(b.value)
  return same(a.value, b.value, isSection ? 'section' : 'entry')
}
