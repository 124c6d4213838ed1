import { editCommand } from '../../engine-command/edit/command.ts'
import { type Entry, planEdits } from '../../engine-command/edit/plan.ts'
import type { FileContent } from '../../engine-command/file-content.ts'
import { readContainer, type Surroundings } from '../../engine-command/normalise/container.ts'
import { hiddenReason, type RunSpec } from '../../engine-command/normalise/reader.ts'
import type { Container } from '../../model/container.ts'
import type { Problem } from '../../model/finding.ts'
import type { Document, Files } from '../source.ts'
import { buildsIn } from './builds.ts'
import { readContent } from './read-content.ts'
import type { RunFileKind } from './recognise.ts'

export interface RunOptions {
  /** Read the shell blocks of Markdown files; off by default, for documentation shows commands that nobody runs. */
  readonly markdown?: boolean
}

/** Reads the container commands of a file. Never throws; a file without any gives a document without containers. */
export function parseRunFile(file: string, text: string, kind: RunFileKind, io: Files, options: RunOptions = {}): Document {
  const room = readContent(file, text, kind, options.markdown === true)
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
      return planEdits({ file, text, entries, reread }, changes, check)
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

/** All containers of a file by place, each once (a recipe's variable may bring the same one twice). */
function entriesOf(room: FileContent, file: string, text: string, passing: Surroundings['passing'], io: Files): readonly Entry[] {
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
