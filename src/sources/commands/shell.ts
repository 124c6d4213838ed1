import type { FileContent } from '../../engine-command/file-content.ts'
import { findCommands } from '../../engine-command/find.ts'
import { parseShell } from '../../shell/parse.ts'
import { plainText } from '../../text/mapped-text.ts'

/** A shell script: all of the file is one. */
export function readShellScript(text: string): FileContent {
  const script = plainText(text)
  return {
    commands: findCommands({ text: script, encode: (written) => written }, text),
    definitions: [],
    comments: parseShell(script).comments,
  }
}
