import { escapeMarkup } from './markup.ts'

const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--dim:#5c6570;--line:#d5dae0;--soft:#f4f6f8;--error:#b3261e;--warning:#8a5a00;--info:#0a5ea8;--good:#1a7f37;--mark:#ffe9a8}
@media(prefers-color-scheme:dark){:root{--bg:#14171a;--fg:#e4e7ea;--dim:#9aa4af;--line:#343a41;--soft:#1d2126;--error:#ff8a80;--warning:#f0b429;--info:#79b8ff;--good:#56d364;--mark:#5a4a12}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main,body>header,body>footer{max-width:72rem;margin:0 auto;padding:0 1.25rem}
body>header{padding-top:1.5rem}
h1{font-size:1.5rem;line-height:1.25;margin:0}
h2{font-size:1.15rem;margin:2rem 0 .5rem}
h3{font-size:1rem;margin:0}
p{margin:.4rem 0;overflow-wrap:anywhere}
a{color:var(--info)}
code,pre{font:13px/1.45 ui-monospace,"SF Mono",Menlo,Consolas,monospace}
code{overflow-wrap:anywhere}
.dim{color:var(--dim)}
.error{color:var(--error)}.warning{color:var(--warning)}.info{color:var(--info)}.good{color:var(--good)}
.counts{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0;padding:0;list-style:none}
.counts li{border:1px solid var(--line);border-radius:8px;padding:.45rem .9rem;min-width:6.2rem}
.counts b{display:block;font-size:1.4rem;line-height:1.2}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:8px}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;vertical-align:top;padding:.4rem .7rem;border-bottom:1px solid var(--line)}
tbody tr:last-child>*{border-bottom:0}
thead th{background:var(--soft);font-weight:600;white-space:nowrap}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
details.file{border:1px solid var(--line);border-radius:8px;margin:.7rem 0;background:var(--bg);content-visibility:auto;contain-intrinsic-size:auto 3rem}
details.file>summary{cursor:pointer;padding:.55rem .9rem;background:var(--soft);border-radius:8px;overflow-wrap:anywhere}
details.file[open]>summary{border-radius:8px 8px 0 0;border-bottom:1px solid var(--line)}
details.file>summary code{font-weight:600}
article{padding:.8rem .9rem;border-bottom:1px solid var(--line);border-left:4px solid currentColor}
article>*{color:var(--fg)}
article:last-child{border-bottom:0}
article header{display:flex;flex-wrap:wrap;gap:.1rem .8rem;align-items:baseline}
pre{margin:.5rem 0;padding:.5rem .7rem;background:var(--soft);border-radius:6px;overflow-x:auto}
pre i{font-style:normal;color:var(--dim);user-select:none}
mark{background:var(--mark);color:inherit;border-radius:2px}
.plan{margin:.6rem 0}
.bar{display:inline-block;width:7rem;height:.7rem;border-radius:4px;overflow:hidden;background:var(--error);vertical-align:middle}
.bar i{display:block;height:100%;background:var(--good)}
section{margin:1rem 0}section h3{margin:.8rem 0 .4rem}
td details ul{margin:.3rem 0;padding-left:1.1rem}td summary{cursor:pointer}
form{position:sticky;top:0;z-index:1;background:var(--bg);display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:center;padding:.6rem 0;border-bottom:1px solid var(--line)}
input[type=search]{flex:1 1 14rem;font:inherit;padding:.35rem .6rem;border:1px solid var(--line);border-radius:6px;background:var(--bg);color:var(--fg)}
footer{padding-top:1.5rem!important;padding-bottom:2rem!important}
[hidden]{display:none!important}
@media(max-width:36rem){body{font-size:14px}main,body>header,body>footer{padding-left:.8rem;padding-right:.8rem}th,td{padding:.35rem .5rem}.counts li{min-width:0;flex:1 1 40%}form{position:static}.stack thead{display:none}.stack tr{display:block;padding:.4rem 0;border-bottom:1px solid var(--line)}.stack td,.stack th{display:block;border:0;padding:.1rem .7rem;text-align:left}.stack td[data-label]:before{content:attr(data-label) ": ";color:var(--dim)}}
@media print{form{display:none}details.file{break-inside:avoid}}
`

/** Filters findings by level and words; the page also works without scripts. */
export const FILTER_SCRIPT = `
const form=document.querySelector('form'),cards=[...document.querySelectorAll('article')],files=[...document.querySelectorAll('details.file')],left=document.querySelector('output');
form.hidden=false;
const apply=()=>{const levels=new Set([...form.querySelectorAll('[name=level]:checked')].map(e=>e.value)),words=form.words.value.toLowerCase().split(/\\s+/).filter(Boolean);let shown=0;
for(const c of cards){const text=(c.textContent+' '+c.closest('details').querySelector('summary').textContent).toLowerCase();c.hidden=!levels.has(c.dataset.level)||!words.every(w=>text.includes(w));if(!c.hidden)shown++}
for(const f of files){f.hidden=!f.querySelector('article:not([hidden])');if(words.length&&!f.hidden&&shown<200)f.open=true}
left.textContent=shown+' shown'};
form.addEventListener('input',apply);form.addEventListener('submit',e=>e.preventDefault());apply();
`

/** SHA-256 of the script for the page's Content Security Policy; a test computes it again. */
export const FILTER_SCRIPT_HASH = 'sha256-yncqua9pO1Rovjk5laaqJJ/y/euHcLWit0o10JUPUJQ='

/** The parts of a page. `header` and `body` are HTML, `title` is text. */
export interface Page {
  readonly title: string
  readonly header: string
  readonly body: string
  readonly version: string
  /** With the filter's script; `body` then has its form. */
  readonly filter: boolean
}

/** A self-contained page: it loads nothing, and its policy allows only our own script, even if a name holds HTML. */
export function htmlPage({ title, header, body, version, filter }: Page): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src ${filter ? `'${FILTER_SCRIPT_HASH}'` : "'none'"}; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeMarkup(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>${header}</header>
<main>${body}</main>
<footer class="dim">Made by dockseal ${escapeMarkup(version)}</footer>
${filter ? `<script>${FILTER_SCRIPT}</script>\n` : ''}</body>
</html>
`
}

/** Figures in a row; `kind` colours them. */
export function figures(list: readonly { readonly value: number | string; readonly label: string; readonly kind?: string }[]): string {
  const items = list.map(
    ({ value, label, kind }) =>
      `<li><b${kind === undefined ? '' : ` class="${kind}"`}>${escapeMarkup(String(value))}</b>${escapeMarkup(label)}</li>`,
  )
  return `<ul class="counts">${items.join('')}</ul>`
}

/** A cell: text is escaped, `html` is not; numbers are on the right. */
export type Cell = string | number | { readonly html: string }

/** A table that scrolls sideways on a narrow screen or, with `stack`, puts its cells below each other. */
export function htmlTable(head: readonly string[], rows: readonly (readonly Cell[])[], stack = false): string {
  const numeric = head.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'))
  const side = (column: number) => (numeric[column] ? ' class="n"' : '')
  const cell = (value: Cell, column: number) => {
    const label = stack && column > 0 ? ` data-label="${escapeMarkup(head[column] ?? '')}"` : ''
    return `<td${side(column)}${label}>${typeof value === 'object' ? value.html : escapeMarkup(String(value))}</td>`
  }
  const headRow = head.map((name, column) => `<th${side(column)} scope="col">${escapeMarkup(name)}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n')
  return `<div class="scroll" tabindex="0"><table${stack ? ' class="stack"' : ''}><thead><tr>${headRow}</tr></thead><tbody>\n${body}\n</tbody></table></div>`
}
