import { isMap, isScalar, isSeq } from 'yaml'
import { memoryOf } from '../memory.ts'
import type { Files } from '../source.ts'
import { type ParsedText, parseText } from './text.ts'
import { mergedPairs, resolveAlias } from './tree.ts'

/** What is needed of a file to find projects, without reading it as one. */
export interface Outline {
  /** Services by name; true if the service itself says what to run (`image`, `build`, `extends`, `provider`). */
  readonly services: ReadonlyMap<string, boolean>
  /** Paths under `include:` without variables, as written. */
  readonly includes: readonly string[]
}

/** Parses a text once: projects of one run share files, and finding them has parsed some. */
export function parseOnce(file: string, text: string, io: Files): ParsedText {
  return memoryOf(io).once('yaml', file, text, () => parseText(file, text))
}

const RUNS = new Set(['image', 'build', 'extends', 'provider'])

/** Whether a text has a line that looks like a top-level `include:`. */
export function hasInclude(text: string): boolean {
  return text.includes('include') && /^["']?include["']?[ \t]*:/m.test(text)
}

/** The outline of a file; undefined if it cannot be read. Plain files, which are nearly all, are scanned without parsing. */
export function outlineOf(file: string, text: string, io: Files): Outline | undefined {
  const quick = hasInclude(text) ? undefined : scanServices(text)
  if (quick && [...quick.values()].every(Boolean)) return { services: quick, includes: [] }
  const { parsed } = parseOnce(file, text, io)
  const document = parsed?.document
  const top = document && resolveAlias(document.contents, document)
  if (!document || !isMap(top)) return undefined
  const pairs = mergedPairs(top, document)
  const services = new Map<string, boolean>()
  const node = resolveAlias(pairs.get('services')?.pair.value as Parameters<typeof resolveAlias>[0], document)
  for (const [name, { pair }] of isMap(node) ? mergedPairs(node, document) : []) {
    const service = resolveAlias(pair.value as Parameters<typeof resolveAlias>[0], document)
    services.set(name, isMap(service) && [...mergedPairs(service, document).keys()].some((key) => RUNS.has(key)))
  }
  const includes: string[] = []
  const seen = new Set<unknown>()
  const read = (written: unknown): void => {
    const node = resolveAlias(written as Parameters<typeof resolveAlias>[0], document)
    // An alias may be part of the node that it refers to, and many may refer to each other.
    if (!node || seen.has(node)) return
    seen.add(node)
    if (isSeq(node)) node.items.forEach(read)
    else if (isMap(node)) read(node.get('path', true))
    else if (isScalar(node) && typeof node.value === 'string' && !node.value.includes('$')) includes.push(node.value)
  }
  read(pairs.get('include')?.pair.value)
  return { services, includes }
}

/** Scans the lines of `services:` in block style; undefined if the file has another style. */
function scanServices(text: string): Map<string, boolean> | undefined {
  const start = /^services[ \t]*:[ \t]*(?:#.*)?\r?$/m.exec(text)
  if (!start) return undefined
  const services = new Map<string, boolean>()
  let indent = -1
  let inner = -1
  let current: string | undefined
  for (const line of text.slice(start.index + start[0].length + 1).split('\n')) {
    const depth = line.search(/[^ ]/)
    const rest = line.trimEnd().slice(Math.max(depth, 0))
    if (depth === -1 || rest === '' || rest.startsWith('#')) continue
    if (depth === 0) break
    if (indent === -1) indent = depth
    if (depth < indent) return undefined
    if (depth === indent) {
      current = /^([\w.-]+)[ \t]*:[ \t]*(?:#.*)?$/.exec(rest)?.[1]
      if (current === undefined) return undefined
      services.set(current, false)
      inner = -1
    } else if (current !== undefined) {
      if (inner === -1) inner = depth
      if (depth === inner && /^(?:image|build|extends|provider)[ \t]*:/.test(rest)) services.set(current, true)
    }
  }
  return services
}
