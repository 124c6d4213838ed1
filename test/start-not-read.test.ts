import assert from 'node:assert/strict'
import { it } from 'node:test'
import { dockseal, folderWith } from './cli.ts'

/** The services of a fixture that a plain `--fix` seals, in order. */
function sealedIn(fixture: string): string[] {
  return sealed(`fixtures/read-only-root-filesystem/${fixture}`)
}

function sealed(cwd: string): string[] {
  const { stdout } = dockseal(['-f', 'json', 'compose.yaml'], { cwd })
  const [file] = JSON.parse(stdout) as [{ messages: { subject: string; ruleId: string; applicability?: string; confidence?: string }[] }]
  return file.messages.flatMap(({ subject, ruleId, confidence = 'default' }) =>
    ruleId === 'read-only-root-filesystem' && confidence !== 'default' ? [subject] : [],
  )
}

it('a known image whose start comes from a mount that was not read is a guess', () => {
  assert.deepEqual(sealedIn('start-on-a-mount'), ['own', 'store'])
})

it('a script with variables that have no value is read, and an unknown place of a write is a guess', () => {
  assert.deepEqual(sealedIn('variables-in-a-start'), ['cache'])
})

it('redis takes its first word as its configuration, and no value of an option', () => {
  const service = (command: string) =>
    `services: { cache: { image: "redis:8", command: ${command}, volumes: ["data:/data"] } }\nvolumes: { data: }\n`
  assert.deepEqual(sealed(folderWith({ 'compose.yaml': service('redis-server --appendonly yes --save 900 1') })), ['cache'])
  assert.deepEqual(sealed(folderWith({ 'compose.yaml': service('redis-server own.conf --appendonly yes') })), [])
})

it('a configuration that the start makes is read where its template is, and makes a guess where it is not', () => {
  assert.deepEqual(sealedIn('configuration-made-at-start'), ['rendered'])
})

it('a script that a shell gets from a pipe or from another program is a guess', () => {
  const service = (start: string) =>
    `services: { cache: { image: "redis:8", command: ["sh", "-c", "${start}; exec redis-server"], volumes: ["data:/data"] } }\nvolumes: { data: }\n`
  const of = (start: string) => sealed(folderWith({ 'compose.yaml': service(start) }))
  assert.deepEqual(of('echo ready'), ['cache'])
  assert.deepEqual(of('curl -s http://own/setup | sh'), [])
  assert.deepEqual(of("ls /data | xargs -I{} sh -c 'date > /opt/{}'"), [])
})
