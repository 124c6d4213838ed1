import { capabilityName } from '../model/capability.ts'
import { type Fact, type FactList, type LiveOrigin, set, UNSET } from '../model/fact.ts'
import { amount, strings, text } from './json.ts'

/** Makes the origin of a value from its path in the document of the engine. */
export type OriginOf = (path: string) => LiveOrigin

/** The origins in the document of one object. */
export function originsIn(id: string): OriginOf {
  return (path) => ({ kind: 'live', id, path })
}

/** A text that is not what the engine writes by itself. */
export function textFact(value: unknown, origin: LiveOrigin, ...defaults: readonly (string | undefined)[]): Fact<string> {
  const found = text(value)
  return found === undefined || defaults.includes(found) ? UNSET : set(found, origin)
}

/** A limit; less than nothing stands for none. */
export function amountFact(value: unknown, origin: LiveOrigin): Fact<number> {
  const found = amount(value)
  return found === undefined || found < 0 ? UNSET : set(found, origin)
}

/** Words of a command. `inherited`: those of the image, as JSON. */
export function wordsFact(value: unknown, origin: LiveOrigin, inherited?: string): Fact<readonly string[]> {
  const found = strings(value)
  return found.length === 0 || JSON.stringify(found) === inherited ? UNSET : set(found, origin)
}

/** Capabilities by the names that rules know. */
export function capabilities(value: unknown, path: string, origin: OriginOf): FactList<string> {
  return { items: strings(value).map((name, at) => ({ value: capabilityName(name), origin: origin(`${path}[${at}]`) })) }
}
