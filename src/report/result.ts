import type { Dialect } from '../model/dialect.ts'
import type { Span } from '../model/fact.ts'
import type { Severity } from '../model/finding.ts'
import type { Applicability, Confidence } from '../model/intent.ts'
import type { WritePlan } from '../model/write-plan.ts'

/** ESLint's `Linter.LintMessage` (https://eslint.org/docs/v8.x/integrate/nodejs-api#-lintmessage-type) with our own fields behind it. */
export interface LintMessage {
  readonly ruleId: string | null
  /** 2 for error, 1 for warning and info: formatters of ESLint know no third. */
  readonly severity: 1 | 2
  readonly message: string
  readonly messageId?: string
  readonly line: number
  readonly column: number
  readonly endLine?: number
  readonly endColumn?: number
  readonly fatal?: true
  readonly fix?: { readonly range: [number, number]; readonly text: string }
  readonly suggestions?: readonly { readonly desc: string; readonly fix: { readonly range: [number, number]; readonly text: string } }[]
  /** ESLint's field has one; our rules report services, not syntax nodes. */
  readonly nodeType: null

  readonly level: Severity
  /** Service, container or image name. */
  readonly subject?: string
  readonly related?: readonly RelatedLocation[]
  readonly fixTitle?: string
  readonly applicability?: Applicability
  readonly confidence?: Confidence
  /** The fix as edits to files, where it touches others than this one too. Spans are UTF-16 offsets of those files. */
  readonly fileEdits?: readonly {
    readonly file: string
    readonly edits: readonly { readonly span: readonly [number, number]; readonly text: string }[]
  }[]
  /** Why a fix was held back, and what to do by hand. */
  readonly fixRefused?: string
  readonly plan?: WritePlan
  /** Where the fix carries out the whole plan: the dialect of the source that defines the container; its `id` in JSON. */
  readonly sealsIn?: Dialect
  /** Stable over edits elsewhere in the file: SARIF partialFingerprints, baselines. */
  readonly fingerprint?: string
  readonly live?: { readonly id: string; readonly path: string }
}

export interface RelatedLocation {
  readonly filePath: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  readonly message: string
}

/** ESLint's `LintResult`. */
export interface LintResult {
  /** Absolute path; `docker://<name>` for a live container without a source file. */
  readonly filePath: string
  readonly messages: readonly LintMessage[]
  readonly suppressedMessages: readonly SuppressedMessage[]
  /** Messages of severity 2, fatal ones too. */
  readonly errorCount: number
  readonly fatalErrorCount: number
  /** Messages of severity 1, so infos are counted here too: ESLint's formatters print nothing where both counts are 0. */
  readonly warningCount: number
  readonly fixableErrorCount: number
  readonly fixableWarningCount: number
  readonly usedDeprecatedRules: readonly never[]
  readonly source?: string
  readonly output?: string

  /** Ranges of `source` that no report shows. */
  readonly secrets?: readonly Span[]

  /** Messages of level `info`; real warnings are `warningCount - infoCount`. */
  readonly infoCount: number
}

/** A message that a comment in the file silenced, with what the comment says. */
export interface SuppressedMessage extends LintMessage {
  readonly suppressions: readonly { readonly kind: 'directive'; readonly justification: string }[]
}

/** Whether `--fix` would repair it. ESLint's `fix` holds one range of one file; a fix over several files counts as well. */
export function isFixable(message: LintMessage): boolean {
  if (message.fix !== undefined) return true
  return message.fileEdits !== undefined && message.fixRefused === undefined && message.applicability !== 'manual'
}

/** What a formatter gets beside the results; `cwd` and `rulesMeta` are ESLint's. */
export interface FormatContext {
  readonly cwd: string
  readonly rulesMeta: Readonly<Record<string, RuleDescription>>
  /** Root that report URIs are relative to: the repository, else cwd. */
  readonly root: string
  readonly color: boolean
  readonly version: string
  readonly coverage: readonly CoverageNote[]
  readonly summary: {
    readonly files: number
    readonly containers: number
    readonly images: number
    readonly skipped: number
    readonly fixed: number
    /** Findings that a baseline accepts. */
    readonly accepted?: number
  }
  /** Width of the terminal in columns; absent: 80. */
  readonly columns?: number
  /** Height of the terminal in lines, for a report that may leave out what a screen does not hold; absent: leave nothing out. */
  readonly rows?: number
  /** What was run, so that a report can say what to type next: the command and the paths as the user gave them. */
  readonly invocation?: { readonly command: 'lint' | 'audit'; readonly paths: readonly string[]; readonly onlyChanged?: boolean }
  /** ESLint 8 passes it; formatters read `maxWarningsExceeded`. */
  readonly maxWarningsExceeded?: { readonly maxWarnings: number; readonly foundWarnings: number }
}

/** A file that was skipped or read only in part; never silent, because a pass over a partial view would be a lie. */
export interface CoverageNote {
  readonly level: 'error' | 'note'
  readonly filePath: string
  readonly line?: number
  readonly column?: number
  readonly message: string
  readonly hint?: string
}

/** A rule's meta as ESLint formatters expect it (`meta.docs`), and as SARIF needs it. */
export interface RuleDescription {
  readonly type: 'problem'
  readonly fixable?: 'code'
  /** Why the rule matters, in one sentence. */
  readonly why: string
  readonly docs: { readonly description: string; readonly url: string; readonly recommended: boolean; readonly category: string }
  readonly messages: Readonly<Record<string, string>>
  readonly cis?: { readonly upTo15: string; readonly from16: string }
  readonly owasp?: string
  /** What the rule judges; absent: containers. */
  readonly scope?: 'container' | 'image'
  readonly level: Severity
  readonly securitySeverity: string
  /** The rule's page, Markdown, for SARIF help; loaded by the formatters that need it. */
  readonly help?: string
}

/** A built-in or a foreign ESLint formatter. Pure but for a promise: the caller writes the text. */
export type Formatter = (results: readonly LintResult[], context: FormatContext) => string | Promise<string>

/** Text of a report, or why there is none, in one line. */
export type Formatted = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string }

/** A formatter that is ready to use. Results may come in any order; it gets them sorted by path, as ESLint does. */
export interface LoadedFormatter {
  readonly ok: true
  /** The built-in's name, or the file that a foreign one was loaded from. */
  readonly from: string
  readonly format: (results: readonly LintResult[], context: FormatContext) => Promise<Formatted>
}

/** In the order that ESLint gives them in. */
export function byPath(results: readonly LintResult[]): LintResult[] {
  return results.toSorted((a, b) => (a.filePath < b.filePath ? -1 : a.filePath > b.filePath ? 1 : 0))
}
