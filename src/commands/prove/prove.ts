import { setMaxListeners } from 'node:events'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { rules } from '../../../rules/index.ts'
import { differences } from '../../live/trial/compare.ts'
import { sealed } from '../../live/trial/seal.ts'
import type { Intent } from '../../model/intent.ts'
import { readUnit } from '../../project/project.ts'
import { count } from '../../report/tally.ts'
import { BASE_NAMES, OVERRIDE_NAMES } from '../../sources/compose/file-names.ts'
import type { Document } from '../../sources/source.ts'
import { endpointOf } from '../audit/gather.ts'
import { fixAndShow } from '../fix.ts'
import type { CommandOptions } from '../options.ts'
import { openSession, type Session } from '../session.ts'
import { writeOut } from '../streams.ts'
import { UsageError } from '../usage-error.ts'
import { decide } from './decide.ts'
import { removeLeft, type TrialEngine, trialEngine } from './engine.ts'
import { removeLeftFolders } from './folder.ts'
import { findHelper } from './helper.ts'
import { plannerFor } from './plans.ts'
import { type Progress, progressFor } from './progress.ts'
import { RoundError, runRound } from './round.ts'
import type { RoundContext } from './round-context.ts'
import { proofBefore, readProofFile, saveProof } from './save.ts'
import { closingLines } from './summary.ts'
import { composeModel, makeTrial, type Trial } from './trial.ts'

/** `dockseal prove [service…]`: gives the exit code, 0 if every service works sealed. Of the user's files it changes only the proof file. */
export async function runProve(options: CommandOptions): Promise<0 | 1 | 2> {
  const over = new AbortController()
  // Every program and every wait of a round listens to the signal.
  setMaxListeners(0, over.signal)
  const end = () => over.abort()
  for (const signal of ENDINGS) process.on(signal, end)
  // If the reader of the progress is gone (`2>&1 | head`), the trial goes on and is removed at its end.
  process.stderr.on('error', () => {})
  const progress = progressFor(options.json)
  let engine: TrialEngine | undefined
  try {
    engine = await trialEngine(await endpointOf(options), options, over.signal)
    const removed = await removeAllLeft(engine, options)
    if (removed > 0) progress.say(`removed ${removed} things that an earlier run had left`, { event: 'cleaned', removed })
    if (options.prove.clean) {
      if (removed === 0) progress.say('nothing was left by an earlier run', { event: 'cleaned', removed })
      return 0
    }
    return await proveProject(engine, options, progress, over.signal)
  } finally {
    progress.end()
    engine?.api.close()
    for (const signal of ENDINGS) process.removeListener(signal, end)
  }
}

/** Signals that end a run in order: Ctrl-C, `kill`, a closed terminal. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Removes what killed runs left on the engine and in the temporary folder; gives how many objects. */
async function removeAllLeft(engine: TrialEngine, { prove }: CommandOptions): Promise<number> {
  const which = { others: prove.clean }
  const onEngine = await removeLeft(engine, which)
  return onEngine + (await removeLeftFolders(which, () => findHelper(engine, prove.helper, [], `cleaning-${process.pid}`)))
}

async function proveProject(engine: TrialEngine, options: CommandOptions, progress: Progress, signal: AbortSignal): Promise<0 | 1 | 2> {
  const cwd = resolve(options.cwd ?? '.')
  const files = composeFiles(options, cwd)
  const session = await openSession({ ...options, operands: [], composeFiles: files }, [])
  const unit = session.project.units.find((each) => each.file === resolve(cwd, files[0] ?? ''))
  if (!unit) throw new UsageError(`${files[0]} is no Compose file that dockseal can read`)
  const document = readUnit(unit, session.io)
  // A proof that cannot be read would be overwritten at the end.
  proofBefore(document, session)
  const model = await composeModel(engine, { ...options, composeFiles: options.composeFiles.length > 0 ? files : [] }, cwd)
  const trial = await makeTrial(engine, model, options, cwd, progress)
  const context: RoundContext = { trial, engine, options: options.prove, cwd, progress, signal }
  try {
    announce(trial, options, progress)
    const built = await build(trial, progress)
    if (built !== undefined) throw new UsageError(`the build of ${trial.project.builds.join(', ')} fails: ${built}`)
    return options.prove.checkOnly ? await checkOnly(session, document, context) : await prove(session, files, document, context, options)
  } catch (error) {
    if (!(error instanceof RoundError)) throw error
    if (signal.aborted) {
      progress.say('ended before it was done; nothing is claimed', { event: 'ended' })
      return 2
    }
    throw new UsageError(error.message)
  } finally {
    progress.begin('removing the trial', { event: 'removing' })
    await trial.remove()
  }
}

/** The Compose files of the project: the given ones, else those that Compose finds in the folder. */
function composeFiles(options: CommandOptions, cwd: string): string[] {
  if (options.composeFiles.length > 0) return [...options.composeFiles]
  const fromEnvironment = process.env.COMPOSE_FILE?.split(process.env.COMPOSE_PATH_SEPARATOR ?? ':').filter(Boolean)
  if (fromEnvironment && fromEnvironment.length > 0) return fromEnvironment
  const base = BASE_NAMES.find((name) => existsSync(join(cwd, name)))
  if (base === undefined) throw new UsageError('there is no Compose file here; prove takes a Compose project: name its files by -f')
  const override = OVERRIDE_NAMES.find((name) => existsSync(join(cwd, name)))
  return override === undefined ? [base] : [base, override]
}

/** With this many services a round takes minutes. */
const MANY = 8

function announce(trial: Trial, { prove }: CommandOptions, progress: Progress): void {
  const { chosen, services, notes } = trial.project
  const beside = services.length - chosen.length
  const more = beside > 0 ? ` (${beside} more as they depend on them)` : ''
  const slow = prove.runFor > 10_000 ? `every phase runs for ${prove.runFor / 1000} s, so this takes a while` : ''
  const many = services.length > MANY ? `${services.length} services start and stop in each, so this takes a while` : ''
  progress.say(
    [
      `proving ${count(chosen.length, 'service')}${more}: at least two rounds, each with a start, a stop, and a second start and stop`,
      slow || many,
    ]
      .filter(Boolean)
      .join('; '),
    { event: 'begin', services: chosen, trial: trial.name },
  )
  for (const note of notes) progress.say(note, { event: 'note', note })
  const { missing } = trial.helper
  if (missing !== undefined) progress.say(`files that are deleted again cannot be seen: ${missing}`, { event: 'note', note: 'no helper' })
}

async function build(trial: Trial, progress: Progress): Promise<string | undefined> {
  const { builds, model } = trial.project
  if (builds.length === 0) return undefined
  progress.begin(`building ${builds.join(', ')}`, { event: 'phase', phase: 'build' })
  const failed = await trial.reset(model)
  if (failed !== undefined) return failed
  const done = await trial.compose(['build', ...builds])
  return done.status === 0 ? undefined : done.stderr.trim().split('\n').slice(-3).join(' ')
}

async function prove(
  session: Session,
  files: readonly string[],
  document: Document,
  context: RoundContext,
  options: CommandOptions,
): Promise<0 | 1 | 2> {
  const { trial, progress, engine } = context
  const times: { title: string; total: number; once: number }[] = []
  const decision = await decide(
    trial.project.chosen,
    plannerFor(session, document),
    async (plan) => {
      const round = await runRound(plan, context)
      times.push({ title: plan.title, total: round.total, once: round.once })
      return round
    },
    context,
  )
  const saved = saveProof({ decision, document, session, trial, description: engine.description, options: options.prove })
  const allWork = [...decision.verdicts.values()].every((verdict) => 'intents' in verdict)
  let applied = 0
  if (options.prove.apply && saved.works.length > 0) applied = await apply(files, options)
  const lines = closingLines({
    decision,
    times,
    elapsed: progress.elapsed(),
    file: saved.file,
    works: saved.works,
    applied,
    isApplied: options.prove.apply,
  })
  if (options.json) {
    for (const [service, verdict] of decision.verdicts) {
      const { is } = verdict
      const paths = saved.proof.get(service)?.paths ?? []
      const reasons = 'why' in verdict ? { why: verdict.why } : { paths }
      await writeOut(`${JSON.stringify({ elapsed: progress.elapsed(), event: 'verdict', service, verdict: is, ...reasons })}\n`)
    }
    await writeOut(`${JSON.stringify({ elapsed: progress.elapsed(), event: 'end', rounds: decision.rounds, times, file: saved.file })}\n`)
  } else {
    progress.end()
    await writeOut(`${lines.join('\n')}\n`)
  }
  return allWork ? 0 : 1
}

/** `--apply`: writes what was proved or observed into the Compose files, and nothing else. */
async function apply(files: readonly string[], options: CommandOptions): Promise<number> {
  // The files were read before there was a proof.
  const session = await openSession({ ...options, operands: [], composeFiles: files }, [])
  const judge = { ...session.judge, rules: rules.filter(({ id }) => APPLIED.has(id)) }
  const outcome = await fixAndShow({ ...session, judge }, session.project, { ...options, fix: 'write', fixConfidence: 'observed' })
  return outcome.applied
}

/** The rules whose fixes a proof covers. */
const APPLIED = new Set(['read-only-root-filesystem', 'undeclared-writable-path'])

/** `--check-only`: one sealed round as in the proof file; gives 1 if it fails or the proof is stale. */
async function checkOnly(session: Session, document: Document, context: RoundContext): Promise<0 | 1 | 2> {
  const { trial, progress } = context
  const { proofs, file } = readProofFile(document, session)
  const intents = new Map<string, readonly Intent[]>()
  const failed: string[] = []
  for (const service of trial.project.chosen) {
    const found = proofs(service)
    if (found === undefined) progress.say(`${service}: has no proof in ${file}`, { event: 'check', service, proof: 'none' })
    else if ('why' in found) failed.push(`${service}: its proof does not hold any more: ${found.why}; run \`dockseal prove\``)
    else intents.set(service, found.intents)
  }
  if (intents.size === 0 && failed.length === 0) throw new UsageError(`${file} proves none of these services; run \`dockseal prove\` first`)
  if (intents.size > 0) {
    const round = await runRound(
      {
        title: 'sealed round',
        isSealed: true,
        model: sealed(trial.project.model, intents),
        watched: [...intents.keys()],
        memory: new Map(),
        volumes: [],
      },
      context,
    )
    for (const service of intents.keys()) {
      const found = proofs(service)
      if (found === undefined || 'why' in found) continue
      const why = round.phases.flatMap((phase) => differences(service, found.expects, phase))
      const outside = round.phases.flatMap(({ checks }) => checks.filter((check) => !check.ok && check.service === undefined))
      if (why[0] !== undefined) failed.push(`${service}: sealed, ${why[0]}`)
      else if (outside[0]) failed.push(`${service}: the check \`${outside[0].name}\` fails: ${outside[0].output}`)
      else progress.say(`${service}: works as the proof says`, { event: 'check', service, proof: 'holds' })
    }
  }
  for (const line of failed) progress.say(line, { event: 'check', failed: line })
  return failed.length > 0 ? 1 : 0
}
