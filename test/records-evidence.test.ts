import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, it, test } from 'node:test'
import { sourcesOf } from '../site/evidence.ts'
import { builtInRecords } from '../src/knowledge/index.ts'
import { inherit } from '../src/knowledge/match.ts'
import type { ImageRecord } from '../src/knowledge/record.ts'
import { recordsOf } from './catalogue.ts'

const records = recordsOf(builtInRecords).map((_, index) => inherit(index, builtInRecords))

/** All evidence of a record, wherever it stands. */
function evidenceOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(evidenceOf)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => (key === 'evidence' ? (child as string[]) : evidenceOf(child)))
}

function hasConditions(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasConditions)
  if (typeof value !== 'object' || value === null) return false
  return 'when' in value || Object.values(value).some(hasConditions)
}

function accountsIn(user: ImageRecord['user']): string[] {
  if (user === undefined) return []
  return typeof user === 'string' ? [user] : user.map(({ use }) => use)
}

describe('the evidence of the image records', () => {
  it('is there for each, also for one that says that nothing is written', () => {
    assert.deepEqual(
      records.filter((record) => evidenceOf(record).length === 0).map(({ names }) => names[0]),
      [],
    )
  })

  it('cites files, pages or manuals that anybody can look up', () => {
    for (const record of records) {
      for (const text of evidenceOf(record)) assert.notDeepEqual(sourcesOf(text), [], `${record.names[0]}: ${text}`)
    }
  })

  it('explains who starts and who writes, and what that depends on', () => {
    for (const { names, user, accounts = {}, dropsTo, capabilities, ...record } of records) {
      const cited = evidenceOf(record).flatMap(sourcesOf)
      const isRead = cited.some(({ kind }) => kind !== 'manual')
      assert.ok(isRead || ![user, accounts, capabilities].some(hasConditions), `${names[0]}: its conditions have no source`)
      for (const account of [...accountsIn(user), ...(dropsTo === undefined ? [] : [dropsTo])]) {
        assert.ok(/^\d+(:\d+)?$|^root/.test(account) || account in accounts || isRead, `${names[0]}: ${account} has no source`)
      }
    }
  })

  it('has a day on which it was read', () => {
    const today = new Date().toISOString().slice(0, 10)
    for (const { names, checked } of recordsOf(builtInRecords)) {
      assert.match(checked ?? '', /^20\d\d-[01]\d-[0-3]\d$/, names[0])
      assert.ok((checked ?? '') <= today, names[0])
    }
  })
})

test('sources: files at a commit, several repositories, pages, manuals; nothing for words', () => {
  assert.deepEqual(sourcesOf('library/one 17/Dockerfile lines 8-9, 12 and start.sh @ 6edb0a8c4d'), [
    { kind: 'files', repository: 'library/one', paths: ['17/Dockerfile', 'start.sh'], commit: '6edb0a8c4d' },
  ])
  assert.deepEqual(sourcesOf('a/b api/Dockerfile @ f7f6ac2cc and docker/compose.yaml (two, of them) @ 85fc0fdb5'), [
    { kind: 'files', repository: 'a/b', paths: ['api/Dockerfile'], commit: 'f7f6ac2cc' },
    { kind: 'files', repository: 'a/b', paths: ['docker/compose.yaml'], commit: '85fc0fdb5' },
  ])
  assert.deepEqual(sourcesOf('a/b init/{x,y}.sh'), [{ kind: 'files', repository: 'a/b', paths: ['init/x.sh', 'init/y.sh'] }])
  assert.deepEqual(sourcesOf('https://example.org/read-only (volumes)'), [{ kind: 'page', address: 'https://example.org/read-only' }])
  assert.deepEqual(sourcesOf('iptables(8), XTABLES_LOCKFILE'), [{ kind: 'manual', name: 'iptables(8)' }])
  assert.deepEqual(sourcesOf('everybody knows'), [])
})

test('what each image writes, and of which kind, changes only on purpose', () => {
  const golden = 'fixtures/records/writes.txt'
  const lines = recordsOf(builtInRecords).flatMap(({ names, writes, obstacles = [] }) => {
    const refused = obstacles.some(({ effect, when, at }) => effect === 'fails' && !when && !at) ? [`${names[0]} refused`] : []
    return [
      ...refused,
      ...writes.map(({ path, from, kind }) => `${names[0]} ${path ?? from?.map(({ env, option }) => env ?? option).join('|')} ${kind}`),
    ]
  })
  const text = `${[...new Set(lines)].sort().join('\n')}\n`
  if (process.env.UPDATE) writeFileSync(golden, text)
  assert.equal(readFileSync(golden, 'utf8'), text, 'read the difference, then write it with UPDATE=1')
})
