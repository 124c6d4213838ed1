import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { lintDocument } from '../src/lint/lint.ts'
import { defineRule } from '../src/lint/rule.ts'
import { DEFAULT_SETTINGS } from '../src/lint/settings.ts'
import type { Container } from '../src/model/container.ts'
import { describeFailure } from '../src/model/failure.ts'
import { isolated } from '../src/project/isolate.ts'
import { dockseal, folderWith } from './cli.ts'
import { container } from './container-builder.ts'
import { filesIn } from './files-in.ts'

const GOOD = 'services:\n  web:\n    image: example.test/web:1\n'
const bomb = (key: string): string =>
  `x0: &x0 [a, a]\n${Array.from({ length: 30 }, (_, level) => `x${level + 1}: &x${level + 1} [${Array(10).fill(`*x${level}`).join(', ')}]`).join('\n')}\n${key}: *x30\n`
const growing = Array.from({ length: 60 }, (_, index) => `A${index + 1}=\${A${index}}\${A${index}}`).join('\n')

/** Files beside a good one, and the exit code: 1 where the input is as good as any other, 2 where it cannot be read. */
const CASES: Readonly<Record<string, readonly [files: Readonly<Record<string, string>>, code: 1 | 2]>> = {
  'an include that includes itself by an alias': [{ 'compose.yml': 'include: &x [*x]\nservices: {a: {image: b}}\n' }, 2],
  'an include of an alias of nothing': [{ 'compose.yml': 'include: [*nope]\nservices: {a: {image: b}}\n' }, 2],
  'an alias bomb below include': [{ 'compose.yml': `${bomb('include')}services: {a: {image: b}}\n` }, 2],
  'names of Object.prototype as users': [
    {
      'compose.yml':
        'services: {a: {image: nginx, user: constructor}, b: {image: grafana/grafana, user: toString}, c: {image: nginx, user: __proto__}}\n',
    },
    1,
  ],
  'such a user in a Quadlet': [{ 'x.container': '[Container]\nImage=docker.io/library/nginx\nUser=constructor\n' }, 1],
  'such a user in a workflow': [
    {
      '.github/workflows/x.yml':
        'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    container: {image: nginx, options: --user constructor}\n    steps: [{run: ls}]\n',
    },
    1,
  ],
  'such a command in a Dockerfile': [
    { 'compose.yml': 'services: {a: {build: .}}\n', Dockerfile: 'FROM debian:12\nRUN toString a\nRUN constructor a && __proto__ b\n' },
    1,
  ],
  'such a restart policy and such keys': [
    {
      'compose.yml':
        'services: {a: {image: nginx, restart: constructor, deploy: {restart_policy: {condition: valueOf}}, environment: {constructor: x}}}\n',
    },
    1,
  ],
  'a security_opt that stands in itself': [{ 'compose.yml': 'services:\n  a:\n    image: nginx\n    security_opt: &x {a: *x}\n' }, 1],
  'a devcontainer of 50,000 brackets': [{ '.devcontainer/devcontainer.json': `${'['.repeat(50_000)}"image"` }, 2],
  'variables that grow without end': [
    { '.env': `A0=xxxxxxxxxx\n${growing}\n`, 'compose.yml': 'services: {a: {image: nginx, environment: {A: "${A60}"}}}\n' },
    1,
  ],
  'a Compose file without services': [{ 'compose.yaml': 'service:\n  web: {image: nginx, privileged: true}\n' }, 2],
  'an empty Compose file': [{ 'compose.yaml': '' }, 2],
  'a service whose name is a mapping': [{ 'compose.yaml': 'services: {? {image: nginx} : value}\n' }, 2],
  'a Dockerfile without FROM': [{ Dockerfile: 'RUN ls\n' }, 2],
  'a folder with a line break in its name': [{ 'li\nne/compose.yml': GOOD.replace('web', 'below') }, 1],
}

describe('a unit that goes wrong', () => {
  for (const [what, [files, code]] of Object.entries(CASES)) {
    it(`${what}: the others are judged, with --fix too, and nobody sees a stack`, () => {
      const inBad = Object.fromEntries(Object.entries(files).map(([name, text]) => [`bad/${name}`, text]))
      const cwd = folderWith({ ...inBad, 'good/compose.yml': GOOD })
      const run = dockseal(['-f', 'unix', '--preset', 'cis', '.'], { cwd })
      assert.equal(run.code, code, run.stdout + run.stderr)
      assert.match(run.stdout, /good\/compose\.yml.*read-only-root-filesystem/)
      if (code === 2) assert.match(run.stdout, /bad\/.*\[Error\]/)
      const dry = dockseal(['--fix-dry-run', '--preset', 'cis', '--fix-confidence', 'default', '.'], { cwd })
      assert.equal(dry.code, code === 2 ? 2 : 0, dry.stdout + dry.stderr)
      assert.match(dry.stdout, /\+\+\+ b\/good\/compose\.yml/)
      assert.doesNotMatch(run.stdout + run.stderr + dry.stdout + dry.stderr, /internal error|^\s+at .*:\d+:\d+/m)
    })
  }

  it('reads a folder with a line break in its name', () => {
    const cwd = folderWith({ 'li\nne/deep/compose.yml': GOOD.replace('web', 'below') })
    assert.match(dockseal(['-f', 'unix'], { cwd }).stdout, /service "below" is writable/)
  })

  it('refuses a configuration of aliases with one line', () => {
    for (const text of [bomb('ignore'), 'ignore: &x [*x]\n', 'ignore: [*nope]\n']) {
      const { stderr, code } = dockseal([], { cwd: folderWith({ '.docksealrc.yml': text, 'compose.yml': GOOD }) })
      assert.equal(code, 2)
      assert.match(stderr, /^dockseal: .*\.docksealrc\.yml:\d+:\d+: .*\n$/)
    }
  })
})

describe('an exception', () => {
  const broken: never = undefined as never
  const rule = (id: string, judge: () => void) =>
    defineRule({
      id,
      meta: {
        title: id,
        category: 'read-only',
        severity: 'warning',
        presets: ['recommended', 'cis', 'strict'],
        securitySeverity: '5.0',
        messages: { found: 'found {{name}}' },
      },
      container({ name, origin }: Container, report: (found: unknown) => void) {
        if (name === 'bad') judge()
        report({ messageId: 'found', at: origin, data: { name } })
      },
    } as unknown as Parameters<typeof defineRule>[0])

  it('in a rule ends the judgement of its container alone', () => {
    const at = (name: string) => ({ kind: 'text', file: '/c.yml', span: [name.length, 9] }) as const
    const containers = ['a', 'bad', 'c'].map((name) => container({ name, origin: at(name) }))
    const document = { containers, images: [] } as unknown as Parameters<typeof lintDocument>[0]
    const failures: unknown[] = []
    const findings = lintDocument(
      document,
      [rule('x', () => void (broken as { readonly a: { readonly b: 1 } }).a.b)],
      DEFAULT_SETTINGS,
      { plan: () => broken, image: () => undefined },
      (origin) => failures.push(origin),
    )
    assert.deepEqual(
      findings.map(({ message }) => message),
      ['found a', 'found c'],
    )
    assert.deepEqual(failures, [at('bad')])
  })

  it('while a unit is read becomes an error of its file, with a line to report', () => {
    const unit = isolated({
      file: '/p/c.yml',
      parse: () => {
        throw new TypeError('x is not a function')
      },
    })
    const { problems, texts, containers } = unit.parse(filesIn('/p', { 'c.yml': GOOD }))
    assert.deepEqual([...texts.keys()], ['/p/c.yml'])
    assert.equal(containers.length, 0)
    assert.equal(problems[0]?.level, 'error')
    assert.match(problems[0]?.message ?? '', /^was not judged: .*internal error \(TypeError: x is not a function, at /)
    assert.match(problems[0]?.hint ?? '', /github\.com\/dockseal\/dockseal\/issues/)
  })

  it('of too deep nesting is told as that', () => {
    const deep = (): number => deep() + 1
    try {
      deep()
      assert.fail('it ends')
    } catch (error) {
      assert.match(describeFailure(error).message, /nested more deeply/)
    }
  })
})

describe('a run that looks at nothing', () => {
  it('says so and exits with 2, unless that is wanted', () => {
    const cwd = folderWith({ 'README.md': '# no container\n', 'node/package.json': '{}' })
    for (const args of [[], ['.'], ['node']]) {
      const { stdout, stderr, code } = dockseal(['-f', 'unix', ...args], { cwd })
      assert.equal(code, 2, stdout + stderr)
      assert.match(stdout, /no files matched/)
    }
    assert.equal(dockseal(['--no-error-on-unmatched-pattern', '.'], { cwd }).code, 0)
    mkdirSync(join(cwd, 'c'))
    writeFileSync(join(cwd, 'c/compose.yml'), GOOD)
    assert.equal(dockseal(['-f', 'unix', '--ignore-pattern', '**'], { cwd }).code, 2)
  })

  it('is none where a named file was read and holds no command', () => {
    const cwd = folderWith({ 'build.sh': '#!/bin/sh\nmake\n' })
    assert.equal(dockseal(['build.sh'], { cwd }).code, 0)
  })
})
