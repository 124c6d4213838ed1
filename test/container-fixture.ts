import { blankContainer } from '../src/model/blank-container.ts'
import type { Container, EnvironmentVariable } from '../src/model/container.ts'
import type { Origin, Sourced } from '../src/model/fact.ts'
import type { Mount } from '../src/model/mount.ts'
import { normaliseTarget } from '../src/model/path.ts'
import { COMPOSE, STACK } from '../src/sources/compose/dialect.ts'

export const HERE: Origin = { kind: 'text', file: 'compose.yaml', span: [0, 1] }

export function fact<T>(value: T): { state: 'set'; value: T; origin: Origin } {
  return { state: 'set', value, origin: HERE }
}

export function listOf<T>(...values: T[]): { items: Sourced<T>[] } {
  return { items: values.map((value) => ({ value, origin: HERE })) }
}

/** A Compose service with nothing set but what `given` says; one of a stack where that says `swarm`. */
export function container(given: Partial<Container> = {}): Container {
  return { ...blankContainer('web', given.swarm ? STACK : COMPOSE, HERE), ...given }
}

export function environment(variables: Record<string, string | null>): { items: Sourced<EnvironmentVariable>[] } {
  return listOf(...Object.entries(variables).map(([name, value]) => ({ name, value, interpolated: false })))
}

/** `name:/target`, `/host:/target:ro`, `tmpfs:/target`, or `/target` for an anonymous volume. */
export function mounts(...texts: string[]): { items: Sourced<Mount>[] } {
  return listOf(
    ...texts.map((text): Mount => {
      const parts = text.split(':')
      const [source, target, flags] = parts.length === 1 ? [undefined, text, undefined] : parts
      const common = { target: normaliseTarget(target ?? ''), readOnly: flags === 'ro', form: 'short' as const }
      if (source === 'tmpfs') return { ...common, type: 'tmpfs', options: {} }
      if (source?.startsWith('/') || source?.startsWith('.')) return { ...common, type: 'bind', source }
      return { ...common, type: 'volume', ...(source === undefined ? {} : { name: source }) }
    }),
  )
}
