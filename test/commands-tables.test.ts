import assert from 'node:assert/strict'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, it, test } from 'node:test'
import { uploadSarif, type WorkflowRun, whyNoUpload } from '../src/action/code-scanning.ts'
import { accepts, applyBaseline, makeBaseline, readBaseline } from '../src/commands/baseline.ts'
import { wantsColor } from '../src/commands/emit.ts'
import { hostReach } from '../src/commands/prove/host.ts'
import { parseDuration } from '../src/commands/prove/options.ts'
import { isAlive, ownerText } from '../src/commands/prove/owner.ts'
import { recordedEvidence } from '../src/commands/recorded-evidence.ts'
import { diskFiles } from '../src/discover/files.ts'
import type { LintMessage } from '../src/report/result.ts'
import { makeResult } from '../src/report/results.ts'
import { folderWith } from './cli.ts'
import { container } from './container-fixture.ts'

test('a service that reaches the host is not copied without being asked', () => {
  const bind = (source: string, more: object = {}) => ({ volumes: [{ type: 'bind', source, target: '/x', ...more }] })
  const rows: readonly (readonly [object, string | undefined])[] = [
    [{}, undefined],
    [{ privileged: true }, 'it is privileged'],
    [{ privileged: false, network_mode: 'bridge', pid: 'service:web' }, undefined],
    [{ network_mode: 'host' }, 'it uses the network of the host'],
    [{ pid: 'host' }, 'it uses the processes of the host'],
    [{ cgroup: 'host' }, 'it uses the control groups of the host'],
    [{ ipc: 'container:other' }, 'it joins container:other, a container that runs'],
    [{ devices: ['/dev/a'] }, 'it uses devices of the host'],
    [{ gpus: [{}] }, 'it uses devices of the host'],
    [{ device_cgroup_rules: ['c 1:3 r'] }, 'it uses devices of the host'],
    [{ deploy: { resources: { reservations: { devices: [{}] } } } }, 'it uses devices of the host'],
    [{ cap_add: ['CHOWN', 'ALL'] }, 'it has the capability ALL'],
    [{ cap_add: ['SYS_ADMIN'] }, 'it has the capability SYS_ADMIN'],
    [{ cap_add: ['CHOWN'] }, undefined],
    [{ volumes_from: ['web', 'container:other'] }, 'it mounts the volumes of container:other'],
    [{ volumes_from: ['web'] }, undefined],
    [bind('/run/docker.sock'), 'it is given the socket of Docker (/run/docker.sock)'],
    [bind('/etc'), 'it mounts /etc of the host'],
    [bind('/srv/app'), undefined],
    [
      {
        volumes: [
          { type: 'volume', source: '/etc', target: '/x' },
          { type: 'bind', target: '/x' },
          { type: 'bind', source: '/etc' },
          'text',
        ],
      },
      undefined,
    ],
    [bind('/boot', { read_only: true }), undefined],
    [bind('/boot'), 'it mounts /boot of the host'],
  ]
  for (const [service, why] of rows) assert.equal(hostReach(service as never), why, JSON.stringify(service))
})

test('a duration is written as Go and Compose write it', () => {
  assert.deepEqual(
    [undefined, '90s', '1m30s', '1h', '250ms'].map((text) => parseDuration('--for', text)),
    [2000, 90_000, 90_000, 3_600_000, 250],
  )
  for (const text of ['', '90', 's', '1m 30s', '1.5s', 'x1s'])
    assert.throws(() => parseDuration('--for', text), /--for takes a duration/, text)
})

test('the owner of a trial is alive as long as its process is the same', () => {
  const own = ownerText()
  assert.ok(isAlive(own))
  const [host = '', pid = '', start = ''] = own.split('/')
  for (const other of [`elsewhere/${pid}/${start}`, `${host}/${pid}/1`, `${host}/4194305/1`, `${host}/x/${start}`, host, ''])
    assert.equal(isAlive(other), false, other)
  assert.equal(host, hostname())
})

test('colours are used where the environment asks for them, and nowhere else', () => {
  const rows: readonly (readonly [object, boolean])[] = [
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    [{ FORCE_COLOR: '0' }, false],
    [{ FORCE_COLOR: 'false' }, false],
    [{ FORCE_COLOR: '', NO_COLOR: '1' }, false],
    [{ TERM: 'dumb' }, false],
  ]
  for (const [env, colour] of rows) assert.equal(wantsColor(env as NodeJS.ProcessEnv), colour, JSON.stringify(env))
})

describe('a baseline', () => {
  const message = (fingerprint: string | undefined, more: Partial<LintMessage> = {}) =>
    ({
      ruleId: 'no-privileged',
      severity: 1,
      level: 'warning',
      message: 'x',
      line: 1,
      column: 1,
      nodeType: null,
      ...(fingerprint === undefined ? {} : { fingerprint }),
      ...more,
    }) as LintMessage
  const result = (file: string, ...messages: readonly LintMessage[]) => makeResult(`/r/${file}`, messages, [], {})

  it('counts findings by file, and keeps those of files that were not looked at and still exist', () => {
    const before = { version: 1, files: { 'gone.yaml': { x: 1 }, 'a.yaml': { old: 5 }, 'kept.yaml': { y: 2 } } } as const
    const found = [
      result('sub/b.yaml', message('f2'), message('f1', { subject: 'web' }), message('f1', { subject: 'web' }), message(undefined)),
      result('a.yaml'),
    ]
    const made = makeBaseline(found, '/r', before, (file) => file !== 'gone.yaml')
    assert.deepEqual(made, {
      version: 1,
      files: {
        'kept.yaml': { y: 2 },
        'sub/b.yaml': { f1: { rule: 'no-privileged', of: 'web', count: 2 }, f2: { rule: 'no-privileged', count: 1 } },
      },
    })
    assert.deepEqual(Object.keys(made.files), ['kept.yaml', 'sub/b.yaml'])
    assert.deepEqual(Object.keys(made.files['sub/b.yaml'] ?? {}), ['f1', 'f2'])
    assert.deepEqual([accepts(made), accepts(made, (file) => file !== 'kept.yaml')], [5, 3])
  })

  it('takes as many findings away as it accepts, and says which are gone', () => {
    const baseline = { version: 1, files: { 'a.yaml': { f1: 1, f2: { count: 2, rule: 'x' } }, 'other.yaml': { f3: 1 } } } as const
    const { results, known, stale } = applyBaseline(
      [result('a.yaml', message('f1'), message('f1'), message(undefined), message('new'))],
      baseline,
      '/r',
    )
    assert.deepEqual([results[0]?.messages.map(({ fingerprint }) => fingerprint), known, stale], [['f1', undefined, 'new'], 1, 2])
  })

  it('is refused where it is none', () => {
    const folder = folderWith({
      'good.json': '{"version":1,"files":{}}',
      'list.json': '[]',
      'null.json': 'null',
      'new.json': '{"version":2,"files":{}}',
      'none.json': '{"version":1}',
      'nothing.json': '{"version":1,"files":null}',
      'text.json': 'x',
    })
    assert.deepEqual(readBaseline(join(folder, 'good.json')), { version: 1, files: {} })
    for (const name of ['list', 'null', 'new', 'none', 'nothing', 'text'])
      assert.throws(() => readBaseline(join(folder, `${name}.json`)), /is no baseline of dockseal/, name)
    assert.throws(() => readBaseline(join(folder, 'absent.json')), /make it with --update-baseline/)
  })
})

test('a recording is about the service that it names, or about the only one', () => {
  const line = (name: string) =>
    JSON.stringify({ comm: 'a', fname: '/srv/x', flags: 'O_WRONLY', k8s: {}, runtime: { containerName: name } })
  const folder = folderWith({ 'a.jsonl': `${line('shop-web-1')}\n`, 'b.jsonl': `${line('shop_db_1')}\n`, 'none.txt': 'nothing' })
  const of = (operands: readonly string[], name: string, project?: string, alone = false) =>
    recordedEvidence(operands, folder, diskFiles())(container({ name, ...(project === undefined ? {} : { project }) }), alone) !== undefined
  assert.deepEqual(
    [
      of(['a.jsonl'], 'web', 'shop'),
      of(['a.jsonl'], 'web'),
      of(['a.jsonl'], 'eb', 'shop'),
      of(['a.jsonl'], 'web', 'other'),
      of(['a.jsonl'], 'db', 'shop'),
    ],
    [true, true, false, false, false],
  )
  assert.deepEqual(
    [of(['b.jsonl'], 'db', 'shop'), of(['a.jsonl'], 'shop-web-1'), of(['web=b.jsonl'], 'web'), of(['web=b.jsonl'], 'db')],
    [true, true, true, false],
  )
  assert.ok(of(['a.jsonl', 'b.jsonl'], 'db', 'shop'))
  assert.throws(() => of(['none.txt'], 'web'), /--evidence none\.txt /)
  assert.throws(() => of(['absent.jsonl'], 'web'), /--evidence absent\.jsonl /)
})

describe('an upload of alerts', () => {
  const original = globalThis.fetch
  afterEach(() => {
    globalThis.fetch = original
  })
  const RUN: WorkflowRun = {
    apiUrl: 'https://api.example',
    repository: 'o/r',
    ref: 'refs/heads/main',
    sha: 'a',
    workspace: '/w',
    token: 't',
    event: {},
  }

  /** Answers with each status in turn, and gives what the upload says and how often it asked. */
  async function upload(...answers: readonly (readonly [status: number, body?: string] | Error)[]) {
    let asked = 0
    globalThis.fetch = (async () => {
      const answer = answers[Math.min(asked++, answers.length - 1)] ?? [200]
      if (answer instanceof Error) throw answer
      const [status, body = ''] = answer
      return { status, text: async () => body }
    }) as unknown as typeof fetch
    return [await uploadSarif('{}', RUN, 0), asked]
  }
  const NEEDS =
    '; the job needs the permission "security-events: write", and the repository code scanning (private ones: GitHub Code Security)'

  it('is tried again after an error of the server or the network, three times in all', async () => {
    assert.deepEqual(await upload([200]), [undefined, 1])
    assert.deepEqual(await upload([299]), [undefined, 1])
    assert.deepEqual(await upload([500], [429], [202]), [undefined, 3])
    assert.deepEqual(await upload([503, '{"message":"busy\\nvery"}']), ['status 503 (busy)', 3])
    assert.deepEqual(await upload(new TypeError('fetch failed', { cause: new Error('no route') })), ['no route', 3])
    assert.deepEqual(await upload(new Error('no answer'), [200]), [undefined, 2])
    assert.deepEqual(await upload(new TypeError('failed', { cause: 'text' })), ['text', 3])
  })

  it('is not tried again where the request is wrong, and says what is missing', async () => {
    assert.deepEqual(await upload([300]), ['status 300', 1])
    assert.deepEqual(await upload([422, '{"message":"too large"}']), ['status 422 (too large)', 1])
    assert.deepEqual(await upload([499, '{"message":5}']), ['status 499', 1])
    assert.deepEqual(await upload([400, 'not JSON']), ['status 400', 1])
    for (const status of [401, 403, 404]) assert.deepEqual(await upload([status]), [`status ${status}${NEEDS}`, 1])
  })

  it('needs a token that may write', () => {
    const from = (name: string) => ({ pull_request: { head: { repo: { full_name: name } } } })
    assert.equal(whyNoUpload(RUN), undefined)
    assert.equal(whyNoUpload({ ...RUN, event: null }), undefined)
    assert.equal(whyNoUpload({ ...RUN, event: from('o/r') }), undefined)
    assert.match(whyNoUpload({ ...RUN, event: from('other/r') }) ?? '', /fork/)
    assert.match(whyNoUpload({ ...RUN, event: { pull_request: { head: { repo: null } } } }) ?? '', /fork/)
    assert.equal(whyNoUpload({ ...RUN, token: '' }), 'there is no token')
  })
})
