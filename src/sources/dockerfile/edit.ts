import type { ImageIntent } from '../../model/intent.ts'
import type { TextEdit } from '../../text/edit.ts'
import type { FileEdit } from '../source.ts'

/** The edits that carry out image intents in a Dockerfile: each changes one keyword and nothing else. Idempotent. */
export function editDockerfile(file: string, text: string, intents: readonly ImageIntent[]): readonly FileEdit[] {
  const edits = new Map<number, TextEdit>()
  for (const { do: change, at } of intents) {
    if (at.kind !== 'text' || at.file !== file) continue
    switch (change) {
      case 'copy-instead-of-add': {
        const start = at.span[0]
        const keyword = text.slice(start, start + 3)
        if (/^add$/i.test(keyword)) edits.set(start, { span: [start, start + 3], text: keyword === 'ADD' ? 'COPY' : 'copy' })
        break
      }
      default:
        change satisfies never
    }
  }
  return edits.size === 0 ? [] : [{ file, edits: [...edits.values()] }]
}
