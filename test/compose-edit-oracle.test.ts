import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { parseComposeProject } from '../src/sources/compose/parse.ts'
import { type EditCase, editCases } from './compose-edit-cases.ts'
import { askOracle, disk, type OracleProject, oracleVersion } from './compose-oracle.ts'

const version = oracleVersion()
/** A folder for each checkout, so that two of them can run at once; the same in each run, because the oracle's answers are kept by path. */
const work = join(
  tmpdir(),
  'dockseal-compose-edit',
  createHash('sha256')
    .update(import.meta.url)
    .digest('hex')
    .slice(0, 12),
)

/** What Compose makes of a case with these texts; they are written to a folder that has the same name before and after. */
async function resolved(
  { name, project }: EditCase,
  when: 'before' | 'after',
  texts: ReadonlyMap<string, string>,
): Promise<OracleProject | string> {
  const folder = join(work, when, name)
  rmSync(folder, { recursive: true, force: true })
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const spec = project(folder, disk)
  const answer = await askOracle(spec, parseComposeProject(spec, disk), version ?? '')
  if ('refused' in answer) return answer.refused
  return JSON.parse(JSON.stringify(answer.json).replaceAll(`${work}/${when}`, '')) as OracleProject
}

/** A project without what the intents may change. */
function rest(project: OracleProject, names: ReadonlySet<string>): unknown {
  const services = Object.entries(project.services).map(([name, service]) => {
    const { read_only, tmpfs, volumes, environment, security_opt, cap_drop, cap_add, ...others } = service
    void [read_only, tmpfs, volumes, environment, security_opt, cap_drop, cap_add]
    return [name, others]
  })
  const volumes = Object.entries(project.volumes ?? {}).filter(([name]) => !names.has(name))
  const others = Object.entries(project).filter(([key]) => !key.startsWith('x-'))
  return { ...Object.fromEntries(others), services: Object.fromEntries(services), volumes: Object.fromEntries(volumes) }
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The paths on which a service has mounts, as Compose spells them. */
function targets(service: Readonly<Record<string, unknown>>): string[] {
  const short = list(service.tmpfs).map((item) => String(item).split(':')[0] ?? '')
  const long = list(service.volumes).map((item) => String((item as { target: string }).target))
  return [...short, ...long].map((path) => path.replace(/\/$/, '').replace(/^\/var\/run/, '/run'))
}

for (const each of editCases().filter(({ fixed }) => fixed.size > 0)) {
  const skip = version === undefined ? 'SKIPPED: no `docker compose` here' : false
  test(`Compose takes fixture ${each.name} as it was meant`, { skip }, async (t) => {
    const before = await resolved(each, 'before', each.texts)
    if (typeof before === 'string') return t.skip(`Compose refuses it as it is: ${before}`)
    const fixed = await resolved(each, 'after', new Map([...each.texts, ...each.fixed]))
    assert.ok(typeof fixed !== 'string', `Compose refuses it after the edit: ${fixed}`)
    const intents = Object.values(each.intents).flat()
    const names = new Set(intents.flatMap((intent) => ('name' in intent ? [intent.name] : [])))
    assert.deepEqual(rest(fixed, names), rest(before, names))
    for (const [name, service] of Object.entries(fixed.services)) {
      const old: Readonly<Record<string, unknown>> = before.services[name] ?? {}
      const wanted = each.intents[name] ?? []
      const isDone = (kind: string) =>
        wanted.some((intent) => intent.do === kind) && !each.refused?.some((one) => one[0] === name && one[1] === kind)
      assert.equal(service.read_only, isDone('set-read-only-root') ? true : old.read_only, `${name}: read_only`)
      const added = wanted.flatMap((intent) =>
        (intent.do === 'add-tmpfs' || intent.do === 'add-volume') && isDone(intent.do) ? [intent.path] : [],
      )
      assert.deepEqual(targets(service).sort(), [...new Set([...targets(old), ...added])].sort(), `${name}: mounts`)
      const variables = wanted.flatMap((intent) =>
        intent.do === 'set-environment' && isDone(intent.do) ? [[intent.name, intent.value]] : [],
      )
      assert.deepEqual(
        service.environment ?? {},
        { ...(old.environment as object | undefined), ...Object.fromEntries(variables) },
        `${name}: environment`,
      )
    }
  })
}
