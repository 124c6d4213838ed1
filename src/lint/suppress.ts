import type { Container } from '../model/container.ts'
import type { Origin } from '../model/fact.ts'
import type { Finding, Problem } from '../model/finding.ts'
import type { Document } from '../sources/source.ts'
import { indexLines, type LineIndex, positionAt } from '../text/line-index.ts'
import { type Directive, isDirective, readDirective } from './directives.ts'
import { ruleHint } from './unknown-rule.ts'

/** A finding with the container it is about, as the steps after the rules pass it on. */
export interface LintFinding extends Finding {
  /** Absent for findings about an image or about the text itself. */
  readonly container?: Container
  readonly suppressed?: { readonly justification: string }
  /** Why its fix must not be made, though it could be, and what to do instead. */
  readonly heldBack?: string
}

export interface SuppressOptions {
  /** A directive without `-- reason` suppresses nothing and is reported. */
  readonly requireReason: boolean
  readonly reportUnused: 'off' | 'info' | 'warning' | 'error'
  /** Ids of all rules, to name a directive for a rule that does not exist. */
  readonly knownRules: ReadonlySet<string>
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

  const lines = new Map<string, LineIndex>()
  const lineOf = (file: string, offset: number) => {
    const index = lines.get(file) ?? indexLines(document.texts.get(file) ?? '')
    lines.set(file, index)
    return positionAt(index, offset).line
  }
  const commentLines = new Set(
    document.comments.filter((c) => standsAlone(document, c.file, c.span[0])).map((c) => `${c.file}:${lineOf(c.file, c.span[0])}`),
  )
  const targetLine = (directive: Directive) => {
    const { file, span } = directive.comment
    let line = lineOf(file, span[0])
    if (directive.scope === 'line') return line
    do line++
    while (commentLines.has(`${file}:${line}`))
    return line
  }
  /** The line on which the statement around an offset begins. */
  const statementLine = (file: string, offset: number) => {
    const around = document.statements?.find((each) => each.file === file && each.span[0] <= offset && offset < each.span[1])
    return around && lineOf(file, around.span[0])
  }
  const used = new Set<Directive>()
  const holdsAt = (directive: Directive, place: Origin | undefined): boolean => {
    if (place?.kind !== 'text' || place.file !== directive.comment.file) return false
    const [start] = place.span
    switch (directive.scope) {
      case 'file':
        return true
      case 'line':
      case 'next-line': {
        const target = targetLine(directive)
        return lineOf(place.file, start) === target || (directive.scope === 'next-line' && statementLine(place.file, start) === target)
      }
      case 'service':
        return lineOf(place.file, start) === targetLine(directive)
      default:
        return directive.scope satisfies never
    }
  }
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
  const strangers = directive.rules.filter((rule) => !options.knownRules.has(rule))
  if (strangers.length > 0) {
    return [
      report(
        'unknownRule',
        `This directive names ${strangers.map((rule) => `"${rule}"`).join(', ')}, and no rule is called so: ${strangerHint(strangers, options)}`,
        'warning',
      ),
    ]
  }
  if (used || options.reportUnused === 'off') return []
  return [report('unused', 'This directive suppresses nothing: remove it.', options.reportUnused)]
}

function strangerHint(strangers: readonly string[], { knownRules }: SuppressOptions): string {
  const [first = ''] = strangers
  // Words behind a rule are rather a reason that lacks its dashes.
  return strangers.length > 1 ? 'a reason comes behind " -- ".' : ruleHint(first, knownRules)
}

/** Whether nothing but white space stands before `offset` in its line. */
function standsAlone(document: Document, file: string, offset: number): boolean {
  const text = document.texts.get(file) ?? ''
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === ''
}
