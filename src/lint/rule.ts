import type { Container } from '../model/container.ts'
import type { Origin } from '../model/fact.ts'
import type { Severity } from '../model/finding.ts'
import type { Image } from '../model/image.ts'
import type { Fix } from '../model/intent.ts'
import type { ImageKnowledge, WritePlan } from '../model/write-plan.ts'

/** Number of a control in the CIS Docker Benchmark: up to v1.5, and from v1.6 on. */
export interface CisControl {
  readonly upTo15: string
  readonly from16: string
}

export type Preset = 'recommended' | 'cis' | 'strict'

export interface RuleMeta<Id extends string> {
  /** One line, no full stop: what the rule wants. */
  readonly title: string
  /** Why it matters, one sentence; a report says it once per rule. */
  readonly why: string
  readonly category: 'filesystem' | 'privilege' | 'isolation' | 'resources' | 'network' | 'supply-chain' | 'secrets' | 'observability'
  /** What the rule judges. */
  readonly scope: 'container' | 'image'
  readonly cis?: CisControl
  /** Rule number of the OWASP Docker Security Cheat Sheet. */
  readonly owasp?: string
  readonly severity: Severity
  /** 0.0–10.0, GitHub's `security-severity`; derived in the rule's page. */
  readonly securitySeverity: string
  readonly presets: readonly Preset[]
  readonly fixable: boolean
  /** `engine`: judges only running containers, from what no file can say; such a rule is never reported by `lint`. */
  readonly needs?: 'engine'
  /**
   * Text by message id: what is wrong, and what to do. `{{noun}}` and `{{name}}` are the container's, `{{setting:memory}}` is a setting in its
   * dialect, other `{{placeholders}}` are the report's data.
   */
  readonly messages: Readonly<Record<Id, string>>
  /** JSON Schema of the rule's options object, if it has options. */
  readonly options?: object
}

export interface Report<Id extends string> {
  readonly messageId: Id
  readonly at: Origin
  readonly data?: Readonly<Record<string, string>>
  readonly related?: readonly { readonly at: Origin; readonly message: string }[]
  readonly fix?: Fix
  /** Attach the container's write plan to the finding, so that reports can print it. */
  readonly withPlan?: boolean
  /** Overrides the rule's own severity. */
  readonly severity?: Severity
}

/** What a rule may ask about the container it judges, beside its facts. All pure. */
export interface RuleContext {
  /** The container's write plan; computed once, on first call. */
  readonly plan: () => WritePlan
  /** The container's image, if its Dockerfile or inspect document was read. */
  readonly image: Image | undefined
  /** Every container of the same document (Compose project, script), the judged one included; absent for a live container. */
  readonly document?: readonly Container[]
  /** The service in a Compose file that a running container was started from, if its labels lead to one; absent otherwise. */
  readonly declared?: Container
  readonly preset: Preset
  /** Whether a place is in a file for tests or development, or in a pipeline, where data and credentials matter little. */
  readonly isForTests: (origin: Origin) => boolean
  /** The rule's options, validated against its schema; `{}` without. */
  readonly options: Readonly<Record<string, unknown>>
}

/** What a rule may ask about the image it judges, beside its facts. */
export interface ImageRuleContext {
  /** What the records say about the image that it is built on; absent if none matches. */
  readonly base?: ImageKnowledge
  /** The rule's options, validated against its schema; `{}` without. */
  readonly options: Readonly<Record<string, unknown>>
}

/**
 * One rule: functions over a container or a Dockerfile's image that only call `report`, once for each finding. `NoInfer` makes a wrong message
 * id an error where it is used.
 */
export interface Rule<Id extends string = string> {
  readonly id: string
  readonly meta: RuleMeta<Id>
  readonly container?: (container: Container, report: (report: Report<NoInfer<Id>>) => void, context: RuleContext) => void
  readonly image?: (image: Image, report: (report: Report<NoInfer<Id>>) => void, context: ImageRuleContext) => void
}

/** A rule as its file states it: what it judges follows from its function, and few have a fix. */
interface RuleDefinition<Id extends string> extends Omit<Rule<Id>, 'meta'> {
  readonly meta: Omit<RuleMeta<Id>, 'scope' | 'fixable'> & { readonly fixable?: true }
}

export function defineRule<const Id extends string>({ meta, ...rule }: RuleDefinition<Id>): Rule<Id> {
  return { ...rule, meta: { fixable: false, scope: rule.image ? 'image' : 'container', ...meta } }
}

/** Where the pages that `npm run site` builds are published. */
export const SITE = 'https://dockseal.github.io/dockseal'

/** The address of a rule's page; computed, so that code and link cannot disagree. */
export function rulePageUrl(id: string): string {
  return `${SITE}/rules/${id}.html`
}
