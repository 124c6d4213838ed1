import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lintText } from '../src/index.ts'
import type { ImageRecord } from '../src/knowledge/record.ts'
import { dockseal, folderWith } from './cli.ts'

const NGINX = 'services:\n  web:\n    image: nginx:1.27\n'
const APP = 'services:\n  app:\n    image: registry.example.test/team/app:3\n'

const RECORD = `images:
  - names: [registry.example.test/team/app]
    writes:
      - path: /srv/spool
        kind: scratch
        what: uploads before they are checked
        evidence: [https://wiki.example.test/app]
`

function dryRun(compose: string, config: string, ...args: string[]) {
  return dockseal(['--fix-dry-run', ...args], { cwd: folderWith({ 'compose.yaml': compose, '.docksealrc.yml': config }) })
}

describe("a user's image records", () => {
  it('say what an image of their own must write, as surely as a built-in record', () => {
    const { stdout, stderr } = dryRun(APP, RECORD, '--fix-confidence', 'known')
    assert.match(stdout, /^\+ {6}- \/srv\/spool$/m, stderr)
  })

  it('replace the built-in record of the same name', () => {
    const config = RECORD.replace('registry.example.test/team/app', 'nginx')
    const { stdout } = dryRun(NGINX, config)
    assert.match(stdout, /\/srv\/spool/)
    assert.doesNotMatch(stdout, /\/var\/cache\/nginx/)
  })

  it('add to the built-in record that they extend', () => {
    const config = RECORD.replace('    writes:', '    extends: nginx\n    writes:')
    const { stdout } = dryRun(APP, config)
    assert.match(stdout, /\/srv\/spool/)
    assert.match(stdout, /\/var\/cache\/nginx/)
  })

  it('count for whole families', () => {
    const { stdout } = dryRun(APP, RECORD.replace('[registry.example.test/team/app]', '["registry.example.test/team/*"]'))
    assert.match(stdout, /\/srv\/spool/)
  })

  it('are seen by the other commands and by the library', () => {
    const cwd = folderWith({ 'compose.yaml': APP, '.docksealrc.yml': RECORD })
    assert.match(dockseal(['explain-plan', 'app'], { cwd }).stdout, /uploads before they are checked/)
    const record: ImageRecord = {
      names: ['registry.example.test/team/app'],
      writes: [{ path: '/srv/spool', kind: 'scratch', what: 'uploads', evidence: ['the wiki'] }],
    }
    const [message] = lintText(APP, { config: { images: [record] } }).messages.filter(({ plan }) => plan !== undefined)
    assert.deepEqual(
      message?.plan?.paths.map(({ path }) => path),
      ['/srv/spool'],
    )
  })

  for (const [what, config, expected] of [
    ['without a name', 'images:\n  - writes: []\n', /:2:5: .*needs "names"/],
    ['without a path', RECORD.replace('path: /srv/spool\n        ', ''), /:4:9: .*needs "path" or "from"/],
    ['with a relative path', RECORD.replace('/srv/spool', 'srv/spool'), /:4:9: .*images\.0\.writes\.0\.path/],
    ['with an unknown kind', RECORD.replace('scratch', 'stuff'), /:5:9: .*scratch, runtime, cache, log, config, data/],
    ['with a misspelt key', RECORD.replace('kind:', 'kinds:'), /:5:9: unknown key "kinds"/],
    ['with a broken regular expression', `${RECORD}        when: {tag: {matches: "("}}\n`, /:8:22: .*regular expression/],
    ['with a broken option', `${RECORD}        from: [{option: "("}]\n`, /:8:\d+: .*regular expression/],
    ['with a tag in a name', RECORD.replace('team/app', 'team/app:3'), /:2:13: /],
    ['with a name that is never looked up', RECORD.replace('registry.example.test/team/app', 'docker.io/library/nginx'), /write "nginx"/],
    ['that extends nothing', RECORD.replace('    writes:', '    extends: ngnix\n    writes:'), /:3:5: no image record is called "ngnix"/],
  ] as const) {
    it(`${what}: one line that points at the key`, () => {
      const { stdout, stderr, code } = dryRun(APP, config)
      assert.equal(code, 2)
      assert.equal(stdout, '')
      assert.equal(stderr.trim().split('\n').length, 1, stderr)
      assert.match(stderr, expected)
    })
  }
})

describe('the size that the configuration gives to a tmpfs', () => {
  it('is written by the fix', () => {
    const { stdout } = dryRun(NGINX, 'fix: {tmpfsSize: 64m}\n')
    assert.match(stdout, /^\+ +- \/run:size=(64m|67108864)/m)
  })

  it('is refused where it is none', () => {
    assert.equal(dryRun(NGINX, 'fix: {tmpfsSize: much}\n').code, 2)
  })
})
