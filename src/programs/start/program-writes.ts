import type { ImageWrite } from '../../model/image.ts'
import { normaliseTarget } from '../../model/mount.ts'
import { absolutePath } from '../../model/path.ts'
import { classifyPath } from '../../model/write-kind.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import type { ImageFile } from '../../sources/dockerfile/context.ts'
import { sourceSpan } from '../../text/mapped-text.ts'

/** What stands first on its line runs whenever the file does. */
const WRITES = [
  { pattern: /^(?:with\s+|\w+\s*=\s*)?open\(\s*(['"])([^'"\n]+)\1\s*,\s*(?:mode\s*=\s*)?['"][wax]/gm, leaves: 'file' },
  { pattern: /^os\.(?:mkdir|makedirs)\(\s*(['"])([^'"\n]+)\1/gm, leaves: 'directory' },
] as const

/** What a start script in Python, not in shell, writes at literal paths as soon as it is started: one that lies beside no application. */
export function programWrites(command: ExecutedCommand, open: (path: string) => ImageFile | undefined): readonly ImageWrite[] {
  if (!/^python[\d.]*$/.test(command.name)) return []
  const file = command.args.find((arg) => arg === undefined || !arg.startsWith('-'))
  const path = file?.endsWith('.py') ? absolutePath(file, command.cwd) : undefined
  const found = path === undefined ? undefined : open(normaliseTarget(path))
  if (!found) return []
  return WRITES.flatMap(({ pattern, leaves }) =>
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
