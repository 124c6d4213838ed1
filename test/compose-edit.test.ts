import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
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

function textsBelow(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  return new Map(paths.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]))
}

/*
 * A case is a folder: `case.json` says which intents each service gets and what is refused; `fixed/` holds the files as they are
 * after the edit, those that do not change are absent there.
 */
for (const name of readdirSync(ROOT)) {
  test(`fixture ${name}`, () => {
    const folder = join(ROOT, name)
    const given = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as Case
    const all = textsBelow(folder)
    const fixed = join(folder, 'fixed/')
    const texts = new Map([...all].filter(([path]) => !path.startsWith(fixed) && !path.endsWith('case.json')))
    const files = given.files?.map((each) => join(folder, each)) ?? [[...texts.keys()].find((each) => /ml$/.test(each)) ?? '']
    const { plan, texts: edited } = checkLaws(memory(texts), files, (document) =>
      document.containers.flatMap((container) => {
        const intents = given.intents[container.name]
        return intents ? [{ container, intents }] : []
      }),
    )
    const expected = [...all]
      .filter(([path]) => path.startsWith(fixed))
      .map(([path, text]): [string, string] => [path.slice(fixed.length), text])
    const actual = [...edited].map(([file, text]): [string, string] => [file.slice(folder.length + 1), text])
    assert.deepEqual(Object.fromEntries(actual), Object.fromEntries(expected))
    assert.deepEqual(
      plan.refused.map((each) => [each.container.name, each.intent.do]),
      (given.refused ?? []).map(([service, intent]) => [service, intent]),
    )
    given.refused?.forEach(([, , why], index) => {
      assert.ok(plan.refused[index]?.why.includes(why), plan.refused[index]?.why)
    })
  })
}
