import assert from 'node:assert/strict'
import { it } from 'node:test'
import { givenCheck } from '../src/programs/start/start-input.ts'

it('a health check of a container keeps its words apart, and gives a text to the shell', () => {
  const origin = { kind: 'text', file: 'compose.yaml', span: [0, 1] } as const
  const words = (...test: readonly string[]) => {
    const part = givenCheck({ value: { disabled: false, test }, origin })?.part
    return part?.form === 'exec' ? part.words.map(({ text }) => text) : undefined
  }
  assert.deepEqual(words('CMD', 'sh', '-c', 'touch /srv/a b'), ['sh', '-c', 'touch /srv/a b'])
  assert.deepEqual(words('CMD-SHELL', 'touch /srv/a'), ['/bin/sh', '-c', 'touch /srv/a'])
  assert.equal(words('NONE'), undefined)
})
