import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { buildImages } from './images/build-images.ts'
import { docker, dockseal, must, run, until, whyNoEngine } from './machine.ts'

const skip = whyNoEngine()
const PREFIX = `dsaudit${process.pid}`
const IMAGE = 'dockseal-test/busybox'

interface Message {
  readonly ruleId: string
  readonly messageId: string
  readonly line: number
  readonly subject: string
}

const COMPOSE = `services:
  open:
    image: ${IMAGE}
    command: sleep 1000
  sealed:
    image: ${IMAGE}
    command: sleep 1000
    read_only: true
    tmpfs: [/tmp]
    volumes: [data:/data]
volumes:
  data:
`

/**
 * Twelve containers in every state a host has them in, and what must be found of each under `--preset recommended`: by hand. A finding that
 * the Compose file explains is at its line; all others are the container's own.
 */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  plain: ['read-only-root-filesystem writable'],
  sealed: [],
  volumes: ['read-only-root-filesystem writable'],
  bind: ['read-only-root-filesystem writable', 'no-engine-socket socket'],
  exited: ['read-only-root-filesystem writable'],
  'exited-sealed': [],
  created: ['read-only-root-filesystem writable'],
  restarting: ['read-only-root-filesystem writable'],
  paused: ['read-only-root-filesystem writable'],
  privileged: ['no-privileged privileged'],
  'compose-open': ['read-only-root-filesystem writable @2'],
  'compose-sealed': [],
}

describe('audit of one engine', { skip }, () => {
  let folder = ''
  const name = (short: string) => (short.startsWith('compose-') ? `${PREFIX}-${short.slice(8)}-1` : `${PREFIX}-${short}`)
  const names = Object.keys(EXPECTED).map(name)

  before(() => {
    buildImages(['busybox'])
    folder = mkdtempSync(join(tmpdir(), 'dockseal-audit-'))
    writeFileSync(join(folder, 'compose.yaml'), COMPOSE)
    must('docker', ['compose', '-p', PREFIX, 'up', '-d'], { cwd: folder })
    const start = (short: string, ...args: readonly string[]) => docker('run', '-d', '--name', name(short), ...args)
    start('plain', IMAGE, 'sleep', '1000')
    start('sealed', '--read-only', '--tmpfs', '/tmp', '--tmpfs', '/run', IMAGE, 'sleep', '1000')
    start('volumes', '-v', `${PREFIX}-named:/data`, '-v', '/anonymous', IMAGE, 'sleep', '1000')
    start('bind', '-v', `${folder}:/bound:ro`, '-v', '/var/run/docker.sock:/var/run/docker.sock', IMAGE, 'sleep', '1000')
    start('exited', IMAGE, 'true')
    start('exited-sealed', '--read-only', IMAGE, 'false')
    docker('create', '--name', name('created'), IMAGE, 'true')
    start('restarting', '--restart', 'always', IMAGE, 'false')
    start('paused', IMAGE, 'sleep', '1000')
    docker('pause', name('paused'))
    start('privileged', '--privileged', '--read-only', IMAGE, 'sleep', '1000')
    until('the containers have ended', () => (docker('inspect', '-f', '{{.State.Status}}', name('exited')) === 'exited' ? true : undefined))
  })

  after(() => {
    run('docker', ['rm', '-fv', ...names])
    run('docker', ['compose', '-p', PREFIX, 'down', '-v'], { cwd: folder })
    run('docker', ['volume', 'rm', `${PREFIX}-named`])
    rmSync(folder, { recursive: true, force: true })
  })

  it('finds what a person would, in every state', () => {
    const { status, stdout, stderr } = dockseal(['audit', ...names, '-f', 'json'])
    assert.equal(stderr, '')
    assert.equal(status, 1)
    const found = new Map(names.map((each): [string, string[]] => [each, []]))
    for (const { filePath, messages } of JSON.parse(stdout) as { filePath: string; messages: Message[] }[]) {
      for (const { ruleId, messageId, line, subject } of messages) {
        const inFile = filePath === join(folder, 'compose.yaml')
        if (!inFile) assert.equal(filePath, `docker://${subject}`)
        found.get(inFile ? `${PREFIX}-${subject}-1` : subject)?.push(`${ruleId} ${messageId}${inFile ? ` @${line}` : ''}`)
      }
    }
    for (const [short, expected] of Object.entries(EXPECTED)) {
      assert.deepEqual((found.get(name(short)) ?? []).sort(), [...expected].sort(), short)
    }
  })

  it('agrees with the CIS audit command about every container', () => {
    const { stdout } = dockseal(['audit', ...names, '--report', 'cis', '-f', 'json'])
    const { controls } = JSON.parse(stdout) as { controls: { from16: string; passed: { id: string }[]; failed: { id: string }[] }[] }
    const control = controls.find(({ from16 }) => from16 === '5.13') ?? assert.fail('no control 5.13')
    const ours = [...control.passed.map(({ id }) => `${id}: true`), ...control.failed.map(({ id }) => `${id}: false`)]
    const theirs = docker('inspect', '--format', '{{.Id}}: {{.HostConfig.ReadonlyRootfs}}', ...names).split('\n')
    assert.deepEqual(ours.sort(), theirs.sort())
    assert.equal(ours.length, names.length)
  })

  it('finds the same in saved documents, without an engine', () => {
    const facts = (stdout: string) =>
      (JSON.parse(stdout) as { messages: Message[] }[])
        .flatMap(({ messages }) => messages.map((m) => `${m.subject} ${m.ruleId} ${m.messageId}`))
        .sort()
    const live = dockseal(['audit', ...names, '-f', 'json', '--preset', 'cis'])
    const documents = `${docker('inspect', ...names)}\n${docker('image', 'inspect', IMAGE)}`
    const saved = dockseal(['audit', '-', '-f', 'json', '--preset', 'cis'], { input: documents, env: { DOCKER_HOST: 'unix:///nowhere' } })
    assert.ok(facts(live.stdout).length > names.length * 5)
    assert.deepEqual(facts(saved.stdout), facts(live.stdout))
  })

  it('names a container by the start of its id, and says so of one that does not exist', () => {
    const id = docker('inspect', '-f', '{{.Id}}', name('plain')).slice(0, 10)
    assert.match(dockseal(['audit', id]).stdout, new RegExp(name('plain')))
    const { status, stderr } = dockseal(['audit', `${PREFIX}-nobody`])
    assert.equal(status, 2)
    assert.match(stderr, /^dockseal: there is no container "\S+-nobody"; .*\n$/)
  })

  it('prints the command that starts a container anew, and that command seals it', () => {
    const { stderr } = dockseal(['audit', '--fix-dry-run', name('plain')])
    const line = stderr.split('\n').find((each) => each.startsWith('docker run')) ?? assert.fail(stderr)
    docker('rm', '-f', name('plain'))
    must('bash', ['-c', line])
    assert.equal(docker('inspect', '-f', '{{.HostConfig.ReadonlyRootfs}} {{.State.Status}}', name('plain')), 'true running')
    assert.equal(dockseal(['audit', name('plain')]).status, 0)
  })
})
