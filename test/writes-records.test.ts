import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { Ajv } from 'ajv'
import { parse as parseYaml } from 'yaml'
import { catalogueWith } from '../src/knowledge/catalogue.ts'
import { recordsFromConfiguration } from '../src/knowledge/from-configuration.ts'
import { builtInRecords } from '../src/knowledge/index.ts'
import { inherit, matchRecord } from '../src/knowledge/match.ts'
import type { ImageRecord } from '../src/knowledge/record.ts'
import { applyIntent } from '../src/model/apply-intent.ts'
import type { Container } from '../src/model/container.ts'
import { parseImageReference } from '../src/model/image.ts'
import { isWithin, normaliseTarget } from '../src/model/path.ts'
import { mountIntents, type WritePlan } from '../src/model/write-plan.ts'
import { planWrites } from '../src/plan/plan.ts'
import { idsOf } from '../src/plan/user.ts'
import { recordsOf } from './catalogue.ts'
import { container, environment, fact, listOf, mounts } from './container-fixture.ts'

/** Patterns of our own records may look around. */
const isPattern = (text: string): boolean => {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}

const builtIn = recordsOf(builtInRecords)

const schema = JSON.parse(readFileSync('src/knowledge/record.schema.json', 'utf8')) as object

/** Every string of a kind of field anywhere in a record. */
function valuesOf(value: unknown, field: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesOf(item, field))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => [
    ...(key === field && typeof child === 'string' ? [child] : []),
    ...valuesOf(child, field),
  ])
}

describe('the image records', () => {
  it('have the shape that users may write too', () => {
    const check = new Ajv({ allErrors: true, strict: false, formats: { regex: isPattern } }).compile(schema)
    for (const record of builtIn) {
      // As a user's record comes in: through JSON.
      assert.ok(check(JSON.parse(JSON.stringify(record))), `${record.names[0]}: ${JSON.stringify(check.errors?.slice(0, 3))}`)
    }
  })

  it('have names of their own, each of which is an image reference', () => {
    const names = builtIn.flatMap((record) => record.names)
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    )
    for (const name of names) {
      const reference = parseImageReference(name.replaceAll('*', 'x'))
      assert.ok(reference, name)
      assert.equal(reference.tag, undefined, name)
      assert.doesNotMatch(name, /^(docker\.io|index\.docker\.io|library)\//, `${name}: names of Docker Hub go without host`)
    }
  })

  it('are found by each of their names', () => {
    for (const record of builtIn) {
      for (const name of record.names) {
        const reference = parseImageReference(`${name.replaceAll('*', 'some-image')}:1.2`)
        const found = reference && matchRecord(reference, builtInRecords)
        if (record.extends === undefined) assert.equal(found?.record, record, name)
        else assert.equal(found?.record.names, record.names, name)
      }
    }
  })

  it('have regular expressions that compile', () => {
    for (const record of builtIn) {
      for (const field of ['matches', 'option']) {
        for (const pattern of valuesOf(record, field)) assert.doesNotThrow(() => new RegExp(pattern), `${record.names[0]}: ${pattern}`)
      }
    }
  })

  it('write paths as the plan compares them', () => {
    for (const record of builtIn) {
      const paths = [...valuesOf(record, 'path'), ...valuesOf(record, 'mounted'), ...(record.configuration ?? [])]
      for (const path of paths) assert.equal(path, normaliseTarget(path), record.names[0])
    }
  })

  it('name accounts that can be looked up, and extend records that exist', () => {
    for (const [index, { extends: parent, names }] of builtIn.entries()) {
      if (parent !== undefined) {
        assert.ok(
          builtIn.some((other) => other.names.includes(parent)),
          `${names[0]} extends ${parent}`,
        )
      }
      const record = inherit(index, builtInRecords)
      for (const { owner, what } of record.writes) {
        if (owner !== undefined)
          assert.ok(
            idsOf(owner, undefined, record, () => 'yes'),
            `${record.names[0]}: ${owner} writes ${what}`,
          )
      }
    }
  })

  it('give a source for every path, obstacle and setting', () => {
    for (const record of builtIn) {
      for (const { evidence, what } of record.writes)
        assert.ok(evidence.length > 0 && evidence.every((text) => text.length > 5), `${record.names[0]}: ${what}`)
      for (const { evidence, why } of [...(record.obstacles ?? []), ...(record.settings ?? [])]) {
        assert.ok(evidence.length > 0, `${record.names[0]}: ${why}`)
      }
    }
  })

  it('say why and what to do as clauses that a message can hold', () => {
    for (const record of builtIn) {
      for (const text of [...valuesOf(record, 'why'), ...valuesOf(record, 'what'), ...valuesOf(record, 'instead')]) {
        assert.doesNotMatch(text, /[.!]$/, `${record.names[0]}: ${text}`)
      }
    }
  })
})

/** Situations that change answers, for any image: each tag alone, and every other one for an image without and with a version. */
function situations(record: ImageRecord): Container[] {
  const name = record.names[0].replaceAll('*', 'some-image')
  const variables = Object.fromEntries(envNames(record).map((variable) => [variable, '/moved/by-setting']))
  const tags = [':latest', ':1', ':2.4', ':17-alpine', ':2025.10', ':rootless', ':fpm', '@sha256:0123']
  return [
    ...tags.map((tag) => container({ image: fact(`${name}${tag}`) })),
    ...['', ':8.15.0'].flatMap((tag) => {
      const image = fact(`${name}${tag}`)
      return [
        container({ image }),
        container({ image, user: fact('1234:1234') }),
        container({ image, user: fact('somebody') }),
        container({ image, environment: environment(variables) }),
        container({ image, swarm: true }),
        container({ image, engine: 'podman' }),
        container({ image, mounts: mounts('tmpfs:/run', 'tmpfs:/tmp', 'data:/data', './conf:/etc:ro') }),
        container({ image, security: { ...container().security, capDrop: listOf('ALL') } }),
        container({ image, environment: { items: [], incomplete: { why: 'env_file' } } }),
      ]
    }),
  ]
}

function envNames(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(envNames)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => {
    if (key !== 'env') return envNames(child)
    return typeof child === 'string' ? [child] : Object.keys(child as object)
  })
}

function planned(plan: WritePlan) {
  return plan.paths.filter(({ mount }) => mount.as !== 'covered')
}

describe('plans, whatever the image and its situation', () => {
  const plan = (given: Container) => planWrites({ container: given, records: builtInRecords })
  const cases = builtIn.flatMap((record) => situations(record).map((given) => ({ name: record.names[0], given, first: plan(given) })))

  it('never put data on a tmpfs', () => {
    for (const { name, first } of cases) {
      for (const { kind, mount, path } of first.paths) assert.ok(kind !== 'data' || mount.as !== 'tmpfs', `${name} ${path}`)
    }
  })

  it('never hide what the image ships and needs', () => {
    for (const { name, first } of cases) {
      const { knowledge, paths } = first
      for (const { path, mount } of paths) {
        if (mount.as !== 'tmpfs') continue
        assert.deepEqual(knowledge?.shipped.filter((shipped) => isWithin(shipped.path, path)) ?? [], [], `${name} ${path}`)
      }
    }
  })

  it('never mount over the root, a directory of the system or a mount that is there', () => {
    for (const { name, given, first } of cases) {
      const targets = given.mounts.items.map(({ value }) => value.target)
      for (const { path } of planned(first)) {
        assert.match(path, /^\/[^/]/, name)
        assert.doesNotMatch(
          path,
          /^\/(etc|usr|bin|sbin|lib|lib64|var|home|opt|root|dev|proc|sys|var\/lib|var\/log|var\/cache|usr\/.*\/bin)$/,
          name,
        )
        assert.ok(!targets.includes(path), `${name} ${path}`)
      }
    }
  })

  it('name volumes validly and each once', () => {
    for (const { first } of cases) {
      const names = planned(first).flatMap(({ mount }) => (mount.as === 'volume' ? [mount.name] : []))
      assert.equal(new Set(names).size, names.length)
      for (const name of names) assert.match(name, /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/)
    }
  })

  it('ask for nothing more once they are carried out', () => {
    for (const { name, given, first } of cases) {
      if (first.ready === 'no' || given.swarm) continue
      const settings = first.settings.flatMap(({ environment }) =>
        environment ? [{ do: 'set-environment' as const, ...environment }] : [],
      )
      const done = [...mountIntents(first.paths), ...settings].reduce(applyIntent, given)
      const second = plan(done)
      assert.deepEqual(
        planned(second).map(({ path }) => path),
        [],
        `${name} ${given.image.state === 'set' ? given.image.value : ''}`,
      )
      assert.deepEqual(second.settings, [], name)
    }
  })

  it('do not depend on the order of mounts', () => {
    for (const { given, first } of cases.filter((each) => each.given.mounts.items.length > 1)) {
      const turned = { ...given, mounts: { items: [...given.mounts.items].reverse() } }
      assert.deepEqual(
        planned(plan(turned)).map(({ path }) => path),
        planned(first).map(({ path }) => path),
      )
    }
  })
})

describe("a user's records", () => {
  it('need no evidence but the configuration, and are acted on', () => {
    const records = recordsFromConfiguration([
      { names: ['example.org/team/app'], writes: [{ path: '/var/cache/app', kind: 'cache', what: 'thumbnails' }], obstacles: [] },
    ])
    const plan = planWrites({
      container: container({ image: fact('example.org/team/app:3') }),
      records: catalogueWith(records),
    })
    assert.equal(plan.confidence, 'known')
    assert.deepEqual(
      planned(plan).map(({ path, because }) => [path, because[0].references]),
      [['/var/cache/app', ['your configuration']]],
    )
  })

  it('find a relative setting below the working directory, and hide nothing that may be there', () => {
    const evidence = ['acme/app main.c']
    const log = { from: [{ env: 'LOG', parent: true }], kind: 'log', what: 'its log', absent: true, evidence } as const
    const records = catalogueWith([{ names: ['acme/app'], checked: '2026-11-29', writes: [log] }])
    const of = (value: string, more: Partial<Container> = {}) =>
      planWrites({
        container: container({ image: fact('acme/app:1'), workingDir: fact('/srv/'), environment: environment({ LOG: value }), ...more }),
        records,
      })
    assert.deepEqual(
      planned(of('logs/a.log')).map(({ path }) => path),
      ['/srv/logs'],
    )
    for (const value of ['a.log', './a.log']) {
      const answer = of(value)
      assert.match(answer.ready === 'no' ? answer.why : '', /would hide what the image may have there/, value)
    }
    assert.equal(of('a.log', { mounts: mounts('./srv:/srv') }).ready, 'yes')
  })

  it('look as the README shows them', () => {
    const [, yaml = ''] = /### Image records[\s\S]*?```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? []
    const { images } = parseYaml(yaml) as { images: Record<string, unknown>[] }
    const check = new Ajv({ strict: false, formats: { regex: isPattern } }).compile(schema)
    for (const image of images) assert.ok(check(image), JSON.stringify(check.errors))
    const records = catalogueWith(recordsFromConfiguration(images))
    const plan = planWrites({ container: container({ image: fact('registry.example.org/shop/api:3.1') }), records })
    assert.deepEqual(
      planned(plan).map(({ path, mount }) => [path, mount]),
      [
        ['/run/api', { as: 'tmpfs', options: { uid: 1000, gid: 1000, exec: true } }],
        ['/var/cache/api', { as: 'tmpfs', options: { uid: 1000, gid: 1000 } }],
      ],
    )
    assert.equal(
      planWrites({ container: container({ image: fact('registry.example.org/shop/db:17') }), records }).knowledge?.dropsTo,
      'postgres',
    )
  })

  it('are refused where a key is misspelt', () => {
    const check = new Ajv({ strict: false, formats: { regex: isPattern } }).compile(schema)
    assert.equal(check({ names: ['app'], writes: [{ path: '/x', kind: 'cache', what: 'x', exce: true }] }), false)
    assert.equal(check({ names: ['app:1'] }), false)
    assert.equal(check({ names: ['app'], notes: [{ when: { command: { matches: '(' } }, text: 'x' }] }), false)
    assert.equal(check({ names: ['app'] }), true)
  })
})
