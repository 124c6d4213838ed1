import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { contentType, findChromium, LIMIT, startBrowser, violationsOn } from './browser.ts'

const chromium = findChromium()

describe('the playground', { skip: chromium === undefined && 'no chromium is installed' }, () => {
  const out = mkdtempSync(join(tmpdir(), 'dockseal-playground-'))
  let browser: Browser
  const address = 'http://localhost/'
  const asked: string[] = []

  before(async () => {
    execFileSync(process.execPath, ['.ci/playground.js', out])
    browser = await startBrowser(chromium ?? '')
  })

  after(async () => {
    await browser?.close()
    rmSync(out, { recursive: true, force: true })
  })

  /** Whether the machine has no network, as the page sees it. */
  let isOffline = false

  /**
   * A window whose requests are answered here, without a socket: Chromium ends every request that is under way when a network interface of
   * the machine comes or goes, as it does where containers start.
   */
  async function newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await browser.newContext(options)
    context.setDefaultTimeout(LIMIT)
    await context.route('**/*', (route) => {
      if (isOffline) return route.abort()
      const { pathname, search } = new URL(route.request().url())
      asked.push(pathname + search)
      const file = join(out, pathname === '/' ? 'index.html' : pathname)
      return existsSync(file) ? route.fulfill({ body: readFileSync(file), contentType: contentType(file) }) : route.fulfill({ status: 404 })
    })
    return context
  }

  /** The page, once it is ready, with what it wrote to the console. */
  async function open(context: BrowserContext, url = address): Promise<{ page: Page; errors: string[] }> {
    const page = await context.newPage()
    const errors: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })
    page.on('pageerror', (error) => errors.push(String(error)))
    await page.goto(url)
    await page.waitForSelector('html[data-ready]')
    return { page, errors }
  }

  const type = async (page: Page, text: string) => {
    await page.locator('.cm-content').click()
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(text)
  }
  const textOf = async (page: Page) => (await page.locator('.cm-line').allTextContents()).join('\n').trim()

  it('finds, plans and fixes what is typed, shares it, and works offline', async () => {
    const context = await newContext()
    const { page, errors } = await open(context)
    await page.getByLabel('Example').selectOption('Empty')
    await page.getByText('No findings').waitFor()
    await type(page, 'services:\n  cache:\n    image: redis:7\n  web:\n    image: nginx:1.27\n')
    await page.getByText('2 findings').waitFor()
    const plan = (await page.locator('#plan tbody').textContent()) ?? ''
    assert.match(plan, /^cache\/data \(there already\).*known image\s*web\s*tmpfs: \/run/s)
    assert.equal(await page.locator('.cm-lint-marker').count(), 2)

    // The quick fix in the gutter changes one service.
    await page.locator('.cm-lint-marker').first().hover()
    await page.locator('.cm-diagnosticAction').first().click()
    await page.getByText('1 finding', { exact: true }).waitFor()
    assert.match(await textOf(page), /cache:\n\s*image: redis:7\n\s*read_only: true\n\s*web:\n\s*image: nginx:1\.27$/)
    assert.match((await page.locator('#diff').textContent()) ?? '', /\+\s+read_only: true\+\s+tmpfs:/)

    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.waitForFunction(() => (globalThis as unknown as { location: { hash: string } }).location.hash.length > 20)
    const shared = page.url()
    await page.getByRole('button', { name: 'Apply all fixes' }).click()
    await page.getByText('No findings').waitFor()
    assert.match(await textOf(page), /nginx:1\.27\n\s*read_only: true\n\s*tmpfs:\n\s*- \/run/)

    // What the page asked for are its own files, and the input is in none of the addresses.
    assert.ok(asked.includes('/records-n.js') && !asked.some((url) => url.includes('?')), asked.join())
    await page.waitForFunction(() =>
      (
        globalThis as unknown as { navigator: { serviceWorker: { ready: Promise<{ active: object | null }> } } }
      ).navigator.serviceWorker.ready.then(({ active }) => active !== null),
    )
    await page.reload()
    await page.waitForSelector('html[data-ready]')
    isOffline = true
    const offline = await open(context, shared)
    await offline.page.getByText('1 finding', { exact: true }).waitFor()
    assert.match(await textOf(offline.page), /^services:\n\s*cache:\n\s*image: redis:7\n\s*read_only: true/)
    // A record that no page has asked for yet.
    await type(offline.page, 'services:\n  q:\n    image: rabbitmq:4\n')
    await offline.page.locator('#plan').getByText('known image').first().waitFor()
    assert.deepEqual([...errors, ...offline.errors], [])
    isOffline = false
    await context.close()
  })

  it('reads the Dockerfile and its entrypoint, and goes to a finding', async () => {
    const context = await newContext()
    const { page, errors } = await open(context)
    await page.getByLabel('Example').selectOption('Your own image')
    await page.locator('#plan').getByText('/run/app').first().waitFor()
    await page.getByLabel('Rules').selectOption('strict')
    await page.locator('#findings').getByText('Dockerfile:').first().click()
    assert.equal(await page.getByRole('tab', { selected: true }).getAttribute('data-file'), 'Dockerfile')
    await page.keyboard.press('Shift+Tab')
    assert.deepEqual(errors, [])
    await context.close()
  })

  it('may not connect anywhere', async () => {
    const context = await newContext()
    const { page } = await open(context)
    const answer = await page.evaluate(
      (url) =>
        fetch(url).then(
          () => 'connected',
          () => 'refused',
        ),
      address,
    )
    assert.equal(answer, 'refused')
    await context.close()
  })

  for (const [width, colorScheme] of [
    [1400, 'light'],
    [400, 'dark'],
  ] as const) {
    it(`has no violation of axe-core and no sideways scroll at ${width} px, ${colorScheme}`, async () => {
      const context = await newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true })
      const { page } = await open(context)
      await page.locator('#plan tbody tr').first().waitFor()
      assert.deepEqual(await violationsOn(page), [])
      assert.equal(await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'), false)
      if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, `${width}-${colorScheme}.png`), fullPage: true })
      await context.close()
    })
  }
})
