import { parse } from 'jsonc-parser'
import { remember } from '../../../model/maps.ts'
import { parentOf, upwards } from '../../../model/path.ts'
import { type Json, list, object, strings } from '../../../text/json.ts'
import { pathFrom } from '../../application.ts'
import type { ProgramFiles } from '../started.ts'

/** `@app/*` with the paths that it stands for; an asterisk in them is what the name has in its place. */
interface Alias {
  readonly pattern: string
  readonly targets: readonly string[]
}

/** What a name of a module stands for by the settings: absolute paths. */
export interface Aliased {
  readonly places: readonly string[]
  /** It can be nothing else. */
  readonly isOwn: boolean
  /** A part of Node or of a framework, or a package that a manifest names; also where there is no manifest. */
  readonly isPackage: boolean
}

/** Gives the places of a module's name by the settings for the directory of the module that loads it. */
export function nodeAliases(files: ProgramFiles): (name: string, directory: string) => Aliased {
  const tables = new Map<string, readonly Alias[]>()
  const named = new Map<string, Manifests | 'no manifest'>()
  return (name, directory) => {
    const table = remember(tables, directory, () => aliasesFor(directory, files))
    const packages = remember(named, directory, () => packagesFor(directory, files))
    const [owner = ''] = /^(?:@[^/]+\/)?[^/]+/.exec(name) ?? []
    const matches = table.flatMap(({ pattern, targets }) => {
      const rest = matched(name, pattern)
      return rest === undefined ? [] : { pattern, places: targets.map((target) => target.replace('*', rest)) }
    })
    return {
      places: matches.flatMap(({ places }) => places),
      isOwn: matches.some(({ pattern }) => pattern !== '*') || (packages !== 'no manifest' && packages.own.has(owner)),
      isPackage: OTHER.test(name) || BUILT_IN.has(owner) || packages === 'no manifest' || packages.others.has(owner),
    }
  }
}

/** Modules of Node that need no prefix (nodejs.org/api/module.html, "builtinModules"). */
const BUILT_IN: ReadonlySet<string> = new Set(
  'assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib'.split(
    ' ',
  ),
)

/** Whether a name is a module of Node. */
export const isModuleOfNode = (name: string): boolean => BUILT_IN.has(name)

/** `node:fs`, `virtual:x`, and what a framework makes (`$app/stores`, `#imports`, `server-only` of Next.js). */
const OTHER = /:|^[$#]|^(?:server|client)-only$/

/** Names of packages in manifests: `own` are those that a manifest takes from the project itself. */
interface Manifests {
  readonly own: ReadonlySet<string>
  readonly others: ReadonlySet<string>
}

/** The packages that the manifests at and above a directory name. */
function packagesFor(directory: string, files: ProgramFiles): Manifests | 'no manifest' {
  const manifests = upwards(directory)
    .map((each) => pathFrom(each, 'package.json'))
    .filter(files.isThere)
  if (manifests.length === 0) return 'no manifest'
  const named = manifests.flatMap((path) => {
    const { name, dependencies, devDependencies, peerDependencies, optionalDependencies } = readSettings(path, files)
    const tables = [dependencies, devDependencies, peerDependencies, optionalDependencies]
    return [...strings(name).map((each) => [each, ''] as const), ...tables.flatMap((each) => Object.entries(object(each)))]
  })
  const isOwn = (version: unknown) => typeof version === 'string' && /^(?:workspace|file|link|portal):/.test(version)
  const others = named.flatMap(([name, version]) => (isOwn(version) ? [] : [name, name.replace('@types/', '')]))
  return { own: new Set(named.flatMap(([name, version]) => (isOwn(version) ? [name] : []))), others: new Set(others) }
}

const LOCKS = 'package-lock.json npm-shrinkwrap.json pnpm-lock.yaml yarn.lock bun.lock'.split(' ')

/** Whether a lock file at or above a directory has a package from a registry: one that another package brings. */
export function isLocked(name: string, directory: string, files: ProgramFiles): boolean {
  const paths = upwards(directory).flatMap((each) => LOCKS.map((lock) => pathFrom(each, lock)))
  return paths.filter(files.isThere).some((path) => {
    const [before = '', ...after] = files.open(path)?.text.text.split(name) ?? []
    return after.some((text, at) =>
      (at === 0 ? before : (after[at - 1] ?? '')).endsWith('node_modules/') ? NPM.test(text) : VERSION.test(text),
    )
  })
}

/** What follows a name in a lock file of npm; a directory of the project is a link. */
const NPM = /^":(?!\s*\{[^{}]*"link")/

/** The same in those of pnpm, Yarn and Bun. */
const VERSION = /^@(?:npm:)?[\^~]?\d|^\/\d/

function matched(name: string, pattern: string): string | undefined {
  const [before = '', after] = pattern.split('*')
  if (after === undefined) return name === pattern ? '' : undefined
  const fits = name.length >= pattern.length - 1 && name.startsWith(before) && name.endsWith(after)
  return fits ? name.slice(before.length, name.length - after.length) : undefined
}

/** The nearest settings of the compiler (typescriptlang.org, "paths", "baseUrl") and of package.json ("imports"). */
function aliasesFor(directory: string, files: ProgramFiles): readonly Alias[] {
  const nearest = (name: string) =>
    upwards(directory)
      .map((each) => pathFrom(each, name))
      .find(files.isThere)
  const compiler = nearest('tsconfig.json') ?? nearest('jsconfig.json')
  const manifest = nearest('package.json')
  const named = manifest === undefined ? [] : packageAliases(manifest, files)
  return [...(compiler === undefined ? [] : compilerAliases(compiler, files, new Set())), ...named].slice(0, MAX_ALIASES)
}

/** Most aliases that are looked at for each name; one beyond them is not known. */
const MAX_ALIASES = 300

/** Most files of settings that extend or reference each other; no real project has more. */
const MAX_SETTINGS = 50

/** `seen`: the files that were read already. */
function compilerAliases(path: string, files: ProgramFiles, seen: Set<string>): readonly Alias[] {
  if (seen.has(path) || seen.size >= MAX_SETTINGS) return []
  seen.add(path)
  const settings = readSettings(path, files)
  const options = object(settings.compilerOptions)
  const directory = parentOf(path)
  const base = placeOf('baseUrl', path, files)
  const own = Object.entries(object(options.paths)).map(([pattern, targets]) => ({
    pattern,
    targets: strings(targets).map((target) => pathFrom(base ?? directory, target)),
  }))
  // A reference may name a directory.
  const referenced = list(settings.references).flatMap((each) => strings(object(each).path))
  const others = referenced.map((each) => pathFrom(directory, each.endsWith('.json') ? each : `${each}/tsconfig.json`))
  const inherited = own.length > 0 ? [] : [...extended(path, settings), ...others].flatMap((other) => compilerAliases(other, files, seen))
  return [...own, ...inherited, ...(base === undefined ? [] : [{ pattern: '*', targets: [pathFrom(base, '*')] }])]
}

/** The files that settings extend, by names that may leave out the ending. */
function extended(path: string, settings: Json): readonly string[] {
  return strings(settings.extends).map((each) => pathFrom(parentOf(path), each.endsWith('.json') ? each : `${each}.json`))
}

/** The directory that an option of the compiler names: in the settings themselves, else in those that they extend, the last first. */
function placeOf(
  option: 'baseUrl' | 'outDir' | 'rootDir',
  path: string,
  files: ProgramFiles,
  seen = new Set<string>(),
): string | undefined {
  if (seen.has(path) || seen.size >= MAX_SETTINGS) return undefined
  seen.add(path)
  const settings = readSettings(path, files)
  const value = object(settings.compilerOptions)[option]
  if (typeof value === 'string') return pathFrom(parentOf(path), value)
  return extended(path, settings).reduceRight<string | undefined>((found, each) => found ?? placeOf(option, each, files, seen), undefined)
}

function packageAliases(path: string, files: ProgramFiles): readonly Alias[] {
  const directory = parentOf(path)
  return Object.entries(object(readSettings(path, files).imports)).map(([pattern, target]) => ({
    pattern,
    targets: targetPaths(target).map((each) => pathFrom(directory, each)),
  }))
}

/** The paths of a target of package.json, whatever the condition (nodejs.org/api/packages.html, "Conditional exports"). */
export function targetPaths(target: unknown): readonly string[] {
  if (typeof target === 'string') return target.startsWith('.') ? [target] : []
  return Object.values(object(target)).flatMap(targetPaths)
}

/** Settings by their files, which each directory of a program asks for. */
const SETTINGS = new WeakMap<ProgramFiles, Map<string, Json>>()

/** The object in tsconfig.json or package.json, which may hold comments; an empty one without such a file. */
export function readSettings(path: string, files: ProgramFiles): Json {
  const known = remember(SETTINGS, files, () => new Map<string, Json>())
  return remember(known, path, () => {
    const text = files.isThere(path) ? files.open(path)?.text.text : undefined
    return text === undefined ? {} : object(parse(text, [], { allowTrailingComma: true }))
  })
}

/** A directory that the compiler of TypeScript writes, and those that its sources may be in. */
export interface CompilerOutput {
  readonly output: string
  readonly sources: readonly string[]
}

/** The outputs of a package by its `tsconfig*.json` (typescriptlang.org, "outDir", "rootDir"). */
export function compilerOutputs(directory: string, files: ProgramFiles): readonly CompilerOutput[] {
  const named = files.list(directory).filter((name) => /^tsconfig(?:\.[\w-]+)?\.json$/.test(name))
  return named.slice(0, MAX_SETTINGS).flatMap((name): readonly CompilerOutput[] => {
    const path = pathFrom(directory, name)
    const output = placeOf('outDir', path, files)
    if (output === undefined) return []
    const root = placeOf('rootDir', path, files)
    // Without rootDir it is the directory that all sources share: one that they are included from, or one above the package.
    return [{ output, sources: root === undefined ? [...included(path, files), ...upwards(directory)] : [root] }]
  })
}

/** The path of a glob before its first part with a `*`. */
function plainDirectory(pattern: string): string {
  const [plain = '', ...more] = pattern.split('*')
  return more.length === 0 ? pattern : plain.slice(0, Math.max(0, plain.lastIndexOf('/')))
}

function included(path: string, files: ProgramFiles): readonly string[] {
  const patterns = (each: string, settings: Json): readonly string[] =>
    strings(settings.include).map((pattern) => pathFrom(parentOf(each), plainDirectory(pattern)))
  const settings = readSettings(path, files)
  const own = patterns(path, settings)
  return own.length > 0 ? own : extended(path, settings).flatMap((each) => patterns(each, readSettings(each, files)))
}
