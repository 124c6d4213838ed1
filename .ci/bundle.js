// How src is bundled: so that a start of the program reads few files and little code.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { readRecords } from './records.js'

/** What the program's start needs, and what it loads always. */
export const HOT = 'src/commands/run.ts'

/** What reads the command line. */
const ENTRY = 'src/commands/main.ts'

/**
 * Ties what the program loads on demand to what it loads always. esbuild makes a file for each set of entry points that share a module,
 * and each file costs a start 0.7 ms: so all of a start's code falls into one.
 */
export const hot = {
  name: 'hot',
  setup({ onResolve, onLoad }) {
    const lazy = new Set()
    onResolve({ filter: /^\.{1,2}\// }, ({ kind, path, resolveDir }) => {
      if (kind === 'dynamic-import') lazy.add(resolve(resolveDir, path))
    })
    onLoad({ filter: /\.ts$/ }, ({ path }) =>
      lazy.has(path) && path !== resolve(HOT) && path !== resolve(ENTRY)
        ? { contents: `import ${JSON.stringify(resolve(HOT))}\n${readFileSync(path, 'utf8')}`, loader: 'ts' }
        : undefined,
    )
  },
}

const RECORDS = /[\\/]knowledge[\\/]index\.ts$/

/** What stands in place of the records: their names, and a file with a line of JSON for each. `read` defines `lineOf(index)`. */
const lazily = (names, lengths, read) => `
const lengths = ${JSON.stringify(lengths)}
const start = (index) => lengths.slice(0, index).reduce((sum, length) => sum + length + 1, 0)
${read}
export const builtInRecords = ${JSON.stringify(names)}.map((names, index) => {
  let record
  return { names, read: () => (record ??= JSON.parse(lineOf(index))) }
})`

/** Beside the bundle. A small run needs one record or two, so the first few are read alone; a long one reads the file. */
const FROM_FILE = `
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import file from './records.jsonl'
const FEW = 6
const place = new URL(file, import.meta.url)
let alone = 0
let lines
const lineAlone = (index) => {
  const line = Buffer.allocUnsafe(lengths[index])
  const opened = openSync(place)
  readSync(opened, line, 0, line.length, start(index))
  closeSync(opened)
  return line.toString()
}
const lineOf = (index) => (alone++ < FEW ? lineAlone(index) : (lines ??= readFileSync(place, 'utf8').split('\\n'))[index])`

/** In the single executable. */
const FROM_ASSET = `
import { getRawAsset } from 'node:sea'
const lineOf = (index) => Buffer.from(getRawAsset('records.jsonl'), start(index), lengths[index]).toString()`

/** Leaves the image records in a file of their own, since a run needs few of them. */
const records = (read) => ({
  name: 'records',
  setup({ onResolve, onLoad }) {
    let lines = []
    onLoad({ filter: RECORDS }, () => {
      const records = readRecords().map(({ record }) => record)
      lines = records.map((record) => JSON.stringify(record))
      return {
        contents: lazily(
          records.map(({ names }) => names),
          lines.map((line) => Buffer.byteLength(line)),
          read,
        ),
        loader: 'js',
      }
    })
    onResolve({ filter: /^\.\/records\.jsonl$/ }, () => ({ path: 'records.jsonl', namespace: 'records' }))
    onLoad({ filter: /./, namespace: 'records' }, () => ({ contents: lines.join('\n'), loader: 'file' }))
  },
})

/** Has the tables of a Lezer parser unpacked when the first program is read in its language, not whenever the bundle is loaded. */
const parsers = {
  name: 'parsers',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@lezer[\\/](?:go|javascript|php|python)[\\/]dist[\\/]index\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      const [made] = /^const parser = (?:\/\*@__PURE__\*\/)?LRParser\.deserialize\(\{[\s\S]*?^\}\);$/m.exec(text) ?? []
      if (!made) throw new Error(`${path} makes its parser in another way`)
      const lazy = made.replace('const parser = ', 'const make = () => ')
      const parser = 'let made\nconst parser = { configure: (options) => (made ??= make()).configure(options) }'
      return { contents: text.replace(made, () => `${lazy}\n${parser}`), loader: 'js' }
    })
  },
}

/** Of every bundle. */
export const options = {
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  mainFields: ['module', 'main'],
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  // The only build of yaml in ES modules.
  alias: { yaml: './node_modules/yaml/browser/index.js' },
  external: ['@eslint/eslintrc'],
  // CommonJS packages in the bundle ask for Node's own modules.
  banner: { js: "const require=process.getBuiltinModule?.('node:module').createRequire(import.meta.url)" },
  plugins: [records(FROM_FILE), parsers],
  outdir: 'dist',
  logLevel: 'warning',
}

/** Of the single executable's script: CommonJS, all in one file. */
export const binaryOptions = {
  ...options,
  splitting: false,
  format: 'cjs',
  banner: {},
  define: { 'import.meta.url': '"file:///"' },
  plugins: [records(FROM_ASSET), parsers],
}
