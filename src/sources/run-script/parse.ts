import { parse } from 'unbash'
import type { Container } from '../../model/container.ts'
import type { Problem } from '../../model/finding.ts'
import { findComments } from '../../shell/comments.ts'
import { plainText } from '../../text/mapped-text.ts'
import type { Comment, Document, Files } from '../source.ts'
import { readContainer } from './normalise/container.ts'
import { hiddenReason } from './normalise/reader.ts'
import type { RunFileKind } from './recognise.ts'
import { type FoundCommand, findCommands } from './script.ts'

export interface RunOptions {
  /** Read the shell blocks of Markdown files; off by default, for documentation shows commands that nobody runs. */
  readonly markdown?: boolean
}

/** Reads the container commands of a file. Never throws; a file without any gives a document without containers. */
export function parseRunFile(file: string, text: string, kind: RunFileKind, _io: Files, _options: RunOptions = {}): Document {
  const script = plainText(text)
  const found = kind === 'shell' ? findCommands({ text: script, encode: (written) => written }, text) : []
  const containers = new Map<Container, FoundCommand>()
  for (const entry of inOrder(found)) {
    const { command } = entry
    const source = command.verb.startsWith('service') ? 'swarm' : 'run'
    containers.set(readContainer(command, { file, source, mayBeOneOff: true }), entry)
  }
  return {
    source: 'run',
    file,
    texts: new Map([[file, text]]),
    containers: [...containers.keys()],
    images: [],
    problems: [...containers.values()].flatMap(({ command }): Problem[] =>
      command.hidden.length === 0 || command.verb === 'service update'
        ? []
        : [{ level: 'note', file, offset: command.span[0], message: `${hiddenReason(command)}; what is not written out is not judged` }],
    ),
    comments: findComments(parse(text), script).map((comment): Comment => ({ file, span: comment.span, text: comment.text })),
    edit: () => ({ edits: [], refused: [] }),
  }
}

/** By place in the file, each command once. */
function inOrder(found: readonly FoundCommand[]): readonly FoundCommand[] {
  const seen = new Set<string>()
  return [...found]
    .sort((a, b) => a.command.span[0] - b.command.span[0])
    .filter(({ command }) => {
      const key = command.span.join()
      return !seen.has(key) && seen.add(key)
    })
}
