import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { catalogueWith } from '../src/knowledge/catalogue.ts'
import { builtInRecords } from '../src/knowledge/index.ts'
import type { ImageRecord } from '../src/knowledge/record.ts'
import type { Container } from '../src/model/container.ts'
import { planWrites } from '../src/plan/plan.ts'
import { dockseal, folderWith, oneLine } from './cli.ts'
import { container, environment, fact, listOf, mounts } from './container-fixture.ts'

const SERVER = 'zabbix/zabbix-server-pgsql:7.0'
const FILE = `services:\n  zabbix:\n    image: ${SERVER}\n`

function plan(image: string, given: Partial<Container> = {}, staleVolumes = false) {
  return planWrites({ container: container({ image: fact(image), ...given }), records: builtInRecords, staleVolumes })
}

const offered = (image: string, given: Partial<Container> = {}) => {
  const answer = plan(image, given)
  return answer.ready === 'no' ? answer.staleVolumes : undefined
}

describe('a volume over what the image changes at start', () => {
  it('is offered where nothing else stands in the way, and planned only where it is asked for', () => {
    assert.deepEqual(offered(SERVER), ['/etc/zabbix'])
    const asked = plan(SERVER, {}, true)
    assert.equal(asked.ready, 'with-mounts')
    assert.equal(asked.confidence, 'inferred')
    assert.deepEqual(
      asked.paths.map(({ path, mount, shipsContent }) => [path, mount.as, shipsContent]),
      [['/etc/zabbix', 'volume', true]],
    )
    assert.match(asked.notes.join('\n'), /keeps the content of the first image/)
  })

  it('is offered once for a directory, not over one of the system, nor for what may fail', () => {
    const of = (at: string, effect: 'fails' | 'degrades' = 'fails') => {
      const obstacles = ['settings', 'pid'].map((what) => ({ at, effect, why: `it writes its ${what}`, evidence: ['acme/a start.sh'] }))
      const records: readonly ImageRecord[] = [{ names: ['acme/a'], checked: '2026-11-29', writes: [], obstacles }]
      const answer = planWrites({ container: container({ image: fact('acme/a:1') }), records: catalogueWith(records) })
      return answer.ready === 'no' ? answer.staleVolumes : answer.ready
    }
    assert.deepEqual(
      [of('/opt/a'), of('/usr/lib/a'), of('/opt/a.conf'), of('/opt/a', 'degrades')],
      [['/opt/a'], undefined, undefined, 'yes'],
    )
  })

  it('is not offered beside another obstacle, over a single file, or where one is mounted', () => {
    const injected = listOf({ kind: 'config', name: 'settings', target: '/settings', from: 'content' } as const)
    assert.equal(plan(SERVER, { injected }).ready, 'no')
    assert.equal(offered(SERVER, { injected }), undefined)
    const cookie = { environment: environment({ COUCHDB_ERLANG_COOKIE: 'secret' }) }
    assert.equal(plan('couchdb:3.5', cookie).ready, 'no')
    assert.equal(offered('couchdb:3.5', cookie), undefined)
    assert.equal(plan(SERVER, { mounts: mounts('settings:/etc/zabbix') }).ready, 'yes')
  })

  it('is written with its price, told of on later runs, and added to no more', () => {
    const cwd = folderWith({ 'compose.yaml': FILE })
    const text = () => readFileSync(join(cwd, 'compose.yaml'), 'utf8')
    assert.match(
      dockseal(['--fix'], { cwd }).stdout.replace(/\s+/g, ' '),
      /Or: --fix --fix-stale-volumes seals it with a volume at \/etc\/zabbix/,
    )
    assert.equal(text(), FILE)
    const { stderr } = dockseal(['--fix', '--fix-stale-volumes'], { cwd })
    assert.match(oneLine(stderr), / zabbix read_only.* keeps the files of the image.s first version: \/etc\/zabbix/)
    assert.match(text(), /read_only: true\n {4}volumes:\n {6}- zabbix-config:\/etc\/zabbix/)
    const sealed = text()
    const later = dockseal(['--fix', '--fix-stale-volumes'], { cwd })
    assert.match(later.stdout.replace(/\s+/g, ' '), /The volume at \/etc\/zabbix keeps the files of the image that it was first used with/)
    assert.equal(text(), sealed)
  })
})
