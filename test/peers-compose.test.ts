import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { rules } from '../rules/index.ts'
import { knowledgeFrom } from '../src/lint/knowledge.ts'
import { judgeUnit } from '../src/lint/session.ts'
import { DEFAULT_SETTINGS } from '../src/lint/settings.ts'
import { ALL_SOURCES } from '../src/project/all-sources.ts'
import { recognise } from '../src/project/recognise.ts'
import { overlayFiles } from '../src/sources/text-files.ts'
import { indexLines, positionAt } from '../src/text/line-index.ts'

/*
 * Cases from the test suites and pages of other linters, kept outside of the repository. Where dockseal judges otherwise on purpose, the
 * table below says why; a case that is in the table and agrees fails as well, so that it stays true.
 */
interface Place {
  readonly line: number | null
  readonly service: string | null
}

interface PeerCase {
  readonly peer: string
  readonly source: string
  readonly kind: string
  readonly files: Readonly<Record<string, string>>
  readonly target: string
  readonly topic: string
  readonly expect: readonly Place[]
  readonly clean: boolean
  readonly not_at?: readonly Place[]
}

/** The rules that speak of a topic. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  'cap-add': ['no-dangerous-capabilities'],
  'cap-drop': ['drop-capabilities'],
  'cgroup-parent': ['cgroup-parent-default'],
  'cpu-limit': ['cpu-limit'],
  'docker-socket': ['no-engine-socket'],
  healthcheck: ['healthcheck-defined'],
  'host-ipc': ['no-host-ipc'],
  'host-network': ['no-host-network'],
  'host-pid': ['no-host-pid'],
  'host-userns': ['no-host-userns'],
  'memory-limit': ['memory-limit'],
  'no-new-privileges': ['no-new-privileges'],
  'pids-limit': ['pids-limit'],
  'port-interface': ['published-port-interface'],
  privileged: ['no-privileged'],
  'privileged-port': ['privileged-port'],
  'read-only-rootfs': ['read-only-root-filesystem'],
  'restart-policy': ['restart-bounded'],
  seccomp: ['seccomp-enabled'],
  selinux: ['selinux-separation'],
  'sensitive-mount': ['no-sensitive-mounts'],
}

/** Where dockseal differs on purpose: topic, and the case's file → why. */
const DISAGREEMENTS: Readonly<Record<string, string>> = {
  'kics privileged-port privileged_ports_mapped_in_container/test/positive4.yaml':
    'The range "70-8000" is of the container; the engine chooses the ports of the host, from the ephemeral range.',
  'kics restart-policy restart_policy_on_failure_not_set_to_5/test/positive2.yaml':
    'on-failure:3 is stricter than the five tries that CIS allows; KICS wants exactly five.',
  'kics sensitive-mount volume_has_sensitive_host_directory/test/positive1.yaml':
    '/var/lib/backup/data belongs to the application; CIS names directories of the system, and not all that lies below them.',
  'kics sensitive-mount volume_has_sensitive_host_directory/test/positive2.yaml':
    'A named volume on /var/lib/backup/data, which belongs to the application.',
  'kics sensitive-mount volume_has_sensitive_host_directory/test/positive4.yaml':
    '/etc/letsencrypt is where certbot, whose container this is, keeps what it makes; it decides nothing on the host.',
  'semgrep docker-socket exposing-docker-socket-volume.test.yaml':
    'A path without a colon is an anonymous volume, not the socket of the host; the long form without type: is refused by Compose.',
}

interface Seen {
  readonly line: number
  readonly subject: string
}

function findingsOf(peerCase: PeerCase): Seen[] {
  const folder = resolve('peer')
  const texts = new Map(Object.entries(peerCase.files).map(([name, text]) => [resolve(folder, name), text]))
  const nothing = { read: () => ({ ok: false, why: 'does not exist' }) as const, exists: () => false, list: () => [] }
  const io = overlayFiles(nothing, texts)
  const wanted = RULES[peerCase.topic] ?? []
  const judge = {
    rules: rules.filter(({ id }) => wanted.includes(id)),
    settings: { ...DEFAULT_SETTINGS, preset: 'strict' as const },
    knowledge: knowledgeFrom({ records: [], sources: ALL_SOURCES }),
  }
  const { units } = recognise([{ path: resolve(folder, peerCase.target), explicit: true }], io, { sources: ALL_SOURCES, projects: [] })
  return units.flatMap((unit) => {
    const { document, findings } = judgeUnit(unit, io, judge)
    return findings.flatMap(({ at, subject }) =>
      at.kind === 'text' ? [{ line: positionAt(indexLines(document.texts.get(at.file) ?? ''), at.span[0]).line, subject }] : [],
    )
  })
}

/** A place is met by a finding on its line or, since tools differ in where they point, about its service. */
function meets(place: Place, { line, subject }: Seen): boolean {
  return place.line === line || (place.service !== null && place.service === subject)
}

function disagreement(peerCase: PeerCase): string | undefined {
  const found = findingsOf(peerCase)
  if (peerCase.clean) return found.length === 0 ? undefined : `reported at ${found.map(({ line }) => line).join(', ')}, should be silent`
  const missed = peerCase.expect.filter(
    (place) => !(place.line === null && place.service === null) && !found.some((seen) => meets(place, seen)),
  )
  if (peerCase.expect.length > 0 && found.length === 0) return 'nothing reported'
  if (missed.length > 0) return `missed ${missed.map(({ line, service }) => `${line} (${service})`).join(', ')}`
  const wrong = (peerCase.not_at ?? []).filter(({ line }) => found.some((seen) => seen.line === line))
  return wrong.length === 0 ? undefined : `reported at ${wrong.map(({ line }) => line).join(', ')}, should be silent there`
}

const shared = process.env.DOCKSEAL_SHARED ?? resolve('../shared')
const folder =
  ['../../shared/peers', '../shared/peers'].map((path) => resolve(path)).find((path) => existsSync(path)) ?? resolve(shared, 'peers')

test('Compose cases of other linters', { skip: existsSync(folder) ? false : 'the cases of other linters are not here' }, (t) => {
  const cases = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(resolve(folder, name), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as PeerCase)
    .filter(({ kind }) => kind === 'compose')
  assert.ok(cases.length > 0)
  const differ = new Map<string, string>()
  const counts = new Map<string, [agreed: number, all: number]>()
  for (const peerCase of cases) {
    assert.ok(Object.hasOwn(RULES, peerCase.topic), `no rule for the topic ${peerCase.topic}`)
    const name = `${peerCase.peer} ${peerCase.topic} ${/([^/:]+\/test\/[^@]+|[^/:]+)@/.exec(peerCase.source)?.[1] ?? peerCase.source}`
    const why = disagreement(peerCase)
    const [agreed, all] = counts.get(peerCase.topic) ?? [0, 0]
    counts.set(peerCase.topic, [agreed + (why === undefined ? 1 : 0), all + 1])
    if (why !== undefined) differ.set(name, why)
  }
  for (const [topic, [agreed, all]] of [...counts].sort()) t.diagnostic(`${topic}: ${agreed} of ${all}`)
  for (const [name, why] of differ) if (!Object.hasOwn(DISAGREEMENTS, name)) t.diagnostic(`${name}: ${why}`)
  assert.deepEqual([...differ.keys()].sort(), Object.keys(DISAGREEMENTS).sort())
})
