import type { Container } from '../model/container.ts'
import type { Origin } from '../model/fact.ts'
import type { Finding, Problem } from '../model/finding.ts'
import type { Document } from '../sources/source.ts'
import { indexLines, type LineIndex, lineStart, positionAt } from '../text/line-index.ts'
import { type Directive, isDirective, readDirective } from './directives.ts'
import { ruleHint } from './unknown-rule.ts'

/** A finding with the container it is about, as the steps after the rules pass it on. */
export interface LintFinding extends Finding {
  /** Absent for findings about an image or about the text itself. */
  readonly container?: Container
  readonly suppressed?: { readonly justification: string }
  /** Why its fix must not be made although it could be, and what to do instead. */
  readonly heldBack?: string
}

export interface SuppressOptions {
  /** A directive without `-- reason` suppresses nothing and is reported. */
  readonly requireReason: boolean
  readonly reportUnused: 'off' | 'info' | 'warning' | 'error'
  /** All rules, to name a directive for a rule that does not exist. */
  readonly knownRules: readonly { readonly id: string }[]
}

/** Applies the directives of a document's comments. Gives all findings, suppressed ones marked, and those about directives. */
export function suppress(
  document: Document,
  findings: readonly LintFinding[],
  options: SuppressOptions,
): { findings: LintFinding[]; problems: Problem[] } {
  const problems: Problem[] = []
  const directives: Directive[] = []
  for (const comment of document.comments) {
    if (!comment.text.includes('dockseal-')) continue
    const answer = readDirective(comment)
    if (!answer) continue
    if (isDirective(answer)) directives.push(answer)
    else problems.push(answer)
  }
  if (directives.length === 0) return { findings: [...findings], problems }

  const holdsAt = directivePlaces(document)
  const used = new Set<Directive>()
  const out = findings.map((finding): LintFinding => {
    if (finding.at.kind !== 'text') return finding
    const match = directives.find((directive) => {
      if (options.requireReason && directive.reason === undefined) return false
      if (directive.rules.length > 0 && !directive.rules.includes(finding.ruleId)) return false
      const { at, inBase, container } = finding
      const places = directive.scope === 'service' ? [container?.origin, inBase && at] : [at, inBase]
      return places.some((place) => holdsAt(directive, place))
    })
    if (!match) return finding
    used.add(match)
    return { ...finding, suppressed: { justification: match.reason ?? '' } }
  })
  return { findings: [...out, ...directives.flatMap((directive) => judgeDirective(directive, used.has(directive), options))], problems }
}

function judgeDirective(directive: Directive, used: boolean, options: SuppressOptions): LintFinding[] {
  const report = (messageId: string, message: string, severity: 'info' | 'warning' | 'error'): LintFinding => ({
    ruleId: 'disable-directive',
    messageId,
    severity,
    message,
    at: { kind: 'text', file: directive.comment.file, span: directive.comment.span },
    subject: '',
    related: [],
  })
  if (options.requireReason && directive.reason === undefined) {
    return [report('reasonMissing', 'This directive gives no reason, and the configuration requires one: add " -- why".', 'error')]
  }
  const unknown = directive.rules.filter((rule) => !options.knownRules.some(({ id }) => id === rule))
  if (unknown.length > 0) {
    return [
      report(
        'unknownRule',
        `This directive names ${unknown.map((rule) => `"${rule}"`).join(', ')}, and no rule is called so: ${unknownHint(unknown, options)}`,
        'warning',
      ),
    ]
  }
  if (used || options.reportUnused === 'off') return []
  return [report('unused', 'This directive suppresses nothing: remove it.', options.reportUnused)]
}

function unknownHint(unknown: readonly string[], { knownRules }: SuppressOptions): string {
  const [first = ''] = unknown
  // Words after a rule are probably a reason without its dashes.
  const ids = knownRules.map(({ id }) => id)
  return unknown.length > 1 ? 'a reason comes after " -- ".' : ruleHint(first, ids)
}

/** Gives a test whether a directive of a document applies to a place. It compares lines and does not count lines of comments. */
function directivePlaces(document: Document): (directive: Directive, place: Origin | undefined) => boolean {
  const lines = new Map<string, LineIndex>()
  const lineOf = (file: string, offset: number): number => {
    const index = lines.get(file) ?? indexLines(document.texts.get(file) ?? '')
    lines.set(file, index)
    return positionAt(index, offset).line
  }
  const commentLines = new Set(
    document.comments
      .filter(({ file, span }) => standsAlone(document, file, span[0]))
      .map(({ file, span }) => `${file}:${lineOf(file, span[0])}`),
  )
  const targetLine = ({ comment: { file, span }, scope }: Directive): number => {
    let line = lineOf(file, span[0])
    if (scope === 'line') return line
    do line++
    while (commentLines.has(`${file}:${line}`))
    return line
  }
  const startsAt = (line: number, file: string, offset: number): boolean =>
    document.statements?.some(
      (each) => each.file === file && each.span[0] <= offset && offset < each.span[1] && lineOf(file, each.span[0]) === line,
    ) === true
  return (directive, place) => {
    if (place?.kind !== 'text' || place.file !== directive.comment.file) return false
    const [start] = place.span
    switch (directive.scope) {
      case 'file':
        return true
      case 'line':
      case 'service':
        return lineOf(place.file, start) === targetLine(directive)
      case 'next-line': {
        const target = targetLine(directive)
        return lineOf(place.file, start) === target || startsAt(target, place.file, start)
      }
      default:
        return directive.scope satisfies never
    }
  }
}

/** Whether only white space comes before `offset` in its line. */
function standsAlone(document: Document, file: string, offset: number): boolean {
  const text = document.texts.get(file) ?? ''
  return text.slice(lineStart(text, offset), offset).trim() === ''
}
