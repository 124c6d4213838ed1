import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'

const texts = ['.github/CONTRIBUTING.md', 'README.md', '.github/SECURITY.md'].map((file) => [file, readFileSync(file, 'utf8')] as const)

describe('the guides', () => {
  for (const [file, text] of texts) {
    it(`${file} names only paths that exist`, () => {
      const paths = [...text.matchAll(/`((?:src|rules|test|fixtures|\.ci|\.github)\/[\w./-]+|\.biome\.json)`/g)].map(
        ([, path = '']) => path,
      )
      assert.deepEqual(
        paths.filter((path) => !existsSync(path)),
        [],
      )
    })

    it(`${file} names only scripts that package.json has`, () => {
      const scripts = Object.keys((JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object }).scripts)
      const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name)
      assert.deepEqual(
        named.filter((name) => !scripts.includes(name)),
        [],
      )
    })
  }

  it('tell of every source, and the registries are where they say', () => {
    const [[, contributing]] = texts as [readonly [string, string], ...(readonly [string, string])[]]
    for (const source of readdirSync('src/sources', { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
      assert.match(contributing, new RegExp(`src/sources/${source.name}\\b`), source.name)
    }
  })
})
