import type { Evidence, ReadOnlyError } from './evidence.ts'

/** Joins what was observed of one container at two times, or of two containers of one service. */
export function joinEvidence(a: Evidence, b: Evidence): Evidence {
  const changed = new Map([...a.changed, ...b.changed].map((change) => [change.path, change]))
  const errors = new Map<string, ReadOnlyError>()
  for (const error of [...a.readOnlyErrors, ...b.readOnlyErrors])
    if (!errors.has(error.path ?? error.line)) errors.set(error.path ?? error.line, error)
  const runningFor = Math.max(a.runningFor ?? -1, b.runningFor ?? -1)
  const execErrors = [...(a.execErrors ?? []), ...(b.execErrors ?? [])]
  return {
    changed: [...changed.values()],
    readOnlyErrors: [...errors.values()],
    ...(execErrors.length > 0 ? { execErrors } : {}),
    readOnlyRoot: a.readOnlyRoot && b.readOnlyRoot,
    ...(a.seesDeleted && b.seesDeleted ? { seesDeleted: true as const } : {}),
    ...(runningFor < 0 ? {} : { runningFor }),
  }
}
