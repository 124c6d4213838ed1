/** An element of XML, as far as configurations and build files need it. */
export interface XmlElement {
  /** Without a prefix. */
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** The text that is directly in it, trimmed. */
  readonly text: string
}

interface OpenElement extends XmlElement {
  children: OpenElement[]
  readonly pieces: string[]
}

function element(name: string, attributes: XmlElement['attributes']): OpenElement {
  const pieces: string[] = []
  return {
    name,
    attributes,
    children: [],
    pieces,
    get text() {
      return pieces.join('').trim()
    },
  }
}

/** Deepest nesting and most elements that are read. */
const MAX_DEPTH = 60
const MAX_ELEMENTS = 20_000

const TAG = /^<(\/?)(?:[\w.-]+:)?([A-Za-z_][\w.-]*)/
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** The outermost elements of a text; what is not XML is left out. */
export function readXml(xml: string): readonly XmlElement[] {
  const root = element('', new Map())
  const open = [root]
  let left = MAX_ELEMENTS
  for (let at = 0; at < xml.length && left > 0; ) {
    const start = xml.indexOf('<', at)
    const own = open.at(-1) ?? root
    own.pieces.push(decoded(xml.slice(at, start === -1 ? undefined : start)))
    if (start === -1) break
    const skipped = skip(xml, start, own)
    if (skipped !== undefined) {
      at = skipped
      continue
    }
    const end = xml.indexOf('>', start)
    const tag = xml.slice(start, end === -1 ? undefined : end)
    at = end === -1 ? xml.length : end + 1
    const [head = '', slash, name = ''] = TAG.exec(tag.slice(0, MAX_NAME)) ?? []
    if (name === '') continue
    if (slash === '/') {
      const closed = open.findLastIndex((each) => each.name === name)
      if (closed > 0) open.length = closed
      continue
    }
    left--
    const written = [...tag.slice(head.length).matchAll(ATTRIBUTE)]
    const attributes = new Map(written.map(([, key = '', double, single]) => [key, decoded(double ?? single ?? '')]))
    const found = element(name, attributes)
    own.children.push(found)
    if (!tag.endsWith('/') && open.length < MAX_DEPTH) open.push(found)
  }
  return root.children
}

/** Longest name of an element. */
const MAX_NAME = 200

/** The end of a comment, a declaration or a section of plain text, which is given to its element. */
function skip(xml: string, start: number, own: OpenElement): number | undefined {
  const [mark, end] = MARKS.find(([each]) => xml.startsWith(each, start)) ?? []
  if (mark === undefined || end === undefined) return undefined
  const found = xml.indexOf(end, start + mark.length)
  const close = found === -1 ? xml.length : found
  if (mark === '<![CDATA[') own.pieces.push(xml.slice(start + mark.length, close))
  return close + end.length
}

const MARKS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
] as const

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decoded(text: string): string {
  return text.includes('&') ? text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '') : text
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
