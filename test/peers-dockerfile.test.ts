import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { rules } from '../rules/index.ts'
import { knowledgeFrom } from '../src/lint/knowledge.ts'
import { judgeUnit } from '../src/lint/session.ts'
import { DEFAULT_SETTINGS } from '../src/lint/settings.ts'
import { ALL_SOURCES } from '../src/project/all-sources.ts'
import { splitFile } from '../src/sources/dockerfile/lines.ts'
import { parseDockerfile } from '../src/sources/dockerfile/parse.ts'
import { overlayFiles } from '../src/sources/text-files.ts'
import { indexLines, positionAt } from '../src/text/line-index.ts'

/*
 * Dockerfile cases from the test suites and pages of other linters, kept outside of the repository, for the topics that our rules
 * cover. Where dockseal judges otherwise on purpose, the table below says why; a case that is in the table and agrees fails as well.
 */
interface PeerCase {
  readonly peer: string
  readonly source: string
  readonly kind: string
  readonly files: Readonly<Record<string, string>>
  readonly target: string
  readonly topic: string
  readonly expect: readonly { readonly line: number | null }[]
  readonly clean: boolean
  readonly not_at?: readonly { readonly line: number }[]
  readonly peer_rule?: string
  readonly note: string
}

interface Ours {
  readonly rule: string
  /** Only these messages, where the peer's rule is about a part of ours. */
  readonly messages?: readonly string[]
  readonly options?: Readonly<Record<string, unknown>>
  /** The peer points at another instruction for the same fault of the image. */
  readonly elsewhere?: true
}

/** Our rule for a rule of a peer. A peer's rule that is not here is about style, or about what its maker's own tools do well. */
const RULES: Readonly<Record<string, Ours>> = {
  SecretsUsedInArgOrEnv: { rule: 'secret-in-image' },
  'DS-0001': { rule: 'unpinned-base-image' },
  'DS-0002': { rule: 'image-runs-as-root' },
  'DS-0004': { rule: 'unneeded-packages', messages: ['ssh', 'sshPort'] },
  'DS-0005': { rule: 'add-instead-of-copy' },
  'DS-0010': { rule: 'unneeded-packages', messages: ['sudo'] },
  'DS-0015': { rule: 'unneeded-packages', messages: ['cache'] },
  'DS-0017': { rule: 'update-instruction-alone' },
  'DS-0019': { rule: 'unneeded-packages', messages: ['cache'] },
  'DS-0020': { rule: 'unneeded-packages', messages: ['cache'] },
  'DS-0026': { rule: 'missing-healthcheck' },
  'avoid-latest-version': { rule: 'unpinned-base-image', messages: ['latest'] },
  'dockerfile-source-not-pinned': { rule: 'unpinned-base-image', options: { digest: true } },
  'last-user-is-root': { rule: 'image-runs-as-root' },
  'missing-apk-no-cache': { rule: 'unneeded-packages', messages: ['cache'] },
  'missing-dnf-clean-all': { rule: 'unneeded-packages', messages: ['cache'] },
  'missing-image-version': { rule: 'unpinned-base-image' },
  'missing-no-install-recommends': { rule: 'unneeded-packages', messages: ['recommends'] },
  'missing-user': { rule: 'image-runs-as-root', elsewhere: true },
  'missing-user-entrypoint': { rule: 'image-runs-as-root', elsewhere: true },
  'missing-yum-clean-all': { rule: 'unneeded-packages', messages: ['cache'] },
  'missing-zypper-clean': { rule: 'unneeded-packages', messages: ['cache'] },
  'no-sudo-in-dockerfile': { rule: 'unneeded-packages', messages: ['sudo'] },
  'prefer-copy-over-add': { rule: 'add-instead-of-copy' },
  'remove-package-cache': { rule: 'unneeded-packages', messages: ['cache'] },
  'remove-package-lists': { rule: 'unneeded-packages', messages: ['cache'] },
  'secret-in-build-arg': { rule: 'secret-in-image' },
}

/** Where dockseal differs on purpose: peer, its rule, and the number of the case in its file → why. */
const DISAGREEMENTS: Readonly<Record<string, string>> = {
  'semgrep dockerfile-source-not-pinned 1': 'Line 8 is both demanded and forbidden by the case; it has no digest.',
  'semgrep missing-apk-no-cache 1': 'Lines 4 and 9 end with rm -rf /var/cache/apk/*, which leaves nothing behind either.',
  'semgrep prefer-copy-over-add 1':
    'The peer wants ADD for local files and forbids it for archives; CIS 4.9 is the other way round, and archives are what ADD is for.',
  'semgrep remove-package-cache 1':
    'The images of Debian and Ubuntu clean /var/cache/apt by themselves after each installation; what stays are the lists.',
  'trivy DS-0001 18': 'TAG is a build argument without a default: which tag is built nobody can tell from the file.',
  'trivy DS-0010 4': 'The peer reports the use of sudo in a RUN only; CIS 4.3 is about what is in the image.',
  'trivy DS-0017 12': 'dnf update does not fetch a list for later instructions, it upgrades; no later installation uses it.',
  'trivy DS-0017 14': 'zypper up does not fetch a list for later instructions, it upgrades.',
  'trivy DS-0017 16': 'yum update does not fetch a list for later instructions, it upgrades.',
}

function peerRule({ peer_rule, note }: PeerCase): string {
  return peer_rule ?? /^rule ([\w-]+)/.exec(note)?.[1] ?? ''
}

function linesFound(peerCase: PeerCase, ours: Ours): number[] {
  const folder = resolve('peer')
  const path = resolve(folder, peerCase.target)
  // A fragment of a page has no FROM: it gets one, on the line before its first.
  const given = peerCase.files[peerCase.target] ?? ''
  const lead = /^\s*(?:FROM|ARG[^\n]*\n(?:\s*ARG[^\n]*\n)*\s*FROM)\b/im.test(given) ? '' : 'FROM scratch\n'
  const texts = new Map(Object.entries(peerCase.files).map(([name, text]) => [resolve(folder, name), text]))
  texts.set(path, lead + given)
  const nothing = { read: () => ({ ok: false, why: 'does not exist' }) as const, exists: () => false, list: () => [] }
  const judge = {
    rules: rules.filter(({ id }) => id === ours.rule),
    settings: {
      ...DEFAULT_SETTINGS,
      preset: 'strict' as const,
      forced: { [ours.rule]: { ...(ours.options ? { options: ours.options } : {}) } },
    },
    knowledge: knowledgeFrom({ records: [], sources: ALL_SOURCES }),
  }
  const io = overlayFiles(nothing, texts)
  const index = indexLines(lead + given)
  // The files of semgrep's suite are many Dockerfiles in one: each stage is judged as if it shipped.
  const stages = peerCase.peer === 'semgrep' ? (given.match(/^\s*FROM\b/gim)?.length ?? 1) : 1
  const findings = Array.from({ length: stages }, (_, stage) => {
    const target = stages === 1 ? {} : { target: `${stage}` }
    return judgeUnit({ file: path, parse: () => parseDockerfile(path, lead + given, io, target) }, io, judge).findings
  }).flat()
  // A peer points at the instruction, we at the command in it.
  const instructions = splitFile(lead + given).lines.map(({ span }) => span)
  return findings.flatMap(({ at, messageId }) => {
    if (at.kind !== 'text' || !(ours.messages?.includes(messageId) ?? true)) return []
    const around = instructions.find(([start, end]) => start <= at.span[0] && at.span[0] < end)
    return [positionAt(index, around?.[0] ?? at.span[0]).line - (lead === '' ? 0 : 1)]
  })
}

function disagreement(peerCase: PeerCase, ours: Ours): string | undefined {
  const found = linesFound(peerCase, ours)
  if (peerCase.clean) return found.length === 0 ? undefined : `reported at ${found.join(', ')}, should be silent`
  if (peerCase.expect.length > 0 && found.length === 0) return 'nothing reported'
  const missed = peerCase.expect.filter(({ line }) => line !== null && !ours.elsewhere && !found.includes(line))
  const wrong = (peerCase.not_at ?? []).filter(({ line }) => found.includes(line))
  const parts = [
    ...(missed.length > 0 ? [`missed ${missed.map(({ line }) => line).join(', ')}`] : []),
    ...(wrong.length > 0 ? [`reported at ${wrong.map(({ line }) => line).join(', ')}, should be silent there`] : []),
  ]
  return parts.length === 0 ? undefined : parts.join('; ')
}

const folder =
  [process.env.DOCKSEAL_SHARED, '../../shared', '../shared']
    .flatMap((path) => (path === undefined ? [] : [resolve(path, 'peers')]))
    .find((path) => existsSync(path)) ?? resolve('../shared/peers')

test('Dockerfile cases of other linters', { skip: existsSync(folder) ? false : 'the cases of other linters are not here' }, (t) => {
  const differ = new Map<string, string>()
  const counts = new Map<string, [agreed: number, all: number]>()
  const numbers = new Map<string, number>()
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  const cases = files.flatMap((name) =>
    readFileSync(resolve(folder, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as PeerCase),
  )
  for (const peerCase of cases) {
    if (peerCase.kind !== 'dockerfile') continue
    const rule = peerRule(peerCase)
    const ours = RULES[rule]
    if (!ours) continue
    const kind = `${peerCase.peer} ${rule}`
    const number = (numbers.get(kind) ?? 0) + 1
    numbers.set(kind, number)
    const why = disagreement(peerCase, ours)
    const [agreed, all] = counts.get(peerCase.topic) ?? [0, 0]
    counts.set(peerCase.topic, [agreed + (why === undefined ? 1 : 0), all + 1])
    if (why !== undefined) differ.set(`${kind} ${number}`, why)
  }
  assert.ok(counts.size > 0)
  for (const [topic, [agreed, all]] of [...counts].sort()) t.diagnostic(`${topic}: ${agreed} of ${all}`)
  for (const [name, why] of differ) if (!Object.hasOwn(DISAGREEMENTS, name)) t.diagnostic(`${name}: ${why}`)
  assert.deepEqual([...differ.keys()].sort(), Object.keys(DISAGREEMENTS).sort())
})
