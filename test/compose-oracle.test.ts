import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { classify } from '../src/sources/compose/classify.ts'
import { discoverProjects, type ProjectSpec } from '../src/sources/compose/discover.ts'
import { parseComposeProject } from '../src/sources/compose/parse.ts'
import { askOracle, disk, fromContainer, fromOracle, HOME, oracleVersion, walk } from './compose-oracle.ts'

const corpus = resolve(process.env.DOCKSEAL_SHARED ?? '../shared', 'corpus/compose')

interface Difference {
  readonly project: string
  readonly service: string
  readonly field: string
  readonly ours: unknown
  readonly theirs: unknown
}

/** Compares one project, undefined where Compose refuses it. */
async function compare(spec: ProjectSpec, version: string): Promise<{ services: number; differences: Difference[] } | { refused: string }> {
  const document = parseComposeProject(spec, disk, { env: { HOME }, unset: 'empty' })
  const answer = await askOracle(spec, document, version)
  if ('refused' in answer) return answer
  const differences: Difference[] = []
  const project = spec.files.join(' + ')
  const ours = new Map(document.containers.map((container) => [container.name, fromContainer(container)]))
  for (const [service, json] of Object.entries(answer.json.services ?? {})) {
    const mine = ours.get(service)
    ours.delete(service)
    if (!mine) {
      differences.push({ project, service, field: 'service', ours: 'absent', theirs: 'present' })
      continue
    }
    for (const [field, theirs] of Object.entries(fromOracle(json, answer.json))) {
      const own = JSON.parse(JSON.stringify(mine[field] ?? null))
      const other = JSON.parse(JSON.stringify(theirs ?? null))
      if (!isDeepStrictEqual(own, other)) differences.push({ project, service, field, ours: own, theirs: other })
    }
  }
  for (const service of ours.keys()) differences.push({ project, service, field: 'service', ours: 'present', theirs: 'absent' })
  return { services: Object.keys(answer.json.services ?? {}).length, differences }
}

/** Differences that are known, each with the reason. */
function explain(_difference: Difference): string | undefined {
  return undefined
}

test('the model of every corpus project equals that of `docker compose config`', async (t) => {
  const version = oracleVersion()
  if (!existsSync(corpus)) return t.skip(`SKIPPED: no corpus at ${corpus}`)
  if (version === undefined) return t.skip('SKIPPED: no `docker compose` here')
  const files = walk(corpus).filter((file) => /\.ya?ml$/.test(file))
  const read = (file: string) => disk.read(file)
  const compose = files.filter((file) => {
    const text = read(file)
    return text.ok && classify(file, text.text).kind === 'compose'
  })
  const specs = discoverProjects(compose, disk)
  const found: Difference[] = []
  const count = { compared: 0, services: 0, refused: 0 }
  const explained = new Map<string, number>()
  const queue = specs.values()
  const work = async (): Promise<void> => {
    for (const spec of queue) {
      const result = await compare(spec, version)
      if ('refused' in result) {
        count.refused++
        if (process.env.DOCKSEAL_ORACLE_VERBOSE) console.log('refused', spec.files.join(' + '), result.refused)
        continue
      }
      count.compared++
      count.services += result.services
      for (const difference of result.differences) {
        const why = explain(difference)
        if (why === undefined) found.push(difference)
        else explained.set(why, (explained.get(why) ?? 0) + 1)
      }
    }
  }
  await Promise.all([work(), work()])
  t.diagnostic(`compared ${count.compared} projects with ${count.services} services; Compose ${version} refuses ${count.refused} others`)
  t.diagnostic(`${found.length} differences; explained: ${[...explained].map(([why, times]) => `${times}× ${why}`).join('; ') || 'none'}`)
  for (const difference of found.slice(0, Number(process.env.DOCKSEAL_ORACLE_SHOW ?? 20))) t.diagnostic(JSON.stringify(difference))
  assert.equal(found.length, 0)
  assert.ok(count.compared > 900, 'most of the corpus is accepted by Compose')
})
