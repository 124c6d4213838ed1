import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { decodeText, diskFiles } from '../../discover/files.ts'
import type { Subject } from '../../lint/live.ts'
import { type Collection, collectContainers, collectSaved, inParallel, type Unread } from '../../live/collect.ts'
import { type Answer, allEndpoints, chooseEndpoint, type Endpoint, type EndpointSources } from '../../live/endpoint.ts'
import { connect } from '../../live/engine.ts'
import type { ReadUpper } from '../../live/observe.ts'
import { readSaved } from '../../live/saved.ts'
import { pick } from '../../model/defined.ts'
import type { Problem } from '../../model/finding.ts'
import type { AuditedHost } from '../../report/audit-report.ts'
import { liveFilePath } from '../../report/results.ts'
import type { CommandOptions } from '../options.ts'
import { trialEngine } from '../prove/engine.ts'
import { findHelper, upperReader } from '../prove/helper.ts'
import type { Session } from '../session.ts'
import { UsageError } from '../usage-error.ts'

/** Engines that are asked at the same time. */
const HOSTS = 6

/** Everything that an audit read, before it is judged. */
export interface Audited {
  readonly subjects: readonly Subject[]
  readonly problems: readonly Problem[]
  readonly hosts: readonly AuditedHost[]
  /** Containers and services that could not be inspected. */
  readonly unread: readonly UnreadSubject[]
}

/** A container or service that could not be read, and its engine. */
export interface UnreadSubject extends Unread {
  readonly host: string
}

/** A word that names saved documents instead of a container: it has a `/` or ends with `.json`, as no container name does. */
export function isSavedFile(operand: string): boolean {
  return operand === '-' || operand.includes('/') || operand.endsWith('.json')
}

/** Reads saved inspect documents; `-` is standard input. */
export function readSavedFiles(files: readonly string[], session: Session): Audited {
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
  return { subjects, problems, hosts: [{ name: 'saved', url: '' }], unread: [] }
}

/** What the docker CLI reads to find its engine. */
function endpointSources({ audit }: CommandOptions): EndpointSources {
  return {
    ...pick(audit, 'host', 'context'),
    env: process.env,
    home: homedir(),
    windows: process.platform === 'win32',
    ...diskFiles(),
  }
}

/** The engine that the options and the environment choose. */
export async function endpointOf(options: CommandOptions): Promise<Endpoint> {
  const chosen = chooseEndpoint(endpointSources(options))
  if (!chosen.ok) throw new UsageError(chosen.hint === undefined ? chosen.why : `${chosen.why}; ${chosen.hint}`)
  return chosen.value
}

async function onlyEndpoint(options: CommandOptions) {
  const endpoint = await endpointOf(options)
  return { name: endpoint.name, endpoint: { ok: true, value: endpoint } as const }
}

/** Asks one engine, or those of all contexts in parallel; one that does not answer gives a problem of one line. */
export async function askEngines(options: CommandOptions): Promise<Audited> {
  const { allContexts } = options.audit
  const endpoints = allContexts ? allEndpoints(endpointSources(options)) : [await onlyEndpoint(options)]
  const asked = await inParallel(endpoints, HOSTS, async ({ name, endpoint }) => ({
    name,
    endpoint,
    answer: await askEngine(endpoint, options),
  }))
  const subjects: Subject[] = []
  const problems: Problem[] = []
  const hosts: AuditedHost[] = []
  const unread: UnreadSubject[] = []
  for (const { name, endpoint, answer } of asked) {
    const host = allContexts ? name : undefined
    const file = `engine ${name}`
    hosts.push({ name, url: endpoint.ok ? withoutPassword(endpoint.value.url) : '', ...(answer.ok ? {} : { why: answer.why }) })
    if (!answer.ok) {
      const where = endpoint.ok ? ` (${withoutPassword(endpoint.value.url)})` : ''
      problems.push({
        level: 'error',
        file,
        message: `was not audited${where}: ${answer.why}`,
        ...(answer.hint === undefined ? {} : { hint: answer.hint }),
      })
      continue
    }
    problems.push(...answer.value.unread.map((each) => unreadProblem(each, host)))
    unread.push(...answer.value.unread.map((each) => ({ ...each, host: host ?? name })))
    problems.push(...answer.value.notes.map((message): Problem => ({ level: 'note', file, message })))
    subjects.push(...toSubjects(answer.value, host))
  }
  const answered = asked.flatMap(({ answer }) => (answer.ok ? [answer.value] : []))
  const nowhere = options.operands.filter((name) => answered.length > 0 && answered.every(({ unknown }) => unknown.includes(name)))
  if (nowhere[0] !== undefined) throw new UsageError(`there is no container "${nowhere[0]}"; \`docker ps --all\` lists them`)
  return { subjects, problems, hosts, unread }
}

async function askEngine(endpoint: Answer<Endpoint>, options: CommandOptions): Promise<Answer<Collection>> {
  if (!endpoint.ok) return endpoint
  const engine = await connect(endpoint.value)
  try {
    const upper = options.audit.deep ? await deepReader(endpoint.value, options) : undefined
    return await collectContainers(engine, {
      ...(upper ? { upper } : {}),
      wanted: options.operands,
      evidence: !options.audit.report,
      now: Date.now(),
    })
  } finally {
    engine.close()
  }
}

/** `--deep`: reads upper directories through a small container. Throws a UsageError if there is no image for it. */
async function deepReader(endpoint: Endpoint, options: CommandOptions): Promise<ReadUpper> {
  const engine = await trialEngine(endpoint, options, new AbortController().signal)
  engine.api.close()
  const helper = await findHelper(engine, options.prove.helper, [], 'audit')
  if (helper.missing !== undefined) throw new UsageError(`--deep looks through a small container: ${helper.missing}`)
  return upperReader(helper)
}

/** The containers and services of one engine as subjects; `host` is its name if there are several. */
export function toSubjects({ containers, services }: Collection, host?: string): Subject[] {
  const named = host === undefined ? {} : { host }
  return [
    ...containers.map(({ live, ...known }): Subject => ({ container: live.container, live, ...known, ...named })),
    ...services.map(({ service: { container }, ...known }): Subject => ({ container, ...known, ...named })),
  ]
}

/** A container that could not be inspected is an error; otherwise it would pass. */
function unreadProblem({ kind, name, why }: Unread, host: string | undefined): Problem {
  return {
    level: 'error',
    file: liveFilePath(name, host),
    message: `${kind} "${name}" could not be read: ${why}`,
    hint: 'nothing is known of it',
  }
}

const withoutPassword = (url: string) => url.replace(/:[^:@/]*@/, ':…@')
