import type { KnownFunction, KnownMethod } from './language.ts'
import { fromEnvironment } from './names.ts'
import type { Program } from './program.ts'
import { concat, joinTexts, knownText, mapText, maybe, NOTHING, sureText, UNKNOWN_VALUE, type Values, variablesOf } from './value.ts'

/** Functions that every language has, by whatever names. */

/** A function that returns its first argument (`str`, `String`). */
export const first: KnownMethod = ({ args: [value = UNKNOWN_VALUE] }) => value

/** A method that returns its receiver (`resolve` of a path). */
export const itself: KnownMethod = ({ receiver }) => receiver

export function workingDirectoryOf({ workingDirectory: known }: Program): Values {
  return known === undefined ? UNKNOWN_VALUE : knownText(known)
}

export const workingDirectory: KnownMethod = ({ program }) => workingDirectoryOf(program)

export const homeDirectory: KnownMethod = ({ program: { surroundings } }) =>
  surroundings.home === undefined ? UNKNOWN_VALUE : knownText(surroundings.home)

export const temporaryDirectoryCall: KnownMethod = ({ program }) => knownText(program.surroundings.variable('TMPDIR') ?? '/tmp')

/** The values in a record, as a list. */
export function recordValues(owner: Values): Values {
  return owner.map((value) =>
    value.is === 'record' ? { is: 'list', items: value.entries.map((entry) => entry.value), around: value.around } : { is: 'unknown' },
  )
}

/** The last part of a path. */
export const lastPart: KnownMethod = ({ args: [value = UNKNOWN_VALUE] }) =>
  mapText(value, (found) => ({ ...found, text: found.text.slice(found.text.lastIndexOf('/') + 1) }))

/** `os.environ.get("NAME", default)` and similar calls. */
export const variable: KnownMethod = ({ args: [name, second], named, program }) => {
  const known = name && sureText(name)
  const fallback = second ?? named.get('default') ?? named.get('fallback')
  if (known === undefined) return UNKNOWN_VALUE
  const given = fromEnvironment(known, program)
  if (given === NOTHING) return fallback ?? NOTHING
  return fallback && given[0]?.is === 'unknown' ? maybe(fallback, variablesOf(given)) : given
}

/** `sprintf("%s/x", directory)`. `hole` matches what stands for one argument, as its only group. */
export function printf(hole: RegExp): KnownFunction {
  return ({ args: [format = UNKNOWN_VALUE, ...given] }) => {
    const pattern = sureText(format)
    if (pattern === undefined)
      return mapText(format, (found) => ({ ...found, text: found.text.slice(0, Math.max(found.text.indexOf('%'), 0)), open: true }))
    // Every second part is a hole.
    const parts = pattern.split(hole)
    return joinTexts(
      parts.map((part, at) => (at % 2 === 0 ? knownText(part) : (given[(at - 1) / 2] ?? UNKNOWN_VALUE))),
      concat,
    )
  }
}
