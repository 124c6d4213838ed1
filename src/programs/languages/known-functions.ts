import type { KnownFunction, KnownMethod } from './language.ts'
import { fromEnvironment } from './names.ts'
import { concat, joinTexts, mapText, maybe, NOTHING, sureText, text, UNKNOWN } from './value.ts'

/** Functions that every language has, by whatever names. */

/** A function that returns its first argument (`str`, `String`). */
export const first: KnownMethod = ({ args: [value = UNKNOWN] }) => value

/** A method that returns its receiver (`resolve` of a path). */
export const itself: KnownMethod = ({ receiver }) => receiver

export const workingDirectory: KnownMethod = ({ program }) => text(program.surroundings.cwd)

export const homeDirectory: KnownMethod = ({ program: { surroundings } }) =>
  surroundings.home === undefined ? UNKNOWN : text(surroundings.home)

export const temporaryDirectory: KnownMethod = ({ program }) => text(program.surroundings.variable('TMPDIR') ?? '/tmp')

/** The last part of a path. */
export const lastPart: KnownMethod = ({ args: [value = UNKNOWN] }) =>
  mapText(value, (found) => ({ ...found, text: found.text.slice(found.text.lastIndexOf('/') + 1) }))

/** `os.environ.get("NAME", default)` and similar calls. */
export const variable: KnownMethod = ({ args: [name, second], named, program }) => {
  const known = name && sureText(name)
  const fallback = second ?? named.get('default') ?? named.get('fallback')
  if (known === undefined) return UNKNOWN
  const given = fromEnvironment(known, program)
  if (given === NOTHING) return fallback ?? NOTHING
  return given === UNKNOWN ? maybe(fallback ?? UNKNOWN) : given
}

/** `sprintf("%s/x", directory)`. `hole` matches what stands for one argument, as its only group. */
export function printf(hole: RegExp): KnownFunction {
  return ({ args: [format = UNKNOWN, ...given] }) => {
    const pattern = sureText(format)
    if (pattern === undefined)
      return mapText(format, (found) => ({ ...found, text: found.text.slice(0, Math.max(found.text.indexOf('%'), 0)), open: true }))
    // Every second part is a hole.
    const parts = pattern.split(hole)
    return joinTexts(
      parts.map((part, at) => (at % 2 === 0 ? text(part) : (given[(at - 1) / 2] ?? UNKNOWN))),
      concat,
    )
  }
}
