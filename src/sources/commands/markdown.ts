import type { FileContent } from '../../engine-command/file-content.ts'
import { findCommands } from '../../engine-command/find.ts'
import { rewriteText, unknownText } from '../../engine-command/rewrite.ts'
import { type MappedText, plainText } from '../../text/mapped-text.ts'

/** Fenced shell blocks of a Markdown text (CommonMark, "Fenced code blocks"); a console session's prompts are left out. */
export function readMarkdown(text: string): FileContent {
  const fence = /^([ \t]*)(`{3,}|~{3,})[ \t]*(?:sh|bash|shell|zsh|console|shell-session|terminal)\b[^\n]*\n([\s\S]*?)\n[ \t]*\2[ \t]*$/gm
  const commands = [...text.matchAll(fence)].flatMap((match) => {
    const body = match[3] ?? ''
    const start = match.index + match[0].lastIndexOf(body)
    const script = body.replace(/^([ \t]*)[$#>] /gm, '$1  ')
    return findCommands({ text: withoutPlaceholders(plainText(script, start)), encode: (written) => written }, text)
  })
  return { commands, definitions: [], comments: [] }
}

/** `<name>` in documentation is a word that the reader puts in, where the shell would see two redirections. */
function withoutPlaceholders(script: MappedText): MappedText {
  return rewriteText(script, /(?<![<&\d])<([A-Za-z][^<>\n]*?)(?<!\s)>/g, (match, source) => [{ text: unknownText(match[1] ?? ''), source }])
}
