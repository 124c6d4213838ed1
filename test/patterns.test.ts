import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lintText } from '../src/index.ts'
import { urlPasswords } from '../src/text/url-password.ts'
import { folderWith, start } from './cli.ts'

const SERVICE = 'services:\n  a:\n    image: nginx\n'
const STARTED = {
  'compose.yaml': 'services: {a: {build: .}}\n',
  Dockerfile: 'FROM debian\nCOPY run.sh /\nENTRYPOINT ["/run.sh"]\n',
}
const chain = (last: number, merges: (name: string) => string) =>
  Array.from({ length: last + 1 }, (_, at) => `x-${at}: &x${at} {${at === 0 ? 'a: b' : merges(`*x${at - 1}`)}}\n`).join('')

describe('text that once took minutes', () => {
  // A run is stopped after two minutes, which fails the test: each of these takes less than a second.
  for (const [what, files] of Object.entries({
    'a URL with a long user and a long password without an end': {
      'compose.yaml': `${SERVICE}    environment:\n      X: redis://${'u'.repeat(100_000)}:${'p'.repeat(100_000)}\n`,
    },
    'a URL of open braces': { 'compose.yaml': `${SERVICE}    environment:\n      X: redis://${'${'.repeat(50_000)}\n` },
    'merge keys that merge each other': {
      'compose.yaml': `${chain(60, (name) => `<<: [${Array(10).fill(name).join(', ')}]`)}${SERVICE}    <<: *x60\n`,
    },
    'a pattern of the configuration': {
      '.docksealrc.yml':
        'images:\n  - names: [x]\n    writes: []\n    obstacles: [{ when: { command: { matches: "^(a+)+$" } }, effect: fails, why: x }]\n',
      'compose.yaml': `services: {a: {image: x, command: ${'a'.repeat(5000)}b}}\n`,
    },
    'variables inside of each other': {
      Dockerfile: `FROM debian\nENV X=${'${A:-'.repeat(3000)} Y="${'${A:-'.repeat(3000)}"\nFROM ${'${A:-'.repeat(3000)}\n`,
    },
    'many traps and variables': {
      ...STARTED,
      'run.sh': `#!/bin/sh\n${Array.from({ length: 20_000 }, (_, at) => `A${at}=x\ntrap "rm /x" EXIT\n`).join('')}`,
    },
    'a text of awk that is not closed': {
      ...STARTED,
      'run.sh': `#!/bin/sh\nawk '${'"\\'.repeat(50_000)}'\nawk '/${'\\/'.repeat(50_000)}'\n`,
    },
    'a pattern of .gitignore': {
      '.git/HEAD': 'ref: refs/heads/main\n',
      '.gitignore': `${'*a'.repeat(40)}b\n${'**/*a'.repeat(40)}/b\n${'/'.repeat(60_000)}\n${'['.repeat(60_000)}\n`,
      [`${'a'.repeat(200)}/compose.yaml`]: SERVICE,
    },
    'code that a parser takes the square of its length for': {
      'compose.yaml': 'services: {a: {build: .}}\n',
      Dockerfile: 'FROM golang:1.25 AS b\nCOPY . .\nRUN go build -o /a .\nFROM debian\nCOPY --from=b /a /a\nCMD ["/a"]\n',
      'go.mod': 'module example.org/a\n',
      'main.go': `package main\nimport "os"\nfunc main() { os.WriteFile(${'a('.repeat(25_000)} }\n`,
    },
    'a word that nearly matches': {
      'compose.yaml': `${SERVICE}    command: ${'\t'.repeat(50_000)}x\n    user: "${'0'.repeat(100_000)}."\n`,
    },
  })) {
    it(what, () => {
      const { code, stdout, stderr } = start(['-f', 'unix', '--preset', 'strict'], { cwd: folderWith(files as Record<string, string>) })
      assert.notEqual(code, null, 'it does not end')
      assert.doesNotMatch(stdout + stderr, /internal error/)
    })
  }

  it('globs of the configuration are refused where they are costly', () => {
    for (const glob of [`${'*a'.repeat(40)}b`, '+(a|aa)b', '**/a/**/a/**/a/**/b', '{a,aa}{a,aa}{a,aa}{a,aa}']) {
      for (const config of [`ignore: ["${glob}"]\n`, `overrides: [{ files: ["${glob}"], rules: {} }]\n`]) {
        const { code, stderr } = start(['-f', 'unix'], { cwd: folderWith({ '.docksealrc.yml': config, 'compose.yaml': SERVICE }) })
        assert.equal(code, 2)
        assert.match(
          stderr,
          /^dockseal: .*\.docksealrc\.yml:1:\d+: .*(?:ignore|files)" has more than 3 wildcards between two slashes or more than 3 `\*\*`, or a group that repeats/,
        )
      }
    }
    const kept = folderWith({
      '.docksealrc.yml': 'ignore: ["**/{old,*.bak}/*-*.yaml", "!(a)/@(b|c)"]\n',
      'old/compose-a.yaml': SERVICE,
      'compose.yaml': SERVICE,
    })
    const { stdout } = start(['-f', 'unix'], { cwd: kept })
    assert.doesNotMatch(stdout, /old\//)
    assert.match(stdout, /compose\.yaml/)
    assert.throws(() => lintText(SERVICE, { config: { overrides: [{ files: ['+(a|aa)'], rules: {} }] } }), /a group that repeats/)
  })

  it('a pattern of the configuration still decides, and one that looks around is refused', () => {
    const record = (matches: string) =>
      `images:\n  - names: [x]\n    writes: []\n    obstacles: [{ when: { command: { matches: '${matches}' } }, effect: fails, why: it says so }]\n`
    const files = (matches: string) => ({
      '.docksealrc.yml': record(matches),
      'compose.yaml': 'services: {a: {image: "x:1", command: aab}}\n',
    })
    assert.match(start(['-f', 'unix'], { cwd: folderWith(files('^a+b$')) }).stdout, /it says so/)
    assert.doesNotMatch(start(['-f', 'unix'], { cwd: folderWith(files('^a+c$')) }).stdout, /it says so/)
    const refused = start([], { cwd: folderWith(files('^(?!a)')) })
    assert.equal(refused.code, 2)
    assert.match(refused.stderr, /must be a regular expression without lookarounds/)
  })
})

it('finds the password of a URL, and nothing where there is none', () => {
  for (const [text, expected] of [
    ['postgres://app:s3cret@db/app', ['s3cret']],
    ['a redis://:pw@h, b amqp://u:p:q@h', ['pw', 'p:q']],
    ['postgres://${USER}:${PASS:-a@b}@db', ['${PASS:-a@b}']],
    ['https://host:8080/path@x', []],
    ['://u:p@h', []],
    ['http://u@h http://u:@h', []],
    ['http://u:p h@x', []],
  ] as const) {
    assert.deepEqual(
      urlPasswords(text).map(([start, end]) => text.slice(start, end)),
      expected,
    )
  }
})
