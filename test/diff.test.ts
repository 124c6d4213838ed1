import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unifiedDiff } from '../src/text/diff.ts'

test('two equal texts have no diff', async () => {
  assert.equal(await unifiedDiff('compose.yaml', 'a\n', 'a\n'), '')
})

test('a diff has the headers that git apply takes, and three lines of context', async () => {
  const before = 'a\nb\nc\nd\ne\nf\ng\n'
  assert.equal(
    await unifiedDiff('app/compose.yaml', before, before.replace('e\n', 'e\nnew\n')),
    '--- a/app/compose.yaml\n+++ b/app/compose.yaml\n@@ -3,5 +3,6 @@\n c\n d\n e\n+new\n f\n g\n',
  )
})

test('a name with a space ends in a tab, without which GNU patch does not find the file', async () => {
  const diff = await unifiedDiff('my app/compose.yaml', 'a\n', 'b\n')
  assert.match(diff, /^--- a\/my app\/compose\.yaml\t\n\+\+\+ b\/my app\/compose\.yaml\t\n/)
  assert.match(await unifiedDiff('n\u00e4 b', 'a\n', 'b\n'), /^--- "a\/n\\303\\244 b"\n/)
})

test('a missing newline at the end is said', async () => {
  const diff = await unifiedDiff('f', 'a: 1', 'a: 1\nb: 2')
  assert.equal(diff, '--- a/f\n+++ b/f\n@@ -1,1 +1,2 @@\n-a: 1\n\\ No newline at end of file\n+a: 1\n+b: 2\n\\ No newline at end of file\n')
})

test('carriage returns stay in a plain diff, so that it can be applied', async () => {
  assert.match(await unifiedDiff('f', 'a\r\n', 'a\r\nb\r\n'), /\n\+b\r\n/)
})

test('a coloured diff sends no control characters of the file to the terminal', async () => {
  const diff = await unifiedDiff('f', 'a\n', 'a\nx\u001b[2Jy\r\n-- z\n', { color: true })
  assert.ok(diff.includes('\u001b[32m+x\\x1b[2Jy\u001b[39m\n'), diff)
  assert.ok(!diff.includes('\r'))
  assert.ok(!diff.includes('\u001b[2J'))
})

test('only the two header lines are bold, whatever the content looks like', async () => {
  const diff = await unifiedDiff('f', '-- a\n++ b\n', '', { color: true })
  assert.equal(diff.split('\u001b[1m').length - 1, 2)
})
