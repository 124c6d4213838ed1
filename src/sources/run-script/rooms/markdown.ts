import { plainText } from '../../../text/mapped-text.ts'
import type { RoomContent } from '../room.ts'
import { findCommands } from '../script.ts'

/** Fenced shell blocks of a Markdown text (CommonMark, "Fenced code blocks"); a console session's prompts are left out. */
export function readMarkdown(text: string): RoomContent {
  const fence = /^([ \t]*)(`{3,}|~{3,})[ \t]*(?:sh|bash|shell|zsh|console|shell-session|terminal)\b[^\n]*\n([\s\S]*?)\n[ \t]*\2[ \t]*$/gm
  const commands = [...text.matchAll(fence)].flatMap((match) => {
    const body = match[3] ?? ''
    const start = match.index + match[0].lastIndexOf(body)
    const script = body.replace(/^([ \t]*)[$#>] /gm, '$1  ')
    return findCommands({ text: plainText(script, start), encode: (written) => written }, text)
  })
  return { commands, definitions: [], comments: [] }
}
