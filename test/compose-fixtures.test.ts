import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { test } from 'node:test'
import type { Container } from '../src/model/container.ts'
import { describeContainer } from '../src/model/describe.ts'
import type { Origin } from '../src/model/fact.ts'
import { classify } from '../src/sources/compose/classify.ts'
import { discoverProjects } from '../src/sources/compose/discover.ts'
import { type ComposeDocument, parseComposeProject } from '../src/sources/compose/parse.ts'
import { indexLines, positionAt } from '../src/text/line-index.ts'
import { disk, walk } from './compose-oracle.ts'

const ROOT = resolve('fixtures/compose')

/** A case: what projects its files form, and every setting of every service with the place it comes from. `UPDATE=1` writes it again. */
for (const name of readdirSync(ROOT).sort()) {
  const folder = join(ROOT, name)
  test(`compose fixture ${name}`, () => {
    const actual = JSON.parse(JSON.stringify(read(folder)))
    const expected = join(folder, 'expected.json')
    if (process.env.UPDATE || !existsSync(expected)) writeFileSync(expected, `${JSON.stringify(actual, null, 2)}\n`)
    assert.deepEqual(actual, JSON.parse(readFileSync(expected, 'utf8')))
  })
}

function read(folder: string): unknown {
  const yaml = walk(folder).filter((file) => /\.ya?ml$/.test(file))
  const kinds = yaml.map((file) => {
    const text = disk.read(file)
    return { file, kind: classify(file, text.ok ? text.text : '') }
  })
  const specs = discoverProjects(
    kinds.filter(({ kind }) => kind.kind === 'compose').map(({ file }) => file),
    disk,
  )
  return {
    projects: specs.map((spec) => {
      const document = parseComposeProject(spec, disk)
      return {
        files: spec.files.map((file) => relative(folder, file)),
        why: spec.why,
        ...(spec.profiles.length > 0 ? { profiles: spec.profiles } : {}),
        ...(document.project.swarm ? { swarm: true } : {}),
        services: Object.fromEntries(document.containers.map((container) => [container.name, settings(container, document, folder)])),
        problems: document.problems.map(({ level, file, offset, message }) => {
          const at = offset === undefined ? '' : `:${line(disk.read(file), offset)}`
          return `${level} ${relative(folder, file)}${at}: ${message}`
        }),
      }
    }),
    skipped: kinds.flatMap(({ file, kind }) => (kind.kind === 'compose' ? [] : [`${relative(folder, file)} ${kind.why}`])),
  }
}

function line(read: ReturnType<typeof disk.read>, offset: number): number {
  return positionAt(indexLines(read.ok ? read.text : ''), offset).line
}

function settings(container: Container, document: ComposeDocument, folder: string): string[] {
  const place = (origin: Origin | undefined): string => {
    if (origin?.kind !== 'text') return ''
    const text = document.texts.get(origin.file)
    assert.notEqual(text, undefined, `${origin.file} is among the texts`)
    const via = origin.via === undefined ? '' : ` ${origin.via}`
    return ` @ ${relative(folder, origin.file)}:${positionAt(indexLines(text ?? ''), origin.span[0]).line}${via}`
  }
  const seen = new Set<string>()
  const rows = describeContainer(container)
    .filter(({ key, state }) => key !== 'environment' && state !== 'default')
    // What hides one setting of a service hides most of them: it is told once.
    .filter(({ state, value }) => {
      const why = value.replace('possibly more: ', '')
      if (state !== 'unknown' || !seen.has(why)) return seen.add(why)
      return false
    })
    .map(({ key, value, state, origin }) => `${key}${state === 'unknown' ? ' ?' : ''} ${value.replaceAll(folder, '.')}${place(origin)}`)
  const environment = container.environment.items.map(({ value: { name, value, interpolated, written }, origin }) => {
    const marks = `${interpolated ? ' interpolated' : ''}${written === undefined ? '' : ` from ${written}`}`
    return `environment ${name}=${value ?? '(passed through)'}${marks}${place(origin)}`
  })
  const hidden = container.environment.incomplete
  return [
    place(container.origin).slice(3),
    ...rows,
    ...environment,
    ...(hidden && !seen.has(hidden.why) ? [`environment ? ${hidden.why}${place(hidden.origin)}`] : []),
  ]
}
