// Tables that are written as YAML and imported as a module beside them, which a `.d.ts` declares.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import { takeIn } from './records.js'

/** Each module, the name that it exports, and the YAML: a file, a folder whose mappings are joined, or one whose lists are kept by file. */
const TABLES = [
  { module: 'src/programs/languages/sinks-table.js', exports: 'sinks', from: 'src/programs/languages/sinks' },
  { module: 'src/programs/servers/table.js', exports: 'servers', from: 'src/programs/servers/configured' },
  { module: 'src/report/cis-table.js', exports: 'controls', from: 'src/report/cis-controls.yaml' },
]

const read = (file) => parse(readFileSync(file, 'utf8'), { merge: true })

function readFolder(folder) {
  const texts = Object.fromEntries(readdirSync(folder).map((name) => [name.replace(/\.yaml$/, ''), read(`${folder}/${name}`)]))
  const { fragments, ...files } = texts
  if (fragments) return takeIn(files, fragments, folder)
  const entries = Object.values(files).flatMap(Object.entries)
  const twice = entries.find(([key], index) => entries.findIndex(([other]) => other === key) !== index)
  if (twice) throw new Error(`${folder} has two entries ${twice[0]}`)
  return Object.fromEntries(entries)
}

const textOf = ({ exports, from }) => {
  const table = statSync(from).isDirectory() ? readFolder(from) : read(from)
  return `export const ${exports} = ${JSON.stringify(table)}\n`
}

/** For esbuild: the tables as modules. */
export const tables = {
  name: 'tables',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /table\.js$/ }, ({ path, resolveDir }) => {
      const table = TABLES.find(({ module }) => resolve(module) === resolve(resolveDir, path))
      return table && { path: table.module, namespace: 'tables' }
    })
    onLoad({ filter: /./, namespace: 'tables' }, ({ path }) => ({
      contents: textOf(TABLES.find(({ module }) => module === path)),
      loader: 'js',
    }))
  },
}

/** Puts the tables where the tests, which are compiled and not bundled, import them. */
export function writeTablesForTests() {
  for (const table of TABLES) {
    mkdirSync(dirname(`.build/${table.module}`), { recursive: true })
    writeFileSync(`.build/${table.module}`, textOf(table))
  }
}
