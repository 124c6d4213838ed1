import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import type { ArtifactLocation, Log, Region, Result } from 'sarif'
import { sarif } from '../src/report/formatters/sarif.ts'
import { fileUri } from '../src/report/paths.ts'
import type { LintResult } from '../src/report/result.ts'
import { toResults } from '../src/report/results.ts'
import { lineHashes } from '../src/report/rolling-hash.ts'
import { applyEdits } from '../src/text/edit.ts'
import { cleanContext, cleanResults, context, files, findings, hostile, results } from './report-set.ts'

const log: Log = JSON.parse(sarif(results, context))
const [run] = log.runs
assert.ok(run)
const texts = new Map<string, string>(Object.values(files).map(({ file, text }) => [file, text]))

/** The file of an artifact location, resolved as a reader of SARIF does. */
function fileOf(location: ArtifactLocation | undefined): string {
  assert.ok(location?.uri !== undefined)
  const base = location.uriBaseId === undefined ? undefined : run?.originalUriBaseIds?.[location.uriBaseId]?.uri
  return decodeURIComponent(new URL(location.uri, base).pathname)
}

/** Offset of a line and column, counted in the independent way: by splitting. */
function offset(text: string, line: number, column: number): number {
  const rows = text.replace(/^\ufeff/, '').split('\n')
  return (text.startsWith('\ufeff') ? 1 : 0) + rows.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0) + column - 1
}

function range(text: string, region: Region | undefined): [number, number] {
  assert.ok(region?.startLine && region.startColumn && region.endLine && region.endColumn)
  return [offset(text, region.startLine, region.startColumn), offset(text, region.endLine, region.endColumn)]
}

const physical = (result: Result) => result.locations?.[0]?.physicalLocation

test('every finding is a result, the silenced ones with their suppression', () => {
  assert.equal(run.results?.length, findings.length)
  assert.equal(
    run.results.filter((result) => result.suppressions?.length === 1).length,
    findings.filter((finding) => finding.suppressed).length,
  )
  assert.ok(run.results.every((result) => result.suppressions !== undefined))
  assert.ok(run.results.some((result) => result.suppressions?.[0]?.justification === 'rebuilt nightly; see <ticket 7>'))
  for (const result of run.results) assert.equal(run.tool.driver.rules?.[result.ruleIndex ?? -1]?.id, result.ruleId)
  assert.deepEqual(new Set(run.results.map((result) => result.level)), new Set(['error', 'warning', 'note']))
})

test('URIs lead back to the files, odd names and all, and say which artifact they are', () => {
  for (const result of run.results ?? []) {
    const location = physical(result)?.artifactLocation
    if (location === undefined) continue
    assert.ok(texts.has(fileOf(location)), location.uri)
    assert.doesNotMatch(location.uri ?? '', /[^\w%./~:-]/)
    assert.equal(run.artifacts?.[location.index ?? -1]?.location?.uri, location.uri)
  }
  assert.ok(run.artifacts?.some((artifact) => artifact.location?.uri === 'file:///etc/docker/compose.yaml'))
  assert.equal(run.originalUriBaseIds?.['%SRCROOT%']?.uri, 'file:///repo/')
  assert.equal(fileUri('C:\\a b\\c#.yaml'), 'file:///C:/a%20b/c%23.yaml')
  assert.equal(fileUri('\\\\server\\share\\a.yaml'), 'file://server/share/a.yaml')
  assert.equal(fileUri('/a\\b'), 'file:///a%5Cb')
})

test('regions hold what the finding is about', () => {
  const words = (run.results ?? []).flatMap((result) => {
    const place = physical(result)
    if (place === undefined) return []
    const text = texts.get(fileOf(place.artifactLocation)) ?? ''
    return [text.slice(...range(text, place.region))]
  })
  assert.deepEqual(
    words.sort(),
    findings.flatMap(({ at }) => (at.kind === 'text' ? [(texts.get(at.file) ?? '').slice(...at.span).trimEnd()] : [])).sort(),
  )
})

test('fixes, applied from their regions, do what the edits do; offsets and columns agree', () => {
  const fixed = (run.results ?? []).filter((result) => result.fixes)
  assert.equal(fixed.length, findings.filter((finding) => finding.resolvedEdits).length)
  for (const result of fixed) {
    const finding = findings.find(
      ({ at, ruleId }) =>
        at.kind === 'text' &&
        at.file === fileOf(physical(result)?.artifactLocation) &&
        ruleId === result.ruleId &&
        texts.get(at.file)?.slice(...at.span) === physical(result)?.region?.snippet?.text,
    )
    for (const change of result.fixes?.[0]?.artifactChanges ?? []) {
      const file = fileOf(change.artifactLocation)
      const text = texts.get(file) ?? ''
      const edits = change.replacements.map(({ deletedRegion, insertedContent }) => {
        const span = range(text, deletedRegion)
        const mark = text.startsWith('\ufeff') ? 1 : 0
        assert.deepEqual([deletedRegion.charOffset, deletedRegion.charLength], [span[0] - mark, span[1] - span[0]])
        return { span, text: insertedContent?.text ?? '' }
      })
      const wanted = finding?.resolvedEdits?.find((edit) => edit.file === file)
      assert.ok(wanted)
      assert.equal(applyEdits(text, edits), applyEdits(text, wanted.edits))
    }
  }
})

test('a live container has a logical location and no physical one', () => {
  const live = (run.results ?? []).filter((result) => physical(result) === undefined)
  assert.deepEqual(
    live.map((result) => result.locations?.[0]?.logicalLocations?.[0]?.kind),
    ['resource', 'resource'],
  )
  assert.equal(live[0]?.locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName, 'cache')
  assert.match(live[1]?.locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName ?? '', /^prod\//)
  const services = (run.results ?? []).filter(physical).map((result) => result.locations?.[0]?.logicalLocations?.[0]?.name)
  assert.ok(services.includes('web') && services.includes('we\\eb'))
})

test('what could not be seen is a notification, once', () => {
  const told = run.invocations?.[0]?.toolExecutionNotifications ?? []
  assert.deepEqual(
    told.map((notification) => notification.level),
    ['error', 'error', 'note', 'note', 'note'],
  )
  assert.deepEqual(
    told.slice(0, 2).map((notification) => [notification.message.text, notification.locations?.[0]?.physicalLocation?.region?.startLine]),
    [
      ['A tab cannot indent YAML (use spaces)', 2],
      ['The file cannot be read: permission denied', undefined],
    ],
  )
  for (const notification of told)
    assert.equal(run.tool.driver.notifications?.[notification.descriptor?.index ?? -1]?.id, notification.descriptor?.id)
})

test('rules carry what GitHub asks for', () => {
  const rule = run.tool.driver.rules?.find(({ id }) => id === 'read-only-root-filesystem')
  assert.equal(rule?.name, 'ReadOnlyRootFilesystem')
  assert.deepEqual(rule.properties, {
    tags: ['security', 'docker', 'filesystem', 'cis-docker/5.13', 'cis-docker-v1.5/5.12', 'owasp-docker/8'],
    precision: 'high',
    'problem.severity': 'warning',
    'security-severity': '5.5',
  })
  assert.match(rule.help?.markdown ?? '', /^The root filesystem.*## Rationale/s)
  assert.equal(rule.helpUri, 'https://dockseal.github.io/dockseal/rules/read-only-root-filesystem.html')
})

test('a rule that only results know is described all the same', () => {
  const strange: LintResult[] = toResults({
    files: [files.shop],
    findings: [{ ...(findings[0] ?? assert.fail()), ruleId: 'disable-directive' }],
    keepSource: false,
  })
  const [only] = (JSON.parse(sarif(strange, context)) as Log).runs
  const [result] = only?.results ?? []
  assert.equal(only?.tool.driver.rules?.[result?.ruleIndex ?? -1]?.id, 'disable-directive')
  assert.equal(result?.fixes, undefined)
})

test('a name cannot make a link of a message', () => {
  const finding = { ...(findings[0] ?? assert.fail()), message: 'service "[safe](https://evil.example) {0}" is writable' }
  const [only] = (JSON.parse(sarif(toResults({ files: [files.shop], findings: [finding], keepSource: true }), context)) as Log).runs
  assert.equal(only?.results?.[0]?.message.text, 'service "\\[safe](https://evil.example) {0}" is writable (known image)')
})

test("line hashes are GitHub's", () => {
  const hashesOf = (text: string) => {
    const hash = lineHashes(text)
    const lines = Array.from({ length: text.length + 2 }, (_, at) => hash(at + 1))
    assert.equal(hash(0), undefined)
    return lines.slice(0, lines.indexOf(undefined))
  }
  // Figures of github/codeql-action's own tests.
  assert.deepEqual(hashesOf(''), ['c129715d7a2bc9a3:1'])
  assert.deepEqual(hashesOf(' a\nb\n  \t\tc\n d'), ['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1'])
  const mixed = [
    'e9496ae3ebfced30:1',
    'fb7c023a8b9ccb3f:1',
    'ce8ba1a563dcdaca:1',
    'e20e36e16fcb0cc8:1',
    'b3edc88f2938467e:1',
    'c8e28b0b4002a3a0:1',
    'c129715d7a2bc9a3:1',
  ]
  for (const end of ['\n', '\r', '\r\n'])
    assert.deepEqual(hashesOf(` hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n`.replaceAll('\n', end)), mixed)
  assert.deepEqual(hashesOf('Lorem ipsum dolor sit amet.\n'.repeat(10)).slice(4, 8), [
    'a7f2ff13bc495cf2:5',
    'a7f2ff13bc495cf2:6',
    'a7f2ff1481e87703:1',
    'a9cf91f7bbf1862b:1',
  ])
})

test('results of a file carry the hash of their line and our own fingerprint', () => {
  for (const result of run.results ?? []) {
    const place = physical(result)
    const prints = result.partialFingerprints ?? {}
    assert.match(prints['docksealFinding/v1'] ?? '', /^[0-9a-f]{16}:\d+$/)
    const text = place && texts.get(fileOf(place.artifactLocation))
    assert.equal(prints.primaryLocationLineHash, text === undefined ? undefined : lineHashes(text)(place?.region?.startLine ?? 0))
  }
})

const multitool = `node_modules/@microsoft/sarif-multitool-${process.platform === 'darwin' ? 'darwin' : process.platform}/Sarif.Multitool`
const scratch = mkdtempSync(path.join(tmpdir(), 'dockseal-sarif-'))
after(() => rmSync(scratch, { recursive: true, force: true }))

/** Why the multitool cannot judge here, or undefined. */
function whyNoJudge(): string | undefined {
  if (!existsSync(multitool)) return `SKIPPED, NOT PASSED: there is no ${multitool}`
  // npm may be told not to run install scripts; this one's is a chmod.
  chmodSync(multitool, 0o755)
  const tried = spawnSync(multitool, ['--version'], { encoding: 'utf8', env: judgeEnvironment })
  const said = `${tried.stdout}${tried.stderr}`
  return said.includes('SARIF Multitool') ? undefined : `SKIPPED, NOT PASSED: ${multitool} does not run: ${tried.error?.message ?? said}`
}
const judgeEnvironment = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' }

/**
 * Notes that we know and do not follow. SARIF2002: messages by id, but ours are worded from facts. 2003: version control is the
 * uploader's knowledge. 2006: no network. 2009: rules have names, not numbers. 2011 and 2013: readers have the repository.
 * 2016: a file outside the repository has an absolute URI.
 */
const EXPECTED_NOTES = new Set(['SARIF2002', 'SARIF2003', 'SARIF2006', 'SARIF2009', 'SARIF2010', 'SARIF2011', 'SARIF2013', 'SARIF2016'])

function judge(name: string, text: string): { ruleId: string; level: string; where: string }[] {
  const input = path.join(scratch, `${name}.sarif`)
  const output = path.join(scratch, `${name}.judged.sarif`)
  writeFileSync(input, text)
  const kinds = ['Error', 'Warning', 'Note'].join(';')
  const ran = spawnSync(multitool, ['validate', input, '--rule-kind', 'Sarif;Ghas', '--level', kinds, '-o', output, '--quiet'], {
    encoding: 'utf8',
    env: judgeEnvironment,
  })
  assert.ok(existsSync(output), ran.stdout + ran.stderr)
  const [judged] = (JSON.parse(readFileSync(output, 'utf8').replace(/^\ufeff/, '')) as Log).runs
  assert.equal(judged?.invocations?.[0]?.executionSuccessful ?? true, true)
  return (judged?.results ?? []).map((result) => ({
    ruleId: (result.ruleId ?? judged?.tool.driver.rules?.[result.ruleIndex ?? -1]?.id ?? '').split('/')[0] ?? '',
    level: result.level ?? 'warning',
    where: result.message.arguments?.join(' | ') ?? '',
  }))
}

test("Microsoft's multitool finds no error and no warning, by its own and GitHub's rules", (t) => {
  const why = whyNoJudge()
  if (why !== undefined) {
    t.diagnostic(why)
    t.skip(why)
    return
  }
  // The judge must be able to find fault at all.
  const faulty: Log = { ...log, runs: [{ ...run, results: [{ ruleId: 'x', message: { text: 'no location' } }] }] }
  assert.ok(judge('faulty', JSON.stringify(faulty)).some(({ ruleId, level }) => ruleId === 'GH1015' && level === 'error'))
  for (const [name, text] of [
    ['all', sarif(results, context)],
    ['clean', sarif(cleanResults, cleanContext)],
    ['empty', sarif([], cleanContext)],
    ['no-sources', sarif(toResults({ files: [], findings, keepSource: false }), context)],
  ] as const) {
    const found = judge(name, text)
    assert.deepEqual(
      found.filter(({ level }) => level !== 'note'),
      [],
      name,
    )
    assert.deepEqual(
      found.filter(({ ruleId }) => !EXPECTED_NOTES.has(ruleId)),
      [],
      name,
    )
  }
})

test('a hostile name stays text', () => {
  const messages = (run.results ?? []).map((result) => result.message.text ?? '')
  assert.ok(messages.some((text) => text.includes('\\x1b[2J')))
  assert.ok(!messages.some((text) => text.includes(hostile)))
})
