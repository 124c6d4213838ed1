import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { buildImages } from './images/build-images.ts'
import { copyImages, dockseal, type PrivateEngine, startEngine, until, whyNoEngine } from './machine.ts'

const IMAGE = 'dockseal-test/busybox'

/** A service that writes to /tmp and to a tmpfs of its author's; whoever starts it, nothing but `deploy:` says so. */
const STACK = `services:
  job:
    image: ${IMAGE}
    command: sh -c "touch /tmp/a /cache/b && echo wrote && sleep 1000"
    tmpfs: /cache:size=1m
    deploy:
      replicas: 1
  owned:
    image: ${IMAGE}
    user: "1000"
    command: sh -c "touch /etc/x || echo refused; sleep 1000"
    volumes:
      - type: tmpfs
        target: /etc
        tmpfs: { mode: 01777 }
networks:
  default:
    external: true
    name: host
`

describe('tmpfs mounts of a stack', { skip: whyNoEngine() }, () => {
  let engine: PrivateEngine
  let folder = ''

  before(() => {
    buildImages(['busybox'])
    folder = mkdtempSync(join(tmpdir(), 'dockseal-stack-'))
    engine = startEngine()
    copyImages(engine, IMAGE)
    engine.docker('swarm', 'init', '--advertise-addr', '127.0.0.1', '--listen-addr', '127.0.0.1:23772')
  })

  after(() => {
    engine?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('a fixed service runs in a stack, whose tmpfs has the mode of the directory of the image', () => {
    const file = join(folder, 'compose.yaml')
    writeFileSync(file, STACK)
    dockseal(['--fix', '--fix-confidence', 'default', file])
    assert.match(readFileSync(file, 'utf8'), /read_only: true\n[\s\S]*target: \/cache\n {8}tmpfs:\n {10}size: 1048576\n/)
    engine.docker('stack', 'deploy', '--detach=true', '--resolve-image', 'never', '-c', file, 'fixed')
    const logs = (service: string) =>
      until(`${service} says something`, () => engine.docker('service', 'logs', '--raw', `fixed_${service}`) || undefined)
    assert.equal(logs('job'), 'wrote')
    assert.match(logs('owned'), /refused/)
  })
})
