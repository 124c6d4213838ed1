import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, extname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
}

/** As what a web server serves a file of the site. */
export const contentType = (path: string): string => TYPES[extname(path)] ?? 'text/plain'

/** Where a Chromium is on this machine; undefined where there is none. */
export function findChromium(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  const places = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return places.find((place) => existsSync(place))
}

/** Milliseconds after which a browser counts as one that does not answer, however busy the machine is. */
export const LIMIT = 300_000

/** Starts a browser without a window; as root it has no sandbox of its own. */
export async function startBrowser(executablePath: string): Promise<Browser> {
  const { chromium } = await import('playwright-core')
  return chromium.launch({ executablePath, timeout: LIMIT, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** What axe-core finds wrong with the page that is open, whose context must let foreign scripts run: rule, and the elements that break it. */
export async function violationsOn(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE })
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: { preload: false }): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run({ preload: false })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
  })
}
