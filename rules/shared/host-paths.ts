import type { Severity } from '../../src/model/finding.ts'
import { hostPaths } from './host-paths-table.js'
import { hostPath } from './host-source.ts'

/** What access to a path or a device of the host lets a container do. */
export interface HostGrant {
  readonly severity: Severity
  /** As the end of "lets it …". */
  readonly lets: string
}

/** What access to a path of the host allows. */
export interface SensitivePath {
  /** As `hostPath` spells it. */
  readonly path: string
  /** `tree`: everything below it too. */
  readonly reach: 'self' | 'tree'
  /** A writable mount; absent: not worth a finding. */
  readonly write?: HostGrant
  /** A read-only mount; absent: not worth a finding. */
  readonly read?: HostGrant
  /** No user of this path needs to write there, so the mount can safely be made read-only. */
  readonly readOnlySuffices?: true
}

const BY_PATH = new Map(hostPaths.flatMap(({ paths, ...entry }) => paths.split(' ').map((path) => [path, { ...entry, path }] as const)))

/** The most specific entry for the source of a bind mount; undefined for a path that belongs to the project. */
export function sensitivePath(source: string): SensitivePath | undefined {
  const path = hostPath(source)
  const own = BY_PATH.get(path)
  if (own) return own
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const above = BY_PATH.get(path.slice(0, end))
    if (above?.reach === 'tree') return above
  }
  return undefined
}
