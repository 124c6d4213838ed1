import type { ImageWrite } from '../../model/image.ts'
import { normaliseTarget } from '../../model/mount.ts'
import { classifyPath } from '../../model/write-kind.ts'
import type { ExecutedCommand } from '../../shell/execute.ts'
import { absolutePath } from '../../shell/state.ts'
import { sourceSpan } from '../../text/mapped-text.ts'
import type { ImageFile } from './context.ts'

/** How a language says at the top level of a file that it writes at a literal path: what stands first on its line runs whenever the file does. */
interface Language {
  readonly program: RegExp
  readonly file: RegExp
  readonly writes: readonly { readonly pattern: RegExp; readonly leaves: 'file' | 'directory' }[]
}

const LANGUAGES: readonly Language[] = [
  {
    program: /^python[\d.]*$/,
    file: /\.py$/,
    writes: [
      { pattern: /^(?:with\s+|\w+\s*=\s*)?open\(\s*(['"])([^'"\n]+)\1\s*,\s*(?:mode\s*=\s*)?['"][wax]/gm, leaves: 'file' },
      { pattern: /^os\.(?:mkdir|makedirs)\(\s*(['"])([^'"\n]+)\1/gm, leaves: 'directory' },
    ],
  },
]

/** What a program of the build context writes as soon as it is started: a start script in JavaScript or Python, not in shell. */
export function programWrites(command: ExecutedCommand, open: (path: string) => ImageFile | undefined): readonly ImageWrite[] {
  const language = LANGUAGES.find(({ program }) => program.test(command.name))
  const file = command.args.find((arg) => arg === undefined || !arg.startsWith('-'))
  const path = language && file !== undefined && language.file.test(file) ? absolutePath(file, command.cwd) : undefined
  const found = path === undefined ? undefined : open(normaliseTarget(path))
  if (!found) return []
  return (language?.writes ?? []).flatMap(({ pattern, leaves }) =>
    [...found.text.text.matchAll(pattern)].flatMap((match): readonly ImageWrite[] => {
      const written = absolutePath(match[2] ?? '', command.cwd)
      if (written === undefined || /^\/(?:dev|proc|sys)\//.test(written)) return []
      return [
        {
          path: normaliseTarget(written),
          when: 'start',
          how: `written by ${command.name}`,
          leaves,
          kind: classifyPath(written),
          ...(command.conditional ? { conditional: true } : {}),
          origin: { kind: 'text', file: found.file, span: sourceSpan(found.text, [match.index, match.index + match[0].length]) },
        },
      ]
    }),
  )
}
