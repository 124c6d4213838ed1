import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differences, failedFirst, newComplaints, whyNotWorking } from '../src/live/trial/compare.ts'
import { lostFiles, readContents } from '../src/live/trial/contents.ts'
import { type CheckResult, isSettled, type Phase, type ServiceState, stateOf } from '../src/live/trial/observed.ts'

const phase = (services: Record<string, Partial<ServiceState>>, more: Partial<Phase> = {}): Phase => ({
  name: 'start',
  services: new Map(Object.entries(services).map(([name, state]) => [name, { state: 'running', ports: {}, ...state }])),
  checks: [],
  ...more,
})

const check = (more: Partial<CheckResult>): CheckResult => ({ name: 'curl', ok: false, took: 1, output: 'refused', ...more })

test('a service is unwell that ended with an error, is unhealthy, or was not started', () => {
  assert.equal(whyNotWorking('web', phase({ web: {} })), undefined)
  assert.equal(whyNotWorking('job', phase({ job: { state: 'exited 0' } })), undefined)
  assert.match(whyNotWorking('job', phase({ job: { state: 'exited 3' } })) ?? '', /exit code 3/)
  assert.match(whyNotWorking('web', phase({ web: { health: 'unhealthy' } })) ?? '', /health check fails/)
  assert.match(whyNotWorking('web', phase({}, { problem: 'pull access denied' })) ?? '', /not started: pull access denied/)
  assert.match(whyNotWorking('web', phase({ web: { outOfMemory: true } })) ?? '', /memory/)
  assert.match(whyNotWorking('web', phase({ web: {} }, { checks: [check({ service: 'web' })] })) ?? '', /check in it fails: refused/)
})

test('a sealed service differs by state, exit code, health, port or check; a port that was closed may be anything', () => {
  const expected = { state: 'running', health: 'healthy', ports: { '80/tcp': 'http 200', '81/tcp': 'closed' } } as const
  const same = phase({ web: { health: 'healthy', ports: { '80/tcp': 'http 200', '81/tcp': 'open' } } })
  assert.deepEqual(differences('web', expected, same), [])
  const worse = phase({ web: { health: 'unhealthy', ports: { '80/tcp': 'http 500' } } }, { checks: [check({ service: 'web' })] })
  assert.deepEqual(differences('web', expected, worse), [
    'it is unhealthy, and was healthy',
    'port 80/tcp answers http 500, and answered http 200',
    'the check `curl` fails: refused',
  ])
  assert.deepEqual(differences('job', { state: 'exited 0', ports: {} }, phase({ job: { state: 'exited 1' } })), [
    'it is exited 1, and was exited 0',
  ])
  assert.deepEqual(differences('web', expected, phase({}, { problem: 'no' })), ['it was not started: no'])
})

test('complaints that are the same but for numbers are not new', () => {
  const before = '12:01 open /run/app-17.lock: no such file or directory\nready\n'
  const now =
    '12:09 open /run/app-99.lock: no such file or directory\nmkdir /srv/x: read-only file system\nready\nmkdir /srv/x: read-only file system\n'
  assert.deepEqual(newComplaints(now, before), ['mkdir /srv/x: read-only file system'])
})

test('of failed services those are to blame that need no other failed one', () => {
  const needs = (name: string) => ({ web: ['api'], api: ['db'], db: [], other: [] })[name] ?? []
  assert.deepEqual(failedFirst(new Set(['web', 'api', 'db']), needs), ['db'])
  assert.deepEqual(failedFirst(new Set(['web', 'other']), needs), ['web', 'other'])
  const circle = (name: string) => (name === 'a' ? ['b'] : ['a'])
  assert.deepEqual(failedFirst(new Set(['a', 'b']), circle), ['a', 'b'])
})

test('a container has come to rest when its health is decided, it has ended, or has run for a while', () => {
  const document = (state: object) => ({ State: state })
  assert.ok(isSettled(document({ Status: 'exited', ExitCode: 0 }), 0, 2000))
  assert.ok(!isSettled(document({ Status: 'running', Health: { Status: 'starting' } }), 1e12, 2000))
  assert.ok(isSettled(document({ Status: 'running', Health: { Status: 'unhealthy' } }), 0, 2000))
  const started = '2026-11-29T10:00:00.5Z'
  assert.ok(!isSettled(document({ Status: 'running', StartedAt: started }), Date.parse(started) + 1500, 2000))
  assert.ok(isSettled(document({ Status: 'running', StartedAt: started }), Date.parse(started) + 2500, 2000))
  assert.ok(!isSettled(document({ Status: 'restarting' }), 0, 0))
  assert.deepEqual(stateOf(document({ Status: 'exited', ExitCode: 137, OOMKilled: true })), { state: 'exited 137', outOfMemory: true })
})

test('a volume loses what a new container does not find, and what only a new container removes', () => {
  const held = new Map([
    ['rows', 'a'],
    ['log', 'b'],
  ])
  const later = new Map([
    ['rows', 'a'],
    ['log', 'c'],
  ])
  const all = { afterStart: held, afterSecondStart: later, afterCreation: later, afterNewContainer: new Map([...later, ['log', 'd']]) }
  assert.deepEqual(lostFiles(all), [])
  assert.deepEqual(lostFiles({ ...all, afterCreation: new Map([...later, ['rows', 'other']]) }), ['rows'])
  assert.deepEqual(lostFiles({ ...all, afterCreation: new Map() }), ['rows', 'log'])
  assert.deepEqual(lostFiles({ ...all, afterNewContainer: new Map([['log', 'd']]) }), ['rows'])
  // A file that every start writes again may be gone for a while.
  assert.deepEqual(lostFiles({ ...all, afterNewContainer: new Map([['rows', 'a']]) }), [])
})

test('hashes are read by volume, with names of any kind', () => {
  const hash = 'ab'.repeat(32)
  const listing = `${hash}  /u/data/a b/c\n\\${hash}  /u/data/line\\nbreak\n${hash}  /u/other/x\nsha256sum: /u/data/y: Permission denied\n`
  const found = readContents(listing, '/u', ['data', 'other', 'empty'])
  assert.deepEqual(
    [...found].map(([volume, files]) => [volume, [...files.keys()]]),
    [
      ['data', ['a b/c', 'line\\nbreak']],
      ['other', ['x']],
      ['empty', []],
    ],
  )
})
