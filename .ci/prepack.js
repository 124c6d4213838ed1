// Makes what only the published package needs: dist/types for TypeScript, and the licences of the code that the bundle holds.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { writeLicences } from './licences.js'

const EMITTED = '.build/types'
const ROOT = resolve(EMITTED, 'src')
const ENTRIES = ['index.d.ts', 'eslint/index.d.ts', 'browser/index.d.ts']

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
  for (const file of ENTRIES.flatMap((entry) => [...reachable(resolve(ROOT, entry))])) {
    const path = relative(ROOT, file)
    if (path.startsWith('..')) throw new Error(`the types of the library reach out of src: ${file}`)
    mkdirSync(dirname(join('dist/types', path)), { recursive: true })
    copyFileSync(file, join('dist/types', path))
  }
}

writeTypes()
await writeLicences('dist/THIRD-PARTY-LICENSES.txt')
