import { once } from '../../../model/lazy.ts'
import { firstFound, remember } from '../../../model/maps.ts'
import { baseName, isWithin, parentOf, upwards } from '../../../model/path.ts'
import { parseJson } from '../../../text/json.ts'
import { pathFrom } from '../../application.ts'
import { generatedByPrisma } from '../../frameworks/prisma.ts'
import type { ImageFile } from '../../image-files.ts'
import { Code } from '../code.ts'
import { newScope } from '../collect.ts'
import type { Language } from '../language.ts'
import { type Module, moduleOf } from '../module.ts'
import type { ProgramFiles } from '../started.ts'
import type { Expression } from '../syntax.ts'
import { JAVASCRIPT_LANGUAGE } from './javascript.ts'
import { type CompilerOutput, compilerOutputs, isLocked, nodeAliases } from './node-aliases.ts'
import { type OwnPackage, ownPackages, packagePlaces } from './node-workspace.ts'

export const CODE = /\.(?:js|mjs|cjs|ts|mts|cts|tsx|jsx)$/
const EXTENSIONS =
  '.js .ts .mjs .cjs .mts .cts .tsx .jsx .json /index.js /index.ts /index.mjs /index.cjs /index.tsx /index.json .d.ts'.split(' ')

/** Output directories of compilers, and the source directories for them. */
const OUTPUT = /^(dist|build|out|lib|\.output)\/(?:src\/)?(.+)$/

/** Files of a Node program, as its imports name them. */
export interface NodeFiles {
  /** By an absolute path with or without its extension: in the image, or among the sources that were compiled to it. */
  readonly resolve: (path: string) => Module | undefined
  /** `undefined`: the program's own, but missing. */
  readonly loaded: (from: Module, name: string) => readonly Module[] | undefined
  readonly within: (directory: string) => readonly Module[]
}

/** What an import may name that is not code, with what a bundler is to do with it (`?url`): its absence is no gap. */
const ASSET =
  /\.(?:json|css|scss|less|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|mp[34]|html?|txt|md|graphql|gql|node|wasm|vue|svelte|ya?ml|webmanifest|d\.ts)(?:\?[\w&=-]+)?$/i

/** The files of a project and its packages: what a path stands for, and which package it is in. */
interface NodeTree {
  readonly packages: () => ReadonlyMap<string, OwnPackage>
  /** The directory of the package that a path is in. */
  readonly rootOf: (path: string) => string
  readonly read: (path: string) => Module | undefined
  readonly resolve: (path: string) => Module | undefined
  /** The module at the first place that has one; undefined if the program lacks it. */
  readonly firstOf: (places: readonly string[], name: string) => readonly Module[] | undefined
}

function nodeTree(root: string, files: ProgramFiles): NodeTree {
  const modules = new Map<string, Module | undefined>()
  const read = (path: string, runsAt = path): Module | undefined => {
    if (!modules.has(path)) modules.set(path, readModule(path, runsAt, files))
    return modules.get(path)
  }
  const packages = once(() => ownPackages(root, files))
  const roots = once(() => new Set([root, ...[...packages().values()].map(({ directory }) => directory)]))
  const rootOf = (path: string): string => upwards(path).find((each) => roots().has(each)) ?? root
  const outputs = new Map<string, readonly CompilerOutput[]>()
  const outputsIn = (directory: string) => remember(outputs, directory, () => compilerOutputs(directory, files))
  const resolve = (path: string): Module | undefined => {
    const at = rootOf(path)
    return (
      firstFound(candidates(path), (each) => read(each)) ??
      firstFound(compiledFrom(path, at), ({ source, runsAt }) => read(pathFrom(at, source), pathFrom(at, runsAt))) ??
      firstFound(compiledBySettings(path, outputsIn(at)), ({ source, runsAt }) => read(source, runsAt))
    )
  }
  const generated = new Map<string, readonly string[]>()
  /** Whether Prisma generates a file, or the source that it is compiled from. */
  const isGenerated = (path: string): boolean => {
    const at = rootOf(path)
    const [, , rest] = OUTPUT.exec(below(path, at)) ?? []
    const places = rest === undefined ? [path] : [path, pathFrom(at, rest), pathFrom(at, `src/${rest}`)]
    const directories = remember(generated, at, () => generatedByPrisma(at, files))
    return directories.some((directory) => places.some((place) => isWithin(place, directory)))
  }
  const firstOf = (places: readonly string[], name: string): readonly Module[] | undefined => {
    const found = firstFound(places, resolve)
    return found ? [found] : ASSET.test(name) || places.some(isGenerated) ? [] : undefined
  }
  return { packages, rootOf, read, resolve, firstOf }
}

/** `root`: the directory of the program's package.json, which names the output of its compiler and its aliases. */
export function nodeFiles(root: string, files: ProgramFiles): NodeFiles {
  const { packages, rootOf, read, resolve, firstOf } = nodeTree(root, files)
  const aliased = nodeAliases(files)
  const loaded = (from: Module, name: string): readonly Module[] | undefined => {
    const end = name.slice(1).search(/[?#]/)
    const plain = end === -1 ? name : name.slice(0, end + 1)
    const directory = parentOf(from.path)
    if (/^\.{0,2}\//.test(plain) || plain === '.' || plain === '..') return firstOf([pathFrom(directory, plain)], plain)
    const { places, isOwn, isPackage } = aliased(plain, directory)
    const settled = places.flatMap((place) => outputsOf(place, from, rootOf))
    const named = firstOf(settled, plain)
    const [, owner = '', rest = ''] = PACKAGE.exec(plain) ?? []
    const own = packages().get(owner)
    if (own && !named?.length) return firstOf(packagePlaces(own, rest), plain)
    if (named?.length || (isOwn && !isPackage)) return named
    const found = firstOf(usualPlaces(plain, root, from, rootOf), plain)
    // Other packages bring what no manifest names, but hardly a scope or the name of a directory of the project.
    const isAlias = owner.startsWith('@') || (rest !== '' && [root, `${root}/src`].some((each) => files.list(each).includes(owner)))
    return found ?? (isPackage || !isAlias || isLocked(owner, directory, files) ? [] : undefined)
  }
  const within = (directory: string): readonly Module[] =>
    files.list(directory).flatMap((name) => {
      const isOwn = CODE.test(name) && !/\.(?:test|spec|d)\.\w+$/.test(name)
      return isOwn ? (read(pathFrom(directory, name)) ?? []) : []
    })
  return { resolve, loaded, within }
}

/** What bundlers take for the directory of the sources where no settings say it: `@/x`, `~/x`. */
function usualPlaces(name: string, root: string, from: Module, rootOf: NodeTree['rootOf']): readonly string[] {
  const alias = /^(?:@\/|~\/|~~\/|#\/?|src\/|@src\/|app\/)(.+)$/.exec(name)?.[1]
  if (alias === undefined) return []
  const sources = outputsOf(pathFrom(root, `src/${alias}`), from, rootOf)
  return [...sources, ...[`dist/${alias}`, alias, name].map((path) => pathFrom(root, path))]
}

/** Compilers turn an alias into a path in their output, beside the module that names it. */
function outputsOf(place: string, { path }: Module, rootOf: NodeTree['rootOf']): readonly string[] {
  const at = rootOf(place)
  const [, output] = /^((?:dist|build|out|lib|\.output)\/(?:src\/)?)/.exec(below(path, at)) ?? []
  return output === undefined ? [place] : [pathFrom(at, `${output}${below(place, at).replace(/^src\//, '')}`), place]
}

/** The owner of a module's name, with its scope, and the file in it. */
const PACKAGE = /^((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/

function below(path: string, directory: string): string {
  return path.slice(directory === '/' ? 1 : directory.length + 1)
}

function readModule(path: string, runsAt: string, files: ProgramFiles): Module | undefined {
  const found = files.isThere(path) ? files.open(path) : undefined
  if (found && path.endsWith('.json')) return jsonModule(found, path, JAVASCRIPT_LANGUAGE)
  return found && isCode(path) ? moduleOf(found, runsAt, JAVASCRIPT_LANGUAGE) : undefined
}

/** Whether Node reads a file as code: by its extension, or without any (nodejs.org/api/modules.html, "File modules"). */
function isCode(path: string): boolean {
  return CODE.test(path) || !baseName(path).includes('.')
}

/** The files that a path may stand for, with or without its extension. */
function candidates(path: string): ReadonlySet<string> {
  const stem = path.replace(/\.(?:js|mjs|cjs|jsx)$/, '')
  const own = isCode(path) || path.endsWith('.json') ? [path] : []
  return new Set([...own, ...EXTENSIONS.map((extension) => `${stem}${extension}`)])
}

interface CompiledSource {
  readonly source: string
  /** The place of what is compiled from it. */
  readonly runsAt: string
}

const SOURCE_ENDS = '.ts .js .tsx /index.ts /index.js /index.tsx'.split(' ')

/** The sources of a compiled file: `dist/main.js` is compiled from `src/main.ts`, at the same depth. */
function compiledFrom(path: string, root: string): readonly CompiledSource[] {
  const above = root === '/' ? '/' : `${root}/`
  if (!path.startsWith(above)) return []
  const stem = path.slice(above.length).replace(/\.[cm]?[jt]sx?$/, '')
  const [, output, rest] = OUTPUT.exec(stem) ?? []
  if (output === undefined || rest === undefined) return []
  const sources = SOURCE_ENDS.flatMap((end) => [`src/${rest}${end}`, `${rest}${end}`])
  return sources.map((source) => {
    const runsAt = source.startsWith('src/') && !stem.includes('/src/') ? source.replace('src/', `${output}/`) : `${output}/${source}`
    return { source, runsAt: compiledName(runsAt) }
  })
}

/** The same by the settings of the compiler. */
function compiledBySettings(path: string, outputs: readonly CompilerOutput[]): readonly CompiledSource[] {
  return outputs.flatMap(({ output, sources }) => {
    const stem = path.replace(/\.[cm]?jsx?$/, '')
    if (!isWithin(stem, output)) return []
    return sources.flatMap((directory) =>
      SOURCE_ENDS.map((end) => ({ source: pathFrom(directory, `${below(stem, output)}${end}`), runsAt: compiledName(`${stem}${end}`) })),
    )
  })
}

function compiledName(path: string): string {
  return path.replace(/\.tsx?$/, '.js')
}

/** A file of JSON as a module that exports one value. */
function jsonModule(found: ImageFile, path: string, language: Language): Module {
  const parsed = found.text.text.length > MAX_TEXT ? undefined : parseJson(found.text.text)
  const top = newScope('module', undefined, undefined, 0)
  if (parsed?.ok) top.bindings.set('default', [{ value: expressionOf(parsed.value, 0), scope: top, conditions: [], at: 0, end: 0 }])
  const syntax = { top, calls: [], assignments: [], parts: [], variables: [], imports: new Map(), stars: [], modules: [], dynamic: [] }
  return moduleOf(found, path, language, new Code(found.text.text, found.file, language, syntax))
}

const MAX_TEXT = 200_000
const MAX_DEPTH = 8
/** Most items of one list or object; the content of a larger one is unknown. */
const MAX_ITEMS = 1000

function expressionOf(value: unknown, depth: number): Expression {
  if (typeof value === 'string') return { is: 'text', parts: [value], at: 0 }
  if (value === null || value === undefined) return { is: 'nothing', at: 0 }
  if (typeof value !== 'object') return { is: 'literal', value: String(value), at: 0 }
  const entries = Object.entries(value)
  if (depth > MAX_DEPTH || entries.length > MAX_ITEMS) return { is: 'other', at: 0 }
  if (Array.isArray(value)) return { is: 'list', items: value.map((item) => expressionOf(item, depth + 1)), at: 0 }
  return { is: 'record', entries: entries.map(([key, item]) => ({ key, value: expressionOf(item, depth + 1), at: 0 })), at: 0 }
}
