import assert from 'node:assert/strict'
import { catalogueWith } from '../src/knowledge/catalogue.ts'
import { conventionsIn } from '../src/lint/knowledge.ts'
import type { Image } from '../src/model/image.ts'
import { type BuildOptions, parseDockerfile } from '../src/sources/dockerfile/parse.ts'
import { filesIn } from './files-in.ts'

/** How the images with a record start. */
export const conventionOf = conventionsIn(catalogueWith([]))

export function image(text: string, files: Readonly<Record<string, string>> = {}, options: BuildOptions = {}): Image {
  const document = parseDockerfile('/ctx/Dockerfile', text, filesIn('/ctx', files), options)
  assert.deepEqual(document.problems, [])
  const [found] = document.images
  assert.ok(found)
  return found
}

/** What an image writes at start: kind and path, with a question mark where it may not happen. */
export function starts(found: Image): string[] {
  return found.writes.filter((write) => write.when === 'start').map((write) => `${write.kind} ${write.path}${write.conditional ? '?' : ''}`)
}

/** A container that sets these variables and no others. */
export function started(environment: Readonly<Record<string, string>> = {}): BuildOptions {
  const origin = { kind: 'text', file: '/ctx/compose.yaml', span: [0, 0] } as const
  const variables = new Map(Object.entries(environment).map(([name, value]) => [name, { value, origin }]))
  return { start: { environment: { variables, complete: true } } }
}
