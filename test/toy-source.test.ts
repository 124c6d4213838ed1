import assert from 'node:assert/strict'
import { it } from 'node:test'
import { rules } from '../rules/index.ts'
import { overlayFiles } from '../src/discover/files.ts'
import { optionFlags, valueField } from '../src/engine-command/definition.ts'
import { commandReader } from '../src/engine-command/document.ts'
import { flagText } from '../src/engine-command/edit/flag-text.ts'
import { knowledgeFrom } from '../src/lint/knowledge.ts'
import { fixUnits, type Judge, judgeUnit } from '../src/lint/session.ts'
import { DEFAULT_SETTINGS } from '../src/lint/settings.ts'
import { ALL_SOURCES } from '../src/project/all-sources.ts'
import { openProject } from '../src/project/project.ts'
import { recognise } from '../src/project/recognise.ts'
import type { Sources } from '../src/project/sources.ts'
import type { Source } from '../src/sources/source.ts'
import { parseIni } from '../src/text/ini.ts'
import { filesIn } from './files-in.ts'

/** All that a new source takes: `image=` and `options=` of a file `*.toy`. */
const toy: Source = {
  id: 'toy',
  isName: (path) => path.endsWith('.toy'),
  mayHold: (text) => /^image=/m.test(text),
  load: async () =>
    commandReader({
      read: (text) => {
        const { entries, comments } = parseIni(text)
        const [image, options] = ['image', 'options'].map((name) => entries.find(({ key }) => key === name))
        if (!image || !options) return { commands: [], definitions: [], comments }
        const { flags, hidden } = optionFlags('docker', options.value, text)
        const item = valueField(image.value, text, image.span)
        const spec = { engine: 'docker', verb: 'run', flags, hidden, image: item, args: [], span: image.span } as const
        const end = options.span[1]
        const edit = (intents: Parameters<typeof flagText>[0][]) => ({
          edits: [{ span: [end, end] as const, text: intents.map((intent) => ` ${flagText(intent, 'run')}`).join('') }],
          refused: [],
        })
        return {
          commands: [],
          definitions: [{ spec, source: 'run', name: 'toy', oneOff: false, edit: (intents) => edit([...intents]) }],
          comments,
        }
      },
    }),
}

it('a source is one object: its files are recognised, linted and fixed', async () => {
  const text = '[app]\n# the shop\nimage=nginx:1.27\noptions=--name web\n'
  const io = filesIn('/s', { 'a.toy': text, 'b.toy': 'nothing=here\n' })
  const sources: Sources = {
    ...ALL_SOURCES,
    known: [...ALL_SOURCES.known, toy],
    readers: new Map([...ALL_SOURCES.readers, [toy, await toy.load()]]),
  }
  const candidates = ['a.toy', 'b.toy'].map((name) => ({ path: `/s/${name}`, explicit: false }))
  const project = openProject(recognise(candidates, io, { sources, projects: [] }), io, sources)
  assert.deepEqual(
    project.units.map(({ file }) => file),
    ['/s/a.toy'],
  )
  const judge: Judge = { rules, settings: DEFAULT_SETTINGS, knowledge: knowledgeFrom({ records: [], sources }) }
  const found = (files: typeof io) =>
    project.units.flatMap((unit) => judgeUnit(unit, files, judge).findings).filter(({ ruleId }) => ruleId === 'read-only-root-filesystem')
  assert.equal(found(io).length, 1)
  const { changed } = fixUnits(project, io, overlayFiles, judge, { confidence: 'default', degraded: true })
  const fixed = changed.get('/s/a.toy') ?? ''
  assert.match(
    fixed,
    /^\[app\]\n# the shop\nimage=nginx:1\.27\noptions=--name web --read-only --tmpfs \/run --tmpfs \/var\/cache\/nginx\n$/,
  )
  assert.deepEqual(found(overlayFiles(io, changed)), [])
})
