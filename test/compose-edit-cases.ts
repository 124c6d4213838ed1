import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { Intent } from '../src/model/intent.ts'
import { discoverProjects } from '../src/sources/compose/discover.ts'
import { overrideOf } from '../src/sources/compose/override.ts'
import { type ProjectSpec, projectOf } from '../src/sources/compose/project-spec.ts'
import type { Files } from '../src/sources/source.ts'

const ROOT = resolve('fixtures/compose-edit')

/** What `case.json` of a fixture says. */
interface Given {
  /** The files that form the project; absent: the one file that is there. */
  readonly files?: readonly string[]
  /** Where the fix goes; the project is then found in the folder, unless `files` names it. */
  readonly into?: 'override'
  /** By service. */
  readonly intents: Readonly<Record<string, readonly Intent[]>>
  /** Of every refusal: service, intent, and a part of the reason. */
  readonly refused?: readonly (readonly [service: string, intent: Intent['do'], why: string])[]
}

/** A folder of `fixtures/compose-edit`: texts, what is wanted of them, and `fixed/` with those that change. Paths are relative. */
export interface EditCase extends Given {
  readonly name: string
  readonly folder: string
  readonly files: readonly string[]
  readonly texts: ReadonlyMap<string, string>
  readonly fixed: ReadonlyMap<string, string>
  /** The project that the files are in a folder. */
  readonly project: (folder: string, io: Files) => ProjectSpec
}

function textsBelow(folder: string): [path: string, text: string][] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  return files.map(({ parentPath, name }) => [relative(folder, join(parentPath, name)), readFileSync(join(parentPath, name), 'utf8')])
}

export function editCases(): EditCase[] {
  return readdirSync(ROOT).map((name) => {
    const folder = join(ROOT, name)
    const all = textsBelow(folder)
    const given = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as Given
    const texts = new Map(all.filter(([path]) => !path.startsWith('fixed') && path !== 'case.json'))
    const fixed = new Map(all.filter(([path]) => path.startsWith('fixed')).map(([path, text]) => [path.slice('fixed/'.length), text]))
    const only = [...texts.keys()].find((path) => /ml$/.test(path)) ?? ''
    const files = given.files ?? [only]
    const project = (at: string, io: Files): ProjectSpec => {
      const absolute = (paths: readonly string[]) => paths.map((path) => join(at, path))
      if (!given.into) return projectOf(absolute(files), 'a test', io)
      const found = discoverProjects(absolute([...new Set([...texts.keys(), ...fixed.keys()])]).filter(io.exists), io)
      const spec = given.files ? projectOf(absolute(files), 'a test', io) : (found[0] as ProjectSpec)
      return { ...spec, override: overrideOf(spec, io, () => false) }
    }
    return { name, folder, ...given, files, texts, fixed, project }
  })
}
