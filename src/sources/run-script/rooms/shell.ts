import { parse } from 'unbash'
import { findComments } from '../../../shell/comments.ts'
import { plainText } from '../../../text/mapped-text.ts'
import type { RoomContent } from '../room.ts'
import { findCommands } from '../script.ts'

/** A shell script: all of the file is one. */
export function readShellScript(text: string): RoomContent {
  const script = plainText(text)
  return {
    commands: findCommands({ text: script, encode: (written) => written }, text),
    definitions: [],
    comments: findComments(parse(text), script),
  }
}
