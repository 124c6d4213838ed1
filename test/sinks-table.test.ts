import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sinksOf } from '../src/programs/languages/sink-rows.ts'
import { sinks } from '../src/programs/languages/sinks-table.js'

const SINK =
  'how kind leaves path fallback mode unless accepts strips suffix below variables perhaps answers always exec database journal vague ofPath runs loads replacedBy anyCase moves names'

describe('the tables of sinks', () => {
  for (const [table, rows] of Object.entries(sinks)) {
    it(`has only fields that are read, and no call twice: ${table}`, () => {
      const calls = rows.flatMap((row) => row.calls.split(' '))
      assert.deepEqual(calls, [...new Set(calls)])
      for (const { calls: names, ...row } of rows) {
        for (const sink of 'sinks' in row ? row.sinks : [row]) {
          const unknown = Object.keys(sink).filter((key) => !SINK.split(' ').includes(key))
          assert.deepEqual(unknown, [], names)
          for (const key of ['how', 'leaves', 'path']) assert.ok(key in sink, `${names} has no ${key}`)
        }
      }
      assert.equal(Object.keys(sinksOf(table)).length, rows.length)
    })
  }
})
