// Builds the site into .site: `npm run site` all of it, `npm run catalogue` the pages of images alone.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { rules } from '../rules/index.ts'
import { catalogue } from './catalogue.ts'
import { documentPages, rulePath } from './documents.ts'
import { imagePages } from './image-pages.ts'
import { type Page, renderPage, type SiteFacts } from './page.ts'

/** Not ours: `npm run playground` builds it. */
const PLAYGROUND = 'playground'

/** Writes the site, or the catalogue alone, below `out`; what an earlier build left there goes. The playground stays. */
export function buildSite(out: string, only: 'all' | 'catalogue' = 'all'): void {
  mkdirSync(out, { recursive: true })
  for (const name of readdirSync(out)) if (name !== PLAYGROUND) rmSync(join(out, name), { recursive: true })
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  const facts: SiteFacts = { version, playground: existsSync(join(out, PLAYGROUND, 'index.html')) }
  const entries = catalogue()
  const pages = [...(only === 'all' ? documentPages() : []), ...imagePages(entries)]
  for (const page of pages) write(out, page.path, renderPage(page, facts))
  cpSync('site/assets', join(out, 'assets'), { recursive: true })
  write(out, 'assets/search-data.js', searchData(pages, entries))
  if (only === 'catalogue') return
  cpSync('.github/images', join(out, 'assets'), { recursive: true })
}

/** What the search looks through: title, kind, page, and more words. A script and no JSON, so that it also loads from a disk. */
function searchData(pages: readonly Page[], entries: ReturnType<typeof catalogue>): string {
  const found = [
    ...rules.map(({ id, meta }) => [
      id,
      'rule',
      rulePath(id),
      `${meta.title} ${meta.cis ? `CIS ${meta.cis.upTo15} ${meta.cis.from16}` : ''}`,
    ]),
    ...entries.map(({ names, path, category }) => [names[0], 'image', path, [...names.slice(1), category].join(' ')]),
    ...pages.flatMap(({ path, body }) =>
      path.includes('/')
        ? []
        : [...body.matchAll(/<h2 id="([^"]+)">(.*?) <a class="anchor"/g)].map(([, anchor = '', text = '']) => [
            text.replace(/<[^>]+>/g, ''),
            'docs',
            `${path}#${anchor}`,
            '',
          ]),
    ),
  ]
  return `globalThis.searchData = ${JSON.stringify(found).replaceAll('],[', '],\n[')}\n`
}

function write(out: string, path: string, text: string): void {
  mkdirSync(dirname(join(out, path)), { recursive: true })
  writeFileSync(join(out, path), text)
}

if (process.argv[1] === import.meta.filename) buildSite('.site', process.argv[2] === 'catalogue' ? 'catalogue' : 'all')
