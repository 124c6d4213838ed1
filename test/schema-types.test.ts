import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { typesOf } from './schema-types.ts'

const TYPES = 'src/knowledge/record-types.ts'

/** As Biome formats a file of that name. */
function formatted(text: string): string {
  return execFileSync('node_modules/.bin/biome', ['format', `--stdin-file-path=${TYPES}`], { input: text, encoding: 'utf8' })
}

test('the types of image records are those of their schema', () => {
  const types = formatted(typesOf(JSON.parse(readFileSync('src/knowledge/record.schema.json', 'utf8'))))
  if (process.env.UPDATE) writeFileSync(TYPES, types)
  assert.equal(readFileSync(TYPES, 'utf8'), types)
})
