import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { type EngineName, flagsOf, globalFlagsOf, type Verb } from '../src/engine-command/flags.ts'

interface HelpFlag {
  readonly name: string
  readonly letter: string | undefined
  readonly boolean: boolean
}

/** The options of a help text: `-v, --volume list   Bind mount a volume`. */
function helpFlags(text: string): readonly HelpFlag[] {
  const flags: HelpFlag[] = []
  for (const line of text.split('\n')) {
    const match = /^ {2,8}(?:-(\w), )?\s*--([\w-]+)(?: (\S+))?(?: {2,}|$)/.exec(line)
    if (!match?.[2]) continue
    flags.push({ name: match[2], letter: match[1], boolean: match[3] === undefined })
  }
  return flags
}

/** The help of a program that is installed; undefined where it is not. */
function help(program: string, args: readonly string[]): string | undefined {
  const run = spawnSync(program, [...args, '--help'], { encoding: 'utf8', env: { ...process.env, COLUMNS: '200' } })
  return run.error || run.status !== 0 ? undefined : run.stdout
}

const COMMANDS: readonly { engine: EngineName; verb: Verb; args: readonly string[] }[] = [
  { engine: 'docker', verb: 'run', args: ['run'] },
  { engine: 'docker', verb: 'create', args: ['container', 'create'] },
  { engine: 'docker', verb: 'service create', args: ['service', 'create'] },
  { engine: 'docker', verb: 'service update', args: ['service', 'update'] },
  { engine: 'podman', verb: 'run', args: ['run'] },
  { engine: 'podman', verb: 'create', args: ['create'] },
  { engine: 'nerdctl', verb: 'run', args: ['run'] },
]

for (const { engine, verb, args } of COMMANDS) {
  test(`the flags of ${engine} ${args.join(' ')} are those of its help`, (context) => {
    const text = help(engine, args)
    if (text === undefined) {
      context.skip(`${engine} is not installed`)
      return
    }
    const table = flagsOf(engine, verb)
    const flags = helpFlags(text)
    assert.ok(flags.length > 40, 'the help was read')
    for (const flag of flags) {
      const ours = table.long.get(flag.name)
      assert.ok(ours, `--${flag.name} is in the table`)
      assert.equal(ours.boolean, flag.boolean, `--${flag.name} takes a value or not`)
      if (flag.letter !== undefined) assert.equal(table.short.get(flag.letter), ours, `-${flag.letter} is --${flag.name}`)
    }
  })
}

test('the global options of docker are those of its help', (context) => {
  const text = help('docker', [])
  if (text === undefined) {
    context.skip('docker is not installed')
    return
  }
  const table = globalFlagsOf('docker')
  for (const flag of helpFlags(text.slice(text.indexOf('Global Options:')))) {
    assert.equal(table.long.get(flag.name)?.boolean, flag.boolean, `--${flag.name}`)
    if (flag.letter !== undefined) assert.equal(table.short.get(flag.letter), table.long.get(flag.name), `-${flag.letter}`)
  }
})

test('an alias is told under the name it stands for', () => {
  assert.equal(flagsOf('docker', 'run').long.get('net')?.name, 'network')
  assert.equal(flagsOf('podman', 'run').long.get('healthcheck-command')?.name, 'health-cmd')
})
