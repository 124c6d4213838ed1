import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { siblingVolumes } from '../src/lint/knowledge.ts'
import type { Container } from '../src/model/container.ts'
import { dockseal, folderWith } from './cli.ts'
import { container, fact, mounts } from './container-fixture.ts'

const build = fact({ context: '.', args: {} })
const service = (name: string, given: Partial<Container>) => ({ ...container(given), name })

test('services of one build share the volumes that one of them names, those of one image do not', () => {
  const web = service('web', { build, image: fact('shop'), mounts: mounts('media:/app/media', './conf:/etc/shop') })
  const shared = (other: Container, ...more: Container[]) => [...siblingVolumes([web, other, ...more])(other)]
  assert.deepEqual(shared(service('worker', { build, image: fact('shop') })), [['/app/media', 'media']])
  assert.deepEqual(shared(service('worker', { image: fact('shop') })), [['/app/media', 'media']])
  assert.deepEqual(shared(service('other', { image: fact('grafana/grafana') })), [])
  assert.deepEqual(shared(service('other', { build: fact({ context: 'other', args: {} }) })), [])
  const first = service('one', { image: fact('meilisearch'), mounts: mounts('one:/data') })
  assert.deepEqual([...siblingVolumes([first])(service('two', { image: fact('meilisearch') }))], [])
  const third = service('third', { build, mounts: mounts('elsewhere:/app/media') })
  assert.deepEqual(shared(service('worker', { build }), third), [])
})

test('a worker gets the volume of its web server, not one of its own', () => {
  const cwd = folderWith({
    'compose.yaml': `services:
  web:
    build: .
    volumes: [media:/data]
  worker:
    build: .
    command: [worker]
volumes:
  media:
`,
    Dockerfile: 'FROM alpine:3\nRUN adduser -D app && mkdir /data && chown app /data\nCOPY app /usr/bin/app\nUSER app\nCMD ["app"]\n',
    app: '',
  })
  dockseal(['--fix', '--fix-confidence', 'default'], { cwd })
  const text = readFileSync(join(cwd, 'compose.yaml'), 'utf8')
  assert.doesNotMatch(text, /worker-data/)
  assert.equal(text.match(/media:\/data/g)?.length, 2, text)
})
