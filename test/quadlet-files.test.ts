import assert from 'node:assert/strict'
import { it } from 'node:test'
import { fixText, readContainers } from '../src/index.ts'

const unit = '[Container]\nImage=docker.io/library/nginx:1.27\n'

const roots = (files: Record<string, string>, text = unit) =>
  readContainers(text, { filename: 'web.container', files }).map(({ readOnlyRoot, mounts }) => [
    readOnlyRoot.state === 'set' ? readOnlyRoot.value : readOnlyRoot.state,
    mounts.items.filter(({ value }) => !value.implied).map(({ value }) => value.target),
  ])

it('a drop-in of a quadlet counts, the last by name last', () => {
  assert.deepEqual(roots({}), [['unset', []]])
  assert.deepEqual(roots({ 'web.container.d/10.conf': '[Container]\nReadOnly=true\nTmpfs=/run\n' }), [[true, ['/run']]])
  const two = { 'web.container.d/20.conf': '[Container]\nReadOnly=false\n', 'web.container.d/10.conf': '[Container]\nReadOnly=true\n' }
  assert.deepEqual(roots(two), [[false, []]])
  assert.deepEqual(roots({ 'web.container.d/note.txt': '[Container]\nReadOnly=true\n' }), [['unset', []]])
  assert.deepEqual(roots({ 'web.container.d/a.conf': '[Container]\nImage=nginx:1\n' }, '[Container]\nUser=1\n').length, 1)
})

it('what a drop-in takes back is not fixed in the unit', () => {
  const files = { 'web.container.d/10.conf': '[Container]\nReadOnly=false\n' }
  const { text, applied, refused } = fixText(unit, { filename: 'web.container', files })
  assert.equal(text, unit)
  assert.equal(applied, 0)
  assert.match(refused[0]?.why ?? '', /would not read as it should/)
})

it('nobody knows which image a build unit builds', () => {
  assert.equal(readContainers('[Container]\nImage=app.build\n', { filename: 'web.container' })[0]?.image.state, 'unknown')
})
