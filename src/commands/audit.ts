import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { decodeText, diskFiles } from '../discover/files.ts'
import { judgeLive, type LiveVerdict, type Subject } from '../lint/live.ts'
import { type Collection, collect, collectSaved, inParallel } from '../live/collect.ts'
import { type Answer, allEndpoints, chooseEndpoint, type Endpoint, type EndpointSources } from '../live/endpoint.ts'
import { connect } from '../live/engine.ts'
import { readSaved } from '../live/saved.ts'
import type { Problem } from '../model/finding.ts'
import { liveFilePath } from '../report/results.ts'
import { printRecreation, withRecreation } from './audit-recreate.ts'
import { watchEngine } from './audit-watch.ts'
import { fixAndShow } from './fix.ts'
import { openSession, reportFound, type Session } from './lint.ts'
import { type Options, UsageError } from './options.ts'

/** How many engines are asked at once. */
const HOSTS = 6

/** Everything that an audit looked at, before it is judged. */
export interface Audited {
  readonly subjects: readonly Subject[]
  readonly problems: readonly Problem[]
}

/** `dockseal audit [container…|-|file.json]`: gives the exit code. Sends nothing but GET to an engine, and changes no container. */
export async function runAudit(options: Options): Promise<0 | 1 | 2> {
  const { allContexts, watch } = options.audit
  const fromText = options.operands.filter(isSavedFile)
  if (fromText.length > 0 && (fromText.length < options.operands.length || allContexts || watch)) {
    throw new UsageError('saved inspect documents are audited alone: name only files or "-", without --all-contexts and --watch')
  }
  if (watch && (allContexts || options.fix !== 'no')) throw new UsageError('--watch goes with neither --all-contexts nor --fix')
  const session = await openSession(options, [])
  if (watch) return watchEngine(await endpointOf(options), session, options)
  const audited = fromText.length > 0 ? readSavedFiles(fromText, session) : await askEngines(options)
  return showAudit(audited, session, options)
}

/** Judges, repairs the files that containers lead to where that is asked for, and reports. */
async function showAudit(audited: Audited, session: Session, options: Options): Promise<0 | 1 | 2> {
  let current: Session = { ...session, problems: [...session.problems, ...audited.problems] }
  let verdict = judgeAudit(audited.subjects, current)
  let fixed = 0
  if (options.fix !== 'no') {
    const outcome = await fixAndShow({ ...current, judge: verdict.judge }, verdict.units, options)
    printRecreation(verdict)
    if (options.fix !== 'write') return outcome.exitCode
    fixed = outcome.applied
    current = { ...current, io: outcome.io, problems: [...current.problems, ...outcome.problems] }
    verdict = judgeAudit(audited.subjects, current)
  }
  return reportFound(current, options, {
    findings: withRecreation(verdict.findings),
    problems: verdict.problems,
    texts: verdict.texts,
    containers: audited.subjects.length,
    images: 0,
    fixed,
  })
}

/** Judges subjects with the configuration of a session. */
export function judgeAudit(subjects: readonly Subject[], session: Session): LiveVerdict {
  const { rules, settings } = session.judge
  return judgeLive(subjects, session.io, { judge: { rules, settings }, link: session.link, units: {} })
}

/** A word that names saved documents and no container: container names have neither `/` nor a suffix `.json`. */
function isSavedFile(operand: string): boolean {
  return operand === '-' || operand.includes('/') || operand.endsWith('.json')
}

function readSavedFiles(files: readonly string[], session: Session): Audited {
  const subjects: Subject[] = []
  const problems: Problem[] = []
  for (const name of files) {
    const file = name === '-' ? '<stdin>' : resolve(session.cwd, name)
    const read = name === '-' ? decodeText(readFileSync(0)) : session.io.read(file)
    const saved = read.ok ? readSaved(read.text) : read
    if (!saved.ok) {
      problems.push({ level: 'error', file, message: saved.why, hint: 'give what `docker inspect` prints' })
      continue
    }
    const collection = collectSaved(saved.saved)
    if (saved.saved.others > 0)
      problems.push({ level: 'note', file, message: `skipped ${saved.saved.others} documents about no container, service or image` })
    if (collection.containers.length + collection.services.length === 0) {
      problems.push({
        level: 'error',
        file,
        message: 'describes no container and no service',
        hint: 'give what `docker inspect` prints of containers',
      })
    }
    problems.push(...collection.notes.map((message): Problem => ({ level: 'error', file, message })))
    subjects.push(...toSubjects(collection))
  }
  return { subjects, problems }
}

/** What the docker CLI would read to find its engine. */
function endpointSources({ audit }: Options): EndpointSources {
  return {
    ...(audit.host === undefined ? {} : { host: audit.host }),
    ...(audit.context === undefined ? {} : { context: audit.context }),
    env: process.env,
    home: homedir(),
    windows: process.platform === 'win32',
    ...diskFiles(),
  }
}

async function endpointOf(options: Options): Promise<Endpoint> {
  const chosen = chooseEndpoint(endpointSources(options))
  if (!chosen.ok) throw new UsageError(chosen.hint === undefined ? chosen.why : `${chosen.why}; ${chosen.hint}`)
  return chosen.value
}

async function askEngines(options: Options): Promise<Audited> {
  const { allContexts } = options.audit
  const sources = endpointSources(options)
  const endpoints = allContexts
    ? allEndpoints(sources)
    : [{ name: 'default', endpoint: { ok: true, value: await endpointOf(options) } as const }]
  const asked = await inParallel(endpoints, HOSTS, async ({ name, endpoint }) => ({
    name,
    endpoint,
    answer: await askEngine(endpoint, options),
  }))
  const subjects: Subject[] = []
  const problems: Problem[] = []
  for (const { name, endpoint, answer } of asked) {
    const host = allContexts ? name : undefined
    const file = liveFilePath(allContexts ? name : endpoint.ok ? endpoint.value.name : name)
    if (!answer.ok) {
      const where = endpoint.ok ? ` (${withoutPassword(endpoint.value.url)})` : ''
      problems.push({
        level: 'error',
        file,
        message: `engine "${name}"${where} was not audited: ${answer.why}`,
        ...(answer.hint === undefined ? {} : { hint: answer.hint }),
      })
      continue
    }
    problems.push(...answer.value.notes.map((message): Problem => ({ level: 'note', file, message })))
    subjects.push(...toSubjects(answer.value, host))
  }
  return { subjects, problems }
}

async function askEngine(endpoint: Answer<Endpoint>, options: Options): Promise<Answer<Collection>> {
  if (!endpoint.ok) return endpoint
  const engine = await connect(endpoint.value)
  try {
    return await collect(engine, { wanted: options.operands, evidence: true, now: Date.now() })
  } finally {
    engine.close()
  }
}

/** The containers and services of one engine as subjects; `host` names it where there are several. */
export function toSubjects({ containers, services }: Collection, host?: string): Subject[] {
  const named = host === undefined ? {} : { host }
  return [
    ...containers.map(
      ({ live, image, evidence }): Subject => ({
        container: live.container,
        live,
        ...(image ? { image } : {}),
        ...(evidence ? { evidence } : {}),
        ...named,
      }),
    ),
    ...services.map(({ container }): Subject => ({ container, ...named })),
  ]
}

const withoutPassword = (url: string) => url.replace(/:[^:@/]*@/, ':…@')
