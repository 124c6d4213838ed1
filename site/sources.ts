import { escapeMarkup } from '../src/report/markup.ts'
import { sourcesOf } from './evidence.ts'

/** A line of evidence as HTML: each file that it cites, or the address, leads to what was read, at the commit at which it was read. */
export function sourceHtml(evidence: string): string {
  const links = sourcesOf(evidence).flatMap((source) => {
    if (source.kind === 'page') return [{ text: source.address, to: source.address }]
    if (source.kind === 'manual') return []
    const base = `https://github.com/${source.repository}/blob/${source.commit ?? 'HEAD'}`
    return source.paths.map((path) => ({ text: path, to: `${base}/${encodeURI(path)}` }))
  })
  let html = ''
  let rest = evidence
  for (const { text, to } of links) {
    const at = rest.indexOf(text)
    // Paths written with braces are not in the text as they are.
    if (at < 0) continue
    html += `${escapeMarkup(rest.slice(0, at))}<a href="${escapeMarkup(to)}">${escapeMarkup(text)}</a>`
    rest = rest.slice(at + text.length)
  }
  return html + escapeMarkup(rest)
}

/** Several lines of evidence, behind a summary that says how many there are. */
export function sourceList(evidence: readonly string[]): string {
  if (evidence.length === 0) return ''
  const items = evidence.map((each) => `<li>${sourceHtml(each)}</li>`).join('')
  return `<details><summary>${evidence.length === 1 ? '1 source' : `${evidence.length} sources`}</summary><ul>${items}</ul></details>`
}
