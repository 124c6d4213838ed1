import { escapeControls } from '../text/escape.ts'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text for an element or a quoted attribute of XML 1.0 or HTML. Control characters are spelled out: XML allows none. */
export function escapeMarkup(text: string): string {
  return escapeControls(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '@': '&#64;',
  '#': '&#35;',
  '|': '&#124;',
  '://': '&#58;//',
}

/**
 * Text for Markdown (GitHub's flavour), also inside a table cell. Uses character references where a backslash is not enough:
 * GitHub turns `@name`, `#1` and bare links into references, and a table cell ends at any `|`.
 * Leading spaces, which would make a code block, are dropped.
 */
export function escapeMarkdown(text: string): string {
  return escapeControls(text)
    .trimStart()
    .replace(/:\/\/|[&<>@#|\\`*_[\]~$]/g, (found) => REFERENCES[found] ?? `\\${found}`)
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/^[-+=]/, '\\$&')
}

/** The fence of a block of code in Markdown: longer than any run of backticks in the text. */
export function markdownFence(text: string): string {
  return '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)))
}

/** Inline code of Markdown, for paths and names; an HTML element if a backtick or a table's `|` would end it early. */
export function markdownCode(text: string): string {
  return /^[^`|\\<>&]*[^`|\\<>&\s]$/.test(text) && escapeControls(text) === text && !text.startsWith(' ')
    ? `\`${text}\``
    : `<code>${escapeMarkdown(text)}</code>`
}
