import { applyIntent, intentHolds } from '../../model/apply-intent.ts'
import type { Container } from '../../model/container.ts'
import type { Intent } from '../../model/intent.ts'
import type { Document, EditPlan } from '../../sources/source.ts'
import { applyEdits, type TextEdit } from '../../text/edit.ts'
import type { DefinitionEdit } from '../file-content.ts'
import type { RunSpec } from '../normalise/reader.ts'
import { bringsTmpfs } from './podman.ts'

/** A container that a file starts, and how its command is changed. */
export interface Entry {
  readonly container: Container
  readonly spec: RunSpec
  readonly edit: (intents: readonly Intent[]) => DefinitionEdit
}

/** A file with what it starts. */
interface RunFile {
  readonly file: string
  readonly text: string
  readonly entries: readonly Entry[]
  /** Reads the file again as it would be changed. */
  readonly reread: (changed: string) => readonly Container[]
}

/**
 * Asks each container's room for its edits, and keeps those that, read back, do what was wanted and nothing else: a text in
 * which shell, make or YAML quoting plays us a trick is refused rather than damaged.
 */
export function planEdits({ file, text, entries, reread }: RunFile, changes: Parameters<Document['edit']>[0], check: boolean): EditPlan {
  const edits: TextEdit[] = []
  const refused: EditPlan['refused'][number][] = []
  for (const { container, intents } of changes) {
    const index = entries.findIndex((entry) => entry.container === container)
    const entry = entries[index]
    if (!entry) continue
    const open = intents.filter((intent) => !intentHolds(container, intent) && !bringsTmpfs(entry.spec, container, intents, intent))
    if (open.length === 0) continue
    const plan = editTogether(entry, open)
    refused.push(...plan.refused.map((each) => ({ container, ...each })))
    const done = open.filter((intent) => !plan.refused.some((each) => each.intent === intent))
    if (done.length === 0) continue
    const fresh = plan.edits.filter((edit) => !edits.some((other) => sameEdit(edit, other)))
    const why = clash(edits, fresh) ?? (check ? misread(reread(applyEdits(text, plan.edits)), entries, index, done) : undefined)
    if (why === undefined) edits.push(...fresh)
    else refused.push(...done.map((intent) => ({ container, intent, why })))
  }
  return { edits: edits.length === 0 ? [] : [{ file, edits }], refused }
}

/** A root is read-only with the mounts that go with it, or not at all: half of it breaks the service. */
function editTogether(entry: Entry, intents: readonly Intent[]): DefinitionEdit {
  const plan = entry.edit(intents)
  const sealing = intents.some((intent) => intent.do === 'set-read-only-root') ? intents.filter(isOfSealing) : []
  const broken = plan.refused.find(({ intent }) => sealing.includes(intent))
  if (!broken) return plan
  const rest = entry.edit(intents.filter((intent) => !sealing.includes(intent)))
  const why = (intent: Intent): string => plan.refused.find((each) => each.intent === intent)?.why ?? broken.why
  return { edits: rest.edits, refused: [...rest.refused, ...sealing.map((intent) => ({ intent, why: why(intent) }))] }
}

function isOfSealing(intent: Intent): boolean {
  return ['set-read-only-root', 'add-tmpfs', 'set-tmpfs-options', 'add-volume', 'tmpfs-to-volume'].includes(intent.do)
}

function sameEdit(a: TextEdit, b: TextEdit): boolean {
  return a.span[0] === b.span[0] && a.span[1] === b.span[1] && a.text === b.text
}

function clash(edits: readonly TextEdit[], more: readonly TextEdit[]): string | undefined {
  const overlap = more.some((edit) => edits.some((other) => edit.span[0] <= other.span[1] && other.span[0] <= edit.span[1]))
  return overlap ? 'another container is changed at the same place' : undefined
}

/** Why the changed text, read again, is not what was wanted: `after` are its containers, and `index` the one that was changed. */
function misread(after: readonly Container[], before: readonly Entry[], index: number, done: readonly Intent[]): string | undefined {
  const changed = after[index]
  if (after.length !== before.length || !changed) return 'the changed text would not be read as the same commands'
  if (done.some((intent) => !intentHolds(changed, intent) && applyIntent(changed, intent) !== changed))
    return 'the changed command would not say what was wanted'
  return changed.image.state === before[index]?.container.image.state ? undefined : 'the changed command would run another image'
}
