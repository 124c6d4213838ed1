import type { ImageFile } from '../image-files.ts'
import { type Code, codeOf } from './code.ts'
import type { Language } from './language.ts'
import type { ModuleSyntax } from './syntax.ts'

/** A file of a program. */
export interface Module {
  readonly found: ImageFile
  /** Absolute path in the image of the file that runs; for a compiled program, not the path of this text. */
  readonly path: string
  readonly code: Code
  /** What a parser makes of the code, made when it is asked for. */
  readonly syntax: ModuleSyntax
  readonly language: Language
}

/** A file of a program, by the code that is in it. */
export function moduleOf(found: ImageFile, path: string, language: Language, code = codeOf(found.text.text, found.file, language)): Module {
  return {
    found,
    path,
    code,
    language,
    get syntax() {
      return code.syntax
    },
  }
}
