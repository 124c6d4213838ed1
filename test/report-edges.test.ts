import { describe, it } from 'node:test'
import type { WritePlan } from '../src/model/write-plan.ts'
import { type BuiltInFormatter, formatters } from '../src/report/formatters/index.ts'
import type { CoverageNote, FormatContext, LintMessage, LintResult } from '../src/report/result.ts'
import { makeResult } from '../src/report/results.ts'
import { COMPOSE } from '../src/sources/compose/dialect.ts'
import { golden } from './golden.ts'
import { context as full } from './report-set.ts'

/* What is seldom in a report: no rule, no line, no page, a container, long texts, places elsewhere. */
const message = (more: Partial<LintMessage> = {}): LintMessage => ({
  ruleId: 'own-rule',
  severity: 1,
  level: 'warning',
  message: 'it is so. Add this to it: x.',
  line: 2,
  column: 3,
  nodeType: null,
  subject: 'web',
  ...more,
})

const plan = (more: object = {}): WritePlan => ({
  ready: 'with-mounts',
  confidence: 'inferred',
  paths: [
    {
      path: '/a',
      kind: 'cache',
      mount: { as: 'tmpfs', options: {} },
      needs: {},
      confidence: 'default',
      because: [
        { evidence: 'default', text: 'a guess' },
        { evidence: 'default', text: 'a guess' },
      ],
    },
    {
      path: '/b',
      kind: 'data',
      mount: { as: 'covered', by: 'engine', target: '/b' },
      needs: {},
      confidence: 'known',
      because: [{ evidence: 'log', text: 'a line' }],
      without: { effect: 'degrades', what: 'it is slow' },
    },
    {
      path: '/c',
      kind: 'data',
      mount: { as: 'volume', name: 'c' },
      needs: {},
      confidence: 'known',
      because: [{ evidence: 'image-record', text: 'rows' }],
      without: { effect: 'works', what: 'nothing' },
    },
  ],
  settings: [{ environment: { name: 'A', value: 'b' }, because: [{ evidence: 'image-record', text: 'a setting' }] }],
  notes: ['a note of the plan'],
  ...more,
})

const place = (filePath: string, line: number) => ({ filePath, line, column: 1, endLine: line, endColumn: 5, message: 'the other place' })
const file = (name: string, messages: readonly LintMessage[], more: Partial<LintResult> = {}) =>
  makeResult(`${full.root}/${name}`, messages, [], more)

const RESULTS: readonly LintResult[] = [
  file(
    'a.yaml',
    [
      message({ endLine: 2, endColumn: 6, related: [place(`${full.root}/b.yaml`, 4), place('docker://db', 0)] }),
      message({ subject: 'other', level: 'info', fingerprint: 'f1' }),
      message({ ruleId: null, fatal: true, severity: 2, level: 'error', message: 'cannot be written: no space', line: 0 }),
      message({ message: 'y'.repeat(1200), level: 'error', severity: 2, fixRefused: 'it is shared; do it by hand' }),
    ],
    { source: 'services:\n  web:\n    image: nginx\n' },
  ),
  file('b.yaml', [
    message({ plan: plan(), sealsIn: COMPOSE, fix: { range: [0, 1], text: 'x' }, fixTitle: 'Seal it' }),
    message({ plan: plan({ ready: 'no', why: 'it cannot', instead: 'build it in' }), sealsIn: COMPOSE, subject: 'db' }),
    message({ plan: plan({ paths: [], settings: [], notes: [] }), subject: 'none' }),
    message({ fix: { range: [0, 1], text: 'x' }, subject: 'untitled' }),
  ]),
  makeResult(
    'docker://web',
    [message({ live: { id: 'abc', path: 'HostConfig' }, line: 0, column: 0, related: [place(`${full.root}/a.yaml`, 2)] })],
    [],
    {},
  ),
  makeResult(
    'docker://host/db',
    [message({ level: 'error', severity: 2, subject: 'db' })],
    [{ ...message(), suppressions: [{ kind: 'directive', justification: '' }] }],
    {},
  ),
  file('clean.yaml', []),
]

const note = (name: string, more: Partial<CoverageNote> = {}): CoverageNote => ({
  level: 'note',
  filePath: `${full.root}/${name}`,
  message: 'is not read',
  ...more,
})
const CONTEXT: FormatContext = {
  ...full,
  color: false,
  coverage: [
    note('a.yaml'),
    note('b.yaml', { line: 3 }),
    note('c.yaml', { line: 4, column: 2 }),

    { ...note('d'), filePath: 'docker://x', hint: 'look there' },
    note('e.yaml', { level: 'error', message: 'is gone', hint: 'bring it back' }),
  ],
  maxWarningsExceeded: { maxWarnings: 1, foundWarnings: 5 },
}

describe('what is seldom in a report', () => {
  for (const name of [
    'pretty',
    'stylish',
    'markdown',
    'github',
    'gitlab',
    'junit',
    'unix',
    'compact',
    'checkstyle',
    'sarif',
    'json-with-metadata',
  ] satisfies readonly BuiltInFormatter[])
    it(name, async () => {
      const format = await formatters[name]()
      golden(`fixtures/report/golden/edges-${name}.txt`, `${(await format(RESULTS, CONTEXT)).trimEnd()}\n`)
    })
})
