import assert from 'node:assert/strict'
import { it } from 'node:test'

/** The check of CI, which is plain JavaScript. */
const { literals, isLinear, isQuick, proofs } = (await import(new URL('../../.ci/patterns.js', import.meta.url).href)) as {
  readonly literals: () => ReadonlyMap<string, string>
  readonly isLinear: (literal: string) => boolean
  readonly isQuick: (literal: string) => boolean
  readonly proofs: () => Readonly<Record<string, string>>
}

it('every pattern is linear, or given no more than a stated length', () => {
  assert.ok(literals().size > 500)
  assert.ok([...literals().values()].some((place) => place === 'src/programs/servers/configured'))
  // Those that are new are asked about by `npm run check:patterns`, in CI.
  for (const [literal, found] of Object.entries(proofs())) assert.match(found, /^(?:safe$|linear: |bound: )/, literal)
})

it('a pattern that takes the square of blank lines is found', () => {
  assert.equal(isQuick('/^\\s*[^\\s#!].*File/m'), false)
})

it('a pattern with a lookaround is none that the linear engine takes', () => {
  assert.equal(isLinear('/^(a+)+$/'), true)
  assert.equal(isLinear('/^(?!a)/'), false)
  assert.equal(isLinear('/(a)\\1/'), false)
})
