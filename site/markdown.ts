import { dirname, posix } from 'node:path'
import { Marked, type Token } from 'marked'
import { escapeMarkup } from '../src/report/markup.ts'
import { codeBlock, REPOSITORY } from './page.ts'

/** A heading with the anchor that GitHub gives it. */
export interface Heading {
  readonly depth: number
  readonly text: string
  readonly anchor: string
}

export interface Rendered {
  readonly html: string
  readonly headings: readonly Heading[]
}

/** Where the site has a page for a file of the repository: `rules/README.md` to `rules/index.html`; undefined where it has none. */
export type PageOf = (file: string) => string | undefined

/**
 * A Markdown file of the repository as HTML. Links to files lead to their page, else to GitHub; tables and code scroll by themselves.
 * `file` is the path in the repository, `path` that of the page.
 */
export function renderMarkdown(text: string, file: string, path: string, pageOf: PageOf): Rendered {
  const headings: Heading[] = []
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }) {
        const html = this.parser.parseInline(tokens)
        const plain = plainText(tokens)
        const anchor = freeAnchor(plain, headings)
        headings.push({ depth, text: plain, anchor })
        if (depth === 1) return `<h1>${html}</h1>\n`
        return `<h${depth} id="${anchor}">${html} <a class="anchor" href="#${anchor}" aria-label="Link to ${escapeMarkup(plain)}">#</a></h${depth}>\n`
      },
      code({ text: code, lang = '' }) {
        const [language = '', kind] = lang.split(/\s+/)
        const label = kind === 'bad' ? 'Reported' : kind === 'good' ? 'Not reported' : ''
        const block = codeBlock(code, language)
        return label === '' ? block : `<figure class="${kind}"><figcaption>${label}</figcaption>${block}</figure>\n`
      },
      table({ header, rows }) {
        const cell = (tag: string, html: string) => (html === '' ? '<td></td>' : `<${tag}>${html}</${tag.slice(0, 2)}>`)
        const row = (tag: string, cells: readonly { readonly tokens: Token[] }[]) =>
          `<tr>${cells.map(({ tokens }) => cell(tag, this.parser.parseInline(tokens))).join('')}</tr>`
        const body = rows.map((cells) => row('td', cells)).join('\n')
        return `<div class="scroll" tabindex="0"><table><thead>${row('th scope="col"', header)}</thead><tbody>${body}</tbody></table></div>\n`
      },
      link({ href, tokens }) {
        return `<a href="${escapeMarkup(linkTo(href, file, path, pageOf))}">${this.parser.parseInline(tokens)}</a>`
      },
    },
  })
  const html = marked.parse(text.replace(/^---\n[\s\S]*?\n---\n/, ''), { async: false })
  return { html, headings }
}

function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => ('tokens' in token && token.tokens ? plainText(token.tokens) : 'text' in token ? token.text : ''))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function freeAnchor(text: string, headings: readonly Heading[]): string {
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')
  let anchor = plain
  for (let count = 1; headings.some((other) => other.anchor === anchor); count++) anchor = `${plain}-${count}`
  return anchor
}

function linkTo(href: string, file: string, path: string, pageOf: PageOf): string {
  if (/^(?:[a-z]+:|#)/i.test(href)) return href
  const [target = '', anchor] = href.split('#')
  const named = posix.join(dirname(file), target)
  const page = pageOf(named)
  if (page === undefined) return `${REPOSITORY}/blob/main/${named}`
  const relative = posix.relative(dirname(path), page)
  return anchor === undefined ? relative : `${relative}#${anchor}`
}
