import { mayHoldCommand } from '../engine-command/may-hold-command.ts'
import type { Files } from '../sources/source.ts'

/**
 * The parsers that not every run needs. They bring a shell parser along, and loading that takes longer than linting one Compose file;
 * so they are handed over by who starts a run. Absent: nothing of that kind is there to be read.
 */
export interface Sources {
  readonly parseRunFile?: typeof import('../sources/commands/parse.ts').parseRunFile
  readonly writtenComposeFiles?: typeof import('../sources/commands/written-compose.ts').writtenComposeFiles
  readonly parseDockerfile?: typeof import('../sources/dockerfile/parse.ts').parseDockerfile
  readonly readContainerStart?: typeof import('../programs/start/container-start.ts').readContainerStart
}

/** Loads the parsers that these files call for: a command in one, a Dockerfile, or a Compose file that may lead to one. */
export async function sourcesFor(paths: readonly string[], io: Files): Promise<Sources> {
  let commands = false
  let builds = false
  let starts = false
  for (const path of paths) {
    const answer = io.read(path)
    if (!answer.ok) continue
    commands ||=
      mayWriteCompose(answer.text) ||
      mayHoldCommand(answer.text) ||
      /^\s*\[Container\]|"(?:image|runArgs|mounts)"|\bcontainer\s*:/m.test(answer.text)
    builds ||= /\b(?:build|extends|include)\b|^[ \t]*FROM\b/im.test(answer.text)
    starts ||= commands || STARTS.test(answer.text)
    if (commands && builds) break
  }
  return loadSources(commands, builds, starts)
}

/** A script that writes a Compose file. */
function mayWriteCompose(text: string): boolean {
  return text.includes('<<') && /^services[ \t]*:/m.test(text)
}

/** A command or entrypoint of a container's own, variables that a program may read, or a file of the project that is mounted. */
const STARTS =
  /^[ \t]+["']?(?:command|entrypoint|configs|environment)["']?[ \t]*:|^[ \t]*-[ \t]*["']?\.{1,2}\/[^:\s]*:|^[ \t]+["']?(?:source|src)["']?[ \t]*:[ \t]*["']?\./m

/** Loads the parsers of run scripts, of Dockerfiles, and what reads the start of a container. */
export async function loadSources(commands: boolean, builds: boolean, starts = true): Promise<Sources> {
  return {
    ...(starts ? { readContainerStart: (await import('../programs/start/container-start.ts')).readContainerStart } : {}),
    ...(commands
      ? {
          parseRunFile: (await import('../sources/commands/parse.ts')).parseRunFile,
          writtenComposeFiles: (await import('../sources/commands/written-compose.ts')).writtenComposeFiles,
        }
      : {}),
    ...(builds ? { parseDockerfile: (await import('../sources/dockerfile/parse.ts')).parseDockerfile } : {}),
  }
}
