import { resolve } from 'node:path'
import { test } from 'node:test'
import { diskFiles } from '../src/discover/files.ts'
import { knowledgeFrom } from '../src/lint/knowledge.ts'
import { tmpfsText } from '../src/model/tmpfs.ts'
import { planWords } from '../src/plan/explain.ts'
import { ALL_SOURCES } from '../src/project/all-sources.ts'
import { openProject, readUnit } from '../src/project/project.ts'
import { recognise } from '../src/project/recognise.ts'
import { golden } from './golden.ts'

test('the plans of services that differ in one thing each are those of fixtures/plans', () => {
  const io = diskFiles()
  const file = resolve('fixtures/plans/compose.yaml')
  const { units } = openProject(recognise([{ path: file, explicit: true }], io, { sources: ALL_SOURCES, projects: [] }), io, ALL_SOURCES)
  const plans = units.flatMap((unit) => {
    const document = readUnit(unit, io)
    const { plan } = knowledgeFrom({ records: [], sources: ALL_SOURCES })(document, io)
    return document.containers.map((container) => {
      const found = plan(container)
      const words = planWords(found, () => 'its Dockerfile')
      const facts = found.paths.map(({ path, because, needs, exec, large, shipsContent, oftenCache }) => {
        const flags = Object.entries({ exec, large, shipsContent, oftenCache }).flatMap(([name, holds]) => (holds ? [name] : []))
        return `  ${tmpfsText(path, needs)}: ${[...because.map(({ evidence }) => evidence), ...flags].join(', ')}`
      })
      const entries = words.sections.flatMap(({ title, entries }) =>
        entries.map(({ head, reasons, details }) => `  ${title}: ${[head, ...reasons.map(({ text }) => text), ...details].join('; ')}`),
      )
      return [`${container.name}: ${words.verdict}`, ...entries, ...facts, ''].join('\n')
    })
  })
  golden('fixtures/plans/plans.txt', plans.join('\n'))
})
