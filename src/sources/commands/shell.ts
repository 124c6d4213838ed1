import type { FileContent, FileNote } from '../../engine-command/file-content.ts'
import { findCommands } from '../../engine-command/find.ts'
import { withoutCarriageReturns } from '../../engine-command/rewrite.ts'
import type { Span } from '../../model/fact.ts'
import { parseShell, shellParts } from '../../shell/parse.ts'
import type { ShellScript } from '../../shell/script.ts'
import { createState } from '../../shell/state.ts'
import { pathValue } from '../../shell/value.ts'
import type { FoundScript } from '../../shell/world.ts'
import type { SourceComment } from '../../text/comment.ts'
import { joinText, plainText } from '../../text/mapped-text.ts'
import { dirname, repositoryOf, resolve } from '../../text/path.ts'
import type { Files } from '../source.ts'

/** A shell script: the whole file is one. Files that it sources (`. ./lib.sh`) are followed if they exist. */
export function readShellScript(text: string, file: string, io: Files): FileContent {
  const whole = withoutCarriageReturns(plainText(text))
  const comments: SourceComment[] = []
  let complete = false
  function* parts(): Generator<ShellScript> {
    for (const part of shellParts(whole)) {
      comments.push(...part.comments)
      yield part
    }
    complete = true
  }
  const place = pathValue(file)
  const state = createState(Object.entries({ 0: place, BASH_SOURCE: place }))
  const root = /\bgit rev-parse --show-toplevel\b/.test(text) ? repositoryOf(dirname(file), io.exists) : undefined
  const notes: FileNote[] = []
  const world = { open: (path: string, at: Span) => readIn(path, at, file, io, notes), ...(root === undefined ? {} : { root }) }
  const commands = findCommands({ text: whole, parts: parts(), encode: (written) => written, world }, text, state)
  return { commands, definitions: [], comments: complete ? comments : parseShell(whole).comments, notes }
}

/** Longest sourced file, in UTF-16 units, that is followed. */
const MAX_LIBRARY = 200_000

/** A sourced script: its place is the command that sources it, and it cannot be edited here. */
function readIn(path: string, at: Span, file: string, io: Files, notes: FileNote[]): FoundScript | undefined {
  const answer = io.read(resolve(dirname(file), path))
  if (!answer.ok) return undefined
  if (answer.text.length > MAX_LIBRARY) {
    notes.push({ span: at, message: `reads in ${path}, which is longer than is followed; what it starts by that is not judged` })
    return undefined
  }
  return { file: path, script: parseShell(joinText([{ text: `${answer.text}\n`, source: at }])) }
}
