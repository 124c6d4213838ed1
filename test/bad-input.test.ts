import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { dockseal, folderWith, start } from './cli.ts'

const GOOD = 'services:\n  web:\n    image: example.test/web:1\n'

/** Each is one file that cannot be linted, beside a good one that must be linted all the same. */
const CASES: Readonly<Record<string, (path: string) => void>> = {
  'is not YAML': (path) => writeFileSync(path, 'services:\n  web: [unclosed\n'),
  'is indented with tabs': (path) => writeFileSync(path, 'services:\n\tweb:\n\t\timage: a\n'),
  'has a key twice': (path) => writeFileSync(path, 'services:\n  web:\n    image: a\n    image: b\n'),
  'is 50 MB large': (path) => writeFileSync(path, `services:\n  web:\n    image: a\n#${'x'.repeat(50 * 2 ** 20)}\n`),
  'is an alias bomb': (path) => {
    const levels = Array.from({ length: 30 }, (_, level) => `x${level + 1}: &x${level + 1} [${Array(10).fill(`*x${level}`).join(', ')}]`)
    writeFileSync(path, `x0: &x0 [a, a]\n${levels.join('\n')}\nservices:\n  web:\n    image: a\n    command: *x30\n`)
  },
  'is a directory': (path) => mkdirSync(path),
  'is a FIFO': (path) => void execFileSync('mkfifo', [path]),
  'is a broken symbolic link': (path) => symlinkSync('nowhere', path),
  'is a link to itself': (path) => symlinkSync('compose.yml', path),
  'contains NUL bytes': (path) => writeFileSync(path, 'services:\n  web:\n    image: "a\0b"\n'),
  'is not UTF-8': (path) => writeFileSync(path, Buffer.from([0x73, 0x3a, 0x20, 0xff, 0xfe, 0xc3, 0x28])),
  'has a list for services': (path) => writeFileSync(path, 'services:\n  - image: a\n'),
  'has a number for a service': (path) => writeFileSync(path, 'services:\n  web: 5\n'),
  'extends itself': (path) => writeFileSync(path, 'services:\n  web:\n    extends: web\n'),
}

describe('a file that cannot be read', () => {
  for (const [what, make] of Object.entries(CASES)) {
    it(`${what}: one clear line, exit code 2, the others are linted`, () => {
      const folder = folderWith({ 'bad/.keep': '', 'good/compose.yml': GOOD })
      const path = join(folder, 'bad/compose.yml')
      make(path)
      const { stdout, stderr, code } = dockseal(['.', '--format', 'unix'], { cwd: folder })
      const output = stdout + stderr
      assert.equal(code, 2, output)
      const lines = output.split('\n').filter((line) => line.includes('bad/compose.yml') && line.endsWith('[Error]'))
      assert.equal(lines.length, 1, output)
      assert.doesNotMatch(output, /^\s+at .*\(.*:\d+:\d+\)/m, 'no stack trace')
      assert.match(output, /good\/compose\.yml.*read-only-root-filesystem/)
    })
  }

  it('without permission', (t) => {
    if (process.getuid?.() !== 0) return t.skip('needs root, to start the program as another user')
    const folder = folderWith({ 'bad/compose.yml': GOOD, 'good/compose.yml': GOOD })
    chmodSync(folder, 0o755)
    chmodSync(join(folder, 'bad/compose.yml'), 0)
    const { stdout, stderr, code } = start(['.', '--format', 'unix'], { cwd: folder, uid: 65534 })
    assert.equal(code, 2, stdout + stderr)
    assert.match(stdout + stderr, /bad\/compose\.yml.*permission denied/)
    assert.match(stdout, /good\/compose\.yml.*read-only-root-filesystem/)
  })

  it('keeps every byte when the folder cannot be written', (t) => {
    if (process.getuid?.() !== 0) return t.skip('needs root, to start the program as another user')
    const folder = folderWith({ 'compose.yml': GOOD })
    chmodSync(folder, 0o555)
    const { stdout, stderr, code } = start(['.', '--fix', '--fix-confidence', 'default', '--format', 'unix'], {
      cwd: folder,
      uid: 65534,
    })
    assert.equal(code, 2, stdout + stderr)
    assert.equal(readFileSync(join(folder, 'compose.yml'), 'utf8'), GOOD)
    assert.match(stdout, /cannot be written: permission denied/)
    assert.match(stdout, /read-only-root-filesystem/, 'the finding is still there')
    assert.doesNotMatch(stderr, /Fixed/)
  })

  it('that the user names and that does not exist', () => {
    const { stdout, stderr, code } = dockseal(['missing.yml', '--format', 'unix'])
    assert.equal(code, 2)
    assert.match(stdout + stderr, /missing\.yml.*does not exist/)
  })
})
