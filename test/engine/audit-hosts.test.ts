import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { buildImages } from './images/build-images.ts'
import {
  copyImages,
  docker,
  dockseal,
  eventually,
  must,
  type PrivateEngine,
  recordEvents,
  run,
  startEngine,
  until,
  watch,
  whyNoEngine,
} from './machine.ts'

const skip = whyNoEngine()
const IMAGE = 'dockseal-test/busybox'

interface Result {
  readonly filePath: string
  readonly messages: readonly {
    readonly ruleId: string | null
    readonly messageId?: string
    readonly message: string
    readonly fatal?: true
    readonly subject?: string
  }[]
}

/** Writes contexts as the docker CLI keeps them. */
function writeContexts(config: string, contexts: Readonly<Record<string, string>>): void {
  for (const [name, host] of Object.entries(contexts)) {
    const folder = join(config, 'contexts', 'meta', createHash('sha256').update(name).digest('hex'))
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      join(folder, 'meta.json'),
      JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker: { Host: host, SkipTLSVerify: false } } }),
    )
  }
}

describe('audit of several engines', { skip }, () => {
  let engine: PrivateEngine
  let folder = ''
  const mine = `dshosts${process.pid}`

  before(() => {
    buildImages(['busybox'])
    folder = mkdtempSync(join(tmpdir(), 'dockseal-hosts-'))
    engine = startEngine()
    copyImages(engine, IMAGE)
    engine.docker('run', '-d', '--network', 'none', '--name', 'other-open', IMAGE, 'sleep', '1000')
    engine.docker('run', '-d', '--network', 'none', '--name', 'other-sealed', '--read-only', IMAGE, 'sleep', '1000')
    docker('run', '-d', '--network', 'none', '--name', mine, IMAGE, 'sleep', '1000')
  })

  after(() => {
    run('docker', ['rm', '-f', mine])
    engine?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const audit = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const ran = dockseal(['audit', ...args, '-f', 'json'], { env: { DOCKER_CONFIG: folder, ...env } })
    return { ...ran, results: (ran.stdout === '' ? [] : JSON.parse(ran.stdout)) as Result[] }
  }
  const writable = (results: readonly Result[]) =>
    results.flatMap(({ filePath, messages }) => (messages.some(({ ruleId }) => ruleId === 'read-only-root-filesystem') ? [filePath] : []))

  it('audits all contexts side by side; each dead one is one clear line', () => {
    writeContexts(folder, {
      second: engine.host,
      gone: 'unix:///nowhere/docker.sock',
      closed: 'tcp://127.0.0.1:1',
      far: 'ssh://nobody@127.0.0.1:1',
      odd: 'ftp://host',
    })
    const { status, results } = audit(['--all-contexts'], { DOCKER_HOST: process.env.DOCKER_HOST ?? '' })
    assert.equal(status, 2, 'an engine that could not be asked')
    const found = writable(results)
    assert.ok(found.includes(`docker://default/${mine}`))
    assert.ok(found.includes('docker://second/other-open'))
    assert.ok(!found.some((path) => path.includes('other-sealed')))
    const dead = new Map(
      results.flatMap(({ filePath, messages }) => messages.filter(({ fatal }) => fatal).map(({ message }) => [filePath, message])),
    )
    assert.deepEqual([...dead.keys()].sort(), ['engine closed', 'engine far', 'engine gone', 'engine odd'])
    assert.match(dead.get('engine gone') ?? '', /there is no such socket/)
    assert.match(dead.get('engine closed') ?? '', /connection refused/)
    assert.match(dead.get('engine far') ?? '', /ssh:/)
    assert.match(dead.get('engine odd') ?? '', /scheme/)
    for (const message of dead.values()) assert.doesNotMatch(message, /\n/)
  })

  it('audits the engine that --context, --host, DOCKER_HOST and DOCKER_CONTEXT name', () => {
    const expected = ['docker://other-open']
    assert.deepEqual(writable(audit(['--context', 'second']).results), expected)
    assert.deepEqual(writable(audit(['--host', engine.host]).results), expected)
    assert.deepEqual(writable(audit([], { DOCKER_HOST: engine.host }).results), expected)
    assert.deepEqual(writable(audit([], { DOCKER_CONTEXT: 'second', DOCKER_HOST: '' }).results), expected)
    assert.match(audit(['--context', 'none']).stderr, /there is no context "none"/)
  })

  it('reaches an engine through the ssh program, as the docker CLI does', () => {
    const bin = join(folder, 'bin')
    mkdirSync(bin, { recursive: true })
    writeFileSync(join(bin, 'ssh'), `#!/bin/sh\nexec docker --host ${engine.host} system dial-stdio\n`, { mode: 0o755 })
    const { results } = audit(['--host', 'ssh://me@somewhere'], { PATH: `${bin}:${process.env.PATH}` })
    assert.deepEqual(writable(results), ['docker://other-open'])
  })

  it('does nothing to an engine: its event stream shows no action', async () => {
    const events = recordEvents(engine.host)
    try {
      await eventually('the recorder listens', async () => {
        engine.docker('create', '--name', 'first', IMAGE)
        engine.docker('rm', 'first')
        assert.ok((await events.seen()).includes('destroy first'))
      })
      assert.equal(audit(['--host', engine.host, '--preset', 'strict']).status, 1)
      assert.equal(dockseal(['audit', '--host', engine.host, '--fix-dry-run']).status, 0)
      dockseal(['audit', '--host', engine.host, '--report', 'cis'])
      engine.docker('create', '--name', 'last', IMAGE)
      await eventually('all events have come', async () => assert.ok((await events.seen()).includes('create last')))
      assert.deepEqual(
        (await events.seen()).filter((line) => !/ (?:first|last)$/.test(line)),
        [],
      )
    } finally {
      events.stop()
      run('docker', ['--host', engine.host, 'rm', '--force', 'last'])
    }
  })

  it('prints what changes while it watches', async () => {
    const { printed, seen, stop } = watch('--host', engine.host)
    try {
      await seen(/^\+ other-open: .*read-only-root-filesystem$/m)
      engine.docker('run', '-d', '--network', 'none', '--name', 'late', IMAGE, 'sleep', '1000')
      await seen(/^\+ late: .*read-only-root-filesystem$/m)
      engine.docker('rm', '-f', 'late')
      await seen(/^- late: is gone/m)
      assert.equal(printed().match(/other-open/g)?.length, 2, 'what stays as it is is told once')
    } finally {
      stop()
    }
  })

  it('audits a hundred containers', () => {
    const names = Array.from({ length: 100 }, (_, index) => `many-${index}`)
    for (const [index, name] of names.entries()) {
      engine.docker('create', '--network', 'none', '--name', name, ...(index % 2 === 0 ? ['--read-only'] : []), IMAGE, 'sleep', '1000')
    }
    const { results } = audit(['--host', engine.host])
    const found = writable(results).filter((path) => path.startsWith('docker://many-'))
    assert.deepEqual(
      found.sort(),
      names
        .filter((_, index) => index % 2 === 1)
        .map((name) => `docker://${name}`)
        .sort(),
    )
    engine.docker('rm', ...names)
  })

  it('audits the services of a swarm; a task is not told beside its service', () => {
    engine.docker('swarm', 'init', '--advertise-addr', '127.0.0.1', '--listen-addr', '127.0.0.1:23771')
    engine.docker('service', 'create', '--detach', '--network', 'host', '--name', 'svc-open', IMAGE, 'sleep', '1000')
    engine.docker('service', 'create', '--detach', '--network', 'host', '--read-only', '--name', 'svc-sealed', IMAGE, 'sleep', '1000')
    const tasks = until('the tasks run', () => {
      const lines = engine.docker('ps', '--filter', 'label=com.docker.swarm.task', '--format', '{{.Names}}').split('\n').filter(Boolean)
      return lines.length === 2 ? lines : undefined
    })
    const { results } = audit(['--host', engine.host])
    assert.ok(writable(results).includes('docker://svc-open'))
    assert.ok(!writable(results).some((path) => path.includes('svc-sealed')))
    assert.ok(!writable(results).some((path) => tasks.some((task) => path.includes(task))))

    const { stderr } = dockseal(['audit', '--host', engine.host, '--fix-dry-run'])
    const line = stderr.split('\n').find((each) => each.startsWith('docker service') && each.endsWith(' svc-open')) ?? assert.fail(stderr)
    must('sh', ['-c', line.replace(/^docker /, `docker --host ${engine.host} `).replace(' update ', ' update --detach ')])
    assert.equal(engine.docker('service', 'inspect', '-f', '{{.Spec.TaskTemplate.ContainerSpec.ReadOnly}}', 'svc-open'), 'true')

    // The report counts containers as the CIS audit command does: a task is one of them.
    // The update above replaces a task, so both are asked again until no task comes or goes in between.
    const counts = () => {
      const { controls } = JSON.parse(dockseal(['audit', '--host', engine.host, '--report', 'cis', '-f', 'json']).stdout)
      const control = controls.find(({ from16 }: { from16: string }) => from16 === '5.13')
      const ours = [...control.passed, ...control.failed]
        .filter(({ kind }: { kind: string }) => kind === 'container')
        .map(({ id }: { id: string }) => id)
      return { ours: ours.sort().join('\n'), theirs: engine.docker('ps', '-aq', '--no-trunc').split('\n').sort().join('\n') }
    }
    until('the report counts the containers that the engine has', () => {
      const { ours, theirs } = counts()
      return ours === theirs ? ours : undefined
    })
  })

  it('is not harmed by an engine that lies', async () => {
    const answers: readonly (readonly [what: string, answer: string, why: RegExp])[] = [
      ['no HTTP', 'SSH-2.0-OpenSSH\r\n', /engine default/],
      ['no JSON', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{"a":', /is no JSON/],
      ['an error page', 'HTTP/1.1 500 x\r\nConnection: close\r\n\r\n{"message":"no\\nway"}', /status 500: no/],
      ['another shape', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull', /its list of containers is no list/],
    ]
    for (const [what, answer, why] of answers) {
      const server = await answering(answer)
      const address = server.address()
      const port = typeof address === 'object' ? address?.port : 0
      const child = spawn(process.execPath, ['dist/cli.js', 'audit', '--host', `tcp://127.0.0.1:${port}`, '-f', 'json'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const { status, stdout, stderr } = await finished(child)
      const message = (JSON.parse(stdout) as Result[]).flatMap(({ messages }) => messages.map((m) => m.message)).join('\n')
      assert.equal(status, 2, `${what}: ${stderr}`)
      assert.match(what === 'no HTTP' ? 'engine default' : message, why, what)
      assert.doesNotMatch(message, /\n/)
      server.close()
    }
  })
})

function answering(answer: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(answer))
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

function finished(child: ChildProcess): Promise<{ status: number | null; stdout: string; stderr: string }> {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk) => {
    stdout += String(chunk)
  })
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk)
  })
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, stdout, stderr })))
}

const noPodman = skip ?? (run('podman', ['--version']).status === 0 ? undefined : 'SKIPPED: no podman on this machine')

describe('audit of Podman', { skip: noPodman }, () => {
  let folder = ''
  let service: ChildProcess | undefined
  let env: NodeJS.ProcessEnv = {}

  before(() => {
    buildImages(['busybox'])
    folder = mkdtempSync(join(tmpdir(), 'dockseal-podman-'))
    writeFileSync(join(folder, 'storage.conf'), `[storage]\ndriver = "vfs"\ngraphroot = "${folder}/root"\nrunroot = "${folder}/run"\n`)
    env = { CONTAINERS_STORAGE_CONF: join(folder, 'storage.conf'), PODMAN_IGNORE_CGROUPSV1_WARNING: '1' }
    must('sh', ['-c', `docker save ${IMAGE} | podman load --quiet`], { env })
    must('podman', ['create', '--name', 'pod-open', '--network', 'none', IMAGE, 'sleep', '1000'], { env })
    must('podman', ['create', '--name', 'pod-sealed', '--network', 'none', '--read-only', '--cap-drop', 'ALL', IMAGE, 'sleep', '1000'], {
      env,
    })
    service = spawn('podman', ['system', 'service', '--time=0', `unix://${folder}/podman.sock`], {
      stdio: 'ignore',
      env: { ...process.env, ...env },
    })
  })

  after(() => {
    service?.kill()
    run('podman', ['rm', '-fa'], { env })
    run('podman', ['volume', 'prune', '-f'], { env })
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  })

  it('speaks to its socket, and reads what it prints', () => {
    const live = until('the service answers', () => {
      const asked = dockseal(['audit', '--host', `unix://${folder}/podman.sock`, '-f', 'json', '--preset', 'cis'])
      return asked.status === 2 ? undefined : asked
    })
    const saved = dockseal(['audit', '-', '-f', 'json', '--preset', 'cis'], {
      input: `${must('podman', ['inspect', 'pod-open', 'pod-sealed'], { env })}\n${must('podman', ['image', 'inspect', IMAGE], { env })}`,
    })
    const facts = (stdout: string) =>
      (JSON.parse(stdout) as Result[]).flatMap(({ messages }) => messages.map((m) => `${m.subject} ${m.ruleId} ${m.messageId}`)).sort()
    assert.deepEqual(
      facts(live.stdout).filter((line) => line.includes('read-only-root-filesystem') || line.includes('drop-capabilities')),
      ['pod-open drop-capabilities missing', 'pod-open read-only-root-filesystem writable'],
    )
    assert.deepEqual(facts(saved.stdout), facts(live.stdout))
  })
})
