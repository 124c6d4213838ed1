import { escapeControls } from '../text/escape.ts'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/**
 * Text for an element or a quoted attribute of XML 1.0 or HTML. Controls, which XML cannot say even as `&#27;`, are spelled out.
 */
export function escapeMarkup(text: string): string {
  return escapeControls(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

/**
 * Text for Markdown (GitHub's flavour), also inside a table cell. Spelled as character references where a backslash would not do:
 * GitHub turns `@name`, `#1` and bare links into references, and a table cell ends at any `|`.
 */
export function escapeMarkdown(text: string): string {
  return escapeControls(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '&#64;')
    .replace(/#/g, '&#35;')
    .replace(/\|/g, '&#124;')
    .replace(/:\/\//g, '&#58;//')
    .replace(/[\\`*_{}[\]()~!$]/g, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/^([-+=])/, '\\$1')
}

/** Inline code of Markdown, for paths and names; as an element where a backtick or a table's `|` would end it early. */
export function markdownCode(text: string): string {
  return /^[^`|\\<>&]*[^`|\\<>&\s]$/.test(text) && escapeControls(text) === text && !text.startsWith(' ')
    ? `\`${text}\``
    : `<code>${escapeMarkdown(text)}</code>`
}
