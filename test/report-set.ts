import { readFileSync } from 'node:fs'
import { rulePageUrl } from '../src/lint/rule.ts'
import type { Origin } from '../src/model/fact.ts'
import type { Problem } from '../src/model/finding.ts'
import type { Fix } from '../src/model/intent.ts'
import type { WritePlan } from '../src/model/write-plan.ts'
import type { FormatContext, LintResult, RuleDescription } from '../src/report/result.ts'
import { type ResultFile, type ResultFinding, toCoverage, toResults } from '../src/report/results.ts'

/** The one set of results that every formatter is tested on. Nothing in it lies on a disk. */

export const root = '/repo'
const shop = readFileSync('fixtures/report/shop.yaml', 'utf8')

/** What an attacker would put into a name or a value: escapes, markup, commands, format ends, text direction. */
export const hostile =
  '\u001b[2J\u001b]0;owned\u0007<script>alert(1)</script>&"\'`|%0A::error::x]]>\u202etxt\u0085\n::warning::y\u009b31m\ud800'

export const files = {
  shop: { file: '/repo/deploy/shop.yaml', text: shop },
  windows: { file: '/repo/crlf/compose.yaml', text: shop.replaceAll('\n', '\r\n') },
  odd: { file: '/repo/odd #1/100% "näme" [a]/compose <b>&.yaml', text: 'services:\n  "we\\eb":\n\timage: x\n' },
  hostile: { file: '/repo/evil/\u001b[31mred\u202e\n.yaml', text: `services: # ${hostile}\n  evil: {image: 容器}\n` },
  clean: { file: '/repo/clean/compose.yaml', text: 'services: {}\n' },
  outside: { file: '/etc/docker/compose.yaml', text: '\ufeffservices:\n  web: {image: nginx}\n' },
} satisfies Record<string, ResultFile>

function at(file: ResultFile, words: string): Origin {
  const start = file.text.indexOf(words)
  if (start === -1) throw new Error(`no "${words}" in ${file.file}`)
  return { kind: 'text', file: file.file, span: [start, start + words.length] }
}

const nginxPlan: WritePlan = {
  ready: 'with-mounts',
  confidence: 'known',
  paths: [
    {
      path: '/run',
      kind: 'runtime',
      mount: { as: 'tmpfs', options: {} },
      needs: {},
      confidence: 'known',
      because: [{ evidence: 'image-record', text: 'nginx.pid' }],
    },
    {
      path: '/var/cache/nginx',
      kind: 'cache',
      mount: { as: 'tmpfs', options: { uid: 101, gid: 101, mode: 0o755, size: 67108864 } },
      needs: {},
      confidence: 'inferred',
      because: [
        { evidence: 'image-record', text: 'temporary files of client bodies, proxy and FastCGI answers' },
        { evidence: 'log', text: 'mkdir() "/var/cache/nginx/client_temp" failed' },
      ],
    },
    {
      path: '/usr/share/nginx/html',
      kind: 'data',
      mount: { as: 'covered', by: 'mount', target: '/usr/share/nginx/html', origin: at(files.shop, './site') },
      needs: {},
      confidence: 'known',
      because: [{ evidence: 'image-record', text: 'the site' }],
    },
  ],
  settings: [
    {
      environment: { name: 'NGINX_ENVSUBST_OUTPUT_DIR', value: '/run/conf.d' },
      because: [{ evidence: 'image-record', text: 'templates are rendered there' }],
    },
  ],
  notes: ['The image starts as root and drops to nginx (101).'],
}

const dbPlan: WritePlan = {
  ready: 'with-mounts',
  confidence: 'observed',
  paths: [
    {
      path: '/run/postgresql',
      kind: 'runtime',
      mount: { as: 'tmpfs', options: {} },
      needs: {},
      confidence: 'observed',
      because: [{ evidence: 'observed', text: 'its socket' }],
    },
    {
      path: '/backup',
      kind: 'data',
      mount: { as: 'volume', name: 'db-backup' },
      needs: {},
      confidence: 'observed',
      because: [{ evidence: 'observed', text: 'nightly dumps' }],
    },
  ],
  settings: [],
  notes: [],
}

const refusedPlan: WritePlan = {
  ready: 'no',
  confidence: 'known',
  why: 'its start rewrites /opt/gitlab',
  instead: 'isolate it with user namespaces',
  paths: [],
  settings: [],
  notes: [],
}

const seal: Fix = {
  title: 'Make the root filesystem read-only',
  applicability: 'plan',
  confidence: 'known',
  intents: [{ do: 'set-read-only-root' }],
}

function writable(file: ResultFile, words: string, subject: string, more: Partial<ResultFinding> = {}): ResultFinding {
  return {
    ruleId: 'read-only-root-filesystem',
    messageId: 'writable',
    severity: 'warning',
    message: `The root filesystem of service "${subject}" is writable. Add read_only: true, tmpfs: /run.`,
    at: at(file, words),
    subject,
    related: [],
    ...more,
  }
}

function insertBefore(file: ResultFile, words: string, text: string) {
  const offset = file.text.lastIndexOf('\n', file.text.indexOf(words)) + 1
  return { file: file.file, edits: [{ span: [offset, offset] as const, text }] }
}

const { shop: shopFile, windows, odd, hostile: evil, outside } = files

export const findings: readonly ResultFinding[] = [
  writable(shopFile, 'web:', 'web', {
    fix: seal,
    plan: nginxPlan,
    resolvedEdits: [insertBefore(shopFile, '    image: nginx', '    read_only: true\n    tmpfs:\n      - /run\n')],
  }),
  writable(shopFile, 'db:', 'db', {
    fix: { ...seal, confidence: 'observed' },
    plan: dbPlan,
    resolvedEdits: [
      insertBefore(shopFile, '    image: postgres', '    read_only: true\n'),
      insertBefore(outside, '  web:', '  # shared\n'),
    ],
    related: [{ at: at(shopFile, 'pgdata:/var'), message: 'the data volume stays as it is' }],
  }),
  writable(shopFile, 'read_only: false', 'worker', {
    severity: 'error',
    fix: { ...seal, confidence: 'default' },
    fixRefused: 'nothing is known of its image; `--fix-confidence default` would add tmpfs on /tmp and /run',
    resolvedEdits: [insertBefore(shopFile, '    read_only: false', '    read_only: true\n')],
  }),
  writable(shopFile, 'gitlab:', 'gitlab', {
    messageId: 'cannotSeal',
    severity: 'info',
    message:
      'The root filesystem of service "gitlab" is writable, and it cannot simply be made read-only: its start rewrites /opt/gitlab. Instead: isolate it with user namespaces.',
    plan: refusedPlan,
  }),
  {
    ruleId: 'published-port-on-all-interfaces',
    messageId: 'open',
    severity: 'warning',
    message: 'Port 8080 of service "web" is open on all interfaces: the whole network reaches it. Bind it to 127.0.0.1.',
    at: at(shopFile, '"8080:80"'),
    subject: 'web',
    related: [],
    fix: { title: 'Bind the port to 127.0.0.1', applicability: 'manual', intents: [{ do: 'set-mount-read-only', path: '/x' }] },
    resolvedEdits: [
      { file: shopFile.file, edits: [{ span: [shop.indexOf('"8080:80"'), shop.indexOf('"8080:80"') + 1], text: '"127.0.0.1:' }] },
    ],
  },
  writable(windows, 'web:', 'web', {
    fix: seal,
    plan: nginxPlan,
    resolvedEdits: [insertBefore(windows, '    image: nginx', '    read_only: true\r\n')],
  }),
  writable(windows, 'db:', 'db', { suppressed: { justification: 'rebuilt nightly; see <ticket 7>' } }),
  writable(odd, '"we\\eb":\n', 'we\\eb'),
  writable(evil, 'evil: {', hostile, { fixRefused: hostile, related: [{ at: at(evil, '容器'), message: hostile }] }),
  writable(evil, '{image', hostile, { suppressed: { justification: hostile } }),
  writable(outside, 'web:', 'web'),
  writable(shopFile, 'web:', 'cache', {
    at: { kind: 'live', id: 'sha256:0123456789abcdef0123', path: 'HostConfig.ReadonlyRootfs' },
    plan: dbPlan,
    fix: seal,
    fixRefused: 'a running container is never changed',
  }),
  writable(shopFile, 'web:', hostile, { host: 'prod', at: { kind: 'live', id: hostile, path: 'HostConfig.ReadonlyRootfs' } }),
]

export const problems: readonly Problem[] = [
  { level: 'error', file: '/repo/broken/compose.yaml', offset: 4, message: 'A tab cannot indent YAML', hint: 'use spaces' },
  { level: 'error', file: '/repo/secret/compose.yaml', message: 'The file cannot be read: permission denied' },
  { level: 'note', file: shopFile.file, offset: shop.indexOf('registry.example'), message: 'The image of service "worker" is not known' },
  { level: 'note', file: windows.file, message: 'The image of service "worker" is not known' },
  { level: 'note', file: evil.file, message: `A variable cannot be resolved: ${hostile}` },
]

const allFiles: readonly ResultFile[] = [...Object.values(files), { file: '/repo/broken/compose.yaml', text: 'a:\n\tb: 1\n' }]

function describe(id: string, more: Partial<RuleDescription> = {}): RuleDescription {
  return {
    type: 'problem',
    why: 'An attacker who breaks in can plant programs.',
    docs: {
      description: 'The root filesystem of a container is read-only',
      url: rulePageUrl(id),
      recommended: true,
      category: 'filesystem',
    },
    messages: { writable: 'The root filesystem of {{noun}} "{{name}}" is writable' },
    level: 'warning',
    securitySeverity: '5.5',
    ...more,
  }
}

export const context: FormatContext = {
  cwd: root,
  root,
  version: '0.1.0',
  color: false,
  coverage: toCoverage(problems, allFiles),
  summary: { files: 8, containers: 14, images: 1, skipped: 2, fixed: 0 },
  rulesMeta: {
    'read-only-root-filesystem': describe('read-only-root-filesystem', {
      fixable: 'code',
      cis: { upTo15: '5.12', from16: '5.13' },
      owasp: '8',
      help: '# read-only-root-filesystem\n\nThe root filesystem of a container is read-only.\n\n## Rationale\n\nA writable root helps an attacker.\n',
    }),
    'published-port-on-all-interfaces': describe('published-port-on-all-interfaces', {
      docs: {
        description: 'A published port is bound to one interface',
        url: rulePageUrl('published-port-on-all-interfaces'),
        recommended: false,
        category: 'network',
      },
      messages: { open: 'Port {{port}} is open' },
      cis: { upTo15: '5.13', from16: '5.14' },
      securitySeverity: '4.0',
    }),
  },
  invocation: { command: 'lint', paths: ['deploy', "it's"] },
}

export const results: readonly LintResult[] = toResults({ files: allFiles, findings, problems, keepSource: true })

/** A run over files in which nothing was found. */
export const cleanResults: readonly LintResult[] = toResults({ files: [files.clean], findings: [], keepSource: true })
export const cleanContext: FormatContext = {
  ...context,
  coverage: [],
  summary: { files: 1, containers: 0, images: 0, skipped: 0, fixed: 0 },
}
