import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rules } from '../rules/index.ts'
import { configFiles, judgeLive, type Subject } from '../src/lint/live.ts'
import type { Rule } from '../src/lint/rule.ts'
import { DEFAULT_SETTINGS } from '../src/lint/settings.ts'
import { containerFromInspect } from '../src/live/inspect.ts'
import type { Evidence } from '../src/model/evidence.ts'
import { ALL_SOURCES } from '../src/project/all-sources.ts'
import type { Files } from '../src/sources/source.ts'
import { dockseal, folderWith } from './cli.ts'

const FILE = '/srv/shop/compose.yaml'

/** What runs, from a Compose file with this service; `image` undefined: the engine names none. */
function judged(
  service: string,
  image: string | undefined,
  more: { evidence?: Evidence; recorded?: Evidence; file?: string; labels?: object } = {},
) {
  const text = `services:\n  web:\n    ${service}\n`
  const io: Files = {
    read: (path) => (path === FILE ? { ok: true, text } : { ok: false, why: 'does not exist' }),
    exists: (path) => path === FILE,
    list: () => [],
  }
  const labels = {
    'com.docker.compose.project': 'shop',
    'com.docker.compose.service': 'web',
    'com.docker.compose.project.config_files': more.file ?? FILE,
    ...more.labels,
  }
  const answer = containerFromInspect({
    Id: 'a'.repeat(64),
    Name: '/shop-web-1',
    HostConfig: {},
    Config: { ...(image === undefined ? {} : { Image: image }), Labels: labels },
  })
  assert.ok(answer.ok)
  const subject: Subject = { container: answer.live.container, live: answer.live, ...(more.evidence ? { evidence: more.evidence } : {}) }
  return judgeLive([subject], io, {
    judge: { rules: rules as readonly Rule[], settings: { ...DEFAULT_SETTINGS, root: '/srv' } },
    link: { records: [], sources: ALL_SOURCES, ...(more.recorded ? { recorded: () => more.recorded } : {}) },
    units: { sources: ALL_SOURCES, fixInto: 'definition' },
  } as never)
}

test('the labels of a container lead to the files that Compose was given', () => {
  const of = (files: readonly string[], workingDir?: string) =>
    configFiles({ project: 'shop', service: 'web', configFiles: files, ...(workingDir === undefined ? {} : { workingDir }) })
  assert.deepEqual(of(['/a.yaml', '/b.yaml']), ['/a.yaml', '/b.yaml'])
  assert.deepEqual(of(['C:\\a.yaml']), ['C:\\a.yaml'])
  assert.deepEqual(of(['a.yaml', '/b.yaml'], '/srv'), ['/srv/a.yaml', '/b.yaml'])
  for (const files of [['a.yaml'], ['/b.yaml', 'a.yaml'], ['/a\0b.yaml']]) assert.deepEqual(of(files), [], JSON.stringify(files))
})

test('a container belongs to the service of its file if their images have one name', () => {
  const declared = (service: string, image: string | undefined, more = {}) => judged(service, image, more).subjects[0]?.declared?.name
  const rows: readonly (readonly [string, string | undefined, boolean])[] = [
    ['image: nginx:1.27', 'nginx:1.28', true],
    ['image: nginx:1.27', 'docker.io/library/nginx', true],
    ['image: nginx:1.27', 'httpd:2', false],
    ['image: nginx:1.27', 'ghcr.io/library/nginx:1.27', false],
    ['image: "${IMAGE}"', 'httpd:2', true],
    ['build: .', 'httpd:2', true],
    ['image: nginx:1.27', undefined, true],
    ['image: nginx:1.27', 'Not An Image', true],
    ['image: "Not An Image"', 'nginx', true],
  ]
  for (const [service, image, isSame] of rows) assert.equal(declared(service, image), isSame ? 'web' : undefined, `${service} ${image}`)
  assert.equal(declared('image: nginx', 'nginx', { file: '/gone.yaml' }), undefined)
  assert.equal(declared('image: nginx', 'nginx', { file: `${FILE},/gone.yaml` }), undefined)
  assert.equal(declared('image: nginx', 'nginx', { labels: { 'com.docker.compose.service': 'other' } }), undefined)
  assert.equal(judged('image: [\n', 'nginx').subjects[0]?.declared, undefined)
})

test('what an engine and a recording showed is joined in the plan of the service', () => {
  const seen = (path: string): Evidence => ({
    changed: [{ path, kind: 'added' }],
    readOnlyErrors: [],
    readOnlyRoot: false,
    runningFor: 1000,
    seesDeleted: true,
  })
  const paths = (more: { evidence?: Evidence; recorded?: Evidence }) =>
    judged('image: acme/a:1', 'acme/a:1', more).findings.flatMap(({ plan }) => plan?.paths.map(({ path }) => path) ?? [])
  const all = (more: { evidence?: Evidence; recorded?: Evidence }) =>
    ['/srv/engine', '/srv/recording'].map((path) => paths(more).includes(path))
  assert.deepEqual(all({ evidence: seen('/srv/engine/x') }), [true, false])
  assert.deepEqual(all({ recorded: seen('/srv/recording/x') }), [false, true])
  assert.deepEqual(all({ evidence: seen('/srv/engine/x'), recorded: seen('/srv/recording/x') }), [true, true])
})

test('a fix run fails where a file cannot be read, not where something is only noted', () => {
  const files = { 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n    env_file: none.env\n' }
  const noted = dockseal(['--fix-dry-run', '.'], { cwd: folderWith(files) })
  assert.equal(noted.code, 0, noted.stderr)
  assert.doesNotMatch(noted.stderr, /none\.env/)
  const indented = 'services:\n  web:\n    image: nginx:1.27\n  # a note\n   cap_add: [NET_ADMIN]\n'
  const broken = dockseal(['--fix-dry-run', '.'], { cwd: folderWith({ ...files, 'other/compose.yaml': indented }) })
  assert.equal(broken.code, 2)
  assert.match(broken.stderr, /other\/compose\.yaml:5:4: not valid YAML: .* \(check the indentation\)\n/)
  const written = dockseal(['--fix', '.'], { cwd: folderWith({ ...files, 'other/compose.yaml': 'services: [\n' }) })
  assert.equal(written.code, 2)
  const changes = { 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n' }
  assert.equal(dockseal(['--diff', '.'], { cwd: folderWith(changes) }).code, 1)
  assert.equal(dockseal(['--diff', '.'], { cwd: folderWith({ 'compose.yaml': 'services:\n  web:\n    image: acme/a:1\n' }) }).code, 0)
})
