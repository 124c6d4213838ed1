import type { ImageFile } from '../image-files.ts'
import type { Language } from './language.ts'
import type { ModuleSyntax } from './syntax.ts'

/** A file of a program, read. */
export interface Module {
  readonly found: ImageFile
  /** Absolute path in the image of the file that runs; of a compiled program not the one whose text this is. */
  readonly path: string
  readonly syntax: ModuleSyntax
  readonly language: Language
}
