import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { buildImages } from './images/build-images.ts'
import { docker, dockseal, eventually, must, run, tagAs, watch, whyNoEngine } from './machine.ts'
import { buildServicesImage, SERVICES_IMAGE } from './prove/project.ts'

const skip = whyNoEngine()

/** A project of one service, in a folder of its own. */
interface Project {
  readonly folder: string
  readonly file: () => string
  readonly write: (text: string) => void
  readonly compose: (...args: readonly string[]) => string
  readonly id: (service: string) => string
  /** Names of its containers, for an audit of nothing else. */
  readonly names: () => string[]
  readonly audit: (...args: readonly string[]) => ReturnType<typeof dockseal>
  readonly down: () => void
}

let count = 0

function project(text: string, files?: string): Project {
  const folder = mkdtempSync(join(tmpdir(), 'dockseal-evidence-'))
  const name = `dsev${process.pid}n${count++}`
  if (files !== undefined) cpSync(resolve('test/engine/evidence', files), folder, { recursive: true })
  const path = join(folder, 'compose.yaml')
  writeFileSync(path, text)
  const compose = (...args: readonly string[]) => must('docker', ['compose', '-p', name, ...args], { cwd: folder })
  const names = () =>
    docker('ps', '-a', '--filter', `label=com.docker.compose.project=${name}`, '--format', '{{.Names}}').split('\n').filter(Boolean)
  return {
    folder,
    file: () => readFileSync(path, 'utf8'),
    write: (next) => writeFileSync(path, next),
    compose,
    id: (service) => compose('ps', '-aq', service),
    names,
    audit: (...args) => dockseal(['audit', ...names(), ...args]),
    down: () => {
      run('docker', ['compose', '-p', name, 'down', '-v', '--rmi', 'local', '-t', '2'], { cwd: folder })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function http(id: string, port: number, init?: RequestInit): Promise<string> {
  const ip = docker('inspect', '-f', '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}', id)
  const response = await fetch(`http://${ip}:${port}/`, { ...init, signal: AbortSignal.timeout(60_000) })
  assert.ok(response.ok)
  return response.text()
}

/**
 * Repairs the file by what was seen; nothing is left to say but that the container is to be recreated. A run of seconds proves little, so its
 * plan is applied only where guesses are asked for.
 */
function seal(of: Project, rule = 'drift'): void {
  const { status, stdout } = of.audit('--fix', '--fix-confidence', 'default', '-f', 'json', '--rule', 'no-plain-secrets:off')
  const left = (JSON.parse(stdout) as { messages: { ruleId: string }[] }[]).flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId))
  assert.deepEqual([...new Set(left)], [rule], of.file())
  assert.match(stdout, /[Rr]ecreate/)
  assert.equal(status, 1)
}

const isReadOnly = (id: string) => docker('inspect', '-f', '{{.HostConfig.ReadonlyRootfs}}', id) === 'true'

describe('evidence of an engine', { skip }, () => {
  const cleanups: (() => void)[] = []
  before(() => {
    buildImages(['nginx', 'postgres', 'python', 'busybox'])
    cleanups.push(tagAs('python', 'python:3.13-slim-trixie'))
  })
  after(() => {
    for (const cleanup of cleanups) cleanup()
  })

  it('a writable nginx of an unknown name shows its paths; --fix seals it so that it still serves', async () => {
    const web = project('services:\n  web:\n    image: dockseal-test/nginx\n')
    try {
      web.compose('up', '-d')
      await eventually('serves', () => http(web.id('web'), 80))
      seal(web)
      assert.match(web.file(), /read_only: true/)
      assert.match(web.file(), /- \/var\/cache\/nginx/)
      web.compose('up', '-d')
      assert.ok(isReadOnly(web.id('web')))
      await eventually('serves', async () => assert.match(await http(web.id('web'), 80), /Welcome/))
    } finally {
      web.down()
    }
  })

  it('a writable postgres of an unknown name keeps its data through --fix', async () => {
    const db = project(
      'services:\n  db:\n    image: dockseal-test/postgres\n    environment:\n      POSTGRES_HOST_AUTH_METHOD: trust\n    volumes:\n      - data:/var/lib/postgresql/data\nvolumes:\n  data:\n',
    )
    try {
      const sql = (statement: string) => docker('exec', db.id('db'), 'psql', '-U', 'postgres', '-h', '127.0.0.1', '-c', statement)
      db.compose('up', '-d')
      await eventually('answers', () => sql("CREATE TABLE note AS SELECT 'kept' AS text"))
      seal(db)
      db.compose('up', '-d')
      assert.ok(isReadOnly(db.id('db')))
      await eventually('answers', () => assert.match(sql('SELECT text FROM note'), /kept/))
    } finally {
      db.down()
    }
  })

  it('a Python program that hides what it writes: started writable, its diff tells', async () => {
    const app = project('services:\n  web:\n    build: .\n', 'python-app')
    try {
      app.compose('up', '-d', '--build')
      await eventually('takes a page', () => http(app.id('web'), 8000, { method: 'POST', body: 'a page' }))
      seal(app)
      assert.match(app.file(), /\/var\/cache\/reports/)
      // The build makes both directories ready for its user; the program writes only one of them.
      assert.match(app.file(), /web-reports:\/var\/lib\/reports/)
      app.compose('up', '-d')
      assert.ok(isReadOnly(app.id('web')))
      await eventually('takes a page', async () =>
        assert.equal(await http(app.id('web'), 8000, { method: 'POST', body: 'another' }), 'another'),
      )
    } finally {
      app.down()
    }
  })

  it('the same program started read-only without its mounts: its log tells, and --fix cures it', async () => {
    const app = project('services:\n  web:\n    build: .\n    read_only: true\n    tmpfs: [/tmp]\n', 'python-app')
    try {
      app.compose('up', '-d', '--build')
      await eventually('listens', () =>
        docker('exec', app.id('web'), 'python3', '-c', "import socket; socket.create_connection(('127.0.0.1', 8000))"),
      )
      await assert.rejects(http(app.id('web'), 8000, { method: 'POST', body: 'a page' }))
      // The engine keeps a line of the log a moment after it is written.
      await eventually('its log tells', () => {
        const { stdout } = app.audit('-f', 'json')
        const messages = (JSON.parse(stdout) as { messages: { ruleId: string; message: string; line: number }[] }[]).flatMap(
          (result) => result.messages,
        )
        const [finding] = messages.filter(({ ruleId }) => ruleId === 'undeclared-writable-path')
        assert.match(finding?.message ?? '', /\/var\/cache\/reports/, stdout)
      })
      seal(app, 'undeclared-writable-path')
      app.compose('up', '-d')
      assert.ok(isReadOnly(app.id('web')))
      await eventually('takes a page', async () =>
        assert.equal(await http(app.id('web'), 8000, { method: 'POST', body: 'a page' }), 'a page'),
      )
    } finally {
      app.down()
    }
  })

  it('what an audit learns: directories, empty ones, temporary names, deleted files, executions, writes at the end, colons', async () => {
    const of = (name: string, more = '') => `  ${name}: { image: ${SERVICES_IMAGE}, command: [${name}]${more} }\n`
    const sealed = ', read_only: true, tmpfs: [/tmp]'
    const app = project(
      `services:\n${of('sharded-cache')}${of('uploads')}${of('state-directory')}${of('unlinked')}${of('exit')}` +
        `${of('temporary-file', sealed)}${of('exec-tmp', sealed)}` +
        "  colon: { image: dockseal-test/busybox, command: sh -c 'mkdir -p /srv/a:b; echo 1 > /srv/a:b/f; sleep 1000' }\n",
    )
    const found = (...args: readonly string[]) => {
      const results = JSON.parse(app.audit('-f', 'json', ...args).stdout) as { messages: { subject: string; message: string }[] }[]
      return new Map(results.flatMap(({ messages }) => messages.map(({ subject, message }) => [subject, message] as const)))
    }
    try {
      buildServicesImage()
      app.compose('up', '-d')
      const use = (name: string) => run('docker', ['exec', app.id(name), 'python3', '/opt/svc/use.py'])
      for (const name of ['sharded-cache', 'uploads', 'unlinked']) await eventually(name, () => assert.equal(use(name).status, 0))
      const seen = await eventually('all have written', () => {
        // Two of them cannot, and say so in their logs once they listen.
        for (const name of ['sharded-cache', 'uploads', 'temporary-file', 'exec-tmp']) use(name)
        const now = found()
        const says = (name: string, text: RegExp) => assert.match(now.get(name) ?? '', text, name)
        says('sharded-cache', /tmpfs: \/var\/cache\/hash[.,]/)
        says('uploads', /uploads-files:\/srv\/files[.,]/)
        says('state-directory', /state-directory-state:\/opt\/state/)
        says('temporary-file', /\/app\/spool .*Read-only file system: '\/app\/spool\/tmp/)
        says('exec-tmp', /tmpfs at \/tmp of service "exec-tmp" is noexec/)
        says('colon', /\{ type: volume, source: colon-a-b, target: "\/srv\/a:b" \}/)
        return now
      })
      assert.doesNotMatch(seen.get('unlinked') ?? '', /spool/)
      assert.doesNotMatch(seen.get('exit') ?? '', /\/var\/lib\/exit/)
      app.compose('stop', 'exit')
      const deeper = found('--deep')
      assert.match(deeper.get('unlinked') ?? '', /unlinked-app:\/var\/spool\/app/)
      assert.match(deeper.get('exit') ?? '', /exit-data:\/var\/lib\/exit/)
    } finally {
      app.down()
    }
  })

  it('--watch keeps what was written before and has gone since', async () => {
    const name = `dockseal-watched-${process.pid}`
    const script =
      'mkdir -p /srv/one; echo 1 > /srv/one/f; trap "rm -r /srv/one; mkdir /srv/two; echo 2 > /srv/two/f; exit 0" TERM; while :; do sleep 0.2; done'
    docker('run', '-d', '--name', name, 'dockseal-test/busybox', 'sh', '-c', script)
    const { seen, stop } = watch(name)
    try {
      await seen(/^\+ .*:\/srv\/one\./m)
      docker('stop', name)
      await seen(/^\+ .*:\/srv\/one, .*:\/srv\/two\./m)
    } finally {
      stop()
      docker('rm', '-f', name)
    }
  })

  it('drift is told both ways, at the line of the file', () => {
    const text = 'services:\n  web:\n    image: dockseal-test/busybox\n    command: sleep 1000\n'
    const app = project(text)
    const drift = () =>
      (
        JSON.parse(app.audit('-f', 'json').stdout) as {
          filePath: string
          messages: { ruleId: string; messageId: string; line: number }[]
        }[]
      ).flatMap(({ filePath, messages }) =>
        messages.flatMap(({ ruleId, messageId, line }) =>
          ruleId === 'drift' ? [`${messageId} ${filePath.slice(app.folder.length + 1)}:${line}`] : [],
        ),
      )
    try {
      app.compose('up', '-d')
      assert.deepEqual(drift(), [])
      app.write(`${text}    read_only: true\n`)
      assert.deepEqual(drift(), ['runsWritable compose.yaml:5'])
      app.compose('up', '-d')
      assert.deepEqual(drift(), [])
      app.write(text)
      assert.deepEqual(drift(), ['runsReadOnly compose.yaml:2'])
    } finally {
      app.down()
    }
  })
})
