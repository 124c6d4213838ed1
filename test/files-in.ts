import assert from 'node:assert/strict'
import type { Files } from '../src/sources/source.ts'

/** Files of a directory in memory, by their paths below it; reading outside of it fails the test. */
export function filesIn(root: string, files: Readonly<Record<string, string>>): Files {
  return {
    read: (path) => {
      assert.ok(path.startsWith(`${root}/`), `read ${path}`)
      const text = files[path.slice(root.length + 1)]
      return text === undefined ? { ok: false, why: 'missing' } : { ok: true, text }
    },
    exists: (path) => Object.keys(files).some((name) => `${root}/${name}` === path || `${root}/${name}`.startsWith(`${path}/`)),
    list: (directory) => {
      const prefix = `${directory.slice(root.length + 1)}/`.replace(/^\/$/, '')
      const below = Object.keys(files).filter((name) => name.startsWith(prefix))
      return [...new Set(below.map((name) => name.slice(prefix.length).split('/')[0] ?? ''))]
    },
  }
}
