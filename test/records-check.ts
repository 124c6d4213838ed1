// `npm run records:check -- [--mirror DIR] [--clone]`: which image records cite a file that has changed since.
// A mirror has a repository as DIR/owner+name, DIR/owner/name or one of these with .git; --clone fetches what is missing from GitHub into it.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sourcesOf } from '../site/evidence.ts'
import { builtInRecords } from '../src/knowledge/index.ts'
import { recordsOf } from './catalogue.ts'

interface Citation {
  readonly image: string
  readonly path: string
  /** The first path of the same line: a later one may be relative to one of its directories (`server/Dockerfile and start.sh`). */
  readonly beside: string
  readonly commit?: string
}

/** Every line of evidence of a record. */
function evidenceOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(evidenceOf)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => (key === 'evidence' ? (child as string[]) : evidenceOf(child)))
}

function citations(): Map<string, Citation[]> {
  const found = new Map<string, Map<string, Citation>>()
  for (const record of recordsOf(builtInRecords)) {
    for (const source of evidenceOf(record).flatMap(sourcesOf)) {
      if (source.kind !== 'files') continue
      const of = found.get(source.repository) ?? new Map<string, Citation>()
      found.set(source.repository, of)
      for (const path of source.paths) {
        const commit = source.commit === undefined ? {} : { commit: source.commit }
        const citation = { image: record.names[0], path, beside: source.paths[0] ?? path, ...commit }
        of.set(JSON.stringify(citation), citation)
      }
    }
  }
  return new Map([...found].map(([repository, of]) => [repository, [...of.values()]]))
}

function folderOf(mirror: string, repository: string): string | undefined {
  const names = [repository.replace('/', '+'), repository]
  const folders = names.flatMap((name) => [
    join(mirror, name, 'repo'),
    join(mirror, `${name}.git`),
    join(mirror, name, '.git'),
    join(mirror, name),
  ])
  return folders.find((folder) => existsSync(join(folder, 'HEAD')))
}

/** Commits only: git asks for the directories that are looked at. */
function clone(mirror: string, repository: string): string | undefined {
  const folder = join(mirror, repository.replace('/', '+'))
  mkdirSync(mirror, { recursive: true })
  try {
    execFileSync('git', ['clone', '-q', '--bare', '--filter=tree:0', `https://github.com/${repository}`, folder], { stdio: 'ignore' })
    return folder
  } catch {
    return undefined
  }
}

function git(folder: string, args: readonly string[], input = ''): string {
  return execFileSync('git', ['-C', folder, ...args], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] })
}

/** The object of each `revision:path`, undefined where there is none. */
function objects(folder: string, specs: readonly string[]): (string | undefined)[] {
  const answer = git(folder, ['cat-file', '--batch-check=%(objectname)'], `${specs.join('\n')}\n`)
  return answer
    .split('\n')
    .slice(0, specs.length)
    .map((line) => (/^[0-9a-f]{40,}$/.test(line) ? line : undefined))
}

type State = 'same' | 'no commit given' | 'the commit is not in the repository' | 'not there at that commit' | 'gone' | 'changed'

function stateOf(commit: string | undefined, known: string | undefined, then: string | undefined, now: string | undefined): State {
  if (commit === undefined) return now === undefined ? 'gone' : 'no commit given'
  if (known === undefined) return 'the commit is not in the repository'
  if (then === undefined) return 'not there at that commit'
  if (now === undefined) return 'gone'
  return then === now ? 'same' : 'changed'
}

function check(folder: string, cited: readonly Citation[]): State[] {
  return cited.map(({ path, beside, commit }) => {
    const directories = beside.split('/').map((_, index, parts) => parts.slice(0, index).join('/'))
    const places = directories.map((directory) => (directory === '' ? path : `${directory}/${path}`))
    const at = commit ?? 'HEAD'
    const [known, ...found] = objects(folder, [`${at}^{commit}`, ...places.flatMap((place) => [`${at}:${place}`, `HEAD:${place}`])])
    const there = places.findIndex((_, index) => found[2 * index] !== undefined)
    return stateOf(commit, known, found[2 * Math.max(there, 0)], found[2 * Math.max(there, 0) + 1])
  })
}

const { values } = parseArgs({ options: { mirror: { type: 'string' }, clone: { type: 'boolean' } } })
const unseen: string[] = []
const totals = new Map<State, number>()
for (const [repository, cited] of [...citations()].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const { mirror } = values
  const folder = mirror === undefined ? undefined : (folderOf(mirror, repository) ?? (values.clone ? clone(mirror, repository) : undefined))
  if (folder === undefined) {
    unseen.push(repository)
    continue
  }
  for (const [index, state] of check(folder, cited).entries()) {
    totals.set(state, (totals.get(state) ?? 0) + 1)
    const { image, path, commit } = cited[index] ?? { image: '', path: '', commit: undefined }
    if (state !== 'same') console.log(`${image}: ${repository} ${path}${commit === undefined ? '' : ` @ ${commit}`}: ${state}`)
  }
}
console.error([...totals].map(([state, count]) => `${state}: ${count}`).join('\n'))
if (unseen.length > 0)
  console.error(`not seen (${unseen.length} repositories; --mirror and --clone fetch them): ${unseen.slice(0, 8).join(', ')} …`)
