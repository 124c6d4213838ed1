import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { coverageOf, sharedCorpus } from './plan-coverage.ts'

const folder = sharedCorpus()

describe('the plans of real Compose files', { skip: folder === undefined ? 'no corpus beside the repository' : false }, () => {
  const coverage = coverageOf(folder ?? '.')

  it('agree with the services that their authors run read-only', () => {
    assert.ok(coverage.sealed >= 70, `${coverage.sealed} read-only services`)
    assert.deepEqual(coverage.disagreements, [])
  })

  it('predict the tmpfs mounts that those authors use', () => {
    const { hit, all, missed } = coverage.predicted
    assert.ok(hit >= 0.8 * all, `${hit} of ${all}: ${missed.join(', ')}`)
  })

  it('know the most used images', () => {
    // `foo` is in the test files of compose-go and is no image.
    const missing = coverage.top.filter(({ hasRecord, image }) => !hasRecord && image !== 'foo')
    assert.deepEqual(missing, [])
  })
})
