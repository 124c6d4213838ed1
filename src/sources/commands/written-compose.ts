import type { Span } from '../../model/fact.ts'
import { shellParts } from '../../shell/parse.ts'
import { plainText } from '../../text/mapped-text.ts'

/** The Compose files that a script writes by heredocs: what gives the script with all else blank, so that places stay the same. */
export function writtenComposeFiles(text: string): readonly (() => string)[] {
  return places(text).map((place) => () => only(text, place))
}

/** About as many characters are parsed at a time: most functions have fewer. */
const STEP = 16_384

const mayWrite = (text: string) => /^services[ \t]*:/m.test(text) && text.includes('<<')

function places(text: string): readonly Span[] {
  if (!mayWrite(text)) return []
  const commands = [...shellParts(plainText(text), STEP, mayWrite)].flatMap((part) => part.commands)
  return commands.flatMap(({ words, redirections }) => {
    const names = [...words.slice(1), ...redirections.flatMap(({ target }) => target ?? [])].map((word) => word.value ?? word.text)
    if (!names.some((name) => /\.ya?ml"?$/.test(name))) return []
    return redirections.flatMap(({ heredoc }): readonly Span[] => {
      const [piece, more] = heredoc?.body.pieces ?? []
      // A body of several pieces (`<<-`) has no single place.
      return piece && !more && /^services[ \t]*:/m.test(heredoc?.body.text ?? '') ? [piece.source] : []
    })
  })
}

function only(text: string, [from, to]: Span): string {
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ')
  return blank(text.slice(0, from)) + text.slice(from, to) + blank(text.slice(to))
}
