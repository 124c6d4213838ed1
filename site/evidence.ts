/** Where a fact of a record was read. */
export type EvidenceSource =
  | { readonly kind: 'files'; readonly repository: string; readonly paths: readonly string[]; readonly commit?: string }
  | { readonly kind: 'page'; readonly address: string }
  /** A manual page (`iptables(8)`) or the output of a program (`go help cache`). */
  | { readonly kind: 'manual'; readonly name: string }

const COMMIT = / @ ([0-9a-f]{6,40})\b/g
const REPOSITORY = /^([\w.-]+\/[\w.-]+) (.+)$/
const MANUAL = /^(?:[\w.-]+\(\d\)|go help \w+)/

/** What evidence cites: `owner/repository path, path and path (note) @ commit`, addresses, manuals. Empty if nothing can be looked up. */
export function sourcesOf(evidence: string): EvidenceSource[] {
  const address = /^https?:\/\/[^\s)]+/.exec(evidence)?.[0]
  if (address !== undefined) return [{ kind: 'page', address }]
  const manual = MANUAL.exec(evidence)?.[0]
  if (manual !== undefined) return [{ kind: 'manual', name: manual }]
  const sources: EvidenceSource[] = []
  let repository: string | undefined
  for (const { text, commit } of segments(evidence)) {
    const own = REPOSITORY.exec(text)
    // A path with a slash also begins a segment, but nothing follows it there.
    if (own && pathsIn(own[2] ?? '').length > 0) repository = own[1]
    const paths = pathsIn(own && repository === own[1] ? (own[2] ?? '') : text)
    if (repository === undefined || paths.length === 0) continue
    sources.push({ kind: 'files', repository, paths, ...(commit === undefined ? {} : { commit }) })
  }
  return sources
}

/** The text up to each commit, and the text after the last one. */
function segments(evidence: string): { readonly text: string; readonly commit?: string }[] {
  const plain = evidence.replace(/\([^()]*\)/g, '').replace(/"[^"]*"/g, '')
  const found: { text: string; commit?: string }[] = []
  let from = 0
  for (const match of plain.matchAll(COMMIT)) {
    found.push({ text: joined(plain.slice(from, match.index)), commit: match[1] ?? '' })
    from = match.index + match[0].length
  }
  const rest = joined(plain.slice(from))
  return rest === '' ? found : [...found, { text: rest }]
}

function joined(text: string): string {
  return text.replace(/^(?:,| and)\s*/, '').trim()
}

/** The paths of `a/Dockerfile lines 1-9, entrypoint.sh and b.yaml`. */
function pathsIn(text: string): string[] {
  return text
    .replace(/\blines? \d[\d-]*(?:(?:, ?| and )\d[\d-]*)*/g, '')
    .replace(/\bat v\S+.*$/, '')
    .split(/,(?![^{]*\})|\sand\s/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && !/\s/.test(part))
    .flatMap(alternatives)
}

/** `a/{b,c}/d` as the shell expands it. */
function alternatives(path: string): string[] {
  const braces = /^([^{]*)\{([^}]*)\}(.*)$/.exec(path)
  return braces ? (braces[2] ?? '').split(',').map((part) => `${braces[1]}${part.trim()}${braces[3]}`) : [path]
}
