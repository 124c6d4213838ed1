/**
 * Characters that change what a terminal, an editor or a reviewer sees: C0 controls, DEL and C1 controls (ECMA-48), the bidirectional
 * controls of Unicode UAX #9 ("Trojan Source"), line separators, the byte order mark, tag characters,
 * non-characters (which XML 1.0 does not allow either) and lone surrogates.
 * Tab and the line ends are in here too: a name with a line break could forge a line of a report.
 */
const DECEIVING =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]|[\ud800-\udfff]/gu

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function spell(character: string): string {
  const short = SHORT[character]
  if (short !== undefined) return short
  const code = character.codePointAt(0) ?? 0
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`
}

/** One line that is safe to print: deceiving characters spelled out (`\x1b`). Lengths change; `maskControls` keeps columns. */
export function escapeControls(text: string): string {
  // Nearly all text is plain ASCII, and this test is far cheaper than the search.
  if (/^[\x20-\x7e]*$/.test(text)) return text
  return text.replace(DECEIVING, spell)
}

/** As `escapeControls`, but `\n` and tabs stay: for text that is meant to have lines. `\r\n` becomes `\n`. */
export function escapeControlsInLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.split('\t').map(escapeControls).join('\t'))
    .join('\n')
}

/** Replaces each deceiving UTF-16 unit but line ends and tabs by one U+FFFD, so that offsets and columns still hold. */
export function maskControls(text: string): string {
  return text.replace(DECEIVING, (found) => (found === '\n' || found === '\r' || found === '\t' ? found : '\ufffd'.repeat(found.length)))
}

/** JSON of a value with the deceiving characters as `\u` escapes: it says the same, and is safe to show in a terminal. */
export function jsonText(value: unknown, indent?: number): string {
  const units = (found: string) =>
    Array.from({ length: found.length }, (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`)
  const text = JSON.stringify(value, undefined, indent)
  if (/^[\x20-\x7e\n]*$/.test(text)) return text
  // Controls inside strings are escaped by JSON itself; a line end that is still here is layout.
  return text.replace(DECEIVING, (found) => (found === '\n' ? found : units(found).join('')))
}
