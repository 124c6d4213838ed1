import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { rules } from '../rules/index.ts'
import { diskFiles } from '../src/discover/files.ts'
import { walk } from '../src/discover/walk.ts'
import { knowledgeFrom } from '../src/lint/knowledge.ts'
import type { Preset } from '../src/lint/rule.ts'
import { judgeUnit } from '../src/lint/session.ts'
import { DEFAULT_SETTINGS } from '../src/lint/settings.ts'
import { ALL_SOURCES } from '../src/project/all-sources.ts'
import { recognise } from '../src/project/recognise.ts'
import { sampleOf } from './sample.ts'

/** Findings a file that the default preset may have beside the one about the root filesystem: what people bear to read. */
const MAX_BESIDE = 1

const shared = process.env.DOCKSEAL_SHARED ?? resolve('../shared')
const corpus = [resolve(shared, 'corpus/compose'), resolve('../../shared/corpus/compose')].find((path) => existsSync(path))

test('on real Compose files the default preset stays quiet', { skip: corpus ? false : 'SKIPPED: the corpus is not here' }, async (t) => {
  if (corpus === undefined) return
  const io = diskFiles()
  const judge = {
    rules,
    settings: { ...DEFAULT_SETTINGS, preset: 'strict' as const },
    knowledge: knowledgeFrom({ records: [], sources: ALL_SOURCES }),
  }
  const counts = new Map<string, number>()
  let units = 0
  for (const name of sampleOf(readdirSync(corpus))) {
    const folder = resolve(corpus, name)
    const { files } = await walk([folder], { cwd: folder, ignore: [], gitignore: false })
    for (const unit of recognise(files, io, { sources: ALL_SOURCES, projects: [] }).units) {
      units++
      for (const { ruleId } of judgeUnit(unit, io, judge).findings) counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1)
    }
  }
  const loudest = (preset: Preset) => {
    const on = rules.filter(({ meta }) => meta.presets.includes(preset)).map(({ id }) => [id, counts.get(id) ?? 0] as const)
    return on.sort((a, b) => b[1] - a[1])
  }
  for (const preset of ['recommended', 'cis', 'strict'] as const) {
    const mean = loudest(preset).reduce((sum, [, count]) => sum + count, 0) / units
    const ten = loudest(preset).slice(0, 10)
    t.diagnostic(`${preset}: ${mean.toFixed(2)} findings a file; ${ten.map(([id, count]) => `${id} ${count}`).join(', ')}`)
  }
  const beside = loudest('recommended').reduce((sum, [id, count]) => sum + (id === 'read-only-root-filesystem' ? 0 : count), 0)
  assert.ok(beside / units < MAX_BESIDE, `${beside} findings in ${units} files`)
})
