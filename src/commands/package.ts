import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { foldersAbove } from '../text/path.ts'
import { UsageError } from './usage-error.ts'

/** Whether this is the single executable, which gives its code no address. Asking `node:sea` would load workers and streams. */
export const IS_EXECUTABLE = import.meta.url === 'file:///'

/** A file of this package (`dist/rule-pages.bin`). Throws a UsageError if somebody copied the bundle without it. */
function packageBytes(name: string): Buffer {
  return IS_EXECUTABLE
    ? Buffer.from(process.getBuiltinModule('node:sea').getRawAsset(name) as ArrayBuffer)
    : readFileSync(packageFile(name))
}

function packageFile(name: string): string {
  const bundle = dirname(fileURLToPath(import.meta.url))
  const root = [bundle, ...foldersAbove(bundle)].find((folder) => existsSync(join(folder, 'package.json')))
  if (root === undefined) throw new UsageError(`no package.json above ${bundle}: only a part of dockseal was copied; install it again`)
  return join(root, name)
}

/** The package's version. */
export function version(): string {
  return (JSON.parse(packageBytes('package.json').toString()) as { version: string }).version
}

let pages: Record<string, string> | undefined

/** A rule's page without its front matter. The build packs all pages in one file. */
export function rulePage(id: string): string {
  const { inflateRawSync } = process.getBuiltinModule('node:zlib')
  pages ??= JSON.parse(inflateRawSync(packageBytes('dist/rule-pages.bin')).toString()) as Record<string, string>
  return pages[id] ?? ''
}
