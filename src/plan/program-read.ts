import type { Container } from '../model/container.ts'
import type { Image, ProgramRead } from '../model/image.ts'
import { baseName } from '../model/path.ts'
import type { RecordKnowledge } from './matched-record.ts'

/** A program that was not wholly read. */
export type UnreadProgram = Extract<ProgramRead, { readonly why: string }>

/** What was not read of the program of an image; undefined if all was read, or if a record knows the image that it comes from. */
export function unreadProgram(
  { command, entrypoint }: Container,
  image: Image | undefined,
  knowledge: RecordKnowledge | undefined,
): UnreadProgram | undefined {
  if (isOpen(command)) return { read: 'not at all', why: 'its command is a variable without a value' }
  const program = image?.program
  // A language or a plain distribution without a command starts a prompt, a shell or what is mounted.
  const isBare = command.state === 'unset' && entrypoint.state === 'unset' && knowledge?.record.runtime === true
  if (!program) return isBare ? { read: 'not at all', why: 'what it runs is not known' } : undefined
  if (program.read === 'wholly') return undefined
  // Nothing is known of an image without a record, its program included, unless it is built here.
  const isCovered = knowledge ? knowledge.record.runtime !== true : image.build === undefined
  return program.isOfBase && isCovered ? undefined : program
}

/** Whether nothing of a command is written but variables that have no value. */
function isOpen(command: Container['command']): boolean {
  const words = command.state === 'set' ? command.value : command.state === 'unknown' ? command.written : undefined
  return words !== undefined && words.length > 0 && words.every((word) => /^\$(?:\w+|\{\w+\})$/.test(word))
}

/** The same as a note, with the name of the file that shows it. */
export function unreadNote({ read, why, origin }: UnreadProgram): string {
  const file = origin?.kind === 'text' ? `${baseName(origin.file)}: ` : ''
  return read === 'in part' ? `The program was read in part: ${file}${why}` : `The program itself was not read: ${file}${why}`
}
