import { byNames } from '../../../model/own.ts'
import { parentOf } from '../../../model/path.ts'
import { pathFrom } from '../../application.ts'
import { contents, dataOf } from '../data-files.ts'
import {
  first,
  homeDirectory,
  itself,
  lastPart,
  recordValues,
  temporaryDirectoryCall,
  workingDirectory,
  workingDirectoryOf,
} from '../known-functions.ts'
import { type Constant, type KnownFunction, type KnownMethod, type Language, NamedTable, sinkTable } from '../language.ts'
import { javascriptParser } from '../parsers.ts'
import { sinksOf } from '../sink-rows.ts'
import { concat, joinFrom, joinTexts, knownText, mapText, slash, type Text, UNKNOWN_VALUE, withoutScheme } from '../value.ts'
import { JAVASCRIPT } from './javascript-grammar.ts'

/** A program takes the scheme off before it resolves a path. */
const resolved: KnownFunction = ({ args, program }) => {
  const paths = args.map((values) => mapText(values, (found) => ({ ...found, text: withoutScheme(found.text) })))
  const found = joinTexts([workingDirectoryOf(program), ...paths], joinFrom)
  return mapText(found, (each) => ({ ...each, text: cleaned(each) }))
}

/** In an open path, a trailing slash shows that the rest is inside that directory. */
function cleaned({ text: path, open }: Text): string {
  const clean = pathFrom('/', path)
  return open && path.endsWith('/') ? `${clean === '/' ? '' : clean}/` : clean
}

/** A file beside the module: `new URL("./x", import.meta.url)`. */
const beside: KnownFunction = ({ args: [path = UNKNOWN_VALUE, base], module }) => {
  if (!base) return UNKNOWN_VALUE
  return mapText(path, (found) => ({ ...found, text: pathFrom(parentOf(module.path), found.text.replace(/^file:\/\//, '')) }))
}

/** Modules that stand for another one, by name. */
const SAME: Readonly<Record<string, string>> = {
  'fs-extra': 'fs',
  'fs-promise': 'fs',
  'graceful-fs': 'fs',
  'fs/promises': 'fs',
  'original-fs': 'fs',
  'path/posix': 'path',
  upath: 'path',
  pathe: 'path',
  slash: 'path.normalize',
}

function standardName(name: string): string {
  const plain = name.replace(/^node:/, '').replace(/^(fs|path)\.(?:promises|default|posix)\b/, '$1')
  const at = plain.indexOf('.')
  const head = at === -1 ? plain : plain.slice(0, at)
  return Object.hasOwn(SAME, head) ? `${SAME[head]}${at === -1 ? '' : plain.slice(at)}` : plain
}

export const JAVASCRIPT_LANGUAGE: Language = {
  id: 'javascript',
  grammar: JAVASCRIPT,
  parser: javascriptParser,
  standardName,
  functions: new NamedTable<KnownFunction>(
    byNames({
      'path.join': ({ args }) => mapText(joinTexts(args, slash), (found) => found),
      'path.resolve': resolved,
      'path.dirname': ({ args: [value = UNKNOWN_VALUE] }) =>
        mapText(value, (found) => (found.open ? found : { ...found, text: parentOf(found.text) })),
      'path.basename': lastPart,
      'path.normalize url.fileURLToPath url.pathToFileURL Bun.file fs.realpathSync': first,
      'String fileURLToPath decodeURIComponent decodeURI Object.freeze': first,
      'fs.readFileSync fs.readFile Deno.readTextFile Deno.readTextFileSync': contents,
      'Object.values': ({ args: [value = UNKNOWN_VALUE] }) => recordValues(value),
      'JSON.parse': dataOf('json', 'content'),
      'js-yaml.load js-yaml.safeLoad yaml.parse': dataOf('yaml', 'content'),
      'toml.parse @iarna/toml.parse smol-toml.parse': dataOf('toml', 'content'),
      'fs.readJson fs.readJsonSync fs.readJSON fs.readJSONSync jsonfile.readFile jsonfile.readFileSync': dataOf('json', 'path'),
      'process.cwd Deno.cwd app-root-path.toString app-root-path': workingDirectory,
      'os.tmpdir': temporaryDirectoryCall,
      'os.homedir': homeDirectory,
      'URL url.URL': beside,
      'fs.mkdtempSync fs.mkdtemp': ({ args: [value = UNKNOWN_VALUE] }) => mapText(value, (found) => ({ ...found, open: true })),
      'app-root-path.resolve': ({ args: [value = UNKNOWN_VALUE], program }) => joinTexts([workingDirectoryOf(program), value], slash),
    }),
  ),
  joins: new Set(['path.join', 'path.resolve']),
  // Of objects, jQuery and lodash, and of packages for nested settings.
  copies: ['assign', 'extend', 'merge', 'mergeWith', 'mergeDeep', 'deepMerge', 'deepExtend', 'update'],
  wraps: new Set(['util.promisify', 'es6-promisify.promisify', 'bluebird.promisify', 'pify']),
  commandLine: new Set(['process.argv', 'process.argv.shift', 'process.argv.0']),
  methods: new Map(
    byNames<KnownMethod>({
      'toString trim valueOf normalize .pathname .href': itself,
      toLowerCase: ({ receiver }) => mapText(receiver, (found) => ({ ...found, text: found.text.toLowerCase() })),
      concat: ({ receiver, args }) => joinTexts([receiver, ...args], concat),
      resolve: ({ receiver, args }) => (receiver[0]?.is === 'text' ? joinTexts([receiver, ...args], slash) : UNKNOWN_VALUE),
    }),
  ),
  constants: new Map(
    byNames<Constant>({
      '__dirname import.meta.dirname import.meta.dir': (module) => knownText(parentOf(module.path)),
      '__filename import.meta.filename import.meta.url import.meta.path': (module) => knownText(module.path),
      'path.sep': () => knownText('/'),
      'process.env.PWD process.env.INIT_CWD app-root-path.path': (_, program) => knownText(program.surroundings.cwd),
      'require.main': (module, program) => knownText(program.entries.has(module) ? 'main' : 'other'),
      module: () => knownText('main'),
      'process.platform': () => knownText('linux'),
      'process.execPath': () => knownText('node'),
    }),
  ),
  environment: new Set(['process.env', 'Bun.env', 'import.meta.env', 'Deno.env']),
  constructorName: 'constructor',
  settings: new Map(),
  starts: () => [],
  sinks: sinkTable(sinksOf('javascript')),
  // Its imports are known to a parser alone.
  signs: () => true,
}
