import { dirname } from 'node:path'
import { changedSince } from '../discover/changed-since.ts'
import { judgeUnit } from '../lint/session.ts'
import type { Files, Unit } from '../sources/source.ts'
import type { Session } from './session.ts'
import { UsageError } from './usage-error.ts'

/**
 * The session with only the units that depend on a file changed since `ref`. A unit depends on each file that was asked for to judge it,
 * whether it exists or not: overrides, env files, Dockerfiles and the scripts that they copy. It is judged whole. Throws a UsageError if
 * git cannot list the changes.
 */
export function onlyChanged(ref: string, session: Session): Session {
  const changed = changedSince(ref, session.cwd)
  if (!changed.ok) throw new UsageError(changed.why)
  const { files, has } = changed
  // Which files form a project is decided before it is judged, so nothing asks for a deleted file: its neighbours are judged.
  const emptied = new Set([...files].filter((file) => !session.io.exists(file)).map(dirname))
  const depends = (unit: Unit): boolean => {
    const asked = new Set<string>()
    judgeUnit(unit, asking(session.io, asked), session.judge)
    return [...asked].some(has) || emptied.has(dirname(unit.file))
  }
  const project = session.project.only(depends)
  return { ...session, project, problems: session.problems.filter(({ file }) => has(file)) }
}

/** The same files; notes the path of each file that is asked for. */
function asking(io: Files, asked: Set<string>): Files {
  return {
    ...io,
    read: (path) => {
      asked.add(path)
      return io.read(path)
    },
    exists: (path) => {
      asked.add(path)
      return io.exists(path)
    },
  }
}
