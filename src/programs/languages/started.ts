import type { ExecutedCommand } from '../../shell/executed-command.ts'
import type { ImageFile } from '../image-files.ts'
import type { CompiledProject } from '../start/compiled-projects.ts'
import type { Module } from './module.ts'
import type { Reading } from './read-program.ts'

/** What a reader says of what one command starts. */
export interface CommandReading extends Pick<Reading, 'writes' | 'gaps'> {
  readonly modules?: readonly Module[]
  /** Nothing of it was read. */
  readonly isUnread?: true
}

/** Files of the image by absolute paths; asked for often, answered once. */
export interface ProgramFiles {
  readonly open: (path: string) => ImageFile | undefined
  /** Names in a directory. */
  readonly list: (directory: string) => readonly string[]
  readonly isThere: (path: string) => boolean
}

/** What the start of a container has for the programs that it starts. */
export interface Started {
  readonly files: ProgramFiles
  /** The same, and behind it the files that only the stage has that compiled the program. */
  readonly sources: ProgramFiles
  readonly home: string | undefined
  /** A name of the image's files, and their texts as they are now; absent where the files are not those of a build. */
  readonly tree?: string
  readonly textOf?: (file: string) => string | undefined
  /** The text of each RUN of every stage that the image is made from. */
  readonly runs: readonly string[]
  /** Directories that programs of the image were compiled in, likeliest first. */
  readonly projects: () => readonly CompiledProject[]
  /** Whether the build puts a program of this name into the image. */
  readonly makes: (name: string) => boolean
  /** Whether a command of the build matches. */
  readonly built: (pattern: RegExp) => boolean
  /** Whether the image copies something whose path matches. */
  readonly copies: (pattern: RegExp) => boolean
  readonly environment: (command: ExecutedCommand, name: string) => string | null | undefined
}

export function treeOf({ tree, textOf }: Started): Pick<Started, 'tree' | 'textOf'> {
  return tree !== undefined && textOf ? { tree, textOf } : {}
}
