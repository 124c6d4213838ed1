// Makes what only the published package needs: dist/types for TypeScript, and the licences of the code that the bundle holds.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { build } from 'esbuild'
import { options } from './bundle.js'

const EMITTED = '.build/types'
const ENTRY = resolve(EMITTED, 'src/index.d.ts')

/** The declaration files that `file` imports, itself first; the compiler emits one for every source, most of which nobody can import. */
function reachable(file, seen = new Set()) {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)\.ts'/g))
    reachable(resolve(dirname(file), `${path}.d.ts`), seen)
  return seen
}

function writeTypes() {
  rmSync(EMITTED, { recursive: true, force: true })
  rmSync('dist/types', { recursive: true, force: true })
  execFileSync(process.execPath, [
    'node_modules/typescript/bin/tsc',
    ...['--declaration', '--emitDeclarationOnly', '--sourceMap', 'false', '--outDir', EMITTED],
  ])
  for (const file of reachable(ENTRY)) {
    const path = relative(dirname(ENTRY), file)
    if (path.startsWith('..')) throw new Error(`the types of the library reach out of src: ${file}`)
    mkdirSync(dirname(join('dist/types', path)), { recursive: true })
    copyFileSync(file, join('dist/types', path))
  }
}

/** Folder of the package that a bundled file belongs to: the last `node_modules/name` of its path. */
function packageOf(path) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]
}

async function writeLicences() {
  // The action's bundle holds nothing that the library's does not.
  const { metafile } = await build({ ...options, entryPoints: ['src/cli.ts', 'src/index.ts'], write: false, metafile: true })
  const folders = [...new Set(Object.keys(metafile.inputs).flatMap((path) => packageOf(path) ?? []))].sort()
  const parts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each))
    const text = file === undefined ? `Licence: ${license}` : readFileSync(join(folder, file), 'utf8').trim()
    return `${name} ${version}\n\n${text}\n`
  })
  writeFileSync('dist/THIRD-PARTY-LICENSES.txt', parts.join(`\n${'-'.repeat(80)}\n\n`))
}

writeTypes()
await writeLicences()
