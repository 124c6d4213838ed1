import { holds } from '../knowledge/truth.ts'
import type { WritePath } from '../model/write-plan.ts'
import { describeCondition } from './describe-condition.ts'
import type { RecordKnowledge } from './matched-record.ts'

/** What the record says that a user must know, with its condition if that is open. */
export function recordNotes(knowledge: RecordKnowledge | undefined): string[] {
  return (knowledge?.record.notes ?? []).flatMap(({ when, text }) => {
    const truth = knowledge?.test(when) ?? 'no'
    if (holds(truth)) return [text]
    return truth === 'unknown' && when ? [`${text} (${describeCondition(when)})`] : []
  })
}

/** What may lead to other paths and is not in the files that were read. */
export function placeNotes(unknown: readonly string[]): string[] {
  const settings = [...new Set(unknown)]
  if (settings.length === 0) return []
  return [`Where it writes depends on ${settings.join(', ')}, whose value${settings.length > 1 ? 's are' : ' is'} not in these files`]
}

/** What keeps a volume with files of an image right. Many entrypoints make settings from the environment only if there are none yet. */
function careOf(kind: WritePath['kind']): string {
  if (kind === 'data') return 'copy into it what later images bring'
  return kind === 'config' ? 'empty it when the image is upgraded or its environment changes' : 'empty it when the image is upgraded'
}

/** What a user must know about the planned mounts. */
export function mountNotes(paths: readonly WritePath[]): string[] {
  return paths.flatMap(({ path, kind, mount, shipsContent, large, because }) => {
    if (mount.as === 'tmpfs' && large) {
      return [`The tmpfs at ${path} may grow large (${because[0].text}): a directory of the host that belongs to its user serves it better`]
    }
    if (mount.as === 'volume' && shipsContent) {
      return [`The volume at ${path} keeps the content of the first image it is used with: ${careOf(kind)}`]
    }
    return []
  })
}
