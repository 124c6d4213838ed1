import { intentHolds } from '../../model/apply-intent.ts'
import type { Container } from '../../model/container.ts'
import type { Intent } from '../../model/intent.ts'
import { normaliseTarget } from '../../model/path.ts'
import { tmpfsOptionText } from '../../model/tmpfs.ts'
import { withThoseBeside } from '../../model/together.ts'
import type { ContainerChange, EditPlan } from '../../sources/source.ts'
import type { TextEdit } from '../../text/edit.ts'
import type { DefinitionEdit } from '../file-content.ts'
import type { RunSpec } from '../normalise/reader.ts'

/** A container that a file starts, and how to change its command. */
export interface EditableContainer {
  readonly container: Container
  readonly spec: RunSpec
  readonly edit: (intents: readonly Intent[]) => DefinitionEdit
}

/** The edits of one container's command, and what they do. */
interface CommandEdit {
  readonly container: Container
  readonly edits: readonly TextEdit[]
  readonly done: readonly Intent[]
}

/** Collects the edits of the containers of a file. Of two that clash, the later is refused. */
export function planEdits(file: string, entries: ReadonlyMap<Container, EditableContainer>, changes: readonly ContainerChange[]): EditPlan {
  const refused: EditPlan['refused'][number][] = []
  const planned = changes.flatMap(({ container, intents }): CommandEdit[] => {
    const entry = entries.get(container)
    if (!entry) return []
    const open = intents.filter((intent) => !intentHolds(container, intent) && !bringsTmpfs(entry.spec, container, intents, intent))
    if (open.length === 0) return []
    const plan = editTogether(entry, open)
    refused.push(...plan.refused.map((each) => ({ container, ...each })))
    const done = open.filter((intent) => !plan.refused.some((each) => each.intent === intent))
    return done.length === 0 ? [] : [{ container, edits: plan.edits, done }]
  })
  const refuse = ({ container, done }: CommandEdit, why: string) => refused.push(...done.map((intent) => ({ container, intent, why })))
  const edits = distinct(withoutClashes(planned, refuse))
  return { edits: edits.length === 0 ? [] : [{ file, edits }], refused }
}

/** The edits of all changes; a line that several containers share is changed once. */
function distinct(changes: readonly CommandEdit[]): readonly TextEdit[] {
  return [...new Map(changes.flatMap(({ edits }) => edits).map((edit) => [`${edit.span.join()} ${edit.text}`, edit])).values()]
}

/** The changes without those that overlap an earlier one, unless both are the same. */
function withoutClashes(changes: readonly CommandEdit[], refuse: (change: CommandEdit, why: string) => void): readonly CommandEdit[] {
  const taken: TextEdit[] = []
  return changes.filter((change) => {
    const fresh = change.edits.filter((edit) => !taken.some((other) => sameEdit(edit, other)))
    const why = clash(taken, fresh)
    if (why === undefined) taken.push(...fresh)
    else refuse(change, why)
    return why === undefined
  })
}

/** What must not be done by halves is done wholly or not at all. */
function editTogether(entry: EditableContainer, intents: readonly Intent[]): DefinitionEdit {
  const plan = entry.edit(intents)
  const refused = withThoseBeside(intents, plan.refused)
  if (refused.length === plan.refused.length) return plan
  const rest = entry.edit(intents.filter((intent) => !refused.some((each) => each.intent === intent)))
  return { edits: rest.edits, refused: [...rest.refused, ...refused] }
}

function sameEdit(a: TextEdit, b: TextEdit): boolean {
  return a.span[0] === b.span[0] && a.span[1] === b.span[1] && a.text === b.text
}

function clash(edits: readonly TextEdit[], more: readonly TextEdit[]): string | undefined {
  const overlap = more.some((edit) => edits.some((other) => edit.span[0] <= other.span[1] && other.span[0] <= edit.span[1]))
  return overlap ? 'another container is changed at the same place' : undefined
}

/** Whether podman itself adds a wanted tmpfs to a read-only root (podman-run(1), `--read-only-tmpfs`), so that no flag is needed. */
function bringsTmpfs(spec: RunSpec, container: Container, intents: readonly Intent[], intent: Intent): boolean {
  if (spec.engine !== 'podman' || intent.do !== 'add-tmpfs') return false
  if (spec.flags.some(({ flag, value }) => flag.name === 'read-only-tmpfs' && value !== undefined)) return false
  const sealed = intents.some((each) => each.do === 'set-read-only-root' && !intentHolds(container, each))
  if (!sealed || !['/tmp', '/var/tmp', '/run'].includes(normaliseTarget(intent.path))) return false
  const { exec: _, mode, ...rest } = intent.options
  return tmpfsOptionText(rest) === '' && (mode === undefined || mode === 0o1777)
}
