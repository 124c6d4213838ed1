import { absolutePath, baseName } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import type { ImageFile } from '../image-files.ts'

/** Interpreters whose code is read by the file that they start. Frameworks of other languages know a script by its own name. */
const READ = /^(?:python[\d.]*|pypy[\d.]*|node|nodejs|bun)$/

/**
 * A script of the image without a suffix as what its first line makes of it: `/opt/job` that starts with `#!/usr/bin/env python3` is
 * `python3 /opt/job` (execve(2), "Interpreter scripts"). A suffix already tells the language.
 */
export function interpretedScript(command: ExecutedCommand, open: (path: string) => ImageFile | undefined): ExecutedCommand {
  const { program, name, args, cwd } = command
  const path = program?.includes('/') && !name.includes('.') ? absolutePath(program, cwd) : undefined
  const [, line] = /^#!([^\n]*)/.exec((path && open(path)?.text.text) ?? '') ?? []
  const [first = '', ...words] = (line ?? '').split(/\s+/).filter((word) => word !== '' && !/^(?:\S*\/)?env$|^-S$/.test(word))
  if (path === undefined || !READ.test(baseName(first))) return command
  return { ...command, name: baseName(first), program: first, args: [...words, path, ...args] }
}
