// Names the licence of every package that the bundle holds.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { options } from './bundle.js'

/** Folder of the package that a bundled file belongs to: the last `node_modules/name` of its path. What stands for a module of Node is no file. */
function packageOf(path) {
  return /^(?!imported:).*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]
}

/** Writes to `file` the licences of the packages that the bundle holds. */
export async function writeLicences(file) {
  // The action's bundle holds nothing that the library's does not.
  const { metafile } = await build({
    ...options,
    entryPoints: ['src/cli.ts', 'src/index.ts', 'src/eslint/index.ts', 'src/browser/index.ts'],
    write: false,
    metafile: true,
  })
  const folders = [...new Set(Object.keys(metafile.inputs).flatMap((path) => packageOf(path) ?? []))].sort()
  // Packages of one maker say the same to the letter: once is enough.
  const named = new Map()
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const own = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each))
    const text = own === undefined ? `Licence: ${license}` : readFileSync(join(folder, own), 'utf8').trim()
    named.set(text, [...(named.get(text) ?? []), `${name} ${version}`])
  }
  const parts = [...named].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`)
  writeFileSync(file, parts.join(`\n${'-'.repeat(80)}\n\n`))
}
