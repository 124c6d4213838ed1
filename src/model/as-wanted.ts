import { applyIntent, intentHolds } from './apply-intent.ts'
import type { Container } from './container.ts'
import type { Intent } from './intent.ts'
import { uniqueBy } from './maps.ts'
import { normaliseTarget } from './path.ts'
import { plainSecurityOption } from './security-option.ts'

/** Whether containers that are read again from edited texts are what the intents make of those before, and no other differs. */
export function areAsWanted(
  before: readonly Container[],
  after: readonly Container[],
  done: (container: Container) => readonly Intent[],
): boolean {
  return (
    before.length === after.length &&
    before.every((container, index) => {
      const found = after[index]
      if (!found) return false
      const open = done(container).filter((intent) => !isImplied(found, intent))
      return sameFacts(plainFacts(found), plainFacts(open.reduce(applyIntent, container)))
    })
  )
}

/** Whether the engine itself mounts what an intent asks for. */
function isImplied(container: Container, intent: Intent): boolean {
  const isOwn = container.mounts.items.some(
    ({ value }) => value.implied && 'path' in intent && value.target === normaliseTarget(intent.path),
  )
  return isOwn && intentHolds(container, intent)
}

/** What an intent does not decide: where and in which form something is written. */
const UNSEEN = new Set(['origin', 'form', 'writtenTarget', 'written', 'leftWritable'])

/** The facts of a container. Of two variables with one name the later counts. Podman's own mounts depend on others. */
function plainFacts(container: Container): unknown {
  const { environment, mounts, security } = container
  const variables = uniqueBy(environment.items.toReversed(), ({ value }) => value.name)
  return {
    ...container,
    environment: { ...environment, items: variables },
    security: {
      ...security,
      options: { ...security.options, items: security.options.items.map(({ value }) => ({ value: plainSecurityOption(value) })) },
    },
    mounts: { ...mounts, items: mounts.items.filter(({ value }) => !value.implied) },
  }
}

/** Whether two facts are equal. The order of `items` does not count. */
function sameFacts(a: unknown, b: unknown, key = ''): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((each, at) => sameFacts(each, b[at])) || (key === 'items' && sorted(a) === sorted(b))
  }
  const [left, right] = [a as Facts, b as Facts]
  let more = 0
  for (const name in right) if (isSeen(name, right[name])) more++
  for (const name in left) {
    if (!isSeen(name, left[name])) continue
    if (!sameFacts(left[name], right[name], name)) return false
    more--
  }
  return more === 0
}

type Facts = Readonly<Record<string, unknown>>

function isSeen(name: string, value: unknown): boolean {
  return value !== undefined && typeof value !== 'function' && !UNSEEN.has(name)
}

/** The values of a list in an order of their own, as text. */
function sorted(items: readonly { readonly value: unknown }[]): string {
  return JSON.stringify(items.map(({ value }) => plainText(value)).sort())
}

function plainText(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (each === null || typeof each !== 'object' || Array.isArray(each)) return each
    const seen = Object.entries(each).filter(([name, fact]) => isSeen(name, fact))
    return Object.fromEntries(seen.sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
