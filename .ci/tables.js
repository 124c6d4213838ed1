// Tables that are written as YAML and imported as a module beside them, which a `.d.ts` declares.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'

/** Each module, the name that it exports, and the YAML: a file, or a folder whose mappings are joined. */
const TABLES = [
  { module: 'src/programs/servers/table.js', exports: 'servers', from: 'src/programs/servers/configured' },
  { module: 'src/report/cis-table.js', exports: 'controls', from: 'src/report/cis-controls.yaml' },
]

const read = (file) => parse(readFileSync(file, 'utf8'), { merge: true })

function joined(folder) {
  const entries = readdirSync(folder)
    .sort()
    .flatMap((name) => Object.entries(read(`${folder}/${name}`)))
  const twice = entries.find(([key], index) => entries.findIndex(([other]) => other === key) !== index)
  if (twice) throw new Error(`${folder} has two entries ${twice[0]}`)
  return Object.fromEntries(entries)
}

const textOf = ({ exports, from }) => {
  const table = statSync(from).isDirectory() ? joined(from) : read(from)
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
