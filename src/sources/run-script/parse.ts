import { applyIntent, intentHolds } from '../../model/apply-intent.ts'
import type { Container } from '../../model/container.ts'
import type { Problem } from '../../model/finding.ts'
import type { Intent } from '../../model/intent.ts'
import { applyEdits, type TextEdit } from '../../text/edit.ts'
import type { Document, EditPlan, Files } from '../source.ts'
import { buildsIn } from './builds.ts'
import { editCommand } from './edit/command.ts'
import { bringsTmpfs } from './edit/podman.ts'
import { readContainer, type Surroundings } from './normalise/container.ts'
import { hiddenReason, type RunSpec } from './normalise/reader.ts'
import type { RunFileKind } from './recognise.ts'
import type { DefinitionEdit, RoomContent } from './room.ts'
import { readCiFile } from './rooms/ci.ts'
import { readDevcontainer } from './rooms/devcontainer.ts'
import { readJustfile } from './rooms/justfile.ts'
import { readMakefile } from './rooms/makefile.ts'
import { readMarkdown } from './rooms/markdown.ts'
import { readPackageJson } from './rooms/package-json.ts'
import { readQuadlet } from './rooms/quadlet.ts'
import { readShellScript } from './rooms/shell.ts'
import { readUnit } from './rooms/systemd.ts'
import { readGithubWorkflow, readGitlabCi } from './rooms/workflow.ts'

export interface RunOptions {
  /** Read the shell blocks of Markdown files; off by default, for documentation shows commands that nobody runs. */
  readonly markdown?: boolean
}

interface Entry {
  readonly container: Container
  readonly spec: RunSpec
  readonly edit: (intents: readonly Intent[]) => DefinitionEdit
}

/** Reads the container commands of a file. Never throws; a file without any gives a document without containers. */
export function parseRunFile(file: string, text: string, kind: RunFileKind, io: Files, options: RunOptions = {}): Document {
  const room = readRoom(file, text, kind, options)
  const isPipeline = kind === 'github-workflow' || kind === 'gitlab-ci' || kind === 'ci'
  const entries = entriesOf(room, file, text, isPipeline ? 'foreground' : 'removed', io)
  return {
    source: 'run',
    file,
    texts: new Map([[file, text]]),
    containers: entries.map(({ container }) => container),
    images: [],
    problems: onceEach(entries.flatMap(({ spec }) => hiddenNote(spec, file))),
    comments: room.comments.map((comment) => ({ file, ...comment })),
    edit: (changes, { check } = { check: true }) => {
      const reread = (changed: string): readonly Container[] => parseRunFile(file, changed, kind, io, options).containers
      return planEdits(file, text, entries, changes, check ? reread : undefined)
    },
  }
}

/** Says once for a command that its flags are not all to be seen. */
function hiddenNote(spec: RunSpec, file: string): readonly Problem[] {
  const hidden = spec.hidden.filter(({ names }) => names === undefined)
  if (hidden.length === 0 || spec.verb === 'service update') return []
  return [{ level: 'note', file, offset: spec.span[0], message: `${hiddenReason(hidden)}; what is not written out is not judged` }]
}

/** Several commands that hide the same behind the same variable are one thing to say. */
function onceEach(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ message }, index) => problems.findIndex((other) => other.message === message) === index)
}

function readRoom(file: string, text: string, kind: RunFileKind, options: RunOptions): RoomContent {
  switch (kind) {
    case 'shell':
      return readShellScript(text)
    case 'makefile':
      return readMakefile(text)
    case 'justfile':
      return readJustfile(text)
    case 'package-json':
      return readPackageJson(text)
    case 'systemd':
      return readUnit(text, file)
    case 'quadlet':
      return readQuadlet(text, file)
    case 'github-workflow':
      return readGithubWorkflow(text)
    case 'gitlab-ci':
      return readGitlabCi(text)
    case 'ci':
    case 'tasks':
      return readCiFile(text)
    case 'devcontainer':
      return readDevcontainer(text)
    case 'markdown':
      return options.markdown ? readMarkdown(text) : { commands: [], definitions: [], comments: [] }
    default:
      return kind satisfies never
  }
}

/** All containers of a file by place, each once (a recipe's variable may bring the same one twice). */
function entriesOf(room: RoomContent, file: string, text: string, passing: Surroundings['passing'], io: Files): readonly Entry[] {
  const entries: Entry[] = []
  const starts = /^(?!\s*#).*\b(?:re)?start\b/m.test(text)
  const uses = room.commands.flatMap((found) => (found.kind === 'use' ? [found.use] : []))
  const builds = room.commands.flatMap((found) => (found.kind === 'build' ? [found.command] : []))
  const around = { file, starts, uses, buildOf: buildsIn(builds, file, io) }
  for (const found of room.commands) {
    if (found.kind !== 'run') continue
    const { command } = found
    const source = command.verb.startsWith('service') ? 'swarm' : 'run'
    const container = readContainer(command, { ...around, source, passing: found.service ? 'never' : passing })
    entries.push({ container, spec: command, edit: (intents) => editCommand(found, container, intents, text) })
  }
  for (const definition of room.definitions) {
    const { spec, source, name } = definition
    const read = readContainer(spec, { ...around, source, passing: 'never', ...(name === undefined ? {} : { name }) })
    const container = definition.oneOff ? { ...read, oneOff: true } : read
    entries.push({ container, spec, edit: (intents) => definition.edit(intents, container) })
  }
  const seen = new Set<string>()
  return entries
    .sort((a, b) => a.spec.span[0] - b.spec.span[0])
    .filter(({ spec }) => {
      const key = spec.span.join()
      return !seen.has(key) && seen.add(key)
    })
}

/**
 * Asks each container's room for its edits, and keeps those that, read back, do what was wanted and nothing else: a text in
 * which shell, make or YAML quoting plays us a trick is refused rather than damaged.
 */
function planEdits(
  file: string,
  text: string,
  entries: readonly Entry[],
  changes: Parameters<Document['edit']>[0],
  reread: ((changed: string) => readonly Container[]) | undefined,
): EditPlan {
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
    const why = clash(edits, fresh) ?? (reread && verify(text, plan.edits, index, done, entries, reread))
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

function verify(
  text: string,
  edits: readonly TextEdit[],
  index: number,
  done: readonly Intent[],
  entries: readonly Entry[],
  reread: (changed: string) => readonly Container[],
): string | undefined {
  const after = reread(applyEdits(text, edits))
  const changed = after[index]
  if (after.length !== entries.length || !changed) return 'the changed text would not be read as the same commands'
  if (done.some((intent) => !intentHolds(changed, intent) && applyIntent(changed, intent) !== changed))
    return 'the changed command would not say what was wanted'
  return changed.image.state === entries[index]?.container.image.state ? undefined : 'the changed command would run another image'
}
