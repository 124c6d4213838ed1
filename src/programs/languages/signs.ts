import { pushTo } from '../../model/maps.ts'
import { byNames } from '../../model/own.ts'
import type { Code } from './code.ts'
import type { Sink } from './sink.ts'

/** Whether a text may call one of the sinks of its language, as far as its words tell. */
export type Signs = (code: Code) => boolean

/** A call needs the package and the last name in the text, a method to be called. `nowhere`: the last name alone is enough. */
export function signsOf(rows: Readonly<Record<string, readonly Sink[]>>, nowhere?: RegExp): Signs {
  const named = byNames(rows).map(([name, sinks]) => ({ name, sinks }))
  const words = named.filter(({ name }) => name.endsWith('=')).map(({ name }) => name.slice(0, -1))
  const methods = named.filter(({ name }) => name.startsWith('.')).map(({ name, sinks }) => called(name, sinks))
  const method = methods.length === 0 ? undefined : new RegExp(methods.join('|'))
  const packages = new Map<string, string[]>()
  for (const { name } of named.filter(({ name }) => !name.startsWith('.') && !name.endsWith('='))) {
    // An import may name a class of PHP in parts: `use Monolog\Handler\{StreamHandler}`.
    const [own = ''] = /^(?:.*\/)?[^.(\\]*/.exec(name) ?? []
    pushTo(packages, own, name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('\\')) + 1).replace(/(?:\(\))+$/, ''))
  }
  return (code) => {
    const isFromNowhere = nowhere?.test(code.text) === true
    const isCalled = [...packages].some(
      ([own, names]) => (isFromNowhere || code.mentions(own)) && names.some((name) => name === 'default' || code.mentions(name)),
    )
    return isCalled || words.some((word) => code.mentions(word)) || method?.test(code.text) === true
  }
}

/** A pattern for the call of a method: with an argument by position or by one of the names, where it has the path from no other place. */
function called(name: string, sinks: readonly Sink[]): string {
  const call = `(?:\\.|->|::)${name.slice(1)}\\s*\\(`
  const places = sinks.flatMap(({ path }) => path.map(String))
  const isGiven = sinks.every(({ path, fallback, variables }) => path.length > 0 && fallback === undefined && variables === undefined)
  if (!isGiven || places.includes('receiver')) return call
  const names = places.map((place) => place.split('.')[0])
  return `${call}\\s*(?!\\s|\\)|(?!(?:${names.join('|')})\\b)\\w+\\s*=[^=])`
}
