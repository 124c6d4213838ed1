import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { classify } from '../src/sources/compose/classify.ts'
import { discoverProjects } from '../src/sources/compose/discover.ts'
import { parseComposeProject } from '../src/sources/compose/parse.ts'
import type { ProjectSpec } from '../src/sources/compose/project-spec.ts'
import { askOracle, disk, fromContainer, fromOracle, HOME, oracleVersion, walk } from './compose-oracle.ts'
import { sampleCount, sampleOf } from './sample.ts'

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
function explain({ field, theirs }: Difference): string | undefined {
  if (field === 'mounts' && /\/\\+\.\\+pipe/.test(JSON.stringify(theirs)))
    return 'this version takes a Windows named pipe for a relative path'
  return undefined
}

/** Compares all projects that files form, two at a time. */
async function compareAll(root: string, version: string): Promise<{ found: Difference[]; line: string; compared: number }> {
  const compose = walk(root).filter((file) => {
    const text = /\.ya?ml$/.test(file) ? disk.read(file) : undefined
    return text?.ok === true && classify(file, text.text).kind === 'compose'
  })
  const found: Difference[] = []
  const explained = new Map<string, number>()
  const count = { compared: 0, services: 0, refused: 0 }
  const projects = discoverProjects(compose, disk)
  const queue = (root === corpus ? sampleOf(projects) : projects).values()
  const work = async (): Promise<void> => {
    for (const spec of queue) {
      const result = await compare(spec, version)
      if ('refused' in result) {
        count.refused++
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
  const known = [...explained].map(([why, times]) => `${times} explained: ${why}`).join('; ')
  const line = `compared ${count.compared} projects with ${count.services} services, ${found.length} differences${known && `, ${known}`}; Compose ${version} refuses ${count.refused} others`
  return { found, line, compared: count.compared }
}

test('the model of every corpus project equals that of `docker compose config`', async (t) => {
  const version = oracleVersion()
  if (!existsSync(corpus)) return t.skip(`SKIPPED: no corpus at ${corpus}`)
  if (version === undefined) return t.skip('SKIPPED: no `docker compose` here')
  const { found, line, compared } = await compareAll(corpus, version)
  t.diagnostic(line)
  assert.deepEqual(found, [])
  assert.ok(compared > sampleCount(1000), 'most of the corpus is accepted by Compose')
})

test('the model of every fixture that Compose accepts equals that of `docker compose config`', async (t) => {
  const version = oracleVersion()
  if (version === undefined) return t.skip('SKIPPED: no `docker compose` here')
  const { found, line, compared } = await compareAll(resolve('fixtures/compose'), version)
  t.diagnostic(line)
  assert.deepEqual(found, [])
  assert.ok(compared > 15, 'most fixtures are accepted by Compose')
})
