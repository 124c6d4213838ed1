import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { siblingVolumes } from '../src/lint/knowledge.ts'
import type { Build, Container } from '../src/model/container.ts'
import type { Problem } from '../src/model/finding.ts'
import { buildersByName, buildOf } from '../src/project/built-by.ts'
import { dockerfileOf, optionsOf } from '../src/project/built-image.ts'
import { deployedStacks } from '../src/project/recognise.ts'
import type { Document, Files } from '../src/sources/source.ts'
import { dockseal, folderWith } from './cli.ts'
import { container, fact, mounts } from './container-fixture.ts'

/** Files by path; a folder lists what is directly in it. */
const files = (texts: Readonly<Record<string, string>>): Files => ({
  read: (path) => (path in texts ? { ok: true, text: texts[path] ?? '' } : { ok: false, why: 'does not exist' }),
  exists: (path) => path in texts,
  list: (folder) =>
    Object.keys(texts).flatMap((path) => (path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1).split('/')[0] ?? ''] : [])),
})

const service = (name: string, given: Partial<Container>): Container => ({ ...container(given), name })
const built = (context: string) => fact<Build>({ context, args: {} })

test('a script deploys the stacks that it names', () => {
  const io = files({ '/p/stack.yaml': '', '/p/deep/er/other.yaml': '', '/far.yaml': '' })
  const of = (text: string, path = '/p/deep/er/run.sh') => deployedStacks(path, text, io)
  assert.deepEqual(of('docker stack deploy -c stack.yaml shop'), ['/p/stack.yaml'])
  assert.deepEqual(of('docker stack up --compose-file other.yaml shop'), ['/p/deep/er/other.yaml'])
  assert.deepEqual(of('docker stack deploy --compose-file=other.yaml,stack.yaml shop'), ['/p/deep/er/other.yaml', '/p/stack.yaml'])
  assert.deepEqual(of('docker stack deploy \\\n  -cstack.yaml shop'), ['/p/stack.yaml'])
  assert.deepEqual(of('docker stack deploy -c "stack.yaml" -c $PWD/other.yaml a\ndocker stack deploy -c ${PWD}/stack.yaml b'), [
    '/p/stack.yaml',
    '/p/deep/er/other.yaml',
    '/p/stack.yaml',
  ])
  for (const text of [
    'docker stack rm shop; echo stack.yaml',
    '# docker stack deploy -c stack.yaml shop',
    'docker stack deploy -c $FILE shop',
    'docker stack deploy -c far.yaml shop',
    'docker stack deploy -c',
    'docker stack services -c stack.yaml; docker stack deploy shop',
    'docker service ls stack -c stack.yaml; docker stack deploy shop',
  ])
    assert.deepEqual(of(text), [], text)
})

test('an image is built by the service itself, by one beside it, or by a file beside its own', () => {
  const beside = 'services:\n  app:\n    image: shop/app\n    build: ./app\n  other:\n    image: shop/other\n    build: ./other\n'
  const of = (containers: readonly Container[], texts: Readonly<Record<string, string>> = {}, isKnown = false) => {
    const notes: Problem[] = []
    const document = { file: '/p/compose.yaml', texts: new Map([['/p/compose.yaml', '']]), containers } as unknown as Document
    const [first] = containers
    assert.ok(first)
    const build = buildOf(document, files({ '/p/compose.yaml': '', ...texts }), (note) => notes.push(note))(first, isKnown)
    return [build.state === 'set' ? build.value.context : build.state, notes.length]
  }
  const app = service('app', { image: fact('shop/app') })
  assert.deepEqual(of([service('app', { build: built('/own'), image: fact('x') })]), ['/own', 0])
  assert.deepEqual(of([app, service('b', { build: built('/b'), image: fact('shop/app:latest') })]), ['/b', 0])
  assert.deepEqual(of([app, service('b', { build: built('/b'), image: fact('shop/other') })]), ['unset', 0])
  assert.deepEqual(of([app, service('b', { image: fact('shop/app') })]), ['unset', 0])
  const twice = ['/b', '/c'].map((context) => service(context, { build: built(context), image: fact('shop/app') }))
  assert.deepEqual(of([app, ...twice]), ['unset', 0])
  assert.deepEqual(of([service('none', {})], { '/p/docker-compose.dev.yml': beside }), ['unset', 0])
  assert.deepEqual(of([app], { '/p/docker-compose.dev.yml': beside }), ['/p/app', 0])
  assert.deepEqual(of([app], { '/p/docker-compose.dev.yml': beside }, true), ['unset', 0])
  assert.deepEqual(of([app], { '/p/docker-compose.dev.yml': beside.replaceAll('shop/app', 'else/app') }), ['unset', 0])
  assert.deepEqual(of([app], { '/p/docker-compose.dev.yml': beside.replaceAll('build:', 'builds:') }), ['unset', 0])
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`/p/compose.${at}.yaml`, at === 0 ? beside : '']))
  assert.deepEqual(of([app], many(19)), ['/p/app', 0])
  assert.deepEqual(of([app], many(20)), ['unset', 1])
})

test('a name leads to the service that builds it', () => {
  const find = (name: string, ...containers: readonly Container[]) => buildersByName({ containers } as unknown as Document)(name)?.name
  const named = service('a', { build: built('/a'), image: fact('shop/app:1') })
  const unnamed = { ...service('b', { build: built('/b') }), project: 'shop' }
  assert.deepEqual(
    [find('shop/app:1', named), find('shop/app', named), find('shop-b', unnamed), find('shop_b:latest', unnamed), find('b', unnamed)],
    ['a', undefined, 'b', 'b', undefined],
  )
  assert.equal(find('shop/app:1', service('a', { image: fact('shop/app:1') })), undefined)
  assert.equal(find('shop-b', { ...unnamed, project: undefined } as never), undefined)
  assert.equal(find('shop/app:1', named, { ...named, name: 'c', build: built('/c') }), undefined)
})

test('a build has the Dockerfile and the context that are there', () => {
  const io = files({ '/a/dockerfile': '', '/b/Dockerfile': '', '/b/dockerfile': '' })
  const of = (dockerfile?: string) => dockerfileOf({ context: '/', args: {}, ...(dockerfile === undefined ? {} : { dockerfile }) }, io)
  assert.deepEqual(
    [of('/a/Dockerfile'), of('/b/Dockerfile'), of('/c/Dockerfile'), of()],
    ['/a/dockerfile', '/b/Dockerfile', '/c/Dockerfile', undefined],
  )
  const context = (text: string) => optionsOf({ context: text, args: {} }).context
  assert.deepEqual([context('/a'), context('C:\\a'), context('https://example.com/a.git'), context('a')], ['/a', 'C:\\a', null, null])
  assert.deepEqual(
    [optionsOf({ context: '/a', args: {}, target: 'x' }).target, 'target' in optionsOf({ context: '/a', args: {} })],
    ['x', false],
  )
})

test('only named volumes that can be written are shared', () => {
  const build = built('.')
  const shared = (...entries: readonly string[]) => {
    const web = service('web', { build, mounts: mounts(...entries) })
    return [...siblingVolumes([web])(web)]
  }
  assert.deepEqual(shared('media:/media', './conf:/conf', '/anonymous', 'read:/read:ro'), [['/media', 'media']])
})

test('show says each setting with its place', () => {
  const cwd = folderWith({
    'compose.yaml':
      'services:\n  web:\n    image: nginx:1.27\n    user: "${USER_ID}"\n    env_file: web.env\n    extends: {file: base.yaml, service: web}\n  db: {image: postgres}\n',
    'base.yaml': 'services:\n  web:\n    read_only: true\n',
    'web.env': 'A=1\n',
    'web/compose.yaml': 'services:\n  other: {image: redis}\n',
  })
  const show = (...args: readonly string[]) => dockseal(['show', ...args], { cwd })
  const web = show('web').stdout
  assert.match(web, /^web \(compose\.yaml:2\)\n/)
  assert.match(web, /^ {2}image +nginx:1\.27 +compose\.yaml:3 \(own key\)$/m)
  assert.match(web, /^ {2}user +unknown: the variable USER_ID has no value here +compose\.yaml:4 \(own key\)$/m)
  assert.match(web, /^ {2}read_only +true +base\.yaml:3 \(extends\)$/m)
  assert.match(web, /A.* web\.env:1 \(env file\)$/m)
  assert.match(web, / default$/m)
  assert.doesNotMatch(web, /^db/m)
  assert.deepEqual(show().stdout.match(/^\w+ \(.*\)$/gm), ['web (compose.yaml:2)', 'db (compose.yaml:7)', 'other (web/compose.yaml:2)'])
  assert.match(show('./web').stdout, /^other \(web\/compose\.yaml:2\)\n/)
  const missing = show('cache')
  assert.deepEqual(
    [missing.code, missing.stderr.includes('there is no path and no service called "cache"; here are web, db')],
    [2, true],
    missing.stderr,
  )
  const empty = dockseal(['show'], { cwd: folderWith({ 'a.txt': '' }) })
  assert.match(empty.stderr, /no containers are described here; name a path/)
  assert.match(dockseal(['show', 'x'], { cwd: folderWith({}) }).stderr, /called "x"\n|called "x"$/m)
  assert.match(dockseal(['explain-plan'], { cwd }).stderr, /explain-plan takes a service/)
  assert.match(dockseal(['explain-plan', 'web', join(cwd, 'compose.yaml')], { cwd }).stdout, /web/)
  const [first] = JSON.parse(show('db', '--json').stdout) as {
    file: string
    line: number
    settings: { key: string; value: string; file?: string }[]
  }[]
  assert.deepEqual([first?.file, first?.line, first?.settings.find(({ key }) => key === 'image')?.value], ['compose.yaml', 7, 'postgres'])
})
