import type { SourceKind } from '../model/container.ts'
import { tmpfsText } from '../model/tmpfs.ts'
import { describeIntent } from '../model/wording.ts'
import { mountIntents, type WritePath, type WritePlan } from '../model/write-plan.ts'
import { wrap } from './terminal.ts'

/** A line to paste, and a comment that says why. */
interface SnippetLine {
  readonly text: string
  readonly why?: string
}

/** Beyond so many lines a list is written in one line, without its reasons. */
const MAX_LINES = 8

/**
 * What to paste so that the container runs with a read-only root filesystem: YAML for Compose, options for `docker run` and quadlets.
 * Each mount has its reason as a comment; what is mounted already is a comment too. Lines are at most `width` columns where words allow.
 */
export function snippet(plan: WritePlan, source: SourceKind, width: number): string[] {
  const lines = source === 'compose' ? composeLines(plan) : source === 'quadlet' ? quadletLines(plan) : [{ text: flags(plan, source) }]
  const mounted = plan.paths.filter(({ mount }) => mount.as === 'covered')
  const kept = mounted.length === 0 ? [] : [cut(`# already mounted: ${mounted.map(({ path }) => path).join(', ')}`, width)]
  const withComments = source === 'compose' || source === 'quadlet' ? aligned(lines, width) : lines.map(({ text }) => text)
  return [...withComments, ...(source === 'compose' || source === 'quadlet' ? [] : reasons(plan, width)), ...kept]
}

function composeLines(plan: WritePlan): readonly SnippetLine[] {
  const tmpfs = plan.paths.flatMap((path) =>
    path.mount.as === 'tmpfs' ? [{ text: tmpfsText(path.path, path.mount.options), why: whyOf(path) }] : [],
  )
  const volumes = plan.paths.flatMap((path) =>
    path.mount.as === 'volume' ? [{ text: `${path.mount.name}:${path.path}`, why: whyOf(path) }] : [],
  )
  const settings = plan.settings.flatMap(({ environment, because }) =>
    environment ? [{ text: `  ${environment.name}: ${JSON.stringify(environment.value)}`, why: because[0].text }] : [],
  )
  // The reasons of a guess say nothing.
  const isLong = plan.ready === 'unknown' || tmpfs.length + volumes.length + settings.length > MAX_LINES - 2
  return [
    { text: 'read_only: true' },
    ...list('tmpfs', tmpfs, isLong),
    ...list('volumes', volumes, isLong),
    ...(settings.length > 0 ? [{ text: 'environment:' }, ...settings] : []),
  ]
}

/** `tmpfs:` with an entry a line, or in brackets where the snippet would get too long. */
function list(key: string, entries: readonly SnippetLine[], inBrackets: boolean): readonly SnippetLine[] {
  if (entries.length === 0) return []
  if (inBrackets) return [{ text: `${key}: [${entries.map(({ text }) => (text.includes(',') ? JSON.stringify(text) : text)).join(', ')}]` }]
  return [{ text: `${key}:` }, ...entries.map(({ text, ...rest }) => ({ text: `  - ${text}`, ...rest }))]
}

function quadletLines(plan: WritePlan): readonly SnippetLine[] {
  return intentsOf(plan).map((intent) => ({ text: describeIntent(intent, 'quadlet') }))
}

function flags(plan: WritePlan, source: SourceKind): string {
  return intentsOf(plan)
    .map((intent) => describeIntent(intent, source))
    .join(' ')
}

/** The plan's intents; of a plan that must not be applied, none. */
function intentsOf(plan: WritePlan) {
  const settings = plan.settings.flatMap(({ environment }) => (environment ? [{ do: 'set-environment' as const, ...environment }] : []))
  return [{ do: 'set-read-only-root' as const }, ...mountIntents(plan.paths), ...settings]
}

/** The reasons of the mounts as comments, for options on one line. */
function reasons(plan: WritePlan, width: number): string[] {
  return plan.paths.flatMap((path) => (path.mount.as === 'covered' ? [] : [cut(`# ${path.path}: ${whyOf(path)}`, width)]))
}

function whyOf({ because, without }: WritePath): string {
  const text = because.map((reason) => reason.text).join('; ')
  return without?.effect === 'degrades' ? `${text}; without it, ${without.what}` : text
}

/** Comments in one column, of at most two lines each. */
function aligned(lines: readonly SnippetLine[], width: number): string[] {
  const short = lines.flatMap(({ text, why }) => (why === undefined || text.length > width / 2 ? [] : [text.length]))
  const column = Math.max(0, ...short)
  return lines.flatMap(({ text, why }) => {
    if (why === undefined) return [text]
    const start = Math.max(column, text.length) + 4
    const [first = '', ...others] = wrap(why, Math.max(24, width - start))
    const head = `${text.padEnd(start - 4)}  # ${first}`
    return others.length === 0 ? [head] : [head, `${' '.repeat(start - 2)}# ${cut(others.join(' '), Math.max(24, width - start))}`]
  })
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`
}
