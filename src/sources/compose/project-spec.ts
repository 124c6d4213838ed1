import { dirname } from '../../text/path.ts'
import type { Files } from '../source.ts'
import { joinClean } from './paths.ts'

/** A Compose project to parse: which files form it, and against what its paths are resolved. */
export interface ProjectSpec {
  /** Absolute paths in merge order. */
  readonly files: readonly string[]
  /** Compose's project directory. */
  readonly directory: string
  /** One line: why these files form a project. */
  readonly why: string
  /** Profiles switched on by `COMPOSE_PROFILES`; dockseal judges all services whatever these are. */
  readonly profiles: readonly string[]
  /** Files with variables for interpolation; of several the later wins. */
  readonly envFiles: readonly string[]
  /**
   * Of a file that completes another (`docker-compose.prod.yml`): that file, the last of `files`. The files before it are linted as a
   * project of their own too, so what is found in them here again is no news.
   */
  readonly overlay?: string
  /** Compose finds the files by their names, so that it reads an override beside them as well. */
  readonly byName?: true
  /** A script starts it with `docker stack deploy`. */
  readonly isDeployed?: true
  /** Other projects that have the first of these files: a change of it reaches them. */
  readonly reaches?: readonly ProjectSpec[]
  /** Where fixes go in place of the file that defines the service; absent: there. */
  readonly override?: Override
}

/**
 * The file that fixes of a project's services go to, in place of the one that defines a service, or why no file can be that. `variant`:
 * nobody asked for it, but the definition is another project's too, and what only a variant of that needs is written in the variant.
 */
export type Override = { readonly file: string; readonly variant?: true } | { readonly refuse: string }

/** A project of exactly the files given, as `-f a.yml -f b.yml` names one. */
export function projectOf(files: readonly string[], why: string, io: Files): ProjectSpec {
  const directory = dirname(files[0] ?? '.')
  const env = joinClean(directory, '.env')
  return { files, directory, why, profiles: [], envFiles: io.exists(env) ? [env] : [] }
}
