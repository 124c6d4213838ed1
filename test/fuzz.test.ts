import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { check, fuzz, type Kind, seedsOf } from './fuzz.ts'
import { sampleCount } from './sample.ts'

/** Inputs of each kind, a few seconds together; `npm run fuzz` runs more. */
const COUNTS: Readonly<Record<Kind, number>> = {
  compose: 500,
  env: 300,
  dockerfile: 500,
  shell: 400,
  quadlet: 300,
  workflow: 200,
  devcontainer: 300,
  config: 300,
  inspect: 300,
  program: 100,
}

describe('broken and hostile input', () => {
  for (const [kind, count] of Object.entries(COUNTS)) {
    it(`${kind}: no exception, no position outside of the text, and a fix that holds`, async () => {
      const { failures, inputs } = await fuzz(kind as Kind, sampleCount(count), 20_261_129, seedsOf(kind as Kind))
      assert.equal(inputs, sampleCount(count))
      // How long an input takes is for `npm run fuzz`: a busy machine must not fail a test.
      assert.deepEqual(
        failures.filter(({ why }) => !why.startsWith('took ')).map(({ seed, why }) => `${seed}: ${why}`),
        [],
      )
    })
  }

  it('is checked: a hostile text that goes well gives no complaint, and has a fix to judge', async () => {
    const fixed: Parameters<typeof check>[3] = []
    assert.equal(await check('compose', 'services: {constructor: {image: nginx, user: __proto__}}\n', 1, fixed), undefined)
    assert.equal(fixed.length, 1)
  })
})
