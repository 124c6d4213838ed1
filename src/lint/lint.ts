import type { Container } from '../model/container.ts'
import { defined } from '../model/defined.ts'
import { fileOf, type Origin } from '../model/fact.ts'
import type { Problem } from '../model/finding.ts'
import type { Image } from '../model/image.ts'
import { once } from '../model/lazy.ts'
import { type ImageKnowledge, seals, type WritePlan } from '../model/write-plan.ts'
import type { Document } from '../sources/source.ts'
import { belowPath, fileName } from '../text/file-name.ts'
import { MAX_PATH, upTo } from '../text/up-to.ts'
import type { Report, Rule, RuleContext } from './rule.ts'
import { type ActiveRule, activeRules, type LintSettings, NO_OPTIONS } from './settings.ts'
import type { LintFinding } from './suppress.ts'

/** What the rules may learn about a container from outside its own document. Pure; built by `link`. */
export interface Knowledge {
  readonly plan: (container: Container) => WritePlan
  readonly image: (container: Container) => Image | undefined
  /** What the records say about the base image of a Dockerfile's image. */
  readonly base?: (image: Image) => ImageKnowledge | undefined
  /** Which limits of reading were reached so far. */
  readonly notes?: readonly Problem[]
  /** The service that a live container was started from. */
  readonly declared?: (container: Container) => Container | undefined
}

/** Runs the rules that are on over a document. An exception ends the judgement of one container or image; `onFailure` gets it. Pure. */
export function lintDocument(
  document: Document,
  rules: readonly Rule[],
  settings: LintSettings,
  knowledge: Knowledge,
  onFailure: (origin: Origin, error: unknown) => void,
): LintFinding[] {
  const findings: LintFinding[] = []
  const isolate = (origin: Origin, judge: () => readonly LintFinding[]): void => {
    try {
      findings.push(...judge())
    } catch (error) {
      onFailure(origin, error)
    }
  }
  for (const container of document.containers) {
    isolate(container.origin, () => lintContainer(container, rules, settings, knowledge, document.containers))
  }
  for (const image of document.images) isolate(image.origin, () => lintImage(image, rules, settings, knowledge))
  return findings
}

function lintImage(image: Image, rules: readonly Rule[], settings: LintSettings, knowledge: Knowledge): LintFinding[] {
  const findings: LintFinding[] = []
  // It has no better name than its Dockerfile's.
  const name = fileName(fileOf(image.origin) ?? 'image')
  const base = knowledge.base?.(image)
  for (const { rule, level, options } of activeRules(rules, settings, fileOf(image.origin) ?? '', name)) {
    rule.image?.(image, (report) => findings.push(toFinding(rule, report, level, name)), { options, ...(base ? { base } : {}) })
  }
  return findings
}

/** The findings about one container. `neighbours`: all containers of its document; live containers have none. */
export function lintContainer(
  container: Container,
  rules: readonly Rule[],
  settings: LintSettings,
  knowledge: Knowledge,
  neighbours?: readonly Container[],
): LintFinding[] {
  const findings: LintFinding[] = []
  const file = fileOf(container.origin) ?? ''
  const context = contextOf(container, settings, knowledge, neighbours)
  for (const { rule, level, options } of activeRules(rules, settings, file, container.name)) {
    if (!rule.container) continue
    const add = (report: Report<string>) => {
      const finding = toFinding(rule, report, level, container.name, container)
      const plan = report.withPlan ? { plan: context.plan(), ...(seals(report.fix) ? { sealsIn: container.dialect } : {}) } : {}
      findings.push({ ...finding, container, ...plan })
    }
    rule.container(container, add, withOptions(context, options))
  }
  return findings
}

/** What rules may ask about a container; each answer is computed when a rule first asks. */
function contextOf(
  container: Container,
  settings: LintSettings,
  knowledge: Knowledge,
  neighbours: readonly Container[] | undefined,
): RuleContext {
  const image = once(() => knowledge.image(container))
  const declared = knowledge.declared?.(container)
  return {
    options: NO_OPTIONS,
    plan: once(() => knowledge.plan(container)),
    get image() {
      return image()
    },
    preset: settings.preset,
    isForTests: (origin) => isForTests(origin, settings.root),
    ...defined({ document: neighbours, declared }),
  }
}

/** The context with the options of one rule. It inherits, because a copy would read the image. */
function withOptions(context: RuleContext, options: RuleContext['options']): RuleContext {
  return options === NO_OPTIONS ? context : Object.create(context, { options: { value: options, enumerable: true } })
}

/** The text of a report, with its placeholders filled (`RuleMeta.messages`). */
export function messageOf({ meta }: Rule, { messageId, data }: Report<string>, container?: Container): string {
  const words: Readonly<Record<string, string | undefined>> = { noun: container?.dialect.noun, name: container?.name, ...data }
  const settings: Readonly<Record<string, string>> = container?.dialect.settings ?? {}
  const template = meta.messages[messageId] ?? messageId
  return template.replace(/\{\{(setting:)?([\w-]+)\}\}/g, (_, isSetting, key) => (isSetting ? settings : words)[key] ?? '')
}

function toFinding(rule: Rule, report: Report<string>, level: ActiveRule['level'], subject: string, container?: Container): LintFinding {
  return {
    ruleId: rule.id,
    messageId: report.messageId,
    severity: level === 'default' ? (report.severity ?? rule.meta.severity) : level,
    message: messageOf(rule, report, container),
    at: report.at,
    ...(rule.meta.category === 'secrets' ? { secret: true as const } : {}),
    subject,
    related: report.related ?? [],
    ...(report.fix ? { fix: report.fix } : {}),
  }
}

const TESTS = /(^|[/._-])(tests?|testing|ci|e2e|integration|fixtures|bench(marks?)?)([/._-]|$)/i

/** Files of pipelines; what they start is gone when they end. */
const PIPELINES =
  /(^|\/)\.(github\/workflows|circleci|woodpecker|buildkite|semaphore)\/|(^|\/)\.(travis|drone|woodpecker|cirrus)\.ya?ml$|-pipelines?\.ya?ml$/i

/** Files that developers start on their own machine: a devcontainer, `compose.dev.yaml`, `docker-compose.local.yml`. */
const DEVELOPMENT =
  /(^|\/)\.devcontainer\/|(^|[/._-])(dev(el(opment)?)?|local)[._-][^/]*compose[^/]*$|compose[^/]*[._-](dev(el(opment)?)?|local)[._-][^/]*$/i

/** Whether a place is in a file for tests or development, by its name or a directory below `root`, or in a pipeline. */
export function isForTests(origin: Origin, root: string): boolean {
  if (origin.kind !== 'text') return false
  const path = upTo(MAX_PATH, (root === '' ? undefined : belowPath(root, origin.file)) ?? fileName(origin.file))
  return TESTS.test(path) || PIPELINES.test(path) || DEVELOPMENT.test(path)
}
