import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { rules } from '../rules/index.ts'
import { buildSite } from '../site/build.ts'
import { builtInRecords } from '../src/knowledge/index.ts'
import { rulePageUrl, SITE } from '../src/lint/rule.ts'
import { dockseal } from './cli.ts'

const out = mkdtempSync(join(tmpdir(), 'dockseal-site-'))
let pages: string[] = []
/** Every file of the site. */
let files = new Set<string>()

before(() => {
  buildSite(out)
  files = new Set(readdirSync(out, { recursive: true, encoding: 'utf8' }))
  pages = [...files].filter((name) => name.endsWith('.html'))
})

after(() => rmSync(out, { recursive: true, force: true }))

describe('the site', () => {
  it('has the page that each rule links to', () => {
    for (const { id } of rules) {
      const url = rulePageUrl(id)
      assert.ok(url.startsWith(`${SITE}/`), url)
      assert.match(readFileSync(join(out, url.slice(SITE.length)), 'utf8'), new RegExp(`<h1>${id}</h1>`))
    }
  })

  it('has a page for each image record', () => {
    assert.equal(pages.filter((name) => name.startsWith('images/')).length, builtInRecords.size + 1)
  })

  it('leads nowhere that it does not have', () => {
    const broken = pages.flatMap((page) => {
      const html = readFileSync(join(out, page), 'utf8')
      return [...html.matchAll(/(?:href|src|srcset)="([^"#]*)(?:#([^"]*))?"/g)].flatMap(([link, path = '', anchor]) => {
        if (/^[a-z]+:/.test(path)) return []
        const target = path === '' ? page : posix.join(dirname(page), path)
        if (!files.has(target)) return [`${page}: ${link}`]
        return anchor === undefined || readFileSync(join(out, target), 'utf8').includes(`id="${anchor}"`) ? [] : [`${page}: ${link}`]
      })
    })
    assert.deepEqual(broken, [])
  })

  it('says of an image what `dockseal plan` says', () => {
    const { stdout } = dockseal(['plan', 'postgres', '--json'])
    const { snippets } = JSON.parse(stdout)
    const html = readFileSync(join(out, 'images/postgres.html'), 'utf8')
    const blocks = [...html.matchAll(/<pre[^>]*><code>([\s\S]*?)<\/code>/g)].map(([, code = '']) => `${code.replace(/<[^>]+>/g, '')}\n`)
    assert.deepEqual(blocks, [snippets.compose, snippets.run, snippets.kubernetes])
  })
})
