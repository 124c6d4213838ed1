import { Lexer } from 'yaml'
import type { Comment } from '../source.ts'

/** A directive of dockseal or of ESLint: nothing else needs comments. */
const DIRECTIVE = /dockseal-|#[ \t]*eslint/

/** The comments of a YAML text; none if it has no directive. */
export function yamlComments(file: string, text: string): readonly Comment[] {
  if (!DIRECTIVE.test(text)) return []
  const comments: Comment[] = []
  let at = 0
  let scalar = false
  for (const token of new Lexer().lex(text)) {
    // Control characters are the lexer's own marks and stand for no text. The last one announces a scalar.
    if (token === '\x02' || token === '\x18' || token === '\x1f') {
      scalar = token === '\x1f'
      continue
    }
    const start = at
    const comment = !scalar && token.startsWith('#')
    scalar = false
    at += token.length
    if (!comment) continue
    comments.push({ file, span: [start, at], text: token.slice(1).trim() })
  }
  return comments
}
