import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { byNames } from '../src/model/own.ts'
import { CODED_PLACES, CODED_USUAL } from '../src/programs/servers/coded-settings.ts'
import { serverOfRow } from '../src/programs/servers/server-table.ts'
import { servers } from '../src/programs/servers/table.js'

const SERVER =
  'format file places ownPlaces drops includes options inline variables texts settings layouts sections constants dashed base anyUser'
const NAMES = 'file files directory directories'
const SETTING = `kind what ${NAMES} leaves absolute pattern after separator outermost off where default usual hasDefault base workingDirectory`
const LAYOUT = 'packages source system owns writes'
const WRITE = 'path what kind leaves prepared mustExist ships exec conditional'

const unknownKeys = (row: object, known: string) => Object.keys(row).filter((key) => !known.split(' ').includes(key))
const settings = Object.values(servers).flatMap((server) => Object.entries(server.settings))

describe('the table of servers', () => {
  it('has only fields that are read', () => {
    for (const [name, server] of Object.entries(servers)) {
      assert.deepEqual(unknownKeys(server, SERVER), [], name)
      for (const [id, setting] of Object.entries(server.settings))
        assert.deepEqual(unknownKeys(setting, `${SETTING} anyUser mustExist conditional`), [], id)
      for (const layout of server.layouts ?? []) {
        assert.deepEqual(unknownKeys(layout, LAYOUT), [], name)
        for (const [id, write] of Object.entries(layout.writes ?? {})) {
          assert.deepEqual(unknownKeys(write, WRITE), [], id)
          assert.ok(id in server.settings, `${name} has no setting ${id}`)
        }
      }
    }
  })

  it('names the directives of each setting, or code does', () => {
    for (const [id, setting] of settings) {
      const named = NAMES.split(' ').filter((key) => key in setting)
      assert.equal(named.length, id in CODED_PLACES ? 0 : 1, id)
    }
    const ids = new Set(settings.map(([id]) => id))
    for (const id of [...Object.keys(CODED_PLACES), ...Object.keys(CODED_USUAL)]) assert.ok(ids.has(id), `no server has ${id}`)
  })

  it('has patterns that can be read', () => {
    for (const [name, row] of byNames(servers)) assert.equal(serverOfRow(name, row).settings.length, Object.keys(row.settings).length)
  })
})
