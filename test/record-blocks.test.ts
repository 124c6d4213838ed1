import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'yaml'
import { type ImageRecord, planWrites, readContainers, type WritePlan } from '../src/index.ts'
import { blocks, filesOf } from './blocks.ts'

/** A plan in lines: the verdict, each path with its mount, what else must be set, and what is said. */
function lines(plan: WritePlan): readonly string[] {
  const { ready, confidence, paths, settings, notes, knowledge, ...more } = plan
  const rest = Object.entries(more).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
  return [
    `${ready}, ${confidence}`,
    ...paths.map(({ path, kind, mount, confidence: sure, because, needs, ...other }) =>
      [path, kind, JSON.stringify(mount), sure, ...because.map(({ text }) => text), JSON.stringify({ needs, ...other })].join(' | '),
    ),
    ...settings.map((setting) => JSON.stringify(setting)),
    ...notes.map((note) => `note: ${note}`),
    ...(knowledge?.shipped ?? []).map(({ path, what }) => `shipped ${path}: ${what}`),
    ...rest.map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
  ]
}

const FILE = 'fixtures/record/plans.txt'

for (const { title, text, check } of blocks(readFileSync(FILE, 'utf8'), FILE))
  test(`a record and a service: ${title}`, () => {
    const { text: service, others } = filesOf(text)
    const record = { names: ['acme/app'], checked: '2026-11-29', ...parse(others.record ?? '') } as ImageRecord
    const [container] = readContainers(
      `services:\n  app:\n${service.replace(/^/gm, '    ')}\nvolumes: { data: , tmp: { driver_opts: { type: tmpfs } } }\n`,
    )
    check(
      container
        ? lines(planWrites(container, { images: [record] })).map((line) => line.replace(/"origin":\{[^}]*\},?/g, ''))
        : ['no container'],
    )
  })
