import type { Problem } from '../model/finding.ts'
import type { Comment } from '../sources/source.ts'

/** What a `dockseal-disable…` comment switches off. */
export interface Directive {
  readonly scope: 'line' | 'next-line' | 'service' | 'file'
  readonly comment: Comment
  /** Empty: every rule. */
  readonly rules: readonly string[]
  /** Text after `--`. */
  readonly reason?: string
}

const DIRECTIVE = /^\s*dockseal-(disable(?:-[a-z-]+)?)(?:\s+([\s\S]*))?$/

const SCOPES: Readonly<Record<string, Directive['scope']>> = {
  'disable-line': 'line',
  'disable-next-line': 'next-line',
  'disable-service': 'service',
  'disable-container': 'service',
  'disable-file': 'file',
}

/** Reads `dockseal-disable-next-line rule-a, rule-b -- reason`; undefined for other comments, a problem for a malformed one. */
export function readDirective(comment: Comment): Directive | Problem | undefined {
  const match = DIRECTIVE.exec(comment.text)
  if (!match) return undefined
  const scope = SCOPES[match[1] ?? '']
  if (!scope) {
    return {
      level: 'note',
      file: comment.file,
      offset: comment.span[0],
      message: `"dockseal-${match[1]}" is not a directive`,
      hint: `use one of ${Object.keys(SCOPES)
        .map((name) => `dockseal-${name}`)
        .join(', ')}`,
    }
  }
  const [list = '', ...reasonParts] = (match[2] ?? '').split(/(?:^|\s)--\s/)
  const reason = reasonParts.join(' -- ').trim()
  const rules = list.split(/[\s,]+/).filter((word) => word !== '')
  return { scope, comment, rules, ...(reason === '' ? {} : { reason }) }
}

/** Narrows the answer of {@link readDirective}. */
export function isDirective(answer: Directive | Problem): answer is Directive {
  return 'scope' in answer
}
