import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { after, describe, it } from 'node:test'
import { golden } from './golden.ts'
import { type Played, playedEngine } from './played-engine.ts'

const compose = (...services: readonly string[]) => ({
  'compose.yaml': `services:\n${services.map((name) => `  ${name}:\n    image: example.test/${name}:1\n`).join('')}`,
})
const only = (service: Played['services'][string]): Played => ({ files: compose('app'), services: { app: service } })

const withData: Played = {
  ...only({ model: { volumes: [{ type: 'volume', source: 'data', target: '/data' }] } }),
  volumes: { data: { name: 'shop_data' } },
  answers: { '/volumes/shop_data': { Name: 'shop_data' } },
}

interface Scenario extends Played {
  /** Arguments of each run, one after the other. */
  readonly runs: readonly (readonly string[])[]
}

/** A port that answers as a program does. */
const server = createServer((_, response) => response.writeHead(204).end())
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
after(() => server.close())
const { port } = server.address() as AddressInfo

const FAST = ['prove', '--for', '0s'] as const
const CHECKED = [...FAST, '--check-in', 'app', 'true'] as const
const owner = { 'com.dockseal.trial.owner': `${hostname()}/999999999/1` }
const foreign = { 'com.dockseal.trial.owner': 'elsewhere/1/1' }
const listing = (lines: readonly string[]) =>
  `case "$*" in *"-entrypoint find "*sha256sum*) printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')}; exit ;; esac`

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'seals by what it may not write': { ...only({ writes: ['/var/cache/app/x'], stops: true }), runs: [[...CHECKED, '--apply']] },
  'holds as it was proved, until it needs more': {
    ...only({ writes: ['/var/cache/app/x'], stops: true }),
    runs: [CHECKED, [...FAST, '--check-only'], [...FAST, '--check-only', '--json']],
  },
  'needs no mount': {
    ...only({}),
    runs: [
      [...FAST, 'app'],
      [...FAST, 'compose.yaml'],
    ],
  },
  'goes on without what it may not write': { ...only({ writes: ['/opt/app/log'] }), runs: [[...FAST, '--apply']] },
  'keeps data on a volume': {
    ...only({ writes: ['/var/lib/app/rows'], stops: true }),
    script: listing(['0000 /dockseal-upper/x']),
    runs: [FAST],
  },
  'fails without a seal': {
    ...only({ exit: 3 }),
    files: compose('app', 'steady'),
    services: { app: { exit: 3 }, steady: {} },
    runs: [FAST],
  },
  'one-shots, stubborn ones and health': {
    files: compose('once', 'stubborn', 'sick', 'well'),
    services: {
      once: { exit: 0, writes: ['/srv/x/y'] },
      stubborn: { stubborn: true },
      sick: { health: 'unhealthy' },
      well: { health: 'healthy' },
    },
    runs: [FAST],
  },
  'refuses what reaches the host, and what is part of it': {
    files: compose('host', 'beside', 'app'),
    services: { host: { model: { privileged: true } }, beside: { model: { network_mode: 'service:host' } }, app: {} },
    runs: [FAST, [...FAST, '--allow-host', 'host']],
  },
  'asks the ports': {
    ...only({
      inspected: {
        NetworkSettings: {
          Ports: { '80/tcp': [{ HostPort: String(port) }], '53/udp': [{ HostPort: '53' }], [`${port}/tcp`]: null },
          Networks: { default: { IPAddress: '127.0.0.1' } },
        },
      },
    }),
    runs: [FAST],
  },
  'runs checks': {
    ...only({ writes: ['/opt/app/log'] }),
    runs: [[...FAST, '--check', 'true secret', '--check-in', 'app', 'true secret']],
  },
  'copies what is mounted writable': {
    ...only({
      model: {
        volumes: [
          { type: 'bind', source: 'FOLDER/project/large', target: '/a' },
          { type: 'bind', source: '/no/such', target: '/b' },
        ],
      },
    }),
    files: { ...compose('app'), 'large/file': 'x'.repeat(2.5 * 2 ** 20) },
    runs: [[...FAST, '--copy-limit', '1m'], FAST],
  },
  'copies data': {
    ...withData,
    runs: [[...FAST, '--with-data']],
  },
  'says why data cannot be copied': {
    ...withData,
    script: `case "$*" in *"-entrypoint sh "*)
      printf '%s\\n' 'docker: Error response from daemon: no space left on device' '' "Run 'docker run --help' for more information" >&2
      exit 125 ;; esac`,
    runs: [[...FAST, '--with-data']],
  },
  'needs a helper to copy data': {
    ...withData,
    script: 'case "$*" in *" / -maxdepth 0"*) echo "docker: Error response from daemon: No such image" >&2; exit 125 ;; esac',
    runs: [
      [...FAST, '--with-data'],
      [...FAST, '--helper', 'own:1'],
    ],
  },
  'says where a start fails': {
    ...only({}),
    script: 'case "$*" in *" up --detach"*) echo one >&2; echo "port is taken" >&2; exit 1 ;; esac',
    runs: [FAST],
  },
  'removes what is left': {
    ...only({}),
    left: {
      '/containers/json': [
        { Id: 'c1', Labels: owner },
        { Id: 'c2', Labels: foreign },
      ],
      '/networks': [{ Id: 'n1', Labels: owner }],
      '/volumes': [{ Name: 'v1', Labels: owner }],
      '/images/json': [{ Id: 'i1', Labels: owner }, { Id: 'i2' }],
    },
    script: 'case "$*" in *"network rm n1"*) exit 1 ;; esac',
    runs: [['prove', '--clean'], FAST],
  },
  'builds again what is older than its files': {
    ...only({ model: { build: { context: '/etc' } } }),
    answers: { '/images/example.test%2Fapp%3A1/json': { Id: 'sha256:1', Created: '1999-01-01T00:00:00Z' } },
    runs: [FAST],
  },
  'an image that is not there': { ...only({}), answers: { '/images/example.test%2Fapp%3A1/json': undefined }, runs: [FAST] },
  'a model that is none': {
    ...only({}),
    script: 'case "$*" in *" config --format"*) echo "line one" >&2; echo "bad file" >&2; exit 15 ;; esac',
    runs: [FAST],
  },
  'a model that is no JSON': { ...only({}), script: 'case "$*" in *" config --format"*) echo "{"; exit ;; esac', runs: [FAST] },
  'a service that is not there': {
    ...only({}),
    runs: [
      [...FAST, 'other'],
      [...FAST, '--check-in', 'none', 'true'],
    ],
  },
  'tells what happens as events': { ...only({ writes: ['/srv/x/y'], stops: true }), runs: [[...FAST, '--json']] },
  'no Compose': { ...only({}), script: 'case "$*" in *"compose version"*) exit 1 ;; esac', runs: [FAST] },
  'no Compose for Podman': {
    ...only({}),
    answers: { '/version': { Version: '5.4', Components: [{ Name: 'Podman Engine' }] }, '/info': undefined },
    script: 'case "$*" in *"compose version"*) exit 1 ;; esac',
    runs: [FAST],
  },
  'no engine': { ...only({}), answers: { '/version': undefined }, runs: [FAST] },
  'no proof to check': { ...only({}), runs: [[...FAST, '--check-only']] },
  'a proof that cannot be read': {
    ...only({}),
    files: { ...compose('app'), 'dockseal-proof.yaml': 'version: 1\nservices: [\n' },
    runs: [FAST, [...FAST, '--check-only']],
  },
  'a failed service loses its proof, the last of the file': {
    ...only({ exit: 3 }),
    files: {
      ...compose('app'),
      'dockseal-proof.yaml': 'version: 1\nservices:\n  app:\n    refused: it packs\n    date: 2026-11-29\n    settings: sha256:1\n',
    },
    runs: [FAST, [...FAST, '--check-only']],
  },
  'a proof of other services': {
    ...only({}),
    files: {
      ...compose('app'),
      'dockseal-proof.yaml':
        'version: 1\nservices:\n  app:\n    refused: it packs\n    date: 2026-11-29\n    settings: sha256:1\n  zed:\n    refused: it packs\n    date: 2026-11-29\n    settings: sha256:1\n',
    },
    runs: [FAST],
  },
}

describe('prove on a played engine', () => {
  for (const [name, { runs, ...played }] of Object.entries(SCENARIOS)) {
    it(name, async () => {
      const { run, file, calls, folder } = await playedEngine(played)
      const plain = (text: string) =>
        text
          .replaceAll(folder, 'FOLDER')
          .replaceAll(`${port}/tcp`, 'PORT/tcp')
          .replace(/\S*dockseal-trial-\S+?\/(compose\.json|binds)/g, 'COPY/$1')
          .replace(/dockseal-trial-\d+-\w+/g, 'TRIAL')
          .replace(/\[ *[\d.]+ s\]/g, '[N s]')
          .replace(/\b\d+(?:\.\d+)? s\b/g, 'N s')
          .replace(/"(?:seconds|total|once|elapsed)":[\d.]+/g, (found) => found.replace(/[\d.]+$/, 'N'))
          .replace(/\d{4}-\d\d-\d\d/g, 'DAY')
          // The rest are Node's words.
          .replace(/is no JSON: .*/g, 'is no JSON')
          .replace(/[ \t]+$/gm, '')
      const parts: string[] = []
      for (const args of runs) {
        const { stdout, stderr, code } = await run(...args)
        parts.push(`$ dockseal ${args.join(' ')}`, stdout, stderr, `exit code ${code}`)
      }
      for (const each of ['compose.yaml', 'dockseal-proof.yaml']) parts.push(`--- ${each}`, file(each))
      const words = calls().map((call) =>
        call
          .replace(/^--host \S+ /, '')
          .replace(/--project-directory \S+ -f \S+ -p \S+ --progress quiet/, '…')
          .replace(/--label \S+ --label \S+ /, ''),
      )
      // Helpers run side by side.
      const helpers = words.filter((each) => each.startsWith('run '))
      const others = words.filter((each) => !each.startsWith('run '))
      const shown = [...parts, '--- calls', ...others, ...new Set(helpers.sort())].join('\n')
      golden(`fixtures/prove/${name.replaceAll(/\W+/g, '-')}.txt`, `${plain(shown)}\n`)
    })
  }
})
