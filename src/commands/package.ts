import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageError } from './options.ts'

/** Absolute path of a file of this package, wherever the bundle lies in it. Throws a UsageError where the bundle was copied alone. */
export function packageFile(name: string): string {
  const bundle = dirname(fileURLToPath(import.meta.url))
  let directory = bundle
  while (!existsSync(join(directory, 'package.json'))) {
    if (directory === dirname(directory)) {
      throw new UsageError(`no package.json above ${bundle}: only a part of dockseal was copied; install it anew`)
    }
    directory = dirname(directory)
  }
  return join(directory, name)
}

/** The package's version. */
export function version(): string {
  return (JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string }).version
}
