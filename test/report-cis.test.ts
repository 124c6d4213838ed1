import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { marked } from 'marked'
import { rules } from '../rules/index.ts'
import { describeRules } from '../src/commands/describe-rules.ts'
import type { AuditedSubject, AuditReport } from '../src/report/audit-report.ts'
import { renderCis } from '../src/report/cis.ts'
import { CIS_CONTROLS } from '../src/report/cis-controls.ts'
import { cisTable } from '../src/report/cis-rows.ts'
import { escapeControls } from '../src/text/escape.ts'
import { golden } from './golden.ts'
import { hostile } from './report-set.ts'

function subject(name: string, ruleIds: readonly string[], more: Partial<AuditedSubject> = {}): AuditedSubject {
  return {
    kind: 'container',
    host: 'default',
    name,
    id: 'f'.repeat(64),
    image: 'nginx:1.27',
    status: 'running',
    findings: ruleIds.map((ruleId) => ({
      ruleId,
      messageId: 'm',
      level: ruleId === 'no-engine-socket' ? 'info' : 'warning',
      message: `${ruleId} of "${name}"`,
    })),
    ...more,
  }
}

const sealed = subject('sealed', [])
const web = subject('web', ['read-only-root-filesystem', 'memory-limit', 'drop-capabilities', 'no-dangerous-capabilities', 'drift'], {
  project: 'shop',
  service: 'web',
})
const proxy = subject('proxy', ['no-engine-socket'])
const evil = subject(hostile, ['read-only-root-filesystem'], { host: `h${hostile}`, image: hostile })
const task = subject('stack_app', ['pids-limit'], { kind: 'service', host: 'prod' })

function reportOf(subjects: readonly AuditedSubject[], more: Partial<AuditReport> = {}): AuditReport {
  return {
    hosts: [{ name: 'default', url: 'unix:///var/run/docker.sock' }],
    subjects,
    rules: describeRules(rules),
    version: '0.1.0',
    generatedAt: '2026-01-02T03:04:05Z',
    ...more,
  }
}

const two = reportOf([sealed, web, proxy, task], {
  hosts: [
    { name: 'default', url: 'unix:///var/run/docker.sock' },
    { name: 'prod', url: 'tcp://10.0.0.7:2376' },
    { name: 'lost', url: 'ssh://lost', why: 'no answer within 10 s' },
  ],
})
const all = { ...two, subjects: [...two.subjects, evil] }

test('the list holds every control of sections 4 and 5, numbered without gaps in both editions', () => {
  const numbers = (section: string, last: number, first = 1) =>
    Array.from({ length: last - first + 1 }, (_, at) => `${section}.${first + at}`)
  assert.deepEqual(
    CIS_CONTROLS.map(({ from16 }) => from16),
    [...numbers('4', 12), ...numbers('5', 32)],
  )
  assert.deepEqual(
    CIS_CONTROLS.flatMap(({ upTo15 }) => upTo15 ?? []),
    [...numbers('4', 12), ...numbers('5', 31)],
  )
})

test("the rules' numbers are those of the list, in both editions, and what no rule decides says how a person does", () => {
  const known = new Map(CIS_CONTROLS.map((control) => [control.from16, control]))
  const decided = new Set<string>()
  for (const { id, meta } of rules) {
    if (!meta.cis) continue
    if (meta.scope === 'container') decided.add(meta.cis.from16)
    assert.equal(known.get(meta.cis.from16)?.upTo15, meta.cis.upTo15, id)
  }
  for (const { from16, manual } of CIS_CONTROLS) assert.ok(manual !== undefined || decided.has(from16), from16)
})

test('a finding of any level fails its control; silence of all its rules passes it', () => {
  const { decided, posture } = cisTable(reportOf([sealed, web, proxy]))
  const row = (number: string) => decided.find(({ control }) => control.from16 === number) ?? assert.fail(number)
  assert.deepEqual(
    row('5.13').failed.map((one) => one.subject.name),
    ['web'],
  )
  assert.deepEqual(
    row('5.13').passed.map((one) => one.name),
    ['sealed', 'proxy'],
  )
  assert.deepEqual(
    row('5.32').failed.map((one) => one.subject.name),
    ['proxy'],
  )
  assert.deepEqual(
    row('5.4').failed.flatMap((one) => one.reasons.map(({ ruleId }) => ruleId)),
    ['drop-capabilities', 'no-dangerous-capabilities'],
  )
  assert.deepEqual(
    posture.map((one) => [one.subject.name, one.failed]),
    [
      ['web', ['5.4', '5.11', '5.13']],
      ['proxy', ['5.32']],
      ['sealed', []],
    ],
  )
  for (const one of posture) assert.equal(one.passed + one.failed.length, decided.length)
})

test('a rule that only touches a control does not fail it', () => {
  for (const { decidedBy, from16 } of CIS_CONTROLS) {
    for (const id of decidedBy ?? []) assert.equal(rules.find((rule) => rule.id === id)?.meta.cis?.from16, from16)
  }
  const { decided } = cisTable(reportOf([subject('needs-more-mounts', ['undeclared-writable-path'])]))
  assert.equal(decided.find(({ control }) => control.from16 === '5.13')?.passed.length, 1)
})

test('a rule about Dockerfiles passes no container', () => {
  const described = describeRules(rules)
  const root = described['read-only-root-filesystem'] ?? assert.fail()
  const { decided } = cisTable(reportOf([sealed], { rules: { ...described, 'read-only-root-filesystem': { ...root, scope: 'image' } } }))
  assert.ok(!decided.some(({ control }) => control.from16 === '5.13'))
})

test('a control whose rules are switched off is never passed', () => {
  const { 'read-only-root-filesystem': _, ...others } = describeRules(rules)
  const { decided, byHand } = cisTable(reportOf([sealed], { rules: others }))
  assert.ok(!decided.some(({ control }) => control.from16 === '5.13'))
  const open = byHand.find(({ control }) => control.from16 === '5.13')
  assert.ok(open && open.passed.length + open.failed.length === 0)
  const text = renderCis(reportOf([sealed], { rules: others }), 'pretty')
  assert.ok(text.ok)
  assert.match(text.text, /switched off in this run/)
})

function render(format: string, report: AuditReport = all, color = false): string {
  const rendered = renderCis(report, format, { color })
  assert.ok(rendered.ok)
  return rendered.text
}

test('the terminal has a head for its columns only above rows', () => {
  assert.match(render('pretty'), /control +pass +fail/)
  assert.doesNotMatch(render('pretty', reportOf([sealed], { rules: {} })), /pass +fail/)
})

describe('every format', () => {
  for (const format of ['pretty', 'json', 'markdown', 'html']) {
    test(`${format} names the failing containers, the silent engine, and lets no control character through`, () => {
      const text = render(format)
      assert.equal(text.split('\n').map(escapeControls).join('\n'), text)
      for (const word of ['web', 'proxy', 'stack_app', 'no answer within 10 s']) assert.ok(text.includes(word), word)
      assert.doesNotMatch(text, /undefined|NaN|\[object /)
    })

    test(`${format} without containers`, () => {
      assert.doesNotMatch(render(format, reportOf([])), /undefined|NaN|Infinity|\[object /)
    })
  }
})

test('an unknown format is a value', () => {
  assert.deepEqual(renderCis(all, 'sarif'), {
    ok: false,
    why: 'the report "cis" has no format "sarif"; it has pretty, json, markdown and html',
  })
})

test('JSON gives every control its status and its containers', () => {
  const json = JSON.parse(render('json'))
  assert.deepEqual(
    json.controls.map((control: { from16: string }) => control.from16),
    CIS_CONTROLS.map(({ from16 }) => from16),
  )
  const root = json.controls.find((control: { from16: string }) => control.from16 === '5.13')
  assert.equal(root.status, 'fail')
  assert.deepEqual(
    root.failed.map((one: { name: string }) => one.name),
    ['web', hostile],
  )
  assert.equal(root.failed.length + root.passed.length, all.subjects.length)
  assert.equal(json.controls[1].status, 'manual')
  assert.ok(json.controls[1].howToJudge)
})

test('a hostile name changes no element of the page or of the Markdown', () => {
  const tags = (page: string) => [...page.matchAll(/<\/?([a-z][\w]*)/g)].map((found) => found[1])
  const tame = {
    ...all,
    subjects: [
      ...two.subjects,
      { ...evil, name: 'harmless', host: 'h', image: 'i', findings: evil.findings.map((finding) => ({ ...finding, message: 'm' })) },
    ],
  }
  assert.deepEqual(tags(render('html')), tags(render('html', tame)))
  const markdown = (report: AuditReport) => tags(marked.parse(render('markdown', report), { gfm: true, async: false }))
  assert.deepEqual(markdown(all), markdown(tame))
  assert.match(render('html'), /script-src 'none'/)
})

test('as people see it', () => {
  golden('fixtures/report/golden/cis.txt', render('pretty', two))
  golden('fixtures/report/golden/cis.md', render('markdown', two))
})

test('a container is named with its host only if several hosts were audited', () => {
  assert.doesNotMatch(render('pretty', reportOf([web])), /default\/web/)
  assert.match(render('pretty', two), /default\/web/)
})

test('the terminal report keeps to its width', () => {
  for (const line of render('pretty', two).split('\n')) assert.ok(line.length <= 80, line)
})
