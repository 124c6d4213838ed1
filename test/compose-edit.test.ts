import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import type { Intent } from '../src/model/intent.ts'
import { checkLaws, memory } from './compose-edit-laws.ts'

const ROOT = resolve('fixtures/compose-edit')

interface Case {
  /** Absent: the one file that is there. */
  readonly files?: readonly string[]
  readonly intents: Readonly<Record<string, readonly Intent[]>>
  /** Of every refusal: service, intent, and a part of the reason. */
  readonly refused?: readonly (readonly [service: string, intent: Intent['do'], why: string])[]
}

/*
 * A case is a folder: `case.json` says which intents each service gets and what is refused; `fixed/` holds the files as they are
 * after the edit, those that do not change are absent there.
 */
for (const name of readdirSync(ROOT)) {
  test(`fixture ${name}`, () => {
    const folder = join(ROOT, name)
    const given = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as Case
    const texts = new Map(
      readdirSync(folder)
        .filter((each) => /\.ya?ml$|^\.env$/.test(each))
        .map((each) => [join(folder, each), readFileSync(join(folder, each), 'utf8')]),
    )
    const files = given.files?.map((each) => join(folder, each)) ?? [[...texts.keys()].find((each) => /ml$/.test(each)) ?? '']
    const { plan, texts: edited } = checkLaws(memory(texts), files, (document) =>
      document.containers.flatMap((container) => {
        const intents = given.intents[container.name]
        return intents ? [{ container, intents }] : []
      }),
    )
    const fixed = join(folder, 'fixed')
    const expected = existsSync(fixed) ? readdirSync(fixed).map((each) => [each, readFileSync(join(fixed, each), 'utf8')]) : []
    assert.deepEqual(
      Object.fromEntries([...edited].map(([file, text]) => [file.slice(folder.length + 1), text])),
      Object.fromEntries(expected),
    )
    assert.deepEqual(
      plan.refused.map((each) => [each.container.name, each.intent.do]),
      (given.refused ?? []).map(([service, intent]) => [service, intent]),
    )
    given.refused?.forEach(([, , why], index) => {
      assert.ok(plan.refused[index]?.why.includes(why), plan.refused[index]?.why)
    })
  })
}
