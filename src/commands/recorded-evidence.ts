import { resolve } from 'node:path'
import { type Recording, readRecording } from '../live/recordings/recording.ts'
import type { Container } from '../model/container.ts'
import type { Evidence } from '../model/evidence.ts'
import { joinEvidence } from '../model/join-evidence.ts'
import type { Files } from '../sources/source.ts'
import { UsageError } from './usage-error.ts'

/** Gives what was recorded about a container; `alone`: it is the only one, so a recording without a name is about it. */
export type RecordedEvidence = (container: Container, alone: boolean) => Evidence | undefined

/** Reads each `--evidence [SERVICE=]FILE`. Throws a UsageError for a file that is no recording. */
export function recordedEvidence(operands: readonly string[], cwd: string, io: Files): RecordedEvidence {
  const recordings = operands.flatMap((operand): Recording[] => {
    const [, service, file = ''] = /^(?:([\w.-]+)=)?(.*)$/s.exec(operand) ?? []
    const answer = io.read(resolve(cwd, file))
    const read = answer.ok ? readRecording(answer.text) : answer
    if (!read.ok) throw new UsageError(`--evidence ${file} ${read.why}`)
    return service === undefined ? [...read.recordings] : read.recordings.map(({ evidence }) => ({ container: service, evidence }))
  })
  return (container, alone) => {
    const own = recordings.filter((recording) => (recording.container === undefined ? alone : isOf(recording.container, container)))
    const [first, ...rest] = own.map(({ evidence }) => evidence)
    return first && rest.reduce(joinEvidence, first)
  }
}

/** Whether a container of this name belongs to the service: `project-service-1`, or `project_service_1` before Compose 2. */
function isOf(recorded: string, { name, project }: Container): boolean {
  if (recorded === name) return true
  const suffix = /^(.*)[-_]\d+$/.exec(recorded)?.[1]
  return (
    suffix !== undefined &&
    (suffix.endsWith(`-${name}`) || suffix.endsWith(`_${name}`)) &&
    (project === undefined || suffix.startsWith(project))
  )
}
