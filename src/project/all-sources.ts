import { readContainerStart } from '../programs/start/container-start.ts'
import { parseRunFile } from '../sources/commands/parse.ts'
import { writtenComposeFiles } from '../sources/commands/written-compose.ts'
import { parseDockerfile } from '../sources/dockerfile/parse.ts'
import type { Sources } from './sources.ts'

/** Every parser, for who does not count the milliseconds of loading them. */
export const ALL_SOURCES: Sources = { parseRunFile, writtenComposeFiles, parseDockerfile, readContainerStart }
