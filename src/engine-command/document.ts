import type { Build, Container } from '../model/container.ts'
import { RUN, SWARM } from '../model/dialect.ts'
import { type Fact, set, UNSET } from '../model/fact.ts'
import type { Problem } from '../model/finding.ts'
import { withTag } from '../model/image.ts'
import type { Intent } from '../model/intent.ts'
import { uniqueBy } from '../model/maps.ts'
import { type Item, unquoted } from '../shell/value.ts'
import { memoryOf } from '../sources/memory.ts'
import type { Files, Reader } from '../sources/source.ts'
import { indexLines, type LineIndex, positionAt } from '../text/line-index.ts'
import { foldersAbove, join, resolve } from '../text/path.ts'
import type { DockerBuild } from './build-command.ts'
import { editCommand } from './edit/command.ts'
import { type EditableContainer, planEdits } from './edit/plan.ts'
import type { DefinitionEdit, FileContent } from './file-content.ts'
import type { FoundRun } from './find.ts'
import { type CommandSurroundings, readRun } from './normalise/container.ts'
import { hiddenReason, type RunSpec } from './normalise/reader.ts'

/** How the commands of a kind of file are found and run. */
export interface CommandFile {
  readonly read: (text: string, file: string, io: Files) => FileContent
  /** What a pipeline starts ends with it. */
  readonly isPipeline?: boolean
}

/** Reads files with container commands, or with other definitions of single containers. */
export function commandReader({ read, isPipeline = false }: CommandFile): Reader {
  const reader: Reader = (file, text, io) => {
    const content = memoryOf(io).tracked(reader, `${file}\0${text}`, io, (files) => read(text, file, files))
    const entries = entriesOf(content, file, text, isPipeline ? 'foreground' : 'removed', io)
    // Each finding asks for its own edits, so what they share is computed once.
    const byContainer = new Map(entries.map((entry) => [entry.container, entry]))
    return {
      file,
      texts: new Map([[file, text]]),
      containers: entries.map(({ container }) => container),
      images: [],
      // Several commands may use the same unknown variable.
      problems: uniqueBy(
        [...limitNote(content, file), ...contentNotes(content, file), ...entries.flatMap(({ spec }) => hiddenNote(spec, file))],
        ({ message }) => message,
      ),
      comments: content.comments.map((comment) => ({ file, ...comment })),
      statements: [
        ...content.commands.flatMap((found) => (found.kind === 'run' ? [found.command.span] : [])),
        ...(content.statements ?? []),
      ].map((span) => ({ file, span })),
      edit: (changes) => planEdits(file, byContainer, changes),
    }
  }
  return reader
}

/** Adds the line where the file does what keeps a container writable. */
function withLine(container: Container, lines: LineIndex): Container {
  const { leftWritable } = container
  if (leftWritable?.origin.kind !== 'text') return container
  const { line } = positionAt(lines, leftWritable.origin.span[0])
  return { ...container, leftWritable: { ...leftWritable, value: `line ${line} ${leftWritable.value}` } }
}

/** The images that commands in functions start, by the place of the command. */
function imagesInFunctions(commands: FileContent['commands']): ReadonlyMap<number, ReadonlySet<string>> {
  const images = new Map<number, Set<string>>()
  for (const found of commands) {
    if (found.kind !== 'run' || !found.inFunction) continue
    const known = images.get(found.inFunction[0]) ?? new Set()
    // All versions of an image get the same edit.
    images.set(found.inFunction[0], known.add(unquoted(found.command.image).replace(/[:@][^/]*$/, '')))
  }
  return images
}

/** Refuses an edit in a function that would reach containers of other images too. */
function unlessShared(
  plan: DefinitionEdit,
  intents: readonly Intent[],
  { inFunction }: FoundRun,
  images: ReturnType<typeof imagesInFunctions>,
): DefinitionEdit {
  const all = inFunction && images.get(inFunction[0])
  if (!all || all.size < 2) return plan
  const [from, to] = inFunction
  if (plan.edits.every(({ span }) => span[1] < from || span[0] > to)) return plan
  const why = `the function starts other containers with the same command: ${[...all].join(', ')}`
  return { edits: [], refused: intents.map((intent) => ({ intent, why })) }
}

/** A note for a script with more function calls than are followed. */
function limitNote({ commands }: FileContent, file: string): readonly Problem[] {
  if (!commands.some(({ kind }) => kind === 'limit')) return []
  return [
    {
      level: 'note',
      file,
      offset: 0,
      message: 'has more commands, or deeper nesting, than is followed; what it starts there is not judged',
    },
  ]
}

/** Notes for the files that a file sources but that were not read. */
function contentNotes({ notes = [] }: FileContent, file: string): readonly Problem[] {
  return notes.map(({ span, message }) => ({ level: 'note', file, offset: span[0], message }))
}

/** One note for a command whose flags are partly unknown. */
function hiddenNote(spec: RunSpec, file: string): readonly Problem[] {
  const hidden = spec.hidden.filter(({ names }) => names === undefined)
  if (hidden.length === 0 || spec.verb === 'service update') return []
  return [{ level: 'note', file, offset: spec.span[0], message: `${hiddenReason(hidden)}; what is not written out is not judged` }]
}

/** All containers of a file by place, each once (a recipe's variable may repeat one). */
function entriesOf(
  content: FileContent,
  file: string,
  text: string,
  passing: CommandSurroundings['passing'],
  io: Files,
): readonly EditableContainer[] {
  const entries: EditableContainer[] = []
  const starts = text.split('\n').some((line) => /\b(?:re)?start\b/.test(line) && !/^[ \t]*#/.test(line))
  const uses = content.commands.flatMap((found) => (found.kind === 'use' ? [found.use] : []))
  const builds = content.commands.flatMap((found) => (found.kind === 'build' ? [found.command] : []))
  const around = { file, starts, uses, buildOf: buildsIn(builds, file, io) }
  const images = imagesInFunctions(content.commands)
  const lines = indexLines(text)
  for (const found of content.commands) {
    if (found.kind !== 'run') continue
    const { command } = found
    const dialect = command.verb.startsWith('service') ? SWARM : RUN
    const container = withLine(readRun(command, { ...around, dialect, passing: found.service ? 'never' : passing }), lines)
    const edit = (intents: readonly Intent[]) => unlessShared(editCommand(found, container, intents, text), intents, found, images)
    entries.push({ container, spec: command, edit })
  }
  for (const definition of content.definitions) {
    const { spec, dialect, name } = definition
    const read = withLine(readRun(spec, { ...around, dialect, passing: 'never', ...(name === undefined ? {} : { name }) }), lines)
    const container = definition.oneOff ? { ...read, oneOff: true } : read
    entries.push({ container, spec, edit: (intents) => definition.edit(intents, container) })
  }
  const sorted = entries.sort((a, b) => a.spec.span[0] - b.spec.span[0])
  return uniqueBy(sorted, ({ spec }) => spec.span.join())
}

/** Scripts are started beside themselves or at the root of their repository, which is rarely more levels up. */
const MAX_LEVELS = 2

/** Names of the Dockerfile in a context; the last is Podman's. */
const NAMES = ['Dockerfile', 'dockerfile', 'Containerfile']

/** Gives the build that makes an image's name, so that an image of a script is known as well as one of a Compose service. */
function buildsIn(commands: readonly DockerBuild[], file: string, io: Files): (image: Item) => Fact<Build> {
  const byTag = new Map<string, DockerBuild[]>()
  for (const command of commands) {
    for (const tag of command.tags) byTag.set(withTag(tag), [...(byTag.get(withTag(tag)) ?? []), command])
  }
  const printing = commands.filter(({ quiet }) => quiet)
  return (image) => {
    // `IMG=$(docker build -q .)`: the build is in the substitution that gives the variable its value.
    const from = image.kind === 'opaque' ? (image.from ?? image.word) : image.pieces.find(({ hole }) => hole)?.at
    const printed = from ? printing.filter(({ span }) => from[0] <= span[0] && span[1] <= from[1]) : []
    const own = printed.length > 0 ? printed : (byTag.get(withTag(unquoted(image))) ?? [])
    const [first] = own
    if (!first) return UNSET
    const builds = own.map((command) => locate(command, file, io))
    const [build] = builds
    const agreed = build && builds.every(({ dockerfile, target }) => dockerfile === build.dockerfile && target === build.target)
    return set(agreed ? build : unread(first), { kind: 'text', file, span: first.span })
  }
}

function unread({ args }: DockerBuild): Build {
  return { context: '', args }
}

/** The paths of a build. Where it runs is unknown, so a Dockerfile counts only if it is in one of the likely places. */
function locate(command: DockerBuild, file: string, io: Files): Build {
  const { context, args, target } = command
  // From an unknown directory, only a path with the Dockerfile's folder can be found.
  if (command.directory === undefined && command.file?.includes('/') !== true) return unread(command)
  if (command.file === 'hidden' || (command.file === undefined && context === undefined)) return unread(command)
  const found = startingPoints(file, io).flatMap((start): Build[] => {
    const directory = resolve(start, command.directory ?? '')
    const names = command.file === undefined ? NAMES.map((name) => join(context ?? '', name)) : [command.file]
    const dockerfile = names.map((name) => resolve(directory, name)).find(io.exists)
    if (dockerfile === undefined) return []
    const from = context === undefined ? '' : resolve(directory, context)
    return [{ context: from, dockerfile, args, ...(target === undefined ? {} : { target }) }]
  })
  const different = new Set(found.map(({ dockerfile }) => dockerfile))
  return found[0] && different.size === 1 ? found[0] : unread(command)
}

/** The directory of the file and those above it, up to the root of its repository. */
function startingPoints(file: string, io: Files): string[] {
  const folders = foldersAbove(file).slice(0, MAX_LEVELS + 1)
  const root = folders.findIndex((folder) => io.exists(join(folder, '.git')))
  return root === -1 ? folders : folders.slice(0, root + 1)
}
