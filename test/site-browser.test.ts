import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext } from 'playwright-core'
import { buildSite } from '../site/build.ts'
import { SITE } from '../src/lint/rule.ts'
import { contentType, findChromium, LIMIT, startBrowser, violationsOn } from './browser.ts'
import { dockseal } from './cli.ts'

/** What `-f html` writes, beside the site's own pages. */
const REPORT = 'report.html'

const chromium = findChromium()

describe('the site in a browser', { skip: chromium === undefined && 'no chromium is installed' }, () => {
  let browser: Browser
  const out = mkdtempSync(join(tmpdir(), 'dockseal-site-'))

  before(async () => {
    buildSite(out)
    browser = await startBrowser(chromium ?? '')
    dockseal(['-f', 'html', '-o', join(out, REPORT), 'fixtures/report/stacks/nextcloud'])
  })

  after(async () => {
    await browser.close()
    rmSync(out, { recursive: true, force: true })
  })

  /** A window in which `SITE` is the folder that was built. `bypassCSP`: axe-core must run beside the pages' own script. */
  async function open(width: number, colorScheme: 'light' | 'dark', bypassCSP = true): Promise<BrowserContext> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP })
    context.setDefaultTimeout(LIMIT)
    await context.route('**/*', (route) => {
      const path = join(out, new URL(route.request().url()).pathname.slice(new URL(SITE).pathname.length))
      return route.fulfill({ body: readFileSync(path), contentType: contentType(path) })
    })
    return context
  }

  /** The lists are long, so axe-core reads them at one width alone. */
  const lists = ['rules/index.html', 'images/index.html']
  const shown = ['index.html', 'rules/read-only-root-filesystem.html', 'images/postgres.html', REPORT]

  for (const [width, scheme] of [
    [1400, 'light'],
    [400, 'dark'],
  ] as const) {
    it(`has no violation of axe-core and no sideways scroll at ${width} px, ${scheme}`, async () => {
      const context = await open(width, scheme)
      const page = await context.newPage()
      for (const path of width === 400 ? shown : [...shown, ...lists]) {
        await page.goto(`${SITE}/${path}`)
        assert.deepEqual(await violationsOn(page), [], path)
        assert.equal(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 0, path)
      }
      await context.close()
    })
  }

  it('finds an image by the keyboard alone, under its own policy', async () => {
    const context = await open(1000, 'light', false)
    const page = await context.newPage()
    const errors: string[] = []
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await page.goto(`${SITE}/rules/drift.html`)
    await page.keyboard.press('/')
    await page.keyboard.type('vaultward')
    await page.waitForSelector('#found a')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${SITE}/images/vaultwarden/server.html`)
    assert.deepEqual(errors, [])
    await context.close()
  })
})
