import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lintText } from '../src/index.ts'

function messagesOf(run: string): readonly string[] {
  const { messages } = lintText(`FROM fedora:41\nRUN ${run}\n`, { filename: 'Dockerfile' })
  return messages.filter(({ ruleId }) => ruleId === 'unverified-download').map(({ message }) => message)
}

test('unverified-download: a signature guards against the server too, a certificate against who sits in between', () => {
  const [unsigned] = messagesOf('printf "[x]\\nbaseurl=https://example.org/x\\ngpgcheck=0\\n" > /etc/yum.repos.d/x.repo')
  assert.match(unsigned ?? '', /whoever controls the server, a mirror or the way to them/)
  const [unseen] = messagesOf('curl -k https://example.org/x -o /x')
  assert.match(unseen ?? '', /whoever sits between the builder and the server/)
})
