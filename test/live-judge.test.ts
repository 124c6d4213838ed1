import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it, test } from 'node:test'
import { rules } from '../rules/index.ts'
import { judgeLive, type LiveVerdict, type Subject } from '../src/lint/live.ts'
import { DEFAULT_SETTINGS, type LintSettings } from '../src/lint/settings.ts'
import { imageFromInspect } from '../src/live/image.ts'
import { containerFromInspect } from '../src/live/inspect.ts'
import type { Evidence } from '../src/model/evidence.ts'
import { ALL_SOURCES } from '../src/project/all-sources.ts'
import type { Files } from '../src/sources/source.ts'
import { indexLines, positionAt } from '../src/text/line-index.ts'

const FILE = '/srv/shop/compose.yaml'

/** A machine that holds these files and no others. */
function files(texts: Readonly<Record<string, string>>): Files {
  return {
    read: (path) => (texts[path] === undefined ? { ok: false, why: 'does not exist' } : { ok: true, text: texts[path] }),
    exists: (path) => texts[path] !== undefined,
    list: () => [],
  }
}

interface Shape {
  readonly name?: string
  readonly readOnly?: boolean
  readonly image?: string
  readonly service?: string
  readonly configFiles?: string
  readonly privileged?: boolean
  readonly evidence?: Evidence
  readonly host?: string
}

/** A running container of the project "shop"; `service: ''` gives one without labels. */
function subject({
  name = 'shop-web-1',
  readOnly = false,
  image = 'nginx:1.27',
  service = 'web',
  configFiles = FILE,
  ...more
}: Shape): Subject {
  const labels = {
    'com.docker.compose.project': 'shop',
    'com.docker.compose.service': service,
    'com.docker.compose.project.working_dir': '/srv/shop',
    'com.docker.compose.project.config_files': configFiles,
  }
  const answer = containerFromInspect({
    Id: Buffer.from(name).toString('hex').padEnd(64, '0'),
    Name: `/${name}`,
    State: { Status: 'running' },
    HostConfig: { ReadonlyRootfs: readOnly, NetworkMode: 'shop_default', ...(more.privileged ? { Privileged: true } : {}) },
    Config: { Image: image, Labels: service === '' ? {} : labels },
  })
  assert.ok(answer.ok)
  return {
    container: answer.live.container,
    live: answer.live,
    ...(more.evidence ? { evidence: more.evidence } : {}),
    ...(more.host === undefined ? {} : { host: more.host }),
  }
}

function judge(subjects: readonly Subject[], io: Files, settings: LintSettings = DEFAULT_SETTINGS): LiveVerdict {
  return judgeLive(subjects, io, {
    judge: { rules, settings },
    link: { records: [], sources: ALL_SOURCES },
    units: { sources: ALL_SOURCES },
  })
}

/** What a reader is told: where, rule and message. */
function told(verdict: LiveVerdict): string[] {
  return verdict.findings
    .filter(({ suppressed }) => !suppressed)
    .map(({ at, subject, host, ruleId, messageId }) => {
      const text = at.kind === 'text' ? verdict.texts.get(at.file) : undefined
      const place =
        at.kind === 'text' && text !== undefined
          ? `${at.file}:${positionAt(indexLines(text), at.span[0]).line}`
          : [host, subject].filter(Boolean).join('/')
      return `${place} ${ruleId} ${messageId}`
    })
}

const YAML = 'services:\n  web:\n    image: nginx:1.27\n'
const WRITABLE = 'read-only-root-filesystem writable'

test('what the file says too is told at the file, and once for all replicas', () => {
  const replicas = [subject({}), subject({ name: 'shop-web-2' })]
  assert.deepEqual(told(judge(replicas, files({ [FILE]: YAML }))), [`${FILE}:2 ${WRITABLE}`])
  const [finding] = judge(replicas, files({ [FILE]: YAML })).findings
  assert.ok(finding?.resolvedEdits?.some(({ file }) => file === FILE))
})

test('a fix into the override goes to the last of the files that Compose was given, and is refused where it was given one', () => {
  const over = '/srv/shop/compose.override.yaml'
  const io = files({ [FILE]: YAML, [over]: 'services:\n  web:\n    restart: always\n' })
  const fixes = (configFiles: string) =>
    judgeLive([subject({ configFiles })], io, {
      judge: { rules, settings: DEFAULT_SETTINGS },
      link: { records: [], sources: ALL_SOURCES },
      units: { sources: ALL_SOURCES, fixInto: 'override' },
    }).findings
  assert.deepEqual(
    fixes(`${FILE},${over}`).map(({ resolvedEdits }) => resolvedEdits?.map(({ file }) => file)),
    [[over]],
  )
  const [alone] = fixes(FILE)
  assert.deepEqual(alone?.resolvedEdits, [])
  assert.match(alone?.fixRefused ?? '', /no override with compose\.yaml alone/)
})

test('without a file, or without labels, the container itself is told', () => {
  assert.deepEqual(told(judge([subject({})], files({}))), [`shop-web-1 ${WRITABLE}`])
  assert.deepEqual(told(judge([subject({ service: '' })], files({ [FILE]: YAML }))), [`shop-web-1 ${WRITABLE}`])
  assert.deepEqual(told(judge([subject({ host: 'far' })], files({}))), [`far/shop-web-1 ${WRITABLE}`])
})

test('labels lead nowhere else: another image, another service, a path that is none, half of the files', () => {
  const io = files({ [FILE]: YAML, '/etc/passwd': 'root:x:0:0' })
  for (const shape of [
    { image: 'attacker/tool' },
    { service: 'db' },
    { configFiles: '/etc/passwd' },
    { configFiles: 'a\0b' },
    { configFiles: '' },
    { configFiles: `${FILE},/srv/shop/gone.yaml` },
  ]) {
    const verdict = judge([subject(shape)], io)
    assert.deepEqual(told(verdict), [`shop-web-1 ${WRITABLE}`], JSON.stringify(shape))
    assert.deepEqual(verdict.project.units, [], 'nothing to repair')
  }
})

test('a fix that the file may not have already is not refused for it', () => {
  const { findings } = judge([subject({})], files({ [FILE]: `${YAML}    read_only: \${RO}\n` }))
  const finding = findings.find(({ ruleId }) => ruleId === 'read-only-root-filesystem')
  assert.equal(finding?.at.kind, 'live')
  assert.doesNotMatch(finding?.fixRefused ?? '', /recreate/)
})

test('what only the container shows is told of the container, and names the service', () => {
  const verdict = judge(
    [subject({ readOnly: true, privileged: true })],
    files({ [FILE]: `${YAML}    read_only: true\n    tmpfs: [/run, /var/cache/nginx]\n` }),
  )
  assert.deepEqual([...new Set(told(verdict))].sort(), ['shop-web-1 no-privileged privileged', 'shop-web-1 undeclared-writable-path fails'])
  for (const { ruleId, related, fixRefused } of verdict.findings) {
    assert.deepEqual(
      related.map(({ at }) => at.kind === 'text' && at.file),
      [FILE],
    )
    // The mounts are in the file already, and the container was started before.
    if (ruleId === 'undeclared-writable-path') assert.match(fixRefused ?? '', /recreate the container/)
  }
})

test('a file that was mended since asks for nothing but to recreate the container', () => {
  const verdict = judge([subject({})], files({ [FILE]: `${YAML}    read_only: true\n    tmpfs: [/run, /var/cache/nginx]\n` }))
  assert.deepEqual(told(verdict), [`${FILE}:4 drift runsWritable`])
})

test('a rule that the configuration or a comment switches off for the service is off for its containers', () => {
  const off: LintSettings = {
    ...DEFAULT_SETTINGS,
    overrides: [{ matches: (file, name) => file === FILE && name === 'web', rules: { 'read-only-root-filesystem': { level: 'off' } } }],
  }
  assert.deepEqual(told(judge([subject({})], files({ [FILE]: YAML }), off)), [])
  const commented = YAML.replace('  web:', '  # dockseal-disable-next-line read-only-root-filesystem -- a build box\n  web:')
  assert.deepEqual(told(judge([subject({})], files({ [FILE]: commented }))), [])
})

test('what an engine knows of an image that is built here adds to its Dockerfile, and does not replace it', () => {
  const yaml = 'services:\n  web:\n    build: .\n'
  const dockerfile = 'FROM python:3.13-slim\nWORKDIR /srv/app\nCOPY . .\nCMD ["celery", "-A", "tasks", "beat"]\n'
  const io = files({ [FILE]: yaml, '/srv/shop/Dockerfile': dockerfile })
  const image = imageFromInspect({ Id: 'sha256:1', Config: { Env: ['PYTHON_VERSION=3.13'], WorkingDir: '/srv/app' } }, 'shop-web')
  assert.ok(image)
  const verdict = judge([{ ...subject({ image: 'shop-web' }), image }], io)
  assert.deepEqual(told(verdict), [`${FILE}:2 read-only-root-filesystem cannotSeal`])
  // The container by itself is judged by the same knowledge.
  const [{ findings } = { findings: [] }] = verdict.subjects
  assert.deepEqual(
    findings.map(({ messageId }) => messageId),
    ['cannotSeal'],
  )
})

test('a short run shows too little of a program that was not wholly read', () => {
  const io = files({
    [FILE]: 'services:\n  web:\n    build: .\n',
    '/srv/shop/Dockerfile': 'FROM python:3.13-slim\nWORKDIR /srv/app\nCOPY . .\nCMD ["python", "gone.py"]\n',
  })
  const sureness = (runningFor: number) => {
    const evidence: Evidence = { changed: [{ path: '/srv/state/x', kind: 'added' }], readOnlyErrors: [], readOnlyRoot: false, runningFor }
    const { findings } = judge([subject({ image: 'shop-web', evidence })], io)
    return findings.find(({ ruleId }) => ruleId === 'read-only-root-filesystem')?.plan?.confidence
  }
  assert.deepEqual([sureness(7), sureness(90_000)], ['default', 'inferred'])
})

test('a read-only container whose log tells of a write that no mount serves does not pass in silence', () => {
  const told = (...readOnlyErrors: Evidence['readOnlyErrors']) => {
    const evidence: Evidence = { changed: [], readOnlyErrors, readOnlyRoot: true }
    const { findings } = judge([subject({ image: 'nginx:1.28', readOnly: true, evidence })], files({}))
    return findings.flatMap(({ ruleId, messageId, message }) =>
      ruleId === 'undeclared-writable-path' && messageId === 'failed' ? [message] : [],
    )
  }
  const line = "EROFS: read-only file system, open '/srv/x'"
  assert.deepEqual(told({ path: '/srv/x', line }), [
    `The log of container "shop-web-1" tells of a failed write: ${line}. No mount can serve /srv/x, which is in a directory of the system: have it write into a directory of its own.`,
  ])
  assert.match(told({ line: 'read-only file system' }, { line: 'EROFS' })[0] ?? '', /, and 1 more\. Find out which path that is/)
  assert.deepEqual(told({ path: '/var/cache/nginx/x', line }), [])
})

test('the start of a known image may edit its own files', () => {
  const planned = (kind: 'added' | 'changed') => {
    const evidence: Evidence = {
      changed: [
        { path: '/etc/nginx/conf.d', kind: 'changed', type: 'directory' },
        { path: '/etc/nginx/conf.d/default.conf', kind, type: 'file' },
      ],
      readOnlyErrors: [],
      readOnlyRoot: false,
    }
    const { findings } = judge([subject({ image: 'nginx:1.28', evidence })], files({}))
    return findings.find(({ ruleId }) => ruleId === 'read-only-root-filesystem')?.plan?.paths.map(({ path }) => path)
  }
  assert.deepEqual(planned('changed'), ['/run', '/var/cache/nginx'])
  assert.deepEqual(planned('added'), ['/run', '/etc/nginx/conf.d', '/var/cache/nginx'])
})

test('what each replica wrote is evidence for the service', () => {
  const wrote = (path: string): Evidence => ({
    changed: [{ path, kind: 'added' }],
    readOnlyErrors: [],
    readOnlyRoot: false,
    runningFor: 90_000,
  })
  const yaml = 'services:\n  web:\n    image: example.com/unknown/app:1\n'
  const shape = { image: 'example.com/unknown/app:1' }
  const verdict = judge(
    [
      subject({ ...shape, evidence: wrote('/var/cache/one/x') }),
      subject({ ...shape, name: 'shop-web-2', evidence: wrote('/var/cache/two/y') }),
    ],
    files({ [FILE]: yaml }),
  )
  const paths = verdict.findings.find(({ ruleId }) => ruleId === 'read-only-root-filesystem')?.plan?.paths.map(({ path }) => path)
  assert.ok(paths?.includes('/var/cache/one') && paths.includes('/var/cache/two'), paths?.join(' '))
})

describe('fixtures of drift', () => {
  for (const name of readdirSync('fixtures/drift')) {
    it(name, () => {
      const read = (file: string) => readFileSync(`fixtures/drift/${name}/${file}`, 'utf8')
      const answer = containerFromInspect(JSON.parse(read('inspect.json')))
      assert.ok(answer.ok)
      const verdict = judge([{ container: answer.live.container, live: answer.live }], files({ [FILE]: read('compose.yaml') }))
      const found = verdict.findings
        .filter(({ ruleId }) => ruleId === 'drift')
        .map(({ messageId, subject: who, at }) => {
          assert.ok(at.kind === 'text')
          return { messageId, subject: who, line: positionAt(indexLines(read('compose.yaml')), at.span[0]).line }
        })
      assert.deepEqual(found, JSON.parse(read('expected.json')))
    })
  }
})
