import { applyIntent, intentHolds } from '../../model/apply-intent.ts'
import type { Container } from '../../model/container.ts'
import type { Intent } from '../../model/intent.ts'
import { normaliseTarget } from '../../model/mount.ts'
import { tmpfsOptionText } from '../../model/tmpfs.ts'
import type { Document, EditPlan } from '../../sources/source.ts'
import { applyEdits, type TextEdit } from '../../text/edit.ts'
import type { DefinitionEdit } from '../file-content.ts'
import type { RunSpec } from '../normalise/reader.ts'

/** A container that a file starts, and how to change its command. */
export interface EditableContainer {
  readonly container: Container
  readonly spec: RunSpec
  readonly edit: (intents: readonly Intent[]) => DefinitionEdit
}

/** A file and the containers that it starts. */
interface RunFile {
  readonly file: string
  readonly text: string
  readonly entries: readonly EditableContainer[]
  readonly indexes: ReadonlyMap<Container, number>
  /** Reads the file again with its changes. */
  readonly reread: (changed: string) => readonly Container[]
}

interface Change {
  readonly container: Container
  readonly index: number
  readonly edits: readonly TextEdit[]
  readonly done: readonly Intent[]
}

/**
 * Collects the edits of each container and keeps those that, when read back, do what was wanted and nothing else. If quoting in shell, make
 * or YAML gets in the way, the text is refused and stays undamaged. All edits are read back at once, and one by one only if that fails.
 */
export function planEdits(run: RunFile, changes: Parameters<Document['edit']>[0], check: boolean): EditPlan {
  const { file, entries, indexes } = run
  const refused: EditPlan['refused'][number][] = []
  const planned = changes.flatMap(({ container, intents }): Change[] => {
    const index = indexes.get(container) ?? -1
    const entry = entries[index]
    if (!entry) return []
    const open = intents.filter((intent) => !intentHolds(container, intent) && !bringsTmpfs(entry.spec, container, intents, intent))
    if (open.length === 0) return []
    const plan = editTogether(entry, open)
    refused.push(...plan.refused.map((each) => ({ container, ...each })))
    const done = open.filter((intent) => !plan.refused.some((each) => each.intent === intent))
    return done.length === 0 ? [] : [{ container, index, edits: plan.edits, done }]
  })
  const refuse = ({ container, done }: Change, why: string) => refused.push(...done.map((intent) => ({ container, intent, why })))
  let kept = withoutClashes(planned, refuse)
  if (check && !isReadAsWanted(run, kept)) {
    kept = kept.filter((change) => {
      const after = run.reread(applyEdits(run.text, change.edits))
      const why =
        misread(after, entries, change) ??
        (isOtherwiseSame(after, entries, [change]) ? undefined : 'the changed text would change another setting as well')
      if (why !== undefined) refuse(change, why)
      return why === undefined
    })
  }
  const edits = distinct(kept)
  return { edits: edits.length === 0 ? [] : [{ file, edits }], refused }
}

/** The edits of all changes; a line that several containers share is changed once. */
function distinct(changes: readonly Change[]): readonly TextEdit[] {
  return [...new Map(changes.flatMap(({ edits }) => edits).map((edit) => [`${edit.span.join()} ${edit.text}`, edit])).values()]
}

/** The changes without those that overlap an earlier one, unless both are the same. */
function withoutClashes(changes: readonly Change[], refuse: (change: Change, why: string) => void): readonly Change[] {
  const taken: TextEdit[] = []
  return changes.filter((change) => {
    const fresh = change.edits.filter((edit) => !taken.some((other) => sameEdit(edit, other)))
    const why = clash(taken, fresh)
    if (why === undefined) taken.push(...fresh)
    else refuse(change, why)
    return why === undefined
  })
}

function isReadAsWanted({ text, entries, reread }: RunFile, changes: readonly Change[]): boolean {
  if (changes.length === 0) return true
  const after = reread(applyEdits(text, distinct(changes)))
  return changes.every((change) => misread(after, entries, change) === undefined) && isOtherwiseSame(after, entries, changes)
}

/** A read-only root comes with its mounts or not at all: half of it breaks the service. */
function editTogether(entry: EditableContainer, intents: readonly Intent[]): DefinitionEdit {
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

/** Why the changed text, read again, is not what was wanted: `after` are its containers. */
function misread(after: readonly Container[], before: readonly EditableContainer[], { index, done }: Change): string | undefined {
  const changed = after[index]
  if (after.length !== before.length || !changed) return 'the changed text would not be read as the same commands'
  if (done.some((intent) => !intentHolds(changed, intent) && applyIntent(changed, intent) !== changed))
    return 'the changed command would not say what was wanted'
  return changed.image.state === before[index]?.container.image.state ? undefined : 'the changed command would run another image'
}

/** Whether mounts and variables are as wanted everywhere: a variable of the script may be in several flags, and in several commands. */
function isOtherwiseSame(after: readonly Container[], before: readonly EditableContainer[], changes: readonly Change[]): boolean {
  const wanted = new Map(changes.map(({ index, done }) => [index, done]))
  return before.every(({ container }, index) => {
    const found = after[index]
    return found && settingsOf(found) === settingsOf((wanted.get(index) ?? []).reduce(applyIntent, container))
  })
}

/** What is mounted where, and the value of each variable. What podman mounts by itself depends on the other mounts. */
function settingsOf({ engine, mounts, environment }: Container): string {
  const places = engine === 'podman' ? [] : mounts.items.map(({ value }) => `${value.type} ${value.target}`)
  const values = new Map(environment.items.map(({ value }) => [value.name, value.value]))
  return [...places, ...[...values].map(([name, value]) => `${name}=${value}`)].sort().join('\n')
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
