import type { ImageFile } from '../image-files.ts'
import type { Language } from './language.ts'
import type { ModuleSyntax } from './syntax.ts'

/** A parsed file of a program. */
export interface Module {
  readonly found: ImageFile
  /** Absolute path in the image of the file that runs; for a compiled program, not the path of this text. */
  readonly path: string
  readonly syntax: ModuleSyntax
  readonly language: Language
}
