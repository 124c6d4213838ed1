import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'

const read = (file: string) => [file, readFileSync(file, 'utf8')] as const
const texts = [read('.github/CONTRIBUTING.md'), read('README.md'), read('.github/SECURITY.md')] as const

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
    const [[, contributing]] = texts
    for (const source of readdirSync('src/sources', { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
      assert.match(contributing, new RegExp(`src/sources/${source.name}\\b`), source.name)
    }
  })

  it('tell of every folder and entry point of src', () => {
    const named = new Set([...texts[0][1].matchAll(/`(src\/[\w.-]+)/g)].map(([, path]) => path))
    assert.deepEqual(
      readdirSync('src').filter((name) => !named.has(`src/${name}`)),
      [],
    )
  })

  it('give steps that the things already there have gone through', () => {
    const steps = (heading: string) => texts[0][1].split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? assert.fail(heading)
    for (const [heading, folder, registry] of [
      ['Add a rule', 'rules', 'rules/index.ts'],
      ['Add an image record', 'src/knowledge/images', 'src/knowledge/record.schema.json'],
      ['Add a formatter', 'src/report/formatters', 'src/report/formatters/index.ts'],
    ] as const) {
      assert.match(steps(heading), new RegExp(folder))
      assert.match(steps(heading), new RegExp(registry))
    }
    const cases = readdirSync('fixtures')
    const rules = readdirSync('rules').flatMap((name) => (/^([a-z-]+)\.md$/.exec(name) ?? []).slice(1))
    const ofContainersThatRun = ['drift']
    assert.deepEqual(
      rules.filter((id) => !cases.includes(id) && !ofContainersThatRun.includes(id)),
      [],
      'each rule has a folder of cases',
    )
  })
})
