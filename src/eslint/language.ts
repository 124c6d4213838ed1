import { resolve } from 'node:path'
import { withHint } from '../model/finding.ts'
import { indexLines, positionAt } from '../text/line-index.ts'
import { maskQuoted } from '../text/mask.ts'
import { type LanguageOptions, validateLanguageOptions } from './options.ts'
import { type OpenFile, openFile } from './project.ts'
import { DocksealSourceCode, type FileNode } from './source-code.ts'

/** A file as ESLint gives it; `body` has no byte order mark. */
interface File {
  readonly physicalPath: string
  readonly body: string | Uint8Array
}

interface Parsed {
  readonly ok: true
  readonly ast: FileNode
  readonly open: OpenFile
}

interface Unparsed {
  readonly ok: false
  readonly errors: readonly { readonly message: string; readonly line: number; readonly column: number }[]
}

/** A language of ESLint for files that describe containers. A file that cannot be read is a parsing error. */
export const language = {
  fileType: 'text' as const,
  lineStart: 1 as const,
  columnStart: 1 as const,
  nodeTypeKey: 'type',
  visitorKeys: { File: [] as string[] },
  defaultLanguageOptions: {},
  validateLanguageOptions,

  parse({ physicalPath, body }: File): Parsed | Unparsed {
    const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
    const path = resolve(physicalPath)
    const open = openFile(path, text)
    const lines = indexLines(text)
    const errors = open.problems.flatMap((problem) =>
      problem.level === 'error' && problem.file === path
        ? [{ message: maskQuoted(withHint(problem)), ...positionAt(lines, problem.offset ?? 0) }]
        : [],
    )
    if (errors.length > 0) return { ok: false, errors }
    const loc = { start: { line: 1, column: 1 }, end: positionAt(lines, text.length) }
    return { ok: true, ast: { type: 'File', range: [0, text.length], loc }, open }
  },

  createSourceCode(_: File, { ast, open }: Parsed, { languageOptions }: { readonly languageOptions: LanguageOptions }): DocksealSourceCode {
    return new DocksealSourceCode(open, ast, languageOptions)
  },
}
