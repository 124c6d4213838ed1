import assert from 'node:assert/strict'
import { test } from 'node:test'
import { classify, looksLikeCompose } from '../src/sources/compose/classify.ts'
import { discoverProjects } from '../src/sources/compose/discover.ts'
import { type ComposeDocument, parseComposeProject } from '../src/sources/compose/parse.ts'
import { projectOf } from '../src/sources/compose/project-spec.ts'
import type { Files } from '../src/sources/source.ts'

/** Files in memory, with a list of what was read. */
function memory(texts: Readonly<Record<string, string>>): Files & { readonly reads: string[] } {
  const reads: string[] = []
  return {
    reads,
    read: (path) => {
      reads.push(path)
      const text = texts[path]
      return text === undefined ? { ok: false, why: 'it is not there' } : { ok: true, text }
    },
    exists: (path) => texts[path] !== undefined,
    list: (directory) =>
      Object.keys(texts)
        .filter((path) => path.slice(0, path.lastIndexOf('/')) === directory)
        .map((path) => path.slice(path.lastIndexOf('/') + 1)),
  }
}

function parse(texts: Readonly<Record<string, string>>, file = '/p/compose.yaml'): ComposeDocument {
  const io = memory(texts)
  return parseComposeProject(projectOf([file], '', io), io)
}

function messages(document: ComposeDocument): string[] {
  return document.problems.map(({ level, message }) => `${level} ${message}`)
}

test('ten thousand includes end in one line', () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `part${index}.yaml`)
  const texts: Record<string, string> = {
    '/p/compose.yaml': `include:\n${names.map((name) => `  - ${name}\n`).join('')}services:\n  web: {image: a}\n`,
  }
  for (const name of names) texts[`/p/${name}`] = `services:\n  ${name.slice(0, -5)}: {image: a}\n`
  const document = parse(texts)
  assert.deepEqual(messages(document), ['error the project names more than 500 files; the others are not read'])
  assert.deepEqual(
    document.containers.map(({ name }) => name),
    ['web'],
  )
})

test('a project extends services of five hundred files, and of no more', () => {
  const indices = Array.from({ length: 501 }, (_, index) => index)
  const texts = Object.fromEntries(indices.map((index) => [`/p/f${index}.yaml`, 'services: {s: {image: a}}\n']))
  const services = indices.map((index) => `  s${index}: {extends: {file: f${index}.yaml, service: s}}\n`).join('')
  const document = parse({ ...texts, '/p/compose.yaml': `services:\n${services}` })
  assert.deepEqual(messages(document), ['error the project names more than 500 files; the others are not read'])
  assert.equal(document.containers.filter(({ image }) => image.state === 'set').length, 500)
})

test('includes that double at every level end in one line', () => {
  const texts: Record<string, string> = {}
  for (let level = 0; level < 30; level++)
    texts[`/p/l${level}.yaml`] = `include: [l${level + 1}.yaml, ./l${level + 1}.yaml]\nservices: {s${level}: {image: a}}\n`
  texts['/p/l30.yaml'] = 'services: {last: {image: a}}\n'
  const document = parse(texts, '/p/l0.yaml')
  assert.equal(document.problems.length, 1)
  assert.match(document.problems[0]?.message ?? '', /more than 500 files/)
})

test('a chain of a hundred extends is followed to its end', () => {
  const services = Array.from({ length: 100 }, (_, index) => `  s${index}:\n    extends: s${index + 1}\n`).join('')
  const document = parse({ '/p/compose.yaml': `services:\n${services}  s100:\n    image: a\n    read_only: true\n` })
  assert.deepEqual(messages(document), [])
  const first = document.containers[0]
  assert.equal(first?.readOnlyRoot.state === 'set' && first.readOnlyRoot.value, true)
})

test('a chain of ten thousand extends ends in one line', () => {
  const services = Array.from({ length: 10_000 }, (_, index) => `  s${index}: {extends: s${index + 1}}\n`).join('')
  const document = parse({ '/p/compose.yaml': `services:\n${services}  s10000: {image: a}\n` })
  assert.deepEqual(messages(document), ['error services extend each other over more than 500 levels'])
})

test('a chain of ten thousand volumes_from ends, and says that it is not followed to its end', () => {
  const services = Array.from(
    { length: 10_000 },
    (_, index) => `  s${index}: {image: a, volumes: ['data:/d${index}'], volumes_from: [s${index + 1}]}\n`,
  )
  const document = parse({ '/p/compose.yaml': `services:\n${services.join('')}  s10000: {image: a}\nvolumes: {data: }\n` })
  assert.match(document.containers[0]?.mounts.incomplete?.why ?? '', /over more than 100 levels/)
  assert.deepEqual(
    document.containers.at(-2)?.mounts.items.map(({ value }) => value.target),
    ['/d9999'],
  )
})

test('a chain of extends over a hundred files is followed to its end', () => {
  const texts: Record<string, string> = { '/p/f100.yaml': 'services: {s: {image: a, cap_drop: [ALL]}}\n' }
  for (let index = 0; index < 100; index++)
    texts[`/p/f${index}.yaml`] = `services: {s: {extends: {file: f${index + 1}.yaml, service: s}}}\n`
  const document = parse(texts, '/p/f0.yaml')
  assert.deepEqual(messages(document), [])
  assert.deepEqual(
    document.containers[0]?.security.capDrop.items.map(({ value }) => value),
    ['ALL'],
  )
})

test('an alias bomb ends in one line', () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) =>
      `x-${level}: &a${level} [${Array(10)
        .fill(level === 0 ? 'x' : `*a${level - 1}`)
        .join(', ')}]\n`,
  )
  const document = parse({
    '/p/compose.yaml': `${levels.join('')}services:\n  web:\n    image: a\n    command: *a11\n  next:\n    image: b\n`,
  })
  assert.deepEqual(messages(document), ['error aliases repeat so much that the file cannot be read'])
})

test('an anchor that holds its own alias ends in one line', () => {
  const document = parse({ '/p/compose.yaml': 'services:\n  web: &web\n    image: a\n    x-self: {a: *web, b: *web}\n' })
  assert.ok(document.problems.length <= 1)
  assert.equal(document.containers.length, 1)
})

for (const [what, text, message] of [
  ['NUL characters', 'services:\n  web:\n    image: a\0\n', /NUL/],
  ['a text of megabytes', `services:\n  web: {image: a}\n${'# filler\n'.repeat(500_000)}`, /too large/],
  ['a list at the top', '- services:\n  - web\n', /must be a mapping/],
  ['an open quote', 'services:\n  web:\n    image: "a\n', /not valid YAML/],
  ['an alias without anchor', 'services:\n  web:\n    image: a\n    volumes: *nowhere\n', /no anchor/],
  ['tabs', 'services:\n\tweb:\n\t\timage: a\n', /tab/],
  ['a service that is a text', 'services:\n  web: nginx\n', /wants a mapping/],
  ['deep nesting', `services: ${'['.repeat(20_000)}`, /YAML|deep/],
  ['a bad template', 'services:\n  web:\n    image: ${1x}\n', /interpolation/],
] as const) {
  test(`${what}: one clear line, no exception`, () => {
    const document = parse({ '/p/compose.yaml': text })
    assert.equal(document.problems.length, 1, messages(document).join('\n'))
    assert.match(document.problems[0]?.message ?? '', message)
    assert.equal(document.problems[0]?.level, 'error')
    assert.equal(document.problems[0]?.file, '/p/compose.yaml')
  })
}

test('an empty file has no services and no problem', () => {
  for (const text of ['', '\n', '# nothing\n', '---\n', 'services:\n']) {
    const document = parse({ '/p/compose.yaml': text })
    assert.deepEqual(messages(document), [], JSON.stringify(text))
    assert.equal(document.containers.length, 0)
  }
})

test('nothing is read that the project does not name', () => {
  const io = memory({
    '/p/compose.yaml': 'include: [a/b.yaml]\nservices:\n  web: {image: a, build: ./app, env_file: web.env, volumes: ["./secret:/s"]}\n',
    '/p/a/b.yaml': 'services:\n  b: {extends: {file: ../../outside/base.yaml, service: base}}\n',
    '/outside/base.yaml': 'services:\n  base: {image: a}\n',
    '/p/.env': '',
    '/p/web.env': 'A=1\n',
    '/p/secret': 'secret',
    '/p/app/Dockerfile': 'FROM a',
    '/p/other.yaml': 'services: {x: {image: a}}',
    '/outside/.env': 'B=1',
  })
  parseComposeProject(projectOf(['/p/compose.yaml'], '', io), io)
  assert.deepEqual([...new Set(io.reads)].sort(), ['/outside/base.yaml', '/p/.env', '/p/a/b.yaml', '/p/compose.yaml', '/p/web.env'])
})

test('the shell environment counts only where it is given', () => {
  const texts = { '/p/compose.yaml': 'services:\n  web:\n    image: a\n    read_only: ${RO}\n' }
  const io = memory(texts)
  const spec = projectOf(['/p/compose.yaml'], '', io)
  process.env.RO = 'true'
  assert.equal(parseComposeProject(spec, io).containers[0]?.readOnlyRoot.state, 'unknown')
  delete process.env.RO
  const given = parseComposeProject(spec, io, { env: { RO: 'on' } }).containers[0]?.readOnlyRoot
  assert.equal(given?.state === 'set' && given.value, true)
})

test('no file is the first of two projects, except below what completes it', () => {
  const io = memory({
    '/p/compose.yaml': 'services: {a: {image: x}}\n',
    '/p/docker-compose.yml': 'services: {a: {image: x}}\n',
    '/p/compose.override.yaml': 'services: {a: {read_only: true}}\n',
    '/p/docker-compose.override.yml': 'services: {a: {privileged: true}}\n',
    '/p/compose.prod.yaml': 'services: {a: {init: true}}\n',
    '/p/other.yaml': 'services: {b: {image: x}}\n',
  })
  const files = io.list('/p').map((name) => `/p/${name}`)
  const specs = discoverProjects([...files, ...files], io)
  const first = specs.filter(({ overlay }) => overlay === undefined).map(({ files: [file] }) => file)
  assert.deepEqual(first, [...new Set(first)])
  assert.deepEqual([...new Set(specs.flatMap((spec) => spec.files))].sort(), files.toSorted())
  assert.deepEqual(specs[0]?.files, ['/p/compose.yaml', '/p/compose.override.yaml'])
})

for (const [kind, text] of [
  ['compose', 'services:\n  web:\n    image: a\n'],
  ['compose', '\ufeffversion: "3"\r\n"services":\r\n  web:\r\n    image: a\r\n'],
  ['compose', '{"services": {"web": {"image": "a"}}}'],
  ['compose', '  services:\n    web:\n      image: a\n'],
  ['compose', 'include:\n  - a.yaml\n'],
  ['compose', 'services:\n  web:\n    image: a\n    command: "{{ .Node }}"\n    labels:\n      x: "{{.Service.Name}}"\n'],
  ['compose', 'services:\n  web:\n    image: a\nconfigs:\n  c:\n    content: |\n      {{ range .x }}\n      {{ .y }}\n      {{ end }}\n'],
  ['other', 'image: node\nservices:\n  - postgres\ntest:\n  image: node\n  script: [x]\n'],
  ['other', 'services: [docker]\nbuild:\n  image: a\n'],
  ['v1', 'web:\n  image: a\n  ports: ["80:80"]\ndb:\n  image: b\n'],
  ['v1', 'web:\n  build: .\n  links: [db]\n\ndb:\n  image: b\n'],
  ['fragment', 'volumes:\n  data:\nnetworks:\n  x:\n'],
  ['fragment', 'x-common: &c\n  image: a\n'],
  ['template', 'services:\n{% if web %}\n  web:\n    image: a\n{% endif %}\n'],
  ['template', 'services:\n  {{- range .Values.services }}\n  {{ .name }}:\n    image: {{ .image }}\n  {{- end }}\n'],
  ['template', 'services:\n  web:\n    image: {{ image }}\n'],
  ['other', 'apiVersion: v1\nkind: Service\n'],
  ['other', 'stages: [test]\nservices:\n  - docker:dind\ntest:\n  script: [x]\n'],
  ['other', 'on: push\njobs:\n  a:\n    services:\n      db:\n        image: b\n'],
  ['other', 'name: services\nvalue: 1\n'],
  ['other', '- a\n- b\n'],
  ['other', ''],
] as const) {
  test(`is ${kind}: ${JSON.stringify(text).slice(0, 60)}`, () => {
    const answer = classify('file.yaml', text)
    assert.equal(answer.kind, kind, 'why' in answer ? answer.why : '')
    if (answer.kind !== 'compose') assert.doesNotMatch(answer.why, /\n/)
    if (kind !== 'compose') assert.equal(looksLikeCompose(text), false)
  })
}

test('a large YAML of another kind is told apart without being parsed', () => {
  const text = `items:\n${'  - {name: services, image: a, value: [1, 2, 3]}\n'.repeat(200_000)}`
  assert.equal(classify('big.yaml', text).kind, 'other')
})

test('a misspelled key is told with the key that was meant', () => {
  for (const [written, meant] of [
    ['read-only', 'read_only'],
    ['readonly', 'read_only'],
    ['ReadOnly', 'read_only'],
    ['raed_only', 'read_only'],
    ['cap-drop', 'cap_drop'],
    ['enviroment', 'environment'],
    ['volume', 'volumes'],
    ['tmpf', 'tmpfs'],
    ['security_opts', 'security_opt'],
    ['previleged', 'privileged'],
  ] as const) {
    const document = parse({ '/p/compose.yaml': `services:\n  web:\n    image: a\n    ${written}: x\n` })
    assert.deepEqual(
      document.problems.map(({ level, offset, hint }) => ({ level, offset, hint })),
      [{ level: 'note', offset: 34, hint: `did you mean \`${meant}\`?` }],
      written,
    )
  }
})
