import { isMap, parseDocument } from 'yaml'
import type { Rule } from '../lint/rule.ts'
import type { Problem } from '../model/finding.ts'
import type { Files } from '../sources/source.ts'
import { jsonObject } from '../text/json.ts'
import { dirname, foldersAbove, join } from '../text/path.ts'
import { duplicateKey } from '../text/yaml-tree.ts'
import type { Config, LoadedConfig } from './config.ts'

/** Names of a configuration file, the first one wins. */
export const CONFIG_NAMES: readonly string[] = ['.docksealrc', 'dockseal.config'].flatMap((name) =>
  ['yml', 'yaml', 'json'].map((kind) => `${name}.${kind}`),
)

export type LoadAnswer =
  | { readonly ok: true; readonly loaded: LoadedConfig }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** The configuration of a run in `cwd`: the named one, else the nearest up to the repository's root, else an empty one. */
export async function loadConfig(cwd: string, named: string | undefined, io: Files, rules: readonly Rule[]): Promise<LoadAnswer> {
  if (named !== undefined) return readConfig(named, io, rules)
  for (const directory of [cwd, ...foldersAbove(cwd)]) {
    const names = io.list(directory)
    const name = CONFIG_NAMES.find((each) => names.includes(each))
    if (name !== undefined) return readConfig(join(directory, name), io, rules)
    if (names.includes('package.json')) {
      const manifest = join(directory, 'package.json')
      const text = io.read(manifest)
      // An invalid package.json has no configuration.
      if (text.ok && text.text.includes('"dockseal"') && Object.hasOwn(jsonObject(text.text) ?? {}, 'dockseal'))
        return readConfig(manifest, io, rules)
    }
    if (names.includes('.git')) break
  }
  return { ok: true, loaded: { config: {}, directory: cwd } }
}

async function readConfig(file: string, io: Files, rules: readonly Rule[]): Promise<LoadAnswer> {
  const answer = io.read(file)
  if (!answer.ok) return fail(file, undefined, `the configuration ${answer.why}`, 'check the path given with --config')
  const document = parseDocument(answer.text.replace(/^\ufeff/, ''), { uniqueKeys: false, logLevel: 'error' })
  const syntax = document.errors[0]
  if (syntax?.code === 'MULTIPLE_DOCS') return fail(file, syntax.pos[0], 'a second document begins here', 'a configuration is one document')
  if (syntax) return fail(file, syntax.pos[0], (syntax.message.split(/ at line \d|\n/)[0] ?? syntax.code).trim(), SYNTAX_HINT)
  const twice = duplicateKey(document)
  if (twice) return fail(file, twice.offset, twice.message, 'keep one of the two')
  const inManifest = file.endsWith('package.json')
  const node = inManifest ? document.get('dockseal', true) : document.contents
  let value: unknown
  try {
    value = inManifest ? (document.toJS() as { dockseal?: unknown }).dockseal : document.toJS()
  } catch (error) {
    // An alias without an anchor, one that contains itself, or so many that they would fill the memory.
    const [why] = (error instanceof Error ? error.message : String(error)).split('\n')
    return fail(file, 0, `the aliases of the configuration cannot be resolved (${why})`, 'write the values out')
  }
  if (value === null || value === undefined) return { ok: true, loaded: { config: {}, file, directory: dirname(file) } }
  if (!isMap(node)) return fail(file, 0, 'the configuration is not a mapping', 'write keys such as "rules:"')
  const offsetAt = (path: readonly string[]) => offsetOf(node, path)
  const mistakes = await (await import('./validate.ts')).validate(value, rules, offsetAt)
  if (mistakes.length === 0) return { ok: true, loaded: { config: value as Config, file, directory: dirname(file) } }
  const problems = mistakes.map(({ path, message, hint }): Problem => ({ level: 'error', file, offset: offsetAt(path), message, hint }))
  return { ok: false, problems }
}

function fail(file: string, offset: number | undefined, message: string, hint: string): LoadAnswer {
  return { ok: false, problems: [{ level: 'error', file, message, hint, ...(offset === undefined ? {} : { offset }) }] }
}

/** Offset of the key at a path, or of the deepest part of the path that exists. */
function offsetOf(root: unknown, path: readonly string[]): number {
  interface Node {
    readonly range?: readonly number[] | null
    readonly items?: readonly unknown[]
  }
  let node = root as Node
  let offset = node.range?.[0] ?? 0
  for (const part of path) {
    const items = node.items ?? []
    const item = items.find((each, index) => {
      const pair = each as { key?: { value?: unknown } }
      return pair.key === undefined ? String(index) === part : String(pair.key.value) === part
    }) as { key?: Node; value?: Node | null } & Node
    if (!item) break
    offset = (item.key ?? item).range?.[0] ?? offset
    node = (item.key === undefined ? item : (item.value ?? {})) as Node
  }
  return offset
}

const SYNTAX_HINT = 'correct the syntax of the configuration'
