import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sourcesOf } from '../site/evidence.ts'
import { validateLanguageOptions } from '../src/eslint/options.ts'
import { isDisabled } from '../src/eslint/source-code.ts'
import { ruleHint } from '../src/lint/unknown-rule.ts'
import { knownValue } from '../src/model/container.ts'
import type { Evidence } from '../src/model/evidence.ts'
import { isInside } from '../src/model/fact.ts'
import { describeFailure, failureAt } from '../src/model/failure.ts'
import { isWindowsReference, parseImageReference, parseImageTemplate } from '../src/model/image.ts'
import { joinEvidence } from '../src/model/join-evidence.ts'
import type { TmpfsOptions } from '../src/model/mount.ts'
import { isWithin, normaliseTarget } from '../src/model/path.ts'
import { parseTmpfsOptions, sameTmpfsOptions } from '../src/model/tmpfs.ts'
import { volumeFlag } from '../src/model/volume-text.ts'
import type { CoverageNote, FormatContext } from '../src/report/result.ts'
import { makeResult } from '../src/report/results.ts'
import { checkedWords, coverageBeside, levelCounts, tally } from '../src/report/tally.ts'
import { displayWidth, padEnd, truncate, wrap } from '../src/report/terminal.ts'

test('tmpfs options are read and compared', () => {
  assert.deepEqual(parseTmpfsOptions('mode=9,uid=x,gid=,size=,size,mode,uid,,exec=1,nr_inodes=5'), {
    other: ['mode=9', 'uid=x', 'gid=', 'size=', 'size', 'mode', 'uid', 'exec=1', 'nr_inodes=5'],
  })
  assert.deepEqual(parseTmpfsOptions('exec,nosuid,dev,uid=1,gid=2,mode=0700,size=1k,size=2k'), {
    exec: true,
    suid: false,
    dev: true,
    uid: 1,
    gid: 2,
    mode: 0o700,
    size: 2048,
  })
  const options: TmpfsOptions = { size: 1, mode: 2, uid: 3, gid: 4, exec: true, suid: true, dev: true, other: ['a', 'b'] }
  assert.ok(sameTmpfsOptions(options, { ...options, other: ['b', 'a'] }))
  assert.ok(sameTmpfsOptions({}, { exec: false, suid: false, dev: false, other: [] }))
  for (const [name, value] of Object.entries({ size: 9, mode: 9, uid: 9, gid: 9, exec: false, suid: false, dev: false, other: ['a'] }))
    assert.ok(!sameTmpfsOptions(options, { ...options, [name]: value }), name)
})

test('paths of mounts are compared as the image links them', () => {
  assert.deepEqual(['/var/run/x', '/var/run', '/var/lock', '/var/lock/x', '/var/locks', '/a//b/'].map(normaliseTarget), [
    '/run/x',
    '/run',
    '/run/lock',
    '/run/lock/x',
    '/var/locks',
    '/a/b',
  ])
  assert.deepEqual([isWithin('/a', '/a'), isWithin('/a/b', '/a'), isWithin('/ab', '/a'), isWithin('/a', '/')], [true, true, false, true])
  assert.deepEqual(
    [volumeFlag('v', '/data', false), volumeFlag('v', '/data', true)],
    [
      ['-v', 'v:/data'],
      ['-v', 'v:/data:ro'],
    ],
  )
  assert.deepEqual(volumeFlag('v', '/a:b', true), ['--mount', 'type=volume,source=v,destination=/a:b,readonly'])
})

test('what two runs showed is joined', () => {
  const run = (more: Partial<Evidence>): Evidence => ({ changed: [], readOnlyErrors: [], readOnlyRoot: true, ...more })
  const errors = (first: string, path?: string) => [{ line: first, ...(path === undefined ? {} : { path }) }]
  const both = joinEvidence(
    run({ readOnlyErrors: errors('a', '/x'), runningFor: 5, seesDeleted: true }),
    run({ readOnlyErrors: [...errors('b', '/x'), ...errors('c')], runningFor: 7, seesDeleted: true }),
  )
  assert.deepEqual(both, {
    changed: [],
    readOnlyErrors: [...errors('a', '/x'), ...errors('c')],
    readOnlyRoot: true,
    seesDeleted: true,
    runningFor: 7,
  })
  const other = joinEvidence(
    run({ execErrors: [{ path: '/a', line: 'x' }], seesDeleted: true }),
    run({ readOnlyRoot: false, runningFor: 0 }),
  )
  assert.deepEqual(other, { changed: [], readOnlyErrors: [], execErrors: [{ path: '/a', line: 'x' }], readOnlyRoot: false, runningFor: 0 })
  assert.ok(!('runningFor' in joinEvidence(run({}), run({}))))
})

test('an exception becomes an error that says what to do', () => {
  const message = (error: unknown) => describeFailure(error).message
  assert.match(message(new RangeError('Maximum call stack size exceeded')), /nested more deeply/)
  assert.match(message(new Error('call stack')), /internal error/)
  assert.match(message(new RangeError('Invalid string length')), /grows beyond/)
  assert.match(message(new RangeError('Invalid array length')), /grows beyond/)
  assert.match(message(new RangeError('toFixed() digits')), /internal error \(RangeError: toFixed/)
  assert.match(message(new TypeError('first\nsecond')), /\(TypeError: first, at /)
  assert.match(message('text'), /internal error \(text\)$/)
  assert.match(message(Object.assign(new Error('x'), { stack: undefined })), /\(Error: x\)$/)
  const text = { kind: 'text', file: 'a.yaml', span: [3, 4] } as const
  assert.deepEqual(Object.entries(failureAt(text, 'x', 'b.yaml')).slice(0, 3), [
    ['level', 'error'],
    ['file', 'a.yaml'],
    ['offset', 3],
  ])
  assert.deepEqual(Object.entries(failureAt({ kind: 'live', id: 'a', path: '' }, 'x', 'b.yaml')).slice(0, 2), [
    ['level', 'error'],
    ['file', 'b.yaml'],
  ])
})

test('the evidence of a record names files, pages and manuals', () => {
  const files = (repository: string, paths: readonly string[], commit?: string) => ({
    kind: 'files',
    repository,
    paths,
    ...(commit === undefined ? {} : { commit }),
  })
  const rows: readonly (readonly [string, readonly object[]])[] = [
    ['https://example.com/a (the page)', [{ kind: 'page', address: 'https://example.com/a' }]],
    ['iptables(8) says so', [{ kind: 'manual', name: 'iptables(8)' }]],
    ['go help cache', [{ kind: 'manual', name: 'go help cache' }]],
    ['a/b Dockerfile lines 1-9, start.sh and c.yaml (note) @ abcdef1', [files('a/b', ['Dockerfile', 'start.sh', 'c.yaml'], 'abcdef1')]],
    ['a/b x.sh @ abcdef1 and sub/dir/y.sh @ abcdef2', [files('a/b', ['x.sh'], 'abcdef1'), files('a/b', ['sub/dir/y.sh'], 'abcdef2')]],
    ['a/b x.sh @ abcdef1 and c/d y.sh', [files('a/b', ['x.sh'], 'abcdef1'), files('c/d', ['y.sh'])]],
    ['a/b src/{x,y}.go "Title" at v1.2', [files('a/b', ['src/x.go', 'src/y.go'])]],
    ['a/b Dockerfile, lines 1-2 @ abcdef1', [files('a/b', ['Dockerfile'], 'abcdef1')]],
    ['a/b says nothing much', []],
    ['nothing', []],
  ]
  for (const [evidence, sources] of rows) assert.deepEqual(sourcesOf(evidence), sources, evidence)
})

test('ESLint’s options are those of the plugin', () => {
  for (const valid of [
    {},
    { preset: 'cis', info: true, fix: { confidence: 'known', degraded: false, tmpfsSize: '64m' }, images: [] },
    { preset: 'strict' },
  ])
    assert.doesNotThrow(() => validateLanguageOptions(valid as never))
  const rows: readonly (readonly [object, RegExp])[] = [
    [{ preset: 'all' }, /"preset" must be one of/],
    [{ info: 'yes' }, /"info" must be true or false/],
    [{ fix: 'known' }, /"fix" must be an object/],
    [{ fix: null }, /"fix" must be an object/],
    [{ fix: { confidence: 'high' } }, /"fix.confidence" must be one of/],
    [{ fix: { degraded: 1 } }, /"fix.degraded" must be true or false/],
    [{ fix: { tmpfsSize: 'big' } }, /"fix.tmpfsSize" must be a size/],
    [{ images: {} }, /"images" must be a list/],
    [{ images: [{ names: ['acme/a'], extends: 'no/such' }] }, /"images\.0\.extends": no image record is called/],
  ]
  for (const [options, message] of rows) assert.throws(() => validateLanguageOptions(options as never), message, JSON.stringify(options))
})

test('an ESLint comment suppresses what it names, on its lines', () => {
  const off = isDisabled([
    { type: 'enable', value: 'a', line: 6 },
    { type: 'disable', value: 'a, b', line: 2 },
    { type: 'disable-line', value: 'c', line: 4 },
    { type: 'disable-next-line', value: ' ', line: 8 },
  ])
  const lines = (rule: string) => [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].filter((line) => off(rule, line))
  assert.deepEqual(lines('a'), [2, 3, 4, 5, 9])
  assert.deepEqual(lines('b'), [2, 3, 4, 5, 6, 7, 8, 9, 10])
  assert.deepEqual(lines('c'), [4, 9])
  assert.deepEqual(lines('d'), [9])
})

test('an unknown rule is told with the one that was meant', () => {
  const hint = (id: string) => ruleHint(id, ['no-privileged', 'cpu-limit', 'memory-limit'])
  assert.equal(hint('cpu-limits'), 'did you mean "cpu-limit"?')
  assert.equal(hint('privileged'), 'did you mean "no-privileged"?')
  assert.equal(hint('no-privileged-containers'), 'did you mean "no-privileged"?')
  assert.equal(hint('cpu'), 'did you mean "cpu-limit"?')
  for (const id of ['net', 'something']) assert.equal(hint(id), 'list them with `dockseal rules`', id)
})

test('columns of a terminal: wide and joined characters', () => {
  const widths: readonly (readonly [string, number])[] = [
    ['plain', 5],
    ['é', 1],
    ['e\u0301', 1],
    ['a\u200db', 2],
    ['soft\u00adhyphen', 11],
    ['\u10ff', 1],
    ['ᄀᅟ', 4],
    ['\u2e7f⺀\ua4cf', 5],
    ['가힣\ud7b0', 5],
    ['\uf8ff豈\ufaff', 5],
    ['︰﹫', 4],
    ['！｠｡', 5],
    ['￠￦', 4],
    ['\u{1f2ff}\u{1f300}\u{1faff}', 5],
    ['\u{20000}\u{3fffd}', 4],
  ]
  for (const [text, width] of widths) assert.equal(displayWidth(text), width, JSON.stringify(text))
  assert.deepEqual([padEnd('漢', 4), padEnd('long', 2)], ['漢  ', 'long'])
  assert.deepEqual(
    [truncate('漢字', 4), truncate('漢字', 3), truncate('漢字', 2), truncate('abc', 3), truncate('abcd', 3)],
    ['漢字', '漢…', '…', 'abc', 'ab…'],
  )
  assert.deepEqual(wrap('ab cd efghij k', 5), ['ab cd', 'efghij', 'k'])
  assert.deepEqual(wrap('', 5), [''])
})

test('small answers about spans, values and references', () => {
  const inside = (start: number, end: number) => isInside([start, end], [2, 5])
  assert.deepEqual([inside(2, 5), inside(3, 4), inside(1, 5), inside(2, 6), inside(6, 7)], [true, true, false, false, false])
  const known = (value: string | null, interpolated = false) => knownValue({ name: 'A', value, interpolated })
  assert.deepEqual(
    [known('x'), known(''), known('', true), known('x', true), known(null), known('a${B}')],
    ['x', '', undefined, 'x', undefined, undefined],
  )
  const registry = (text: string) => [parseImageReference(text)?.registry, parseImageReference(text)?.name]
  for (const host of ['docker.io', 'index.docker.io', 'registry-1.docker.io'])
    assert.deepEqual(registry(`${host}/library/nginx:1`), registry('nginx:1'), host)
  assert.deepEqual(
    [registry('ghcr.io/a/b'), registry('localhost:5000/a'), registry('a/b/c')],
    [
      ['ghcr.io', 'a/b'],
      ['localhost:5000', 'a'],
      [undefined, 'a/b/c'],
    ],
  )
  const windows = (text: string) => isWindowsReference(parseImageReference(text))
  assert.deepEqual(
    [
      'mcr.microsoft.com/windows/servercore:1',
      'python:3-windowsservercore',
      'a:ltsc2022',
      'microsoft/nanoserver',
      'a/windows-exporter',
      'nginx',
    ].map(windows),
    [true, true, true, true, false, false],
  )
  assert.equal(isWindowsReference(undefined), false)
  assert.deepEqual([parseImageTemplate('$REGISTRY/a/b:1')?.name, parseImageTemplate('A B')], ['a/b', undefined])
})

test('a report counts, and says what was not seen beside its findings', () => {
  const message = (more: object) =>
    ({ ruleId: 'a', severity: 1, level: 'warning', message: 'x', line: 1, column: 1, nodeType: null, ...more }) as const
  const fatal = { ruleId: null, fatal: true, severity: 2, level: 'error' }
  const results = [
    makeResult(
      '/a',
      [
        message({ ...fatal, line: 3 }),
        message({}),
        message({ level: 'error', severity: 2 }),
        message({ ruleId: 'b', level: 'info' }),
      ] as never,
      [],
      {},
    ),
    makeResult('/b', [message({ ruleId: 'c' })] as never, [], {}),
  ]
  const { total, byLevel, fatal: unread, byRule } = tally(results)
  assert.deepEqual(
    [total, byLevel, unread, byRule.map(({ ruleId, count, files, level }) => `${ruleId} ${count} ${files} ${level}`)],
    [5, { error: 2, warning: 2, info: 1 }, 1, ['a 2 1 error', ' 1 1 error', 'c 1 1 warning', 'b 1 1 info']],
  )
  const note = (filePath: string, line: number | undefined, level: 'error' | 'note'): CoverageNote => ({
    filePath,
    level,
    message: 'm',
    ...(line === undefined ? {} : { line }),
  })
  const beside = (...coverage: readonly CoverageNote[]) => coverageBeside(results, { coverage } as unknown as FormatContext).length
  assert.deepEqual(
    [
      beside(note('/a', 3, 'error')),
      beside(note('/a', 3, 'note')),
      beside(note('/a', 4, 'error')),
      beside(note('/b', 3, 'error')),
      beside(note('/a', undefined, 'error')),
    ],
    [0, 1, 1, 1, 1],
  )
  assert.deepEqual(
    [levelCounts({ error: 1, warning: 2, info: 0 }), levelCounts({ error: 0, warning: 0, info: 3 })],
    ['1 error, 2 warnings', '3 info'],
  )
  const words = (more: object) => checkedWords({ files: 1, containers: 0, images: 0, skipped: 0, fixed: 0, ...more }, tally([]))
  assert.deepEqual(
    [words({}), words({ containers: 2, images: 1, skipped: 1, fixed: 1, accepted: 3 })],
    ['1 file, 0 containers', '1 file, 2 containers, 1 image; 1 fixed; 1 file skipped; 3 accepted by the baseline'],
  )
})
