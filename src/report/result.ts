import type { Dialect } from '../model/dialect.ts'
import type { Span } from '../model/fact.ts'
import type { Severity } from '../model/finding.ts'
import type { Applicability, Confidence } from '../model/intent.ts'
import type { OrWhy } from '../model/or-why.ts'
import type { WritePlan } from '../model/write-plan.ts'

/** ESLint's `Linter.LintMessage` (https://eslint.org/docs/v8.x/integrate/nodejs-api#-lintmessage-type) followed by our own fields. */
export interface LintMessage {
  readonly ruleId: string | null
  /** 2 for error, 1 for warning and info: ESLint's formatters know no other. */
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
  /** A field of ESLint; our rules report services, not syntax nodes. */
  readonly nodeType: null

  readonly level: Severity
  /** Service, container or image name. */
  readonly subject?: string
  readonly related?: readonly RelatedLocation[]
  readonly fixTitle?: string
  readonly applicability?: Applicability
  readonly confidence?: Confidence
  /** The fix as edits to files, if it also changes other files. Spans are UTF-16 offsets in these files. */
  readonly fileEdits?: readonly {
    readonly file: string
    readonly edits: readonly { readonly span: readonly [number, number]; readonly text: string }[]
  }[]
  /** Why a fix is not applied, and what to do by hand. */
  readonly fixRefused?: string
  readonly plan?: WritePlan
  /** Set if the fix carries out the whole plan: the dialect of the source that defines the container; its `id` in JSON. */
  readonly sealsIn?: Dialect
  /** Stays the same after edits elsewhere in the file; for SARIF's partialFingerprints and baselines. */
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
  /** Messages of severity 2, including fatal ones. */
  readonly errorCount: number
  readonly fatalErrorCount: number
  /** Messages of severity 1, including infos: ESLint's formatters print nothing if both counts are 0. */
  readonly warningCount: number
  readonly fixableErrorCount: number
  readonly fixableWarningCount: number
  readonly usedDeprecatedRules: readonly never[]
  readonly source?: string | undefined
  readonly output?: string

  /** Ranges of `source` that no report shows. */
  readonly secrets?: readonly Span[]

  /** Messages of level `info`; real warnings are `warningCount - infoCount`. */
  readonly infoCount: number
}

/** A message that a comment in the file suppresses, with the comment's reason. */
export interface SuppressedMessage extends LintMessage {
  readonly suppressions: readonly { readonly kind: 'directive'; readonly justification: string }[]
}

/** Whether `--fix` would fix it. ESLint's `fix` holds one range of one file; a fix of several files counts too. */
export function isFixable(message: LintMessage): boolean {
  if (message.fix !== undefined) return true
  return message.fileEdits !== undefined && message.fixRefused === undefined && message.applicability !== 'manual'
}

/** What a formatter gets in addition to the results; `cwd` and `rulesMeta` are ESLint's. */
export interface FormatContext {
  readonly cwd: string
  readonly rulesMeta: Readonly<Record<string, RuleDescription>>
  /** The root for relative URIs in reports: the repository, else cwd. */
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
  /** Height of the terminal in lines, for a report that shortens itself to a screen; absent: the whole report. */
  readonly rows?: number
  /** The command and the paths as the user gave them, so that a report can say what to type next. */
  readonly invocation?: { readonly command: 'lint' | 'audit'; readonly paths: readonly string[]; readonly onlyChanged?: boolean }
  /** ESLint 8 passes it; formatters read `maxWarningsExceeded`. */
  readonly maxWarningsExceeded?: { readonly maxWarnings: number; readonly foundWarnings: number }
}

/** A file that was skipped or read only in part. Always reported, since a pass would claim more than was read. */
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

/** A built-in formatter or an ESLint formatter. It may give a promise; the caller writes the text. */
export type Formatter = (results: readonly LintResult[], context: FormatContext) => string | Promise<string>

/** The text of a report, or an error of one line. */
export type Formatted = OrWhy<{ readonly text: string }>

/** A formatter that is ready to use. It sorts results by path, as ESLint does. */
export interface LoadedFormatter {
  readonly ok: true
  /** The built-in's name, or the file that a foreign one was loaded from. */
  readonly from: string
  readonly format: (results: readonly LintResult[], context: FormatContext) => Promise<Formatted>
}

/** In ESLint's order. */
export function byPath(results: readonly LintResult[]): LintResult[] {
  return results.toSorted((a, b) => (a.filePath < b.filePath ? -1 : a.filePath > b.filePath ? 1 : 0))
}
