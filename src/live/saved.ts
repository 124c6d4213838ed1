import type { OrWhy } from '../model/or-why.ts'
import { isObject, parseJson, stringIn, strings } from '../text/json.ts'

/** Documents of `docker inspect`, sorted by what they describe; images are found by id and by every name they have. */
export interface SavedDocuments {
  readonly containers: readonly unknown[]
  readonly services: readonly unknown[]
  readonly images: ReadonlyMap<string, unknown>
  /** Names of volumes that live in memory only. */
  readonly inMemoryVolumes: ReadonlySet<string>
  /** How many documents describe something else (networks, nodes, plugins). */
  readonly others: number
}

/** Reads saved answers of `docker … inspect`: an array, a document, one a line (`--format '{{json .}}'`), or several arrays. */
export function readSaved(source: string): OrWhy<{ readonly saved: SavedDocuments }> {
  const parsed = parseDocuments(source.replace(/^\ufeff/, ''))
  if (!parsed.ok) return parsed
  const containers: unknown[] = []
  const services: unknown[] = []
  const images = new Map<string, unknown>()
  const inMemoryVolumes = new Set<string>()
  let others = 0
  for (const document of parsed.documents) {
    if (!isObject(document)) others++
    else if (isObject(document.HostConfig)) containers.push(document)
    else if (isObject(document.Spec) && isObject(document.Spec.TaskTemplate)) services.push(document)
    else if ('RootFS' in document || 'RepoTags' in document) {
      for (const name of [stringIn(document.Id) ?? '', ...strings(document.RepoTags), ...strings(document.RepoDigests)])
        images.set(name, document)
    } else if ('Mountpoint' in document) {
      if (isObject(document.Options) && document.Options.type === 'tmpfs') inMemoryVolumes.add(stringIn(document.Name) ?? '')
    } else others++
  }
  return { ok: true, saved: { containers, services, images, inMemoryVolumes, others } }
}

function parseDocuments(source: string): OrWhy<{ readonly documents: unknown[] }> {
  if (source.trim() === '') return { ok: false, why: 'is empty' }
  const whole = parseJson(source)
  if (whole.ok) return { ok: true, documents: [whole.value].flat() }
  const documents: unknown[] = []
  for (const piece of splitDocuments(source)) {
    const part = parseJson(piece)
    if (!part.ok) return documents.length === 0 ? whole : part
    documents.push(...[part.value].flat())
  }
  return documents.length === 0 ? whole : { ok: true, documents }
}

/** Splits a text of several JSON values, one after another, at their closing brackets. */
function splitDocuments(source: string): string[] {
  const pieces: string[] = []
  let depth = 0
  let start = -1
  let quoted = false
  for (let at = 0; at < source.length; at++) {
    const character = source[at]
    if (quoted) {
      if (character === '\\') at++
      else if (character === '"') quoted = false
    } else if (character === '"') quoted = true
    else if (character === '{' || character === '[') {
      if (depth++ === 0) start = at
    } else if (character === '}' || character === ']') {
      if (--depth === 0 && start !== -1) pieces.push(source.slice(start, at + 1))
      if (depth < 0) return [source]
    }
  }
  return depth === 0 ? pieces : [...pieces, source.slice(start)]
}
