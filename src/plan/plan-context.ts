import { type Container, knownValue } from '../model/container.ts'
import type { Origin } from '../model/fact.ts'
import type { Image, ImageReference } from '../model/image.ts'
import { parseImageReference, parseImageTemplate } from '../model/image.ts'

/** One environment variable as the process will see it. `value` is absent if only the fact that it is set is known. */
export type EnvironmentState =
  | { readonly state: 'set'; readonly value?: string; readonly origin: Origin }
  | { readonly state: 'unset' }
  | { readonly state: 'unknown' }

/** What the plan needs from a container and its Dockerfile, in one place. */
export interface PlanContext {
  readonly container: Container
  readonly image: Image | undefined
  /** Reference whose tag decides tag conditions: the container's image, or the base image of a build. */
  readonly reference: ImageReference | undefined
  /** Entrypoint and command in one line; undefined if they depend on something that was not read. */
  readonly command: string | undefined
  /** By name. One `*` stands for any part of a name; the value of several variables is unknown. */
  readonly environment: (name: string) => EnvironmentState
}

/** Gathers what the plan needs from a container; `reference` is the one that led to the record. */
export function planContext(container: Container, image: Image | undefined, reference: ImageReference | undefined): PlanContext {
  return { container, image, reference, command: commandLine(container, image), environment: (name) => environment(container, image, name) }
}

/** The container's own image reference, whose tag has a `$` if only the tag is unknown; undefined if the name is unknown. */
export function containerReference({ image }: Container): ImageReference | undefined {
  if (image.state === 'set') return parseImageReference(image.value)
  return image.state === 'unknown' && image.written !== undefined ? parseImageTemplate(image.written) : undefined
}

/** `ENTRYPOINT` and `CMD` as the engine combines them: a given entrypoint discards the image's command. */
function commandLine(container: Container, image: Image | undefined): string | undefined {
  if (container.entrypoint.state === 'unknown' || container.command.state === 'unknown') return undefined
  const entrypoint = container.entrypoint.state === 'set' ? container.entrypoint.value : imageWords(image?.entrypoint)
  const command =
    container.command.state === 'set' ? container.command.value : container.entrypoint.state === 'set' ? [] : imageWords(image?.command)
  return [...entrypoint, ...command].join(' ')
}

function imageWords(fact: Image['command'] | undefined): readonly string[] {
  return fact?.state === 'set' ? fact.value : []
}

function environment(container: Container, image: Image | undefined, name: string): EnvironmentState {
  const isNamed = nameTest(name)
  const all = container.environment.items.filter((item) => isNamed(item.value.name))
  const own = all.at(-1)
  if (own) {
    // `NAME` without a value passes the caller's variable through and is absent if the caller has none.
    if (own.value.value === null) return { state: 'unknown' }
    const value = all.some((item) => item.value.name !== own.value.name) ? undefined : knownValue(own.value)
    return { state: 'set', origin: own.origin, ...(value === undefined ? {} : { value }) }
  }
  if (container.environment.incomplete) return { state: 'unknown' }
  const built = image?.environment.items.findLast((item) => isNamed(item.value.name))
  if (built) return { state: 'set', value: built.value.value, origin: built.origin }
  return { state: 'unset' }
}

/** Whether a variable has this name; one `*` stands for any part of it. */
function nameTest(name: string): (of: string) => boolean {
  const [start = '', end] = name.split('*')
  return end === undefined ? (of) => of === name : (of) => of.length >= name.length && of.startsWith(start) && of.endsWith(end)
}
