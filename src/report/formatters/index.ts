import type { Formatter } from '../result.ts'

/**
 * The built-in formatters by name, loaded when asked for: a run loads the one that it prints with.
 * A test compares this list with the folder.
 */
export const formatters = {
  pretty: async () => (await import('./pretty.ts')).pretty,
  stylish: async () => (await import('./stylish.ts')).stylish,
  json: async () => (await import('./json.ts')).json,
  'json-with-metadata': async () => (await import('./json.ts')).jsonWithMetadata,
  compact: async () => (await import('./compact.ts')).compact,
  unix: async () => (await import('./unix.ts')).unix,
  github: async () => (await import('./github.ts')).github,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  junit: async () => (await import('./junit.ts')).junit,
  html: async () => (await import('./html.ts')).html,
  markdown: async () => (await import('./markdown.ts')).markdown,
  sarif: async () => (await import('./sarif.ts')).sarif,
  checkstyle: async () => (await import('./checkstyle.ts')).checkstyle,
} satisfies Readonly<Record<string, () => Promise<Formatter>>>

export type BuiltInFormatter = keyof typeof formatters

export const DEFAULT_FORMATTER: BuiltInFormatter = 'pretty'

/** Whether a built-in formatter has this name. */
export function isBuiltIn(name: string): name is BuiltInFormatter {
  return Object.hasOwn(formatters, name)
}
