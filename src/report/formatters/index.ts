import type { Formatter } from '../result.ts'
import { pretty } from './pretty.ts'

const onDemand = () => import('../on-demand.ts')

/** The built-in formatters by name; all but the default are loaded on demand. */
export const formatters = {
  pretty: async () => pretty,
  stylish: async () => (await onDemand()).stylish,
  json: async () => (await onDemand()).json,
  'json-with-metadata': async () => (await onDemand()).jsonWithMetadata,
  compact: async () => (await onDemand()).compact,
  unix: async () => (await onDemand()).unix,
  github: async () => (await onDemand()).github,
  gitlab: async () => (await onDemand()).gitlab,
  'gitlab-sast': async () => (await onDemand()).gitlabSast,
  junit: async () => (await onDemand()).junit,
  html: async () => (await onDemand()).html,
  markdown: async () => (await onDemand()).markdown,
  sarif: async () => (await onDemand()).sarif,
  checkstyle: async () => (await onDemand()).checkstyle,
} satisfies Readonly<Record<string, () => Promise<Formatter>>>

export type BuiltInFormatter = keyof typeof formatters

/** These formats show neither edits nor the number of fixable findings, nor any text of a file. */
const BRIEF: ReadonlySet<string> = new Set(['unix', 'compact', 'checkstyle', 'gitlab', 'junit'] satisfies BuiltInFormatter[])

/** Whether a format (default: our own) shows edits of fixes, or texts of files. */
export function showsDetails(format: string | undefined): boolean {
  return format === undefined || !BRIEF.has(format)
}

const WITHOUT_FINGERPRINTS: ReadonlySet<string> = new Set([
  'pretty',
  'stylish',
  'compact',
  'unix',
  'github',
  'junit',
  'html',
  'markdown',
  'checkstyle',
] satisfies BuiltInFormatter[])

/** Whether a format (default: our own) shows fingerprints of findings. */
export function showsFingerprints(format: string = DEFAULT_FORMATTER): boolean {
  return !WITHOUT_FINGERPRINTS.has(format)
}

export const DEFAULT_FORMATTER: BuiltInFormatter = 'pretty'

/** Whether a built-in formatter has this name. */
export function isBuiltIn(name: string): name is BuiltInFormatter {
  return Object.hasOwn(formatters, name)
}
