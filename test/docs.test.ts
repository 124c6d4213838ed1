import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, it } from 'node:test'
import { parse as parseYaml } from 'yaml'
import { rules } from '../rules/index.ts'
import { knowledgeFrom } from '../src/lint/knowledge.ts'
import { lintContainer } from '../src/lint/lint.ts'
import type { Rule } from '../src/lint/rule.ts'
import { judgeUnit } from '../src/lint/session.ts'
import { DEFAULT_SETTINGS } from '../src/lint/settings.ts'
import { LIVE } from '../src/live/inspect.ts'
import type { Container } from '../src/model/container.ts'
import { set } from '../src/model/fact.ts'
import { ALL_SOURCES } from '../src/project/all-sources.ts'
import { openProject } from '../src/project/project.ts'
import { recognise } from '../src/project/recognise.ts'
import { overlayFiles } from '../src/sources/text-files.ts'
import { golden } from './golden.ts'

const HEADINGS = ['Description', 'Rationale', 'Audit', 'Remediation', 'Impact', 'Default value', 'References', 'CIS controls']

/** File names under which an example of a language is read. */
const NAMES: Readonly<Record<string, string>> = {
  yaml: 'compose.yaml',
  sh: 'run.sh',
  dockerfile: 'Dockerfile',
  ini: 'app.container',
}

interface Example {
  readonly language: string
  readonly kind: 'bad' | 'good'
  readonly text: string
  /** For rules that judge running containers: the root filesystem of the one that was started from the example. */
  readonly running?: 'writable' | 'read-only'
}

function examplesOf(page: string): Example[] {
  return [...page.matchAll(/^```(\w+) (bad|good)(?: running=(writable|read-only))?\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', kind, running, text = '']) => ({
      language,
      kind: kind === 'bad' ? 'bad' : 'good',
      text,
      ...(running === 'writable' || running === 'read-only' ? { running } : {}),
    }),
  )
}

/** Files that are beside the examples of a page: ```` ```yaml file=NAME ````. */
function filesBeside(page: string): [path: string, text: string][] {
  return [...page.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```$/gm)].map(([, name = '', text = '']) => [resolve('example', name), text])
}

function reports(rule: Rule, { language, text, running }: Example, beside: readonly [path: string, text: string][]): number {
  const path = resolve('example', NAMES[language] ?? assert.fail(`no examples in "${language}"`))
  const io = overlayFiles(
    { read: () => ({ ok: false, why: 'does not exist' }), exists: () => false, list: () => [] },
    new Map([...beside, [path, text]]),
  )
  const recognised = recognise([{ path, explicit: true }], io, { sources: ALL_SOURCES, projects: [] })
  const { units } = openProject(recognised, io, ALL_SOURCES)
  assert.ok(units.length > 0, `the example is not recognised:\n${text}`)
  const settings = { ...DEFAULT_SETTINGS, forced: { [rule.id]: { level: rule.meta.severity } } }
  const judged = units.map((unit) =>
    judgeUnit(unit, io, { rules: [rule], settings, knowledge: knowledgeFrom({ records: [], sources: ALL_SOURCES }) }),
  )
  for (const { problems } of judged)
    assert.deepEqual(
      problems.filter(({ level }) => level === 'error'),
      [],
    )
  if (running === undefined) return judged.flatMap(({ findings }) => findings).length
  const live = { kind: 'live', id: 'f00d', path: 'HostConfig.ReadonlyRootfs' } as const
  return judged.flatMap(({ document }) =>
    document.containers.flatMap((declared) => {
      const container: Container = { ...declared, dialect: LIVE, origin: live, readOnlyRoot: set(running === 'read-only', live) }
      return lintContainer(container, [rule], settings, {
        ...knowledgeFrom({ records: [], sources: ALL_SOURCES })(document, io),
        declared: () => declared,
      })
    }),
  ).length
}

describe('the registry', () => {
  it('lists exactly the rules of the folder', () => {
    const files = readdirSync('rules').filter((name) => name.endsWith('.ts') && name !== 'index.ts')
    assert.deepEqual([...rules.map(({ id }) => `${id}.ts`)].sort(), files.sort())
  })

  it('has a page for each rule, and no other page', () => {
    const pages = readdirSync('rules').filter((name) => name.endsWith('.md') && name !== 'README.md')
    assert.deepEqual(pages.sort(), rules.map(({ id }) => `${id}.md`).sort())
  })
})

for (const rule of rules) {
  describe(`the page of ${rule.id}`, () => {
    const page = readFileSync(`rules/${rule.id}.md`, 'utf8')

    it('has a front matter that says what the rule says', () => {
      const [, front = ''] = /^---\n([\s\S]*?)\n---\n/.exec(page) ?? assert.fail('no front matter')
      const meta = parseYaml(front) as Record<string, unknown>
      assert.deepEqual(meta, {
        id: rule.id,
        ...(rule.meta.cis ? { cis: { 'up-to-1.5': rule.meta.cis.upTo15, 'from-1.6': rule.meta.cis.from16 } } : {}),
        ...(rule.meta.owasp ? { owasp: rule.meta.owasp } : {}),
        framework: 'cis-docker',
        category: rule.meta.category,
        scope: rule.meta.scope,
        severity: rule.meta.severity,
        'security-severity': rule.meta.securitySeverity,
      })
    })

    it('has the same headings as every page, in order', () => {
      assert.deepEqual(
        [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading),
        HEADINGS,
      )
      assert.match(page, new RegExp(`^# ${rule.id}\n\n${rule.meta.title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\.`, 'm'))
    })

    it('has examples that the rule reports, and others that it does not', () => {
      const examples = examplesOf(page)
      assert.ok(examples.some(({ kind }) => kind === 'bad') && examples.some(({ kind }) => kind === 'good'), 'both kinds of examples')
      for (const example of examples) {
        const found = reports(rule, example, filesBeside(page))
        if (example.kind === 'bad') assert.ok(found > 0, `not reported:\n${example.text}`)
        else assert.equal(found, 0, `reported:\n${example.text}`)
      }
    })
  })
}

/** `rules/README.md`: every rule with what it wants. */
function ruleList(): string {
  const rows = rules.map(
    ({ id, meta }) =>
      `| [\`${id}\`](${id}.md) | ${meta.cis ? `${meta.cis.upTo15} / ${meta.cis.from16}` : ''} | ${meta.severity} | ${meta.presets.join(', ')} | ${meta.fixable ? 'yes' : ''} | ${meta.title} |`,
  )
  return `# Rules

The numbers are those of the CIS Docker Benchmark up to v1.5 and from v1.6 on. \`dockseal explain RULE\` prints a page.

| rule | CIS ≤1.5 / ≥1.6 | severity | presets | fix | wants |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`
}

describe('rules/README.md', () => {
  it('lists every rule', () => golden('rules/README.md', ruleList()))
})

describe('README.md', () => {
  it('lists every package that the program uses', () => {
    const table = readFileSync('README.md', 'utf8').split('## Dependencies')[1] ?? ''
    const listed = [...table.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, names = '']) => names.split(', ').map((name) => name.slice(1, -1)))
    const files = [...readdirSync('src', { recursive: true, encoding: 'utf8' })].filter((name) => name.endsWith('.ts'))
    const used = files.flatMap((name) =>
      [...readFileSync(`src/${name}`, 'utf8').matchAll(/(?:\bfrom |\bimport\()'(?!\.|node:)((?:@[^/']+\/)?[^/']+)/g)].map(
        ([, each = '']) => each,
      ),
    )
    assert.ok(used.length > 50, 'the imports are found')
    const isListed = (name: string) =>
      listed.some((each) => each === name || name.startsWith(`${each}-`) || (each.endsWith('/*') && name.startsWith(each.slice(0, -1))))
    assert.deepEqual(
      [...new Set(used)].filter((name) => !isListed(name) && name !== 'sarif'),
      [],
    )
  })
})
