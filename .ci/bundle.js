// How src is bundled: so that a start of the program reads few files and little code.
import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, relative, resolve } from 'node:path'
import { pushedTokens } from './pushed-tokens.js'
import { DICTIONARY, GROUP, packRecords } from './records.js'
import { tables } from './tables.js'

/** What the program's start needs, and what it loads always. */
export const HOT = 'src/commands/run.ts'

/** They share their code with the program's start, so that no file of the start is split for their sake and the package holds all code once. */
const LIBRARIES = ['src/index.ts', 'src/eslint/index.ts']

/** What a browser needs too: nothing of Node may come into these files. */
const CORE = 'src/browser/core.ts'
const isPure = (path) => /[\\/]src[\\/](?:browser|engine-command|programs|sources)[\\/]/.test(path)

/** What reads the command line. */
const ENTRY = 'src/commands/main.ts'

const STATIC = /^(?:import(?! type)|export|\}) .*from '(\.{1,2}\/[^']+\.ts)'/gm
const ON_DEMAND = /\bimport\('(\.{1,2}\/[^']+\.ts)'\)/g

/** The modules that a module names where the pattern matches. */
const namedIn = (file, pattern) => [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, path]) => resolve(file, '..', path))

/** The modules of src that are loaded on demand only: a tie of what is always loaded would tie its importers, and a page would load commands. */
function loadedOnDemand() {
  const always = new Set([resolve(CORE), resolve(HOT)])
  for (const file of always) for (const path of namedIn(file, STATIC)) always.add(path)
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  return files.flatMap((name) => namedIn(`src/${name}`, ON_DEMAND)).filter((path) => path === resolve(HOT) || !always.has(path))
}

/**
 * Ties what the program loads on demand to what it loads always. esbuild makes a file for each set of entry points that share a module,
 * and each file costs a start 0.4 ms: so all of a start's code falls into one.
 */
export const hot = {
  name: 'hot',
  setup({ onLoad }) {
    const lazy = new Set([...loadedOnDemand(), ...[...LIBRARIES, 'src/browser/index.ts'].map((path) => resolve(path))])
    lazy.delete(resolve(ENTRY))
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (!lazy.has(path)) return undefined
      const tied = path === resolve(HOT) || isPure(path) ? CORE : HOT
      return { contents: `import ${JSON.stringify(resolve(tied))}\n${readFileSync(path, 'utf8')}`, loader: 'ts' }
    })
  },
}

/**
 * Gives what reads the command line copies of the small modules that it shares with the rest: each shared set of them would be one more file
 * that a start reads. None of them has a state.
 */
export const start = {
  name: 'start',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/main\.ts$/ }, ({ path, resolveDir }) =>
      resolve(resolveDir, path) === resolve(ENTRY) ? { path: resolve(ENTRY), namespace: 'start' } : undefined,
    )
    onResolve({ filter: /\.ts$/, namespace: 'start' }, ({ path, kind, resolveDir }) => ({
      path: resolve(resolveDir, path),
      namespace: kind === 'dynamic-import' ? 'file' : 'start',
    }))
    onLoad({ filter: /./, namespace: 'start' }, ({ path }) => ({
      contents: readFileSync(path, 'utf8'),
      loader: 'ts',
      resolveDir: dirname(path),
    }))
  },
}

const RECORDS = /[\\/]knowledge[\\/]index\.ts$/

/** Where each group of packed records begins: after the dictionary, one after another. */
const places = (lengths) => `
const lengths = ${JSON.stringify(lengths)}
let end = ${DICTIONARY}
let starts
const start = (group) => (starts ??= lengths.map((length) => (end += length) - length))[group]`

/** What replaces the records: the lines with their names, and a file of packed ones. `read` defines `packed(group)` and `dictionary()`. */
const lazily = ({ lines, size, lengths }, read) => `
import { recordSource } from './on-demand.ts'
import { namesAt } from './record-names.ts'
${places(lengths)}
${read}
const groups = new Map()
const recordAt = (index) => {
  const group = Math.floor(index / ${GROUP})
  if (!groups.has(group)) {
    const { inflateRawSync } = process.getBuiltinModule('node:zlib')
    groups.set(group, inflateRawSync(packed(group), { dictionary: dictionary() }).toString().split('\\n'))
  }
  return JSON.parse(groups.get(group)[index % ${GROUP}])
}
const records = new Map()
const read = (index) => {
  const given = recordSource()?.(index, namesAt(builtInRecords, index))
  if (!given && !records.has(index)) records.set(index, { names: namesAt(builtInRecords, index), ...recordAt(index) })
  return given ?? records.get(index)
}
export const builtInRecords = { size: ${size}, lines: ${JSON.stringify(lines)}, read }`

/** Beside the bundle. A small run needs one record or two, so the first few groups are read alone; a long one reads the file. */
const FROM_FILE = `
import file from './records.bin'
const { closeSync, openSync, readFileSync, readSync } = globalThis.process?.getBuiltinModule?.('node:fs') ?? {}
const FEW = 6
const place = new URL(file, import.meta.url)
let alone = 0
let all
const partAlone = (from, length) => {
  const part = Buffer.allocUnsafe(length)
  const opened = openSync(place)
  readSync(opened, part, 0, length, from)
  closeSync(opened)
  return part
}
let known
const dictionary = () => (known ??= partAlone(0, ${DICTIONARY}))
const packed = (group) =>
  alone++ < FEW ? partAlone(start(group), lengths[group]) : (all ??= readFileSync(place)).subarray(start(group), start(group) + lengths[group])`

/** In a browser: the file is fetched when the first record is asked for. */
const fetched = (lengths) => `
import { inflateSync } from 'fflate'
import file from './records.bin'
${places(lengths)}
let all
const bytes = async () => new Uint8Array(await (await fetch(new URL(file, import.meta.url))).arrayBuffer())
export const packedRecord = async (_, index) => {
  const packed = await (all ??= bytes().catch((error) => {
    all = undefined
    throw error
  }))
  const dictionary = packed.subarray(0, ${DICTIONARY})
  const group = Math.floor(index / ${GROUP})
  const texts = new TextDecoder().decode(inflateSync(packed.subarray(start(group), start(group) + lengths[group]), { dictionary }))
  return JSON.parse(texts.split('\\n')[index % ${GROUP}])
}`

/** In the single executable. */
const FROM_ASSET = `
import { getRawAsset } from 'node:sea'
const dictionary = () => Buffer.from(getRawAsset('records.bin'), 0, ${DICTIONARY})
const packed = (group) => Buffer.from(getRawAsset('records.bin'), start(group), lengths[group])`

/** In a page that has records of its own. */
const FROM_NOWHERE = `
const packed = () => undefined
const dictionary = packed`

/** Leaves the image records in a file of their own, since a run needs few of them. */
const records = (read) => ({
  name: 'records',
  setup({ onResolve, onLoad }) {
    let made
    const packed = () => (made ??= packRecords())
    onLoad({ filter: RECORDS }, () => ({
      contents: lazily(packed(), read),
      loader: 'js',
      resolveDir: 'src/knowledge',
    }))
    onResolve({ filter: /knowledge\/packed\.js$/ }, () => ({ path: 'packed.js', namespace: 'packed' }))
    onLoad({ filter: /./, namespace: 'packed' }, () => ({ contents: fetched(packed().lengths), loader: 'js', resolveDir: '.' }))
    onResolve({ filter: /^\.\/records\.bin$/ }, () => ({ path: 'records.bin', namespace: 'records' }))
    onLoad({ filter: /./, namespace: 'records' }, () => ({ contents: packed().bytes, loader: 'file' }))
  },
})

/** Has the tables of a Lezer parser unpacked when the first program is read in its language, not whenever the bundle is loaded. */
const parsers = {
  name: 'parsers',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@lezer[\\/](?:go|javascript|php|python|xml)[\\/]dist[\\/]index\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      const [made] = /^const parser = (?:\/\*@__PURE__\*\/)?LRParser\.deserialize\(\{[\s\S]*?^\}\);$/m.exec(text) ?? []
      if (!made) throw new Error(`${path} makes its parser in another way`)
      const lazy = made.replace('const parser = ', 'const make = () => ')
      const parser = 'let made\nconst parser = { configure: (options) => (made ??= make()).configure(options) }'
      return { contents: text.replace(made, () => `${lazy}\n${parser}`), loader: 'js' }
    })
  },
}

/** Modules of Node that packages import and seldom call. They load many others: 12 ms of a walk through a folder. */
const SELDOM = /^(?:node:)?(?:child_process|fs\/promises)$/

const BUILT_IN = new RegExp(`^(?:node:)?(?:${builtinModules.join('|')})$`)

/** The functions of such a module, which load it when one of them is called. An import of anything else fails the build. */
function whenCalled(path, names) {
  const all = `process.getBuiltinModule('${path}')`
  const functions = names.filter((name) => /^[a-z]/.test(name) && typeof process.getBuiltinModule(path)[name] === 'function')
  const called = functions.map((name) => `export const ${name} = (...given) => ${all}.${name}(...given)`)
  return [...called, `export default new Proxy({}, { get: (_, name) => ${all}[name] })`].join('\n')
}

/**
 * Takes Node's own modules by `process.getBuiltinModule`. An import of one asks it for all that it has, and `fs.promises` and most of `util`
 * are loaded only when somebody asks for them: 8 ms of each start. Each file has its own names of them, else they would be a file by themselves.
 */
const builtIns = {
  name: 'built-ins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: BUILT_IN }, ({ path, kind, importer, namespace }) => {
      if (kind === 'dynamic-import') return { path, external: true }
      return kind === 'require-call'
        ? { path, namespace: 'required' }
        : { path, namespace: 'imported', suffix: `?${namespace}:${relative('.', importer)}` }
    })
    onLoad({ filter: /./, namespace: 'required' }, ({ path }) => ({ contents: `module.exports = process.getBuiltinModule('${path}')` }))
    onLoad({ filter: /./, namespace: 'imported' }, ({ path }) => {
      // esbuild leaves out what the file does not import, if making it changes nothing.
      const names = Object.keys(process.getBuiltinModule(path)).filter((name) => /^\w+$/.test(name))
      if (SELDOM.test(path)) return { contents: whenCalled(path, names) }
      const named = names.map((name) => `export const ${name} = /* @__PURE__ */ take('${name}')`)
      const all = `const all = /* @__PURE__ */ process.getBuiltinModule('${path}')`
      return { contents: [all, 'const take = (name) => all[name]', 'export default all', ...named].join('\n') }
    })
  },
}

/** Of a bundle for a page that gives the records itself. */
export const browserPlugins = [
  {
    name: 'no-file',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /knowledge\/packed\.js$/ }, () => ({ path: 'packed.js', namespace: 'none' }))
      onLoad({ filter: /./, namespace: 'none' }, () => ({ contents: 'export const packedRecord = undefined', loader: 'js' }))
    },
  },
  records(FROM_NOWHERE),
  tables,
  parsers,
  pushedTokens,
]

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
  alias: {
    yaml: './node_modules/yaml/browser/index.js',
    // The other one imports a module of Node's.
    fflate: './node_modules/fflate/esm/browser.js',
  },
  external: ['@eslint/eslintrc'],
  // The command line gives it to a file that it loads as a script (`src/commands/load-bundle.ts`).
  banner: { js: 'const moduleUrl=import.meta.url' },
  define: { 'import.meta.url': 'moduleUrl' },
  plugins: [records(FROM_FILE), tables, parsers, pushedTokens, builtIns],
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
  plugins: [records(FROM_ASSET), tables, parsers, pushedTokens],
}
