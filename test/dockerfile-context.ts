import assert from 'node:assert/strict'
import type { Image } from '../src/model/image.ts'
import { type BuildOptions, parseDockerfile } from '../src/sources/dockerfile/parse.ts'
import type { Files } from '../src/sources/source.ts'

/** A context in memory; reading outside `/ctx` fails the test. */
export function context(files: Readonly<Record<string, string>>): Files {
  return {
    read: (path) => {
      assert.ok(path.startsWith('/ctx/'), `read ${path}`)
      const text = files[path.slice('/ctx/'.length)]
      return text === undefined ? { ok: false, why: 'missing' } : { ok: true, text }
    },
    exists: (path) => files[path.slice('/ctx/'.length)] !== undefined,
    list: (directory) => {
      const prefix = `${directory.slice('/ctx/'.length)}/`.replace(/^\/$/, '')
      const below = Object.keys(files).filter((name) => name.startsWith(prefix))
      return [...new Set(below.map((name) => name.slice(prefix.length).split('/')[0] ?? ''))]
    },
  }
}

export function image(text: string, files: Readonly<Record<string, string>> = {}, options: BuildOptions = {}): Image {
  const document = parseDockerfile('/ctx/Dockerfile', text, context(files), options)
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
  return { start: { environment: Object.entries(environment).map(([name, value]) => ({ value: { name, value }, origin })) } }
}
