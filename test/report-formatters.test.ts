import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { messageWithSureness } from '../src/report/confidence.ts'
import { type BuiltInFormatter, formatters } from '../src/report/formatters/index.ts'
import type { FormatContext, LintResult } from '../src/report/result.ts'
import { escapeControls } from '../src/text/escape.ts'
import { golden } from './golden.ts'
import { cleanContext, cleanResults, context, results } from './report-set.ts'

const names = Object.keys(formatters) as BuiltInFormatter[]

async function print(name: BuiltInFormatter, of: readonly LintResult[] = results, more: Partial<FormatContext> = {}): Promise<string> {
  return (await formatters[name]())(of, { ...context, ...more })
}

const isJson = (name: string) => ['json', 'json-with-metadata', 'gitlab', 'gitlab-sast', 'sarif'].includes(name)
const isXml = (name: string) => name === 'junit' || name === 'checkstyle'

test('the list of formatters and the folder say the same', () => {
  const index = readFileSync('src/report/formatters/index.ts', 'utf8') + readFileSync('src/report/on-demand.ts', 'utf8')
  const imported = [...index.matchAll(/from '\.\/(?:formatters\/)?([\w-]+\.ts)'/g)].map((found) => found[1])
  assert.deepEqual(
    [...new Set(imported)].sort(),
    readdirSync('src/report/formatters')
      .filter((file) => file !== 'index.ts')
      .sort(),
  )
})

for (const name of names) {
  describe(name, () => {
    test('lets no character through that moves a cursor or turns text around', async () => {
      const text = await print(name)
      assert.equal(text.split('\n').map(escapeControls).join('\n'), text)
    })

    test('with colour, the only escapes are its own colours and links', async () => {
      const text = await print(name, results, { color: true })
      const plain = text.replace(/\u001b\[\d{1,2}m|\u001b\]8;;(?:https:[\w./-]+)?\u001b\\/g, '')
      assert.equal(plain.split('\n').map(escapeControls).join('\n'), plain)
      // The times of a scan (gitlab-sast) differ from run to run.
      const words = (printed: string) => printed.replace(/\s+/g, ' ').replace(/\d{4}-\d\d-\d\dT[\d:]{8}/g, 'TIME')
      assert.equal(words(plain), words(await print(name)))
    })

    test('tells every finding that is not suppressed, and no other', async () => {
      const text = await print(name)
      // SARIF and JSON tell of suppressed findings as such.
      if (!['json', 'json-with-metadata', 'sarif'].includes(name)) assert.doesNotMatch(text, /rebuilt nightly/)
      // The job summary names the worst services only.
      for (const subject of name === 'markdown' ? ['web', 'worker'] : ['web', 'db', 'worker', 'gitlab', 'cache'])
        assert.match(text, new RegExp(`\\b${subject}\\b`))
      assert.match(text, name === 'markdown' ? /secret\/compose\.yaml/ : /permission denied/)
    })

    test('a run without findings', async () => {
      const text = await print(name, cleanResults, cleanContext)
      if (isJson(name)) JSON.parse(text)
      assert.doesNotMatch(text, /undefined|NaN/)
      if (!isJson(name) && !isXml(name)) assert.doesNotMatch(text, /read-only-root-filesystem/)
    })

    test('no undefined, NaN or [object Object] slips in', async () => {
      assert.doesNotMatch(await print(name), /undefined|NaN|\[object /)
    })
  })
}

test('JSON says what the results say', async () => {
  assert.deepEqual(JSON.parse(await print('json')), JSON.parse(JSON.stringify(results)))
  const { results: told, metadata } = JSON.parse(await print('json-with-metadata'))
  assert.deepEqual(told, JSON.parse(JSON.stringify(results)))
  assert.deepEqual(metadata.coverage, JSON.parse(JSON.stringify(context.coverage)))
})

function parseXml(text: string): SaxesTagPlain[] {
  const tags: SaxesTagPlain[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => tags.push(tag))
  parser.write(text).close()
  return tags
}

test('checkstyle is well-formed and gives names and messages back', async () => {
  const tags = parseXml(await print('checkstyle'))
  assert.deepEqual(
    tags.filter((tag) => tag.name === 'file').map((tag) => tag.attributes.name),
    results.map((result) => escapeControls(result.filePath)),
  )
  assert.deepEqual(
    tags.filter((tag) => tag.name === 'error').map((tag) => tag.attributes.message),
    results
      .flatMap((result) => result.messages)
      .map((m) => escapeControls(messageWithSureness(m)) + (m.ruleId === null ? '' : ` (${m.ruleId})`)),
  )
})

test('junit is well-formed and gives names and messages back', async () => {
  const tags = parseXml(await print('junit'))
  assert.deepEqual(
    tags.filter((tag) => tag.name === 'testsuite').map((tag) => tag.attributes.name),
    results.map((result) => escapeControls(result.filePath)),
  )
  assert.deepEqual(
    tags.filter((tag) => tag.name === 'failure' || tag.name === 'error').map((tag) => tag.attributes.message),
    // An info is no failure.
    results
      .flatMap((result) => result.messages)
      .filter(({ level }) => level !== 'info')
      .map((m) => escapeControls(messageWithSureness(m))),
  )
})

describe("the formats that ESLint has keep ESLint's shape", () => {
  const require = createRequire(import.meta.url)
  // ESLint knows no info level; what is left must be equal to the letter but for the names of the two programs.
  const plain = results
    .filter((result) => !/evil|odd|docker:/.test(result.filePath))
    .map((result) => ({
      ...result,
      infoCount: 0,
      messages: result.messages.map((message) => ({
        ...message,
        message: messageWithSureness(message),
        level: message.severity === 2 ? ('error' as const) : ('warning' as const),
      })),
    }))
  const bare = plain.map((result) => ({ ...result, messages: result.messages.map(({ confidence, ...message }) => message) }))
  for (const name of ['compact', 'unix', 'checkstyle', 'junit', 'stylish'] as const) {
    test(name, async () => {
      const theirs: string = require(`eslint-formatter-${name}`)(structuredClone(plain), { cwd: context.cwd, rulesMeta: context.rulesMeta })
      const ours = (await print(name, bare)).replaceAll('org.dockseal', 'org.eslint').replaceAll('dockseal.rules', 'eslint.rules')
      // ESLint escapes the quotes of XML in its own way.
      const same = (text: string) => text.replaceAll('&#39;', '&apos;').trimEnd()
      assert.equal(same(ours), same(theirs))
    })
  }
})

test('GitHub workflow commands: one a line, properties and data decode to what was said', async () => {
  const lines = (await print('github')).trimEnd().split('\n')
  const decode = (text: string) =>
    text.replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
  const commands = lines.map((line) => {
    const [, kind, properties, data] = /^::(error|warning|notice) ((?:\w+=[^,:]*,?)*)::(.*)$/.exec(line) ?? assert.fail(line)
    return {
      kind,
      properties: Object.fromEntries((properties ?? '').split(',').map((pair) => pair.split('=').map(decode))) as Record<string, string>,
      message: decode(data ?? ''),
    }
  })
  const messages = results.flatMap((result) => result.messages)
  assert.equal(commands.length, messages.length + context.coverage.filter((note) => note.level === 'note').length)
  for (const [at, message] of messages.entries()) assert.ok(commands[at]?.message.startsWith(escapeControls(message.message)))
  const web = commands.find(({ properties }) => properties.file === 'deploy/shop.yaml')
  assert.deepEqual(web?.properties, {
    file: 'deploy/shop.yaml',
    line: '3',
    endLine: '3',
    col: '3',
    endColumn: '7',
    title: 'read-only-root-filesystem, CIS 5.13 (5.12 up to v1.5)',
  })
  assert.equal(web?.kind, 'warning')
  assert.ok(commands.some(({ properties }) => properties.file === 'odd #1/100% "näme" [a]/compose <b>&.yaml'))
  assert.equal(commands.filter(({ properties }) => properties.file === undefined).length, 2)
})

test('GitLab issues: relative paths, a line each, fingerprints unique in the report and steady between runs', async () => {
  const issues: { fingerprint: string; location: { path: string; lines: { begin: number } }; severity: string }[] = JSON.parse(
    await print('gitlab'),
  )
  assert.equal(new Set(issues.map((issue) => issue.fingerprint)).size, issues.length)
  const again = JSON.parse(await print('gitlab', results.toReversed()))
  assert.deepEqual(
    new Set(again.map((issue: { fingerprint: string }) => issue.fingerprint)),
    new Set(issues.map((issue) => issue.fingerprint)),
  )
  for (const { location, severity } of issues) {
    assert.doesNotMatch(location.path, /^\/repo|^\.\//)
    assert.ok(location.lines.begin >= 1)
    assert.match(severity, /^(?:info|minor|major|critical|blocker)$/)
  }
  const twins = results.flatMap((result) => result.messages.map((message) => ({ ...result, messages: [message, message] })))
  const prints = (JSON.parse(await print('gitlab', twins)) as { fingerprint: string }[]).map((issue) => issue.fingerprint)
  assert.equal(new Set(prints).size, prints.length)
})

test('GitLab vulnerabilities: what its schema asks for, and each finding once', async () => {
  interface Vulnerability {
    readonly id: string
    readonly name: string
    readonly severity: string
    readonly identifiers: readonly { readonly type: string; readonly name: string; readonly value: string; readonly url?: string }[]
    readonly location: { readonly file: string; readonly start_line: number }
  }
  const report = JSON.parse(await print('gitlab-sast')) as {
    version: string
    scan: Record<string, unknown> & { messages: { level: string; value: string }[] }
    vulnerabilities: Vulnerability[]
  }
  assert.match(report.version, /^\d+\.\d+\.\d+$/)
  for (const key of ['start_time', 'end_time']) assert.match(String(report.scan[key]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
  for (const key of ['analyzer', 'scanner'])
    assert.deepEqual(Object.keys(report.scan[key] as object).sort(), ['id', 'name', 'url', 'vendor', 'version'])
  const fatal = results.flatMap(({ messages }) => messages.filter((message) => message.fatal))
  const others = results.flatMap(({ messages }) => messages.filter((message) => !message.fatal))
  assert.equal(report.vulnerabilities.length, others.length)
  assert.equal(new Set(report.vulnerabilities.map(({ id }) => id)).size, others.length)
  for (const { name, severity, identifiers, location } of report.vulnerabilities) {
    assert.ok(name.length > 0 && name.length <= 255)
    assert.match(severity, /^(?:Info|Unknown|Low|Medium|High|Critical)$/)
    assert.equal(identifiers[0]?.type, 'dockseal_rule')
    for (const { value, url = 'https://x' } of identifiers) assert.ok(value.length > 0 && /^https?:\/\/./.test(url))
    assert.ok(location.start_line >= 1)
    assert.doesNotMatch(location.file, /^\/repo/)
  }
  for (const { message } of fatal)
    assert.ok(
      report.scan.messages.some(({ value }) => value.endsWith(escapeControls(message))),
      message,
    )
})

test('pretty and stylish, as people see them', async () => {
  golden('fixtures/report/golden/pretty.txt', await print('pretty'))
  golden(
    'fixtures/report/golden/pretty-one-file.txt',
    await print(
      'pretty',
      results.filter((result) => result.filePath === '/repo/deploy/shop.yaml'),
      { coverage: [] },
    ),
  )
  golden('fixtures/report/golden/pretty-clean.txt', await print('pretty', cleanResults, cleanContext))
  golden('fixtures/report/golden/stylish.txt', await print('stylish'))
})

test('pretty keeps to the width of the terminal, unbreakable words apart', async () => {
  for (const columns of [60, 80, 100]) {
    const text = await print(
      'pretty',
      results.filter((result) => /shop|crlf|clean/.test(result.filePath)),
      { columns, coverage: [] },
    )
    for (const line of text.split('\n')) {
      const longestWord = Math.max(
        ...line
          .trim()
          .split(/\s+/)
          .map((word) => word.length),
      )
      assert.ok(
        line.length <= columns || (line.includes('│') === false && (longestWord > 40 || line.startsWith('Next:'))),
        `${columns}: ${line}`,
      )
    }
  }
})

test('pretty folds the same advice for many services, and does not explain a rule twice', async () => {
  const [one] = results.filter((result) => result.filePath === '/repo/crlf/compose.yaml')
  const message = one?.messages[0]
  assert.ok(one && message)
  const many = Array.from({ length: 50 }, (_, file) => ({
    ...one,
    filePath: `/repo/${file}/compose.yaml`,
    messages: Array.from({ length: 10 }, (_, at) => ({
      ...message,
      subject: `s${at}`,
      line: at + 1,
      message: message.message.replace('"web"', `"s${at}"`),
    })),
  }))
  const all = await print('pretty', many, { coverage: [] })
  const [text = ''] = all.split('By rule\n')
  assert.ok(text.split('\n').length <= 50 * 10, String(text.split('\n').length))
  assert.equal(text.split('The root filesystem is writable. Add').length - 1, 1)
  for (let at = 0; at < 10; at++) assert.equal(text.match(new RegExp(`\\bs${at}\\b`, 'g'))?.length, 50)
  assert.match(all, /500 findings \(500 warnings\), 500 fixable/)
})

test('pretty ends many findings in an overview, which on a terminal stands alone on one screen', async () => {
  const [one] = results.filter((result) => result.filePath === '/repo/crlf/compose.yaml')
  const message = one?.messages[0]
  assert.ok(one && message)
  const sure = ['known', 'inferred', 'default'] as const
  const many = Array.from({ length: 30 }, (_, file) => ({
    ...one,
    filePath: `/repo/${file}/compose.yaml`,
    messages: Array.from({ length: 3 }, (_, at) => ({
      ...message,
      subject: `s${at}`,
      confidence: sure[at % 3] ?? 'default',
      ...(file === 17 && at === 1 ? { level: 'error' as const, severity: 2 as const, ruleId: 'no-privileged' } : {}),
    })),
  }))
  const notes = Array.from({ length: 200 }, (_, at) => ({
    level: 'note' as const,
    filePath: '/repo/x.yaml',
    line: at + 1,
    message: `note ${at}`,
  }))
  const screen = await print('pretty', many, { rows: 50, columns: 80, coverage: notes })
  assert.ok(screen.split('\n').length <= 40, screen)
  for (const line of screen.split('\n')) assert.ok(line.length <= 100, line)
  const [, worst = ''] = screen.split('Worst\n')
  assert.match(worst, /^ {2}s1 in 17\/compose\.yaml:\d+\n {4}1 error: no-privileged\n/, 'the gravest first')
  assert.match(screen, /--fix can fix 90 findings in 30 files: 30 known image, 30 likely for this image,\s30 image unknown/)
  assert.match(screen, /Not seen in full: 200 places in 1 file/)
  assert.match(screen, /^Next: /m)
  const full = await print('pretty', many, { columns: 80, coverage: notes })
  for (let file = 0; file < 30; file++) assert.match(full, new RegExp(`^${file}/compose\\.yaml$`, 'm'))
  assert.ok(full.includes(worst.slice(0, worst.indexOf('\nNot seen'))), 'it ends in the same overview')
})

test('pretty leaves nothing out of a report that a screen holds, terminal or not', async () => {
  const few = results.slice(0, 3)
  assert.equal(await print('pretty', few, { rows: 24 }), await print('pretty', few))
})
