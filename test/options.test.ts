import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { refuseMisused } from '../src/commands/misused-options.ts'
import { parseOptions } from '../src/commands/options.ts'
import { UsageError } from '../src/commands/usage-error.ts'

describe('the command line', () => {
  it('takes paths as things to lint', () => {
    const { command, operands, outputs } = parseOptions(['a', 'b.yml'])
    assert.deepEqual({ command, operands, outputs }, { command: 'lint', operands: ['a', 'b.yml'], outputs: [{}] })
  })

  it('knows a command only as the first word, and never after --', () => {
    assert.equal(parseOptions(['audit', 'web']).command, 'audit')
    assert.deepEqual(parseOptions(['audit', 'web']).operands, ['web'])
    assert.equal(parseOptions(['--', 'audit']).command, 'lint')
    assert.deepEqual(parseOptions(['--', 'audit', '--fix']).operands, ['audit', '--fix'])
  })

  it('pairs each output file with the format before it', () => {
    assert.deepEqual(parseOptions(['-f', 'sarif', '-o', 'out.sarif', '-f', 'pretty']).outputs, [
      { format: 'sarif', file: 'out.sarif' },
      { format: 'pretty' },
    ])
    assert.deepEqual(parseOptions(['-o', 'report.txt']).outputs, [{ file: 'report.txt' }])
  })

  it('pairs one format and one file in either order', () => {
    assert.deepEqual(parseOptions(['-o', 'a.sarif', '-f', 'sarif']).outputs, [{ file: 'a.sarif', format: 'sarif' }])
    assert.deepEqual(parseOptions(['-o', 'a.txt', '-f', 'sarif', '-o', 'b']).outputs, [{ file: 'a.txt' }, { format: 'sarif', file: 'b' }])
  })

  it('takes -f with a YAML file as a Compose file', () => {
    const { composeFiles, outputs } = parseOptions(['-f', 'a.yml', '-f', 'b.yaml', '-f', 'json'])
    assert.deepEqual({ composeFiles, outputs }, { composeFiles: ['a.yml', 'b.yaml'], outputs: [{ format: 'json' }] })
  })

  it('reads rule levels', () => {
    assert.deepEqual(parseOptions(['--rule', 'a-rule:off', '--rule', 'b:error']).rules, { 'a-rule': 'off', b: 'error' })
  })

  for (const [argv, what] of [
    [['-f', 'json', '-f', 'sarif'], /two formats/],
    [['--nonsense'], /--nonsense/],
    [['--rule', 'no-level'], /id:level/],
    [['--fail-on', 'info'], /error, warning, never/],
    [['--max-warnings', '-1'], /--max-warnings has no value; .* --max-warnings=/],
    [['--fix-into', 'base'], /definition, override/],
    [['--fix', '--diff'], /give one of --fix, --diff/],
    [['-', 'a.yml'], /cannot be combined/],
    [['--update-baseline'], /--baseline/],
    [['--json', '.'], /--format json/],
    [['show', '-f', 'json'], /show makes no report/],
    [['--fix-dry-run', '-f', 'sarif'], /--fix-dry-run prints a diff/],
    [['--diff', '-o', 'a'], /--diff prints a diff/],
    [['--config', 'a', '--no-config'], /not both/],
    [['--cache-strategy', 'fast'], /content, metadata/],
    [['--rule', ':off'], /id:level/],
    [['--rule', 'a:loud'], /id:level/],
    [['--max-warnings', 'x'], /--max-warnings/],
    [['--max-warnings', '1.5'], /--max-warnings/],
    [['prove', '--copy-limit', 'big'], /--copy-limit/],
    [['prove', '--copy-limit', '0'], /--copy-limit/],
    [['-', '--fix', '-f', 'json'], /./],
    [['-', '--fix', '-o', 'a'], /./],
    [['audit', '--host', 'a', '--context', 'b'], /--host.*--context|--context.*--host/],
    [['--help', 'x', '--fix', '--diff'], /give one of/],
    [['lint', '--user', '1'], /--user/],
    [['lint', '--env', 'A=1'], /--env/],
  ] as const) {
    it(`refuses ${argv.join(' ')}`, () => {
      assert.throws(
        () => refuseMisused(parseOptions(argv)),
        (error: unknown) => error instanceof UsageError && what.test(error.message) && !error.message.includes('\n'),
      )
    })
  }
})
