import { messageOf } from '../src/lint/lint.ts'
import type { Report, Rule, RuleContext } from '../src/lint/rule.ts'
import type { Container, EnvironmentVariable, Port } from '../src/model/container.ts'
import { type Fact, type FactList, type Origin, set } from '../src/model/fact.ts'
import type { BindMount, Mount } from '../src/model/mount.ts'
import type { ImageKnowledge, WritePlan } from '../src/model/write-plan.ts'
import { container as bareContainer } from './container-fixture.ts'

let offset = 0

/** A new place in a file, different from all others. */
export function place(file = '/project/compose.yaml'): Origin {
  offset += 10
  return { kind: 'text', file, span: [offset, offset + 5] }
}

/** A set fact at a place of its own. */
export function fact<T>(value: T): Fact<T> {
  return set(value, place())
}

/** A complete list, each item at a place of its own. */
export function listOf<T>(...values: readonly T[]): FactList<T> {
  return { items: values.map((value) => ({ value, origin: place() })) }
}

/** A list of which more entries may exist than can be seen. */
export function incomplete<T>(...values: readonly T[]): FactList<T> {
  return { ...listOf(...values), incomplete: { why: '$OPTS' } }
}

export function bind(source: string, target = source, more: Partial<BindMount> = {}): Mount {
  return { type: 'bind', source, target, readOnly: false, form: 'short', ...more }
}

export function port(target: string, published?: string, more: Partial<Port> = {}): Port {
  return { target, protocol: 'tcp', ...(published === undefined ? {} : { published }), ...more }
}

export function variable(name: string, value: string | null, written?: string): EnvironmentVariable {
  return { name, value, interpolated: false, ...(written === undefined ? {} : { written }) }
}

type Grouped = 'security' | 'namespaces' | 'limits'

/** Changes to a container of which only the name and the image are known; groups need only what differs. */
export type Changes = Partial<Omit<Container, Grouped>> & { readonly [Group in Grouped]?: Partial<Container[Group]> }

/** A Compose service `app` of the image `example/app:1.0` with nothing else set, but for the changes. */
export function container(changes: Changes = {}): Container {
  const { security, namespaces, limits, ...rest } = changes
  const bare = bareContainer({ name: 'app', origin: place(), image: fact('example/app:1.0'), ...rest })
  return {
    ...bare,
    security: { ...bare.security, ...security },
    namespaces: { ...bare.namespaces, ...namespaces },
    limits: { ...bare.limits, ...limits },
  }
}

/** What an image record says, for rules that ask for it. */
export function knowledge(more: Partial<ImageKnowledge> = {}): ImageKnowledge {
  return {
    record: 'example/app',
    image: 'example/app',
    match: 'name',
    shipped: [],
    precautions: [],
    oldFiles: [],
    configuration: [],
    volumes: [],
    ...more,
  }
}

export interface Judged {
  readonly messageId: string
  readonly severity: string
  readonly at: Origin
  readonly message: string
  readonly fix?: { readonly applicability: string; readonly confidence?: string; readonly intents: readonly object[] }
}

/** Runs one rule over a container, with severities and messages as the lint core fills them. */
export function judge(
  rule: Rule,
  subject: Container,
  context: Partial<RuleContext> & { readonly knowledge?: ImageKnowledge } = {},
): Judged[] {
  const { knowledge: known, ...rest } = context
  const plan: WritePlan = {
    ready: 'unknown',
    confidence: 'default',
    paths: [],
    settings: [],
    notes: [],
    ...(known ? { knowledge: known } : {}),
  }
  const reports: Report<string>[] = []
  rule.container?.(subject, (report) => reports.push(report), {
    plan: () => plan,
    image: undefined,
    isForTests: () => false,
    preset: 'recommended',
    options: {},
    ...rest,
  })
  return reports.map((report) => ({
    messageId: report.messageId,
    severity: report.severity ?? rule.meta.severity,
    at: report.at,
    message: messageOf(rule, report, subject),
    ...(report.fix ? { fix: report.fix } : {}),
  }))
}

/** The message ids alone. */
export function ids(rule: Rule, subject: Container, context: Parameters<typeof judge>[2] = {}): string[] {
  return judge(rule, subject, context).map(({ messageId }) => messageId)
}
