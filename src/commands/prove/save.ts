import { relative } from 'node:path'
import { diskFiles } from '../../discover/files.ts'
import { writeAtomically, writeNew } from '../../discover/write.ts'
import { expectationOf } from '../../live/trial/compare.ts'
import type { Container } from '../../model/container.ts'
import { defined } from '../../model/defined.ts'
import type { Intent } from '../../model/intent.ts'
import { planIntents } from '../../model/write-plan.ts'
import { planFromProof } from '../../plan/from-proof.ts'
import { type Expectation, type Proof, type ProvedService, type RefusedService, readProof, writeProof } from '../../plan/proof.ts'
import { buildHash, imageText, proofPath, readProofBeside, settingsHash, whyStale } from '../../project/proofs.ts'
import type { Document } from '../../sources/source.ts'
import { stringIn } from '../../text/json.ts'
import { problemLines } from '../problem-lines.ts'
import type { Session } from '../session.ts'
import { UsageError } from '../usage-error.ts'
import type { Decision, SealedVerdict, Verdict } from './decide.ts'
import type { ProveOptions } from './options.ts'
import { provedPath } from './plans.ts'
import type { Trial } from './trial.ts'

export interface SaveInput {
  readonly decision: Decision
  readonly document: Document
  readonly session: Session
  readonly trial: Trial
  readonly description: string
  readonly options: ProveOptions
}

export interface Saved {
  /** Relative to the working directory. */
  readonly file: string
  readonly proof: ReadonlyMap<string, ProvedService>
  /** Services that work sealed. */
  readonly works: readonly string[]
}

/** Writes what works sealed into the proof file. Services that this run left out keep their proof; services that failed lose it. */
export function saveProof({ decision, document, session, trial, description, options }: SaveInput): Saved {
  const path = proofPath(document.file)
  // The file may have changed during the run.
  const disk = diskFiles()
  const before = disk.exists(path) ? disk.read(path) : undefined
  const old = before?.ok ? readProof(before.text) : undefined
  if (old && !old.ok) throw new UsageError(`${relative(session.cwd, path)} ${old.why}; it changed during the run and is left as it is`)
  const proof = new Map<string, ProvedService>(old?.proof.proved)
  const refused = new Map<string, RefusedService>(old?.proof.refused)
  const works: string[] = []
  for (const [service, verdict] of decision.verdicts) {
    const container = serviceOf(document, service)
    proof.delete(service)
    refused.delete(service)
    if (!container) continue
    if (!('intents' in verdict)) {
      if (verdict.byRun) refused.set(service, refusedService(container, verdict, session))
      continue
    }
    proof.set(service, provedService(container, verdict, { decision, document, session, trial, description, options }))
    works.push(service)
  }
  const file = relative(session.cwd, path)
  const text = writeProof({ proved: byName(proof), refused: byName(refused) })
  if (proof.size + refused.size > 0 || (before?.ok && text !== before.text)) {
    const why = before?.ok ? writeAtomically(path, text, { before: before.text, root: session.root }) : writeNew(path, text)
    if (why !== undefined) throw new UsageError(`${file}: ${why}`)
  }
  return { file, proof, works }
}

function byName<T>(services: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...services].sort(([a], [b]) => (a < b ? -1 : 1)))
}

const serviceOf = (document: Document, service: string) => document.containers.find(({ name }) => name === service)

/** What a run of a container rests on; of a proof without the mounts and variables that it asks for itself. */
function groundsOf(
  container: Container,
  { io }: Session,
  { paths, environment }: Partial<Pick<ProvedService, 'paths' | 'environment'>> = {},
) {
  return {
    ...defined({ image: imageText(container), build: buildHash(container.build, io) }),
    settings: settingsHash(
      container,
      (paths ?? []).map(({ path }) => path),
      (environment ?? []).map(({ name }) => name),
    ),
    date: new Date().toISOString().slice(0, 10),
  }
}

function refusedService(container: Container, verdict: Exclude<Verdict, SealedVerdict>, session: Session): RefusedService {
  const instead = verdict.is === 'refused' ? verdict.instead : undefined
  return { is: 'refused', ...groundsOf(container, session), why: verdict.why, ...defined({ instead }) }
}

function provedService(container: Container, { plan, intents, round }: SealedVerdict, input: SaveInput): ProvedService {
  const { decision, session, trial, description, options } = input
  const service = container.name
  const used = round.used.get(service)
  const paths = plan.paths.flatMap((path) => provedPath(path, intents, used?.get(path.path) ?? 0) ?? [])
  const environment = intents.flatMap((intent) => (intent.do === 'set-environment' ? [{ name: intent.name, value: intent.value }] : []))
  const state = decision.baseline.phases[0]?.services.get(service)
  const expects: Expectation = state ? expectationOf(state) : { state: 'running', ports: {} }
  return {
    is: 'proved',
    ...groundsOf(container, session, { paths, environment }),
    ...defined({ digest: stringIn(trial.images.get(service)?.Id) }),
    engine: description,
    rounds: decision.rounds,
    checks: checksOf(expects, service, options),
    expects,
    paths,
    environment,
  }
}

/** What passed, in words. Only the first word of a command is named: the others may hold a password. */
function checksOf({ state, health, ports }: Expectation, service: string, { checks, checksIn }: ProveOptions): string[] {
  const first = (command: string) => command.trim().split(/\s+/)[0] ?? ''
  return [
    state,
    ...(health === undefined ? [] : [`health: ${health}`]),
    ...Object.entries(ports).flatMap(([port, answer]) => (answer === 'closed' ? [] : [`port ${port}: ${answer}`])),
    ...checks.map((command) => `check ${first(command)}`),
    ...checksIn.flatMap((check) => (check.service === service ? [`check in it: ${first(check.command)}`] : [])),
  ]
}

/** What the proof file says about a service: how to seal it and what to expect, or why the proof is stale. */
export type ProofLookup = (
  service: string,
) => { readonly intents: readonly Intent[]; readonly expects: Expectation } | { readonly why: string } | undefined

/** The proof beside a project before a run; undefined if there is no file. Throws a UsageError if it cannot be read. */
export function proofBefore(document: Document, session: Session): Proof | undefined {
  const { proof, problem } = readProofBeside(document.file, session.io)
  if (!problem) return proof
  throw new UsageError(problemLines([problem], session.io).join('\n'))
}

/** Reads the proof beside a project. Throws a UsageError if there is none, or if it cannot be read. */
export function readProofFile(document: Document, session: Session): { readonly proofs: ProofLookup; readonly file: string } {
  const file = relative(session.cwd, proofPath(document.file))
  const whole = proofBefore(document, session)
  if (!whole) throw new UsageError(`${file} does not exist; \`dockseal prove\` writes it`)
  const proofs: ProofLookup = (service) => {
    const proof = whole.proved.get(service)
    const container = serviceOf(document, service)
    if (!proof || !container) return undefined
    const why = whyStale(proof, container, session.io)
    if (why !== undefined) return { why }
    const plan = planFromProof(proof, { ready: 'yes', confidence: 'known', paths: [], settings: [], notes: [] }, container)
    return { intents: planIntents(plan) ?? [], expects: proof.expects }
  }
  return { proofs, file }
}
