import { parse } from 'yaml'
import { baseName, upwards } from '../../../model/path.ts'
import { type Json, object, strings } from '../../../text/json.ts'
import { pathFrom } from '../../application.ts'
import type { ProgramFiles } from '../started.ts'
import { readSettings, targetPaths } from './node-aliases.ts'

/** A package of the project itself, which others load by its name. */
export interface OwnPackage {
  readonly directory: string
  readonly manifest: Json
}

/** The packages of a project by name: its workspaces (npm, Yarn, pnpm, Bun), and those that a manifest takes from a directory. */
export function ownPackages(root: string, files: ProgramFiles): ReadonlyMap<string, OwnPackage> {
  const found = new Map<string, OwnPackage>()
  const add = (directory: string): void => {
    const manifest = readSettings(pathFrom(directory, 'package.json'), files)
    // The nearest workspace counts.
    if (typeof manifest.name === 'string' && !found.has(manifest.name)) found.set(manifest.name, { directory, manifest })
  }
  for (const directory of upwards(root)) {
    const { dependencies, workspaces } = readSettings(pathFrom(directory, 'package.json'), files)
    for (const version of Object.values(object(dependencies))) {
      const path = /^(?:file|link|portal):(.+)$/.exec(typeof version === 'string' ? version : '')?.[1]
      if (path !== undefined) add(pathFrom(directory, path))
    }
    const patterns = [...strings(workspaces), ...strings(object(workspaces).packages), ...pnpmPackages(directory, files)]
    for (const pattern of patterns.slice(0, MAX_PATTERNS)) for (const each of directories(pattern, directory, files)) add(each)
  }
  return found
}

/** pnpm.io/pnpm-workspace_yaml, "packages". */
function pnpmPackages(directory: string, files: ProgramFiles): readonly string[] {
  const path = pathFrom(directory, 'pnpm-workspace.yaml')
  const text = files.isThere(path) ? files.open(path)?.text.text : undefined
  if (text === undefined) return []
  try {
    return strings(object(parse(text)).packages)
  } catch {
    return []
  }
}

/** Most patterns of one workspace; no real one has as many. */
const MAX_PATTERNS = 100

/** Depth of packages below a pattern that ends in two asterisks. */
const MAX_DEPTH = 3

/** The directories of a pattern: `packages/*`, `libs/**`. Those that a pattern leaves out (`!test`) stay in: nothing loads them. */
function directories(pattern: string, root: string, files: ProgramFiles): readonly string[] {
  let found: readonly string[] = [root]
  for (const part of pattern.replace(/^\.\//, '').split('/')) {
    const below = (directory: string) =>
      files
        .list(directory)
        .filter((name) => name !== 'node_modules' && !name.startsWith('.'))
        .map((name) => pathFrom(directory, name))
    if (part === '**') {
      for (let depth = 0, last = found; depth < MAX_DEPTH; depth++) {
        last = last.flatMap(below)
        found = [...new Set([...found, ...last])]
      }
    } else if (part.includes('*')) found = found.flatMap(below).filter((each) => fits(baseName(each), part))
    else if (part !== '') found = found.map((directory) => pathFrom(directory, part))
  }
  return found
}

function fits(name: string, pattern: string): boolean {
  const [before = '', after = ''] = pattern.split('*')
  return name.startsWith(before) && name.endsWith(after)
}

/** The files that a name of such a package may stand for: its entry or one below it, compiled or not. */
export function packagePlaces({ directory, manifest }: OwnPackage, below: string): readonly string[] {
  const { exports, source, main, module, types } = manifest
  const asked = below === '' ? '.' : `./${below}`
  const exported = Object.entries(typeof exports === 'string' ? { '.': exports } : object(exports)).flatMap(([name, target]) => {
    const [before = '', after] = name.split('*')
    if (name === asked) return targetPaths(target)
    if (after === undefined || !asked.startsWith(before) || !asked.endsWith(after)) return []
    return targetPaths(target).map((each) => each.replace('*', asked.slice(before.length, asked.length - after.length)))
  })
  const stated = below === '' ? [source, main, module, types].flatMap(strings) : [below, `src/${below}`]
  const usual = below === '' ? ['src/index', 'index', 'src/main', 'lib/index'] : []
  return [...exported, ...stated, ...usual].map((each) => pathFrom(directory, each))
}
