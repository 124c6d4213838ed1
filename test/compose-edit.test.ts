import assert from 'node:assert/strict'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { editCases } from './compose-edit-cases.ts'
import { checkLaws, memory } from './compose-edit-laws.ts'

for (const { name, folder, project, texts, fixed, intents, refused = [] } of editCases()) {
  test(`fixture ${name}`, () => {
    const absolute = new Map([...texts].map(([path, text]) => [join(folder, path), text]))
    const { plan, texts: edited } = checkLaws(
      memory(absolute),
      (io) => project(folder, io),
      (document) =>
        document.containers.flatMap((container) => {
          const wanted = intents[container.name]
          return wanted ? [{ container, intents: wanted }] : []
        }),
    )
    const actual = [...edited].map(([file, text]): [string, string] => [relative(folder, file), text])
    assert.deepEqual(Object.fromEntries(actual), Object.fromEntries(fixed))
    assert.deepEqual(
      plan.refused.map((each) => [each.container.name, each.intent.do]),
      refused.map(([service, intent]) => [service, intent]),
    )
    refused.forEach(([, , why], index) => {
      assert.ok(plan.refused[index]?.why.includes(why), plan.refused[index]?.why)
    })
  })
}
