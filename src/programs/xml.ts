import type { SyntaxNode } from '@lezer/common'
import { parseInTime } from './languages/parse-in-time.ts'
import { xmlParser } from './languages/parsers.ts'

/** An element of XML, as far as configurations and build files need it. */
export interface XmlElement {
  /** Without a prefix. */
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** The text that is directly in it, trimmed. */
  readonly text: string
}

/** Deepest nesting and most elements that are read. */
const MAX_DEPTH = 60
const MAX_ELEMENTS = 20_000

/** The outermost elements of a text; what is not XML is left out, and so is a text that the parser takes too long for. */
export function readXml(xml: string): readonly XmlElement[] {
  const tree = parseInTime(xmlParser(), xml)
  let left = MAX_ELEMENTS
  const written = (node: SyntaxNode | null | undefined) => (node ? xml.slice(node.from, node.to) : '')
  const elementsOf = (node: SyntaxNode, depth: number): readonly XmlElement[] =>
    depth > MAX_DEPTH ? [] : node.getChildren('Element').flatMap((each) => (left-- > 0 ? elementOf(each, depth) : []))
  const elementOf = (node: SyntaxNode, depth: number): XmlElement => {
    const tag = node.firstChild
    const attributes = (tag?.getChildren('Attribute') ?? []).map(
      (each) => [written(each.getChild('AttributeName')), decoded(written(each.getChild('AttributeValue')).slice(1, -1))] as const,
    )
    const texts = ['Text', 'EntityReference', 'CharacterReference', 'Cdata']
      .flatMap((kind) => node.getChildren(kind))
      .sort((a, b) => a.from - b.from)
    const text = texts.map((each) =>
      each.name === 'Cdata' ? written(each).slice('<![CDATA['.length, -']]>'.length) : decoded(written(each)),
    )
    return {
      name: written(tag?.getChild('TagName')).replace(/^.*:/, ''),
      attributes: new Map(attributes),
      children: elementsOf(node, depth + 1),
      text: text.join('').trim(),
    }
  }
  return tree ? elementsOf(tree.topNode, 1) : []
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decoded(text: string): string {
  return text.includes('&') ? text.replace(/&(?:(\w+)|#(x?)([\da-fA-F]{1,6}));/g, decodedReference) : text
}

function decodedReference(written: string, name: string | undefined, hexadecimal: string, digits: string): string {
  if (name !== undefined) return ENTITIES[name] ?? written
  const code = Number.parseInt(digits, hexadecimal ? 16 : 10)
  return code <= 0x10ffff ? String.fromCodePoint(code) : written
}

/** All elements below some, in order. */
export function* elementsIn(elements: readonly XmlElement[]): Generator<XmlElement> {
  for (const element of elements) {
    yield element
    yield* elementsIn(element.children)
  }
}

/** The first child with a name. */
export function childNamed(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((each) => each.name === name)
}

/** The text of the first child with a name. */
export function textIn(element: XmlElement | undefined, name: string): string | undefined {
  return childNamed(element, name)?.text
}
