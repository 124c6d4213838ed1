// Builds the playground: static files in .site/playground, which the site links to.
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { partOf } from '../site/playground/records-part.js'
import { browserPlugins, options } from './bundle.js'
import { readRecords } from './records.js'

const SOURCE = 'site/playground'
const out = process.argv[2] ?? '.site/playground'

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
await build({
  ...options,
  entryPoints: { main: `${SOURCE}/main.js` },
  platform: 'browser',
  target: 'es2022',
  banner: {},
  define: {},
  external: [],
  plugins: browserPlugins,
  outdir: out,
})

/** The records by file, each at its place among all. */
const parts = {}
for (const [index, { record }] of readRecords().entries()) {
  const { names, ...rest } = record
  parts[partOf(names)] ??= {}
  parts[partOf(names)][index] = rest
}
for (const [name, records] of Object.entries(parts)) writeFileSync(`${out}/${name}`, `export default ${JSON.stringify(records)}\n`)

for (const name of ['index.html', 'style.css']) copyFileSync(`${SOURCE}/${name}`, `${out}/${name}`)
// What it shares with the site; it is kept for offline use alone, so it has its own copy.
for (const name of ['base.css', 'icon.svg']) copyFileSync(`site/assets/${name}`, `${out}/${name}`)

const files = readdirSync(out).sort()
const hash = createHash('sha256')
for (const name of files) hash.update(readFileSync(`${out}/${name}`))
const worker = readFileSync(`${SOURCE}/service-worker.js`, 'utf8')
const filled = `const FILES = ${JSON.stringify(['./', ...files])}\nconst VERSION = '${hash.digest('hex').slice(0, 16)}'\n${worker}`
writeFileSync(`${out}/service-worker.js`, filled)
