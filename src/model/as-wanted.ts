import { applyIntent } from './apply-intent.ts'
import type { Container } from './container.ts'
import type { Intent } from './intent.ts'
import { uniqueBy } from './maps.ts'
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
      return found !== undefined && plainFacts(found) === plainFacts(done(container).reduce(applyIntent, container))
    })
  )
}

/** What an intent does not decide: where and in which form something is written. */
const UNSEEN = new Set(['origin', 'form', 'writtenTarget', 'written', 'leftWritable'])

/** Facts as text. The order of lists does not count; of two variables with one name the later does. Podman's own mounts depend on others. */
function plainFacts(container: Container): string {
  const { environment, mounts, security } = container
  const variables = uniqueBy(environment.items.toReversed(), ({ value }) => value.name)
  const own = {
    ...container,
    environment: { ...environment, items: variables },
    security: {
      ...security,
      options: { ...security.options, items: security.options.items.map(({ value }) => ({ value: plainSecurityOption(value) })) },
    },
    mounts: { ...mounts, items: mounts.items.filter(({ value }) => !value.implied) },
  }
  return JSON.stringify(own, (key, value: unknown) => {
    if (UNSEEN.has(key)) return undefined
    return key === 'items' && Array.isArray(value) ? value.map((item: { value: unknown }) => plainFact(item.value)).sort() : value
  })
}

function plainFact(value: unknown): string {
  return JSON.stringify(value, (key, each: unknown) => {
    if (UNSEEN.has(key)) return undefined
    const isRecord = each !== null && typeof each === 'object' && !Array.isArray(each)
    return isRecord ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each
  })
}
