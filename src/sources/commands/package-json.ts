import { parseTree } from 'jsonc-parser'
import type { FileContent } from '../../engine-command/file-content.ts'
import { findCommands } from '../../engine-command/find.ts'
import { jsonString, member } from '../../text/json-text.ts'

/** The `scripts` of a `package.json`; npm runs each with `sh -c`. */
export function readPackageJson(text: string): FileContent {
  const scripts = member(parseTree(text), 'scripts')
  const commands = (scripts?.children ?? []).flatMap((property) => {
    const value = property.children?.[1]
    if (value?.type !== 'string') return []
    return findCommands({ text: jsonString(text, value), encode: (written) => JSON.stringify(written).slice(1, -1) }, text)
  })
  return { commands, definitions: [], comments: [] }
}
