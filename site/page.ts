import { escapeMarkup } from '../src/report/markup.ts'

/** A page of the site. `body` and `aside` are HTML, the other fields are text. */
export interface Page {
  /** Below the site, with slashes: `rules/no-root-user.html`. */
  readonly path: string
  readonly title: string
  /** One sentence for search engines. */
  readonly description: string
  readonly body: string
  /** What stands beside the text on a wide screen, and below it on a narrow one. */
  readonly aside?: { readonly label: string; readonly html: string }
}

/** What every page has in common. */
export interface SiteFacts {
  readonly version: string
  /** Whether the playground is built. */
  readonly playground: boolean
}

export const REPOSITORY = 'https://github.com/dockseal/dockseal'

/** No script but the site's own may run, and nothing is loaded from elsewhere. */
const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"

/** The way from a page to the root of the site: `../` for a page in a folder. */
export function rootFrom(path: string): string {
  return '../'.repeat(path.split('/').length - 1)
}

/** The whole document of a page. */
export function renderPage({ path, title, description, body, aside }: Page, { version, playground }: SiteFacts): string {
  const root = rootFrom(path)
  const links = [
    ['index.html', 'Home'],
    ['rules/index.html', 'Rules'],
    ['images/index.html', 'Images'],
    ...(playground ? [['playground/index.html', 'Playground'] as const] : []),
  ] as const
  const menu = links.map(([to, name]) => `<a href="${root}${to}"${to === path ? ' aria-current="page"' : ''}>${name}</a>`)
  const beside = aside ? `<aside><nav aria-label="${escapeMarkup(aside.label)}">${aside.html}</nav></aside>` : ''
  return `<!doctype html>
<html lang="en" data-root="${root}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${escapeMarkup(description)}">
<title>${escapeMarkup(title)}</title>
<link rel="icon" href="${root}assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${root}assets/base.css">
<link rel="stylesheet" href="${root}assets/style.css">
<script src="${root}assets/site.js" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header>
<a class="brand" href="${root}index.html"><img src="${root}assets/icon.svg" alt="" width="24" height="24">dockseal</a>
<nav aria-label="Site">${menu.join('')}<a href="${REPOSITORY}">GitHub</a></nav>
<form role="search" hidden>
<input type="search" placeholder="Search rules and images" aria-label="Search rules, images and documentation" aria-controls="found" autocomplete="off" spellcheck="false">
<kbd aria-hidden="true">/</kbd>
<div id="found" hidden></div>
</form>
</header>
<div class="page${aside ? ' beside' : ''}">
<main id="content" tabindex="-1">
${body}
</main>
${beside}
</div>
<footer>dockseal ${escapeMarkup(version)}, MIT licence. This site sets no cookies and loads nothing from elsewhere.</footer>
</body>
</html>
`
}

/** A block of code, with a button that copies it where scripts run. A block that scrolls sideways is reachable by keyboard. */
export function codeBlock(text: string, language = ''): string {
  return `<div class="code"><pre tabindex="0"><code>${highlight(text.replace(/\n$/, ''), language)}</code></pre></div>`
}

/** Comments and keys in a colour of their own; everything else is as it is. */
function highlight(text: string, language: string): string {
  const hasComments = /^(?:ya?ml|sh|dockerfile|ini|toml)$/.test(language)
  return text
    .split('\n')
    .map((line) => {
      const at = hasComments ? line.search(/(?:^|\s)#\s/) : -1
      const [code, comment] = at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at)]
      const plain = escapeLine(code)
      const keyed = /^ya?ml$/.test(language) ? plain.replace(/^(\s*(?:- )?)([\w.$/-]+)(?=:(?:\s|$))/, '$1<b>$2</b>') : plain
      return comment === '' ? keyed : `${keyed}<i>${escapeLine(comment)}</i>`
    })
    .join('\n')
}

/** As `escapeMarkup`, but tabs stay. */
function escapeLine(text: string): string {
  return text.split('\t').map(escapeMarkup).join('\t')
}
