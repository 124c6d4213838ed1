import { ConfigCommentParser, Directive, TextSourceCodeBase, VisitNodeStep } from '@eslint/plugin-kit'
import { readUnit } from '../project/project.ts'
import { indexLines, type LineIndex, positionAt } from '../text/line-index.ts'
import { type FileReports, type JudgingRule, judgeFile } from './judge.ts'
import type { LanguageOptions } from './options.ts'
import type { OpenFile } from './project.ts'

/** A place in ESLint's form: both numbers count from 1. */
export interface Location {
  readonly start: { readonly line: number; readonly column: number }
  readonly end: { readonly line: number; readonly column: number }
}

/** The only node of a file: rules judge containers, not syntax. */
export interface FileNode {
  readonly type: 'File'
  readonly range: readonly [number, number]
  readonly loc: Location
}

/** A comment with a directive for ESLint. */
export interface CommentNode {
  readonly type: 'Comment'
  readonly value: string
  readonly range: readonly [number, number]
  readonly loc: Location
}

const comments = new ConfigCommentParser()

const DISABLES = {
  'eslint-disable': 'disable',
  'eslint-enable': 'enable',
  'eslint-disable-line': 'disable-line',
  'eslint-disable-next-line': 'disable-next-line',
} as const

/** A file as ESLint and the rules see it. All rules register before the first runs, so the file is judged once by all that are on. */
export class DocksealSourceCode extends TextSourceCodeBase {
  readonly #open: OpenFile
  readonly #options: LanguageOptions
  readonly #lines: LineIndex
  readonly #active = new Map<string, JudgingRule>()
  #reports: FileReports | undefined
  #comments: readonly CommentNode[] | undefined

  constructor(open: OpenFile, ast: FileNode, options: LanguageOptions) {
    super({ text: open.text, ast })
    this.#open = open
    this.#options = options
    this.#lines = indexLines(open.text)
  }

  /** Registers a rule for the file. `id`: ESLint's id, with the name of the plugin. */
  activate(id: string, active: JudgingRule): void {
    this.#active.set(id, active)
    this.#reports = undefined
  }

  /** The reports by ESLint's id of the rule. */
  get reports(): FileReports {
    if (this.#reports) return this.#reports
    const { directives } = this.getDisableDirectives()
    const lineOf = (offset: number) => positionAt(this.#lines, offset).line
    const isOff = isDisabled(directives.map(({ type, value, node }) => ({ type, value, line: (node as CommentNode).loc.start.line })))
    this.#reports = judgeFile(this.#open, this.#active, this.#options, (id, offset) => isOff(id, lineOf(offset)))
    return this.#reports
  }

  /** Why nothing in the file is judged; undefined if something is. */
  get skipped(): string | undefined {
    return this.#open.skipped && `Nothing is linted here: this file ${this.#open.skipped.why}.`
  }

  /** The place of a range of offsets. */
  placeOf([start, end]: readonly [number, number]): Location {
    return { start: positionAt(this.#lines, start), end: positionAt(this.#lines, end) }
  }

  /** The comments with directives for ESLint. */
  getInlineConfigNodes(): readonly CommentNode[] {
    if (this.#comments) return this.#comments
    // Several projects may read the file.
    const spans = new Map(
      this.#open.units.flatMap((unit) =>
        readUnit(unit, this.#open.io).comments.flatMap(({ file, span, text }) =>
          file === this.#open.path && /^\s*eslint(?:-|\s)/.test(text) ? [[span[0], { span, text }] as const] : [],
        ),
      ),
    )
    this.#comments = [...spans.values()].map(({ span, text }) => ({ type: 'Comment', value: text, range: span, loc: this.placeOf(span) }))
    return this.#comments
  }

  /** The `eslint-disable…` comments. */
  getDisableDirectives(): { readonly problems: readonly never[]; readonly directives: readonly Directive[] } {
    const directives = this.getInlineConfigNodes().flatMap((node) => {
      const parsed = comments.parseDirective(node.value)
      const type = parsed && Object.hasOwn(DISABLES, parsed.label) ? DISABLES[parsed.label as keyof typeof DISABLES] : undefined
      return parsed && type ? [new Directive({ type, node, value: parsed.value, justification: parsed.justification })] : []
    })
    return { problems: [], directives }
  }

  /** The `eslint RULE: LEVEL` comments. */
  applyInlineConfig() {
    const configs: { config: { rules: object }; loc: Location }[] = []
    const problems: { ruleId: null; message: string; loc: Location }[] = []
    for (const { value, loc } of this.getInlineConfigNodes()) {
      const parsed = comments.parseDirective(value)
      if (parsed?.label !== 'eslint') continue
      const answer = comments.parseJSONLikeConfig(parsed.value)
      if (answer.ok) configs.push({ config: { rules: answer.config }, loc })
      else problems.push({ ruleId: null, message: answer.error.message, loc })
    }
    return { configs, problems }
  }

  override getParent(): undefined {
    return undefined
  }

  /** One visit, of the file. */
  override traverse(): Iterable<VisitNodeStep> {
    return [1, 2].map((phase) => new VisitNodeStep({ target: this.ast as object, phase: phase as 1 | 2, args: [this.ast] }))
  }
}

/** An `eslint-disable…` comment, and the line that it is on. */
interface Disable {
  readonly type: 'disable' | 'enable' | 'disable-line' | 'disable-next-line'
  /** Rule ids between commas; empty: every rule. */
  readonly value: string
  readonly line: number
}

/** Whether ESLint suppresses the reports of a rule on a line: a fix for several findings must leave such a finding alone. */
export function isDisabled(comments: readonly Disable[]): (ruleId: string, line: number) => boolean {
  const ordered = [...comments].sort((a, b) => a.line - b.line)
  return (ruleId, line) => {
    let off = false
    for (const comment of ordered) {
      const ids = comment.value.split(',').flatMap((id) => id.trim() || [])
      if (ids.length > 0 && !ids.includes(ruleId)) continue
      if (comment.type === 'disable-line' ? comment.line === line : comment.type === 'disable-next-line' && comment.line + 1 === line)
        return true
      if (comment.line <= line && (comment.type === 'disable' || comment.type === 'enable')) off = comment.type === 'disable'
    }
    return off
  }
}
