import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { Intent } from '../src/model/intent.ts'

const ROOT = resolve('fixtures/compose-edit')

/** What `case.json` of a fixture says. */
interface Given {
  /** The files that form the project; absent: the one file that is there. */
  readonly files?: readonly string[]
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
    return { name, folder, ...given, files: given.files ?? [only], texts, fixed }
  })
}
