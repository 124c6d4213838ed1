import type { Span } from '../model/fact.ts'

/** Characters that end the user and the password of a URL; after a `$`, braces may contain them. */
const END = new Set('/?#@\'"')

/** Where the passwords of URLs are (`postgres://app:secret@db`; RFC 3986, 3.2.1), with references in braces. Linear time. */
export function urlPasswords(text: string): readonly Span[] {
  const found: Span[] = []
  const lastBrace = text.lastIndexOf('}')
  let at = 0
  for (let sign = text.indexOf('://'); sign !== -1; sign = text.indexOf('://', at)) {
    at = sign + 3
    if (!/[a-z\d+.-]/i.test(text[sign - 1] ?? '')) continue
    let colon = -1
    for (; at < text.length; at++) {
      const character = text[at] ?? ''
      const close = character === '$' && text[at + 1] === '{' && at < lastBrace ? text.indexOf('}', at) : -1
      if (close !== -1) at = close
      else if (character === ':' && colon === -1) colon = at
      else if (END.has(character) || /\s/.test(character)) break
    }
    if (text[at] === '@' && colon !== -1 && at > colon + 1) found.push([colon + 1, at])
  }
  return found
}
