import { dirname } from 'node:path'
import type { Files } from '../source.ts'

/** A Compose project to parse: which files form it, and against what its paths are resolved. */
export interface ProjectSpec {
  /** Absolute paths in merge order; the first one is the project's file. */
  readonly files: readonly string[]
  /** Compose's project directory. */
  readonly directory: string
  /** One line: why these files form a project. */
  readonly why: string
  /** Profiles switched on by `COMPOSE_PROFILES`; dockseal judges all services whatever these are. */
  readonly profiles: readonly string[]
  /** Files with variables for interpolation, later ones first in force. */
  readonly envFiles: readonly string[]
}

export interface DiscoverOptions {
  /** The environment of the shell, where it is to count; absent: the same tree gives the same projects everywhere. */
  readonly env?: Readonly<Record<string, string>>
}

/** A project of exactly the files given, as `-f a.yml -f b.yml` names one. */
export function projectOf(files: readonly string[], why: string, io: Files): ProjectSpec {
  const directory = dirname(files[0] ?? '.')
  const env = `${directory}/.env`
  return {
    files,
    directory,
    why,
    profiles: [],
    envFiles: io.exists(env) ? [env] : [],
  }
}

/** Forms projects from the Compose files of a walk. */
export function discoverProjects(files: readonly string[], io: Files, _options: DiscoverOptions = {}): ProjectSpec[] {
  return [...new Set(files)].map((file) => projectOf([file], 'a file of its own', io))
}
