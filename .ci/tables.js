// Tables and texts that are files of their own, imported as a module beside them, which a `.d.ts` declares.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import { takeIn } from './records.js'

/** Each module, the name that it exports, and its file; or a folder, whose files are members, or whose mappings are `joined`. */
const TABLES = [
  { module: 'rules/shared/host-paths-table.js', exports: 'hostPaths', from: 'rules/shared/host-paths.yaml' },
  { module: 'src/commands/texts-table.js', exports: 'texts', from: 'src/commands/texts' },
  { module: 'src/engine-command/flags-table.js', exports: 'flags', from: 'src/engine-command/flags.yaml' },
  { module: 'src/programs/base-images-table.js', exports: 'baseImages', from: 'src/programs/base-images.yaml' },
  { module: 'src/programs/frameworks/java-table.js', exports: 'java', from: 'src/programs/frameworks/java.yaml' },
  { module: 'src/programs/languages/readers-table.js', exports: 'readers', from: 'src/programs/languages/readers.yaml' },
  { module: 'src/programs/languages/sinks-table.js', exports: 'sinks', from: 'src/programs/languages/sinks' },
  { module: 'src/programs/servers/project-tools-table.js', exports: 'projectTools', from: 'src/programs/servers/project-tools.yaml' },
  { module: 'src/programs/servers/table.js', exports: 'servers', from: 'src/programs/servers/configured', joined: true },
  { module: 'src/shell/programs-table.js', exports: 'programs', from: 'src/shell/programs' },
  { module: 'src/report/cis-table.js', exports: 'controls', from: 'src/report/cis-controls.yaml' },
]

/** A table in YAML as data, any other file as its text. */
function read(file) {
  const text = readFileSync(file, 'utf8')
  return file.endsWith('.yaml') ? parse(text, { merge: true }) : text
}

function readFolder(folder, joined) {
  const { fragments, ...files } = Object.fromEntries(
    readdirSync(folder).map((name) => [name.replace(/\.\w+$/, ''), read(`${folder}/${name}`)]),
  )
  if (fragments) return takeIn(files, fragments, folder)
  if (!joined) return files
  const entries = Object.values(files).flatMap(Object.entries)
  const twice = entries.find(([key], index) => entries.findIndex(([other]) => other === key) !== index)
  if (twice) throw new Error(`${folder} has two entries ${twice[0]}`)
  return Object.fromEntries(entries)
}

const dataOf = ({ from, joined }) => (statSync(from).isDirectory() ? readFolder(from, joined) : read(from))

const textOf = (table) => `export const ${table.exports} = ${JSON.stringify(dataOf(table))}\n`

/** Every table, with the file or folder that it is in. */
export const readTables = () => TABLES.map((table) => ({ from: table.from, data: dataOf(table) }))

/** For esbuild: the tables as modules. */
export const tables = {
  name: 'tables',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /table\.js$/ }, ({ path, resolveDir, namespace }) => {
      const table = TABLES.find(({ module }) => resolve(module) === resolve(resolveDir, path))
      // What reads the command line has its own copy, as of the modules that it shares with the rest.
      return table && { path: table.module, namespace: 'tables', suffix: namespace === 'start' ? '?start' : '' }
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
