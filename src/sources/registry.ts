import { githubWorkflow, gitlabCi, otherCi, tasks } from './ci/source.ts'
import { justfile, makefile, markdown, packageScripts, shellScript } from './commands/source.ts'
import { devcontainer } from './devcontainer/source.ts'
import { quadlet } from './quadlet/source.ts'
import type { Source } from './source.ts'
import { systemdUnit } from './systemd/source.ts'

/** Every source whose files stand for themselves. Compose files form projects, and Dockerfiles are built by them: `src/project` reads both. */
export const SOURCES: readonly Source[] = [
  shellScript,
  makefile,
  justfile,
  packageScripts,
  systemdUnit,
  quadlet,
  githubWorkflow,
  gitlabCi,
  tasks,
  otherCi,
  devcontainer,
  markdown,
]

/** The source that a file belongs to by its name. */
export function sourceByName(path: string, sources: readonly Source[] = SOURCES): Source | undefined {
  const slashed = path.replaceAll('\\', '/')
  return sources.find(({ isName }) => isName(slashed))
}

/** The source that a file belongs to; undefined where it is none of theirs, or holds no container. */
export function sourceOf(path: string, text: string, sources: readonly Source[] = SOURCES): Source | undefined {
  const source = sourceByName(path, sources) ?? sources.find(({ isText }) => isText?.(path, text) === true)
  return source?.mayHold(text) ? source : undefined
}
