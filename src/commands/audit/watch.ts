import type { Subject } from '../../lint/live.ts'
import { collectContainers } from '../../live/collect.ts'
import type { Endpoint } from '../../live/endpoint.ts'
import { connect, type Engine } from '../../live/engine.ts'
import type { Evidence } from '../../model/evidence.ts'
import { joinEvidence } from '../../model/join-evidence.ts'
import { escapeControls } from '../../text/escape.ts'
import type { CommandOptions } from '../options.ts'
import type { Session } from '../session.ts'
import { writeOut } from '../streams.ts'
import { UsageError } from '../usage-error.ts'
import { toSubjects } from './gather.ts'
import { judgeAudit } from './judge.ts'

/** Events after which a container is inspected again; `exec_start` and health checks occur every second and change nothing. */
const ACTIONS = new Set(['create', 'start', 'die', 'destroy', 'rename', 'update'])
/** Milliseconds for which events are collected: one `docker compose up` causes many. */
const PAUSE = 300

/** Milliseconds after which a container is inspected again without an event: temporary files show only while they exist. */
const LOOK_AGAIN = 30_000

/** What each container wrote since the watch began, by name, since a service keeps its name when its container is replaced. */
type Gathered = Map<string, Evidence>

/** One line a finding, by container name. */
type Seen = ReadonlyMap<string, ReadonlySet<string>>

/** `--watch`: prints what is found, and what has changed when a container comes, starts or ends. Ends with the process or the engine. */
export async function watchEngine(endpoint: Endpoint, session: Session, options: CommandOptions): Promise<0 | 1 | 2> {
  const engine = await connect(endpoint)
  const stop = new AbortController()
  const end = () => stop.abort()
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  try {
    let seen: Seen = new Map()
    const gathered: Gathered = new Map()
    let wake: () => void = () => {}
    let dirty = true
    // Listens before it first inspects, so that no event is missed.
    const stream = engine.events(({ action }) => {
      if (!ACTIONS.has(action)) return
      dirty = true
      wake()
    }, stop.signal)
    const ended = stream.then((answer) => {
      stop.abort()
      wake()
      return answer
    })
    while (!stop.signal.aborted) {
      if (!dirty) await sleepUntil((resolve) => (wake = resolve))
      if (stop.signal.aborted) break
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
      dirty = false
      const now = await look(engine, session, options, gathered)
      if (!now.ok) throw new UsageError(now.why)
      if (!(await printChanges(seen, now.seen))) return 0
      seen = now.seen
    }
    const answer = await ended
    if (!answer.ok) throw new UsageError(answer.why)
    return 0
  } finally {
    process.removeListener('SIGINT', end)
    process.removeListener('SIGTERM', end)
    stop.abort()
    engine.close()
  }
}

/** Waits until the callback that `arm` receives is called, at most until the next regular inspection. */
async function sleepUntil(arm: (wake: () => void) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LOOK_AGAIN)
    arm(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

async function look(engine: Engine, session: Session, options: CommandOptions, gathered: Gathered) {
  const answer = await collectContainers(engine, { wanted: options.operands, evidence: true, now: Date.now() })
  if (!answer.ok) return answer
  const seen = new Map<string, Set<string>>()
  const subjects: readonly Subject[] = toSubjects(answer.value).map((subject) => withGathered(subject, gathered))
  for (const { subject, findings } of judgeAudit(subjects, session).subjects) {
    seen.set(subject.container.name, new Set(findings.map(({ severity, message, ruleId }) => `${severity}  ${message}  ${ruleId}`)))
  }
  return { ok: true, seen } as const
}

/** A subject with everything that was seen of it so far. */
function withGathered(subject: Subject, gathered: Gathered): Subject {
  const { evidence, container } = subject
  if (!evidence) return subject
  const before = gathered.get(container.name)
  const all = before ? joinEvidence(before, evidence) : evidence
  gathered.set(container.name, all)
  return { ...subject, evidence: all }
}

/** False if the reader has closed the output. */
async function printChanges(before: Seen, after: Seen): Promise<boolean> {
  const lines: string[] = []
  for (const [name, findings] of after) {
    const old = before.get(name) ?? new Set()
    for (const line of findings) if (!old.has(line)) lines.push(`+ ${name}: ${line}`)
    for (const line of old) if (!findings.has(line)) lines.push(`- ${name}: ${line}`)
  }
  for (const [name, findings] of before)
    if (!after.has(name) && findings.size > 0) lines.push(`- ${name}: is gone, with ${findings.size} findings`)
  return lines.length === 0 || writeOut(`${lines.map(escapeControls).join('\n')}\n`)
}
