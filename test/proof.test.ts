import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { diskFiles } from '../src/discover/files.ts'
import { knowledgeFrom } from '../src/lint/knowledge.ts'
import { PROOF_FILE } from '../src/model/proof-file.ts'
import { type ProvedService, readProof, writeProof } from '../src/plan/proof.ts'
import { ALL_SOURCES } from '../src/project/all-sources.ts'
import { settingsHash } from '../src/project/proofs.ts'
import { recognise } from '../src/project/recognise.ts'
import { dockseal, folderWith, oneLine } from './cli.ts'
import { container, fact } from './container-fixture.ts'

const SERVICE: ProvedService = {
  is: 'proved',
  image: 'example.org/shop/web:1',
  digest: 'sha256:1',
  settings: 'sha256:2',
  date: '2026-11-29',
  engine: 'Docker 26.1.5, overlay2',
  rounds: { writable: 1, sealed: 2 },
  checks: ['running', 'port 80/tcp: http 200'],
  expects: { state: 'running', health: 'healthy', ports: { '80/tcp': 'http 200' } },
  paths: [
    {
      path: '/run',
      kind: 'runtime',
      mount: { as: 'tmpfs', options: { uid: 101, gid: 101, mode: 0o1777, exec: true, size: 16 * 2 ** 20 } },
      method: 'log line',
      example: 'it: says "no"',
    },
    { path: '/srv/data', kind: 'data', mount: { as: 'volume' }, ships: true, method: 'seen in the trial' },
  ],
  environment: [{ name: 'TMPDIR', value: '/run' }],
}

const proofOf = (web: ProvedService) => writeProof({ proved: new Map([['web', web]]), refused: new Map() })

test('a proof that is written is read as it was', () => {
  const answer = readProof(proofOf(SERVICE))
  assert.ok(answer.ok)
  assert.deepEqual(answer.proof.proved.get('web'), SERVICE)
})

test('a file that is no proof is refused with the reason, and data is never read as memory', () => {
  const why = (text: string) => {
    const answer = readProof(text)
    return answer.ok ? undefined : answer.why
  }
  assert.match(why('a: [') ?? '', /not YAML/)
  assert.match(why('services: {}') ?? '', /version/)
  assert.match(why('- 1') ?? '', /no services/)
  assert.match(why('version: 1\nservices: {web: {paths: []}}') ?? '', /"web"/)
  const moved = proofOf(SERVICE).replace('mount: volume', 'mount: tmpfs')
  assert.match(why(moved) ?? '', /"web"/)
  const bomb = `version: 1\na: &a [x, x]\n${'bcdefghi'
    .split('')
    .map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at]}, `.repeat(9)}]\n`)
    .join('')}services: {}\n`
  assert.match(why(bomb) ?? '', /aliases|readable|services/)
})

const COMPOSE = 'services:\n  web:\n    image: example.org/shop/web:1\n    command: [serve]\n'

/** The settings of the only service of a Compose text, as a proof keeps them. */
function hashOf(cwd: string): string {
  const { units } = recognise([{ path: `${cwd}/compose.yaml`, explicit: true }], diskFiles(), { sources: ALL_SOURCES, projects: [] })
  const [web] = units[0]?.parse(diskFiles()).containers ?? []
  assert.ok(web)
  return settingsHash(
    web,
    SERVICE.paths.map(({ path }) => path),
    ['TMPDIR'],
  )
}

test('a plan with a proof is proved: --fix applies it, and nothing is left to say', () => {
  const cwd = folderWith({ 'compose.yaml': COMPOSE })
  const proof = proofOf({ ...SERVICE, settings: hashOf(cwd) })
  const own = folderWith({ 'compose.yaml': COMPOSE, [PROOF_FILE]: proof })
  const fixed = dockseal(['--fix', '--fix-confidence', 'proved', '--rule', 'no-plain-secrets:off'], { cwd: own })
  assert.match(fixed.stderr, /Fixed 1 finding in 1 file: 1 proved by a sealed run/)
  assert.equal(fixed.code, 0, fixed.stdout)
  const text = dockseal(['show', 'web', '--json'], { cwd: own }).stdout
  for (const part of ['/run:exec,uid=101,gid=101,mode=1777,size=16m', 'web-data', 'TMPDIR'])
    assert.ok(text.includes(part), `${part} in ${text}`)
  const { documents } = {
    documents: recognise([{ path: `${own}/compose.yaml`, explicit: true }], diskFiles(), { sources: ALL_SOURCES, projects: [] }).units.map(
      (unit) => unit.parse(diskFiles()),
    ),
  }
  const [document] = documents
  assert.ok(document?.containers[0])
  const plan = knowledgeFrom({ records: [], sources: ALL_SOURCES })(document, diskFiles()).plan(document.containers[0])
  assert.deepEqual([plan.ready, plan.confidence], ['yes', 'proved'])
})

test('a sealed run that nothing used proves what was read, and of the rest it only shows what was written', () => {
  const later = (compose: string, image: string, ...checks: readonly string[]) => {
    const settings = hashOf(folderWith({ 'compose.yaml': compose }))
    const proof = proofOf({ ...SERVICE, image, settings, checks: ['running', ...checks] })
    const cwd = folderWith({ 'compose.yaml': compose, [PROOF_FILE]: proof })
    assert.match(dockseal(['--fix-dry-run', '--rule', 'no-plain-secrets:off'], { cwd }).stdout, /web-data:\/srv\/data/)
    return oneLine(dockseal(['explain-plan', 'web'], { cwd }).stdout)
  }
  const unknown = later(COMPOSE, SERVICE.image ?? '')
  assert.match(unknown, /^web: .*\(observed on the engine/)
  assert.match(unknown, /It ran sealed on 2026-11-29 \(running\), but no check used it/)
  assert.match(unknown, /ran sealed on 2026-11-29/)
  assert.match(unknown, /The volume at \/srv\/data keeps the content of the first image/)
  assert.match(later(COMPOSE, SERVICE.image ?? '', 'port 80/tcp: http 200'), /proved by a sealed run/)
  const nginx = COMPOSE.replace('example.org/shop/web:1', 'nginx:1.27').replace(/ +command.*\n/, '')
  assert.match(later(nginx, 'nginx:1.27'), /proved by a sealed run/)
  const unread = COMPOSE.replace('example.org/shop/web:1', 'node:22').replace('[serve]', 'node /srv/serve.js')
  assert.match(later(unread, 'node:22'), /^web: .*\(observed on the engine/)
})

test('a proof is stale when image, command or environment change, not when a secret or the planned mounts do', () => {
  const base = container({ image: fact('a:1'), command: fact(['serve']) })
  const before = settingsHash(base, ['/run'])
  assert.notEqual(settingsHash({ ...base, command: fact(['serve', '--all']) }, ['/run']), before)
  assert.notEqual(settingsHash({ ...base, user: fact('1000') }, ['/run']), before)
  const withVariable = (name: string, value: string) => ({
    ...base,
    environment: { items: [{ value: { name, value, interpolated: false }, origin: base.origin }] },
  })
  assert.notEqual(settingsHash(withVariable('MODE', 'a'), []), settingsHash(withVariable('MODE', 'b'), []))
  assert.equal(settingsHash(withVariable('DB_PASSWORD', 'a'), []), settingsHash(withVariable('DB_PASSWORD', 'b'), []))
  const tmpfs = { value: { type: 'tmpfs', target: '/run', readOnly: false, form: 'short', options: {} }, origin: base.origin } as const
  assert.equal(settingsHash({ ...base, mounts: { items: [tmpfs] } }, ['/run']), before)
  assert.notEqual(settingsHash({ ...base, mounts: { items: [{ ...tmpfs, value: { ...tmpfs.value, target: '/srv' } }] } }, ['/run']), before)
})

test('what a run showed not to work sealed is not sealed by a guess', () => {
  const cwd = folderWith({ 'compose.yaml': COMPOSE })
  const refusal = {
    is: 'refused',
    image: 'example.org/shop/web:1',
    settings: hashOf(cwd),
    date: '2026-11-29',
    why: 'it writes /app/app.db',
  } as const
  const text = writeProof({ proved: new Map(), refused: new Map([['web', refusal]]) })
  const own = folderWith({ 'compose.yaml': COMPOSE, [PROOF_FILE]: text })
  assert.match(dockseal(['--format', 'json'], { cwd: own }).stdout, /it writes \/app\/app.db/)
  assert.doesNotMatch(dockseal(['--fix-dry-run', '--fix-confidence', 'default'], { cwd: own }).stdout, /read_only/)
  const other = folderWith({ 'compose.yaml': COMPOSE.replace('serve', 'work'), [PROOF_FILE]: text })
  assert.match(dockseal(['--fix-dry-run', '--fix-confidence', 'default'], { cwd: other }).stdout, /read_only/)
})

test('a stale proof is told, and the plan rests on what else is known', () => {
  const cwd = folderWith({ 'compose.yaml': COMPOSE, [PROOF_FILE]: proofOf(SERVICE) })
  const found = dockseal(['--format', 'json'], { cwd }).stdout
  assert.match(found, /"ruleId":"stale-proof"/)
  assert.match(found, /settings that decide what it writes have changed/)
  const held = dockseal(['--fix-dry-run', '--fix-confidence', 'proved'], { cwd })
  assert.match(oneLine(held.stderr), /^Left unchanged: web .*less sure than "proved"/)
})

test('a proof with a key twice is refused', () => {
  const text = proofOf(SERVICE)
  assert.ok(readProof(text).ok)
  const twice = readProof(`${text}\nversion: 1\n`)
  assert.equal(!twice.ok && twice.why, 'is not a proof: the key "version" is twice in one mapping')
})

test('a proof that cannot be read is an error with its place, for lint and for prove, and nothing replaces it', () => {
  const text = `${proofOf(SERVICE)}<<<<<<< ours\n`
  const cwd = folderWith({ 'compose.yaml': 'services:\n  web: {image: nginx:1.27}\n', 'dockseal-proof.yaml': text })
  const line = text.split('\n').length - 1
  const found = dockseal(['-f', 'unix', '.'], { cwd })
  assert.equal(found.code, 2)
  assert.match(oneLine(found.stdout), new RegExp(`dockseal-proof\\.yaml:${line}:\\d+: the proof is not YAML: .*run .dockseal prove. again`))
  assert.match(found.stdout, /compose\.yaml:2:3: .*is writable/)
  assert.equal(dockseal(['--fix', '.'], { cwd }).code, 2)
  assert.equal(readFileSync(join(cwd, 'dockseal-proof.yaml'), 'utf8'), text)
})

test('a build is stale when a file of its context changes, not when the Compose file does', async () => {
  const { buildHash } = await import('../src/project/proofs.ts')
  const files = {
    'app/Dockerfile': 'FROM scratch\nCOPY . /\n',
    'app/main.py': 'print(1)\n',
    'app/.dockerignore': '*.log\n',
    'app/compose.yaml': 'services: {}\n',
  }
  const hash = (changes: Readonly<Record<string, string>>) => {
    const folder = folderWith({ ...files, ...changes })
    return buildHash(fact({ context: `${folder}/app`, dockerfile: `${folder}/app/Dockerfile`, args: {} }), diskFiles())
  }
  const before = hash({})
  assert.equal(hash({}), before)
  assert.notEqual(hash({ 'app/main.py': 'print(2)\n' }), before)
  assert.notEqual(hash({ 'app/new.py': '' }), before)
  assert.equal(hash({ 'app/compose.yaml': 'services: {web: {}}\n', 'app/run.log': 'x' }), before)
})

test('each part of a proof is read in the form that it is written in, and a part in another form is left out', () => {
  const read = (web: string, more = '') => {
    const answer = readProof(`version: 1\nservices: {web: {settings: s, ${web}}}\n${more}`)
    return answer.ok ? answer.proof.proved.get('web') : answer.why
  }
  const plain: ProvedService = {
    is: 'proved',
    settings: 's',
    date: '',
    engine: '',
    rounds: { writable: 0, sealed: 0 },
    checks: [],
    expects: { state: 'running', ports: {} },
    paths: [],
    environment: [],
  }
  assert.deepEqual(read('date: 1, engine: [], rounds: [1], checks: x, expects: 1, environment: [a]'), plain)
  assert.deepEqual(read('rounds: {writable: 2, sealed: x}, environment: {A: 1}, checks: [1]'), {
    ...plain,
    rounds: { writable: 2, sealed: 0 },
    environment: [{ name: 'A', value: '1' }],
    checks: ['1'],
  })
  const path = (fields: string) => read(`paths: [{${fields}}]`)
  const NONE = 'has no proof that can be read for "web"'
  const wrong = [
    'kind: log, mount: tmpfs',
    'path: 1, kind: log, mount: tmpfs',
    'path: a, kind: log, mount: tmpfs',
    'path: /a, kind: odd, mount: tmpfs',
    'path: /a, kind: log, mount: bind',
    'path: /a, kind: data, mount: tmpfs',
  ]
  for (const fields of wrong) assert.equal(path(fields), NONE, fields)
  const options = (written: string) => {
    const service = path(`path: /a/, kind: log, mount: tmpfs, options: {${written}}`)
    return typeof service === 'object' && service.paths[0]?.mount.as === 'tmpfs' ? service.paths[0].mount.options : service
  }
  assert.deepEqual(options('uid: 1, gid: 2, mode: "0700", exec: true, size: 1m'), {
    uid: 1,
    gid: 2,
    mode: 0o700,
    exec: true,
    size: 2 ** 20,
  })
  assert.deepEqual(options('uid: "1", gid: x, mode: "8", exec: "true", size: big'), {})
  assert.deepEqual([options('mode: 700'), options('mode: "07777"'), options('exec: false')], [{}, {}, {}])
  const volume = path('path: /a/, kind: data, mount: volume, method: 1, example: 2')
  assert.deepEqual(typeof volume === 'object' && volume.paths, [{ path: '/a', kind: 'data', mount: { as: 'volume' }, method: '' }])
  for (const refused of ['{settings: s}', '{why: w}', '{settings: 1, why: w}', '[]'])
    assert.equal(read('paths: []', `refused: {db: ${refused}}`), 'does not say why "db" is refused', refused)
  assert.deepEqual(read('paths: []', 'refused: {db: {settings: s, why: w}}'), plain)
  assert.match(String(readProof('version: "1"\n').ok), /false/)
  assert.match(JSON.stringify(readProof('version: 2\nservices: {}\n')), /of a version that this dockseal does not know/)
  assert.match(JSON.stringify(readProof('version: 1\nversion: 1\n')), /the key .*version.* is twice/)
  const written = proofOf({ ...SERVICE, environment: [] })
  assert.doesNotMatch(written, /environment:/)
})
