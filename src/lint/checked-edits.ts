import { areAsWanted } from '../model/as-wanted.ts'
import type { Container } from '../model/container.ts'
import { groupBy } from '../model/maps.ts'
import type { ContainerChange, Document, EditPlan, FileEdit } from '../sources/source.ts'
import { applyEdits } from '../text/edit.ts'

/** Edits, the texts that they make, and the document that these texts give. */
export interface CheckedEdits extends EditPlan {
  /** By absolute path; only files that change. */
  readonly texts: ReadonlyMap<string, string>
  /** Absent if even the edits of images alone would make an error. */
  readonly after?: Document
}

/** Each trial reads the texts again, so with more containers none is tried alone. */
const MAX_TRIALS = 100

/** Why edits that read wrong are refused, and what to do. */
export const READS_WRONG = 'the file would not read as it should after the change; make it by hand'

/**
 * Plans the edits that give containers what the intents ask for, and keeps those that do this and change nothing else when the texts are
 * read again with `reread`. If all together do not, the containers whose edits alone do not are refused, else all of them.
 */
export function checkedEdits(
  document: Document,
  changes: readonly ContainerChange[],
  imageEdits: readonly FileEdit[],
  reread: (texts: ReadonlyMap<string, string>) => Document,
): CheckedEdits {
  const refused: EditPlan['refused'][number][] = []
  for (let open = changes; ; ) {
    const plan = document.edit(open)
    const edits = [...plan.edits, ...imageEdits]
    const found = readBack(document, open, { ...plan, edits }, reread)
    if (found) return { edits, refused: [...refused, ...plan.refused], ...found }
    if (open.length === 0) return { edits: [], refused, texts: new Map() }
    const isWrong = (change: ContainerChange) => !readBack(document, [change], document.edit([change]), reread)
    const alone = open.length > MAX_TRIALS ? [] : open.filter(isWrong)
    const wrong = alone.length > 0 ? alone : open
    const known = groupBy(plan.refused, ({ container }) => container)
    for (const { container, intents } of wrong) {
      const own = known.get(container) ?? []
      const others = intents.filter((intent) => !own.some((each) => each.intent === intent))
      refused.push(...own, ...others.map((intent) => ({ container, intent, why: READS_WRONG })))
    }
    const left = new Set(open)
    for (const change of wrong) left.delete(change)
    open = [...left]
  }
}

/** The document with the edits of a plan; undefined if it is not as wanted. */
function readBack(
  document: Document,
  changes: readonly ContainerChange[],
  { edits, refused }: EditPlan,
  reread: (texts: ReadonlyMap<string, string>) => Document,
): Required<Pick<CheckedEdits, 'texts' | 'after'>> | undefined {
  const real = edits.filter((each) => each.edits.length > 0)
  if (real.length === 0) return { texts: new Map(), after: document }
  const texts = new Map<string, string>()
  try {
    for (const { file, edits: own } of real) texts.set(file, applyEdits(document.texts.get(file) ?? '', own))
  } catch {
    // Edits that overlap.
    return undefined
  }
  const after = reread(texts)
  const asked = groupBy(changes, ({ container }) => container)
  const left = groupBy(refused, ({ container }) => container)
  const done = (container: Container) => {
    const own = new Set(left.get(container)?.map(({ intent }) => intent))
    return (asked.get(container) ?? []).flatMap(({ intents }) => intents.filter((intent) => !own.has(intent)))
  }
  const isRight =
    errorsIn(after) <= errorsIn(document) &&
    document.keepsRest?.(after) !== false &&
    areAsWanted(document.containers, after.containers, done)
  return isRight ? { texts, after } : undefined
}

/** How many errors the texts of a document have. */
export function errorsIn({ problems }: Document): number {
  return problems.filter(({ level }) => level === 'error').length
}
