import { pick } from '../../model/defined.ts'
import { classifyPath, type WriteKind } from '../../model/write-kind.ts'
import { MAX_PATH } from '../../text/up-to.ts'
import { type ApplicationWrite, pathFrom } from '../application.ts'
import { evaluate } from './evaluate.ts'
import { importedName, lastName } from './full-name.ts'
import { partOf, returned } from './names.ts'
import type { Program } from './program.ts'
import type { Argument, Call, Expression, Scope } from './syntax.ts'
import { type Around, anyOf, knownText, maybe, NOTHING, sureText, type Text, UNKNOWN_VALUE, type Values, withoutScheme } from './value.ts'

/**
 * An argument: by position or keyword, `receiver` for a method's object; then its parts (`0.connection.filename`, `*`, `**`), for a function
 * those of what it returns. A `:` stands for a dot in the name of a part.
 */
export type ArgumentPlace = number | string

/** A call that writes: a row of its language's table. */
export interface Sink {
  /** One short phrase. */
  readonly how: string
  /** Undefined: the path's name decides. */
  readonly kind?: WriteKind
  readonly leaves: ApplicationWrite['leaves']
  /** The first of these arguments that is given is the path. */
  readonly path: readonly ArgumentPlace[]
  /** The path if none is given: relative to the working directory, `~` is the home directory. */
  readonly fallback?: string
  /** It writes if this argument says so (`open(path, "w")`). */
  readonly mode?: { readonly at: readonly ArgumentPlace[]; readonly writes: RegExp; readonly without: 'writes' | 'reads' }
  /** It does not write if this argument says so. */
  readonly unless?: { readonly at: readonly ArgumentPlace[]; readonly is: RegExp }
  /** The text must match; otherwise this sink does not apply. */
  readonly accepts?: RegExp
  /** Text before and after the path, which is removed. */
  readonly strips?: RegExp
  /** Text after the path, which is added. */
  readonly suffix?: string
  /** Base of relative paths, below the working directory. */
  readonly below?: string
  /** Environment variables that name the place, each with the path below; the first that is set counts. */
  readonly variables?: Readonly<Record<string, string>>
  /** It may not happen: it needs a request. */
  readonly perhaps?: true
  /** A function may give the path instead, as the argument of its last parameter (`(request, file, done) => done(null, path)`). */
  readonly answers?: true
  /** The program always runs this call at start, wherever the call is. */
  readonly always?: true
  /** The file at the path is executed, so a mount there must allow it. */
  readonly exec?: true
  /** The file of a database: other drivers of the program, and sections for other environments, count. */
  readonly database?: true
  /** A SQLite database, with a journal beside it. */
  readonly journal?: true
  /** An unknown path is ignored: the same name has many other uses. */
  readonly vague?: true
  /** Keyword arguments that only a path's method has, so that an unknown receiver is a path. */
  readonly ofPath?: readonly string[]
  /** It runs the program or the text for the shell that is in place of the path, or this one. */
  readonly runs?: true | string
  /** The path is a module that it starts in a thread or a process; a relative one starts at the working directory. */
  readonly loads?: true
  /** It renames what is at the first of these arguments that is given, which works only within one mount (EXDEV). */
  readonly moves?: readonly ArgumentPlace[]
  /** The library names the files there, and the program learns the names from it: an unknown path that is renamed may be one of them. */
  readonly names?: true
  /** What of the same library chooses the place, a function or a setting: if the program has it anywhere, this call decides nothing. */
  readonly replacedBy?: string
}

interface WrittenPath extends Pick<Text, 'open' | 'maybe' | 'variables'> {
  readonly path: string
}

/** A call that writes, and its paths. */
export interface WrittenPaths {
  readonly sink: Sink
  /** Absolute paths; empty if unknown. */
  readonly paths: readonly WrittenPath[]
  readonly isUnknown: boolean
  /** It is unknown whether it writes at all. */
  readonly isDoubtful: boolean
  /** What it renames: absolute paths, and whether there are others. */
  readonly moved?: { readonly paths: readonly string[]; readonly isUnknown: boolean }
}

/** What a call of a sink writes; undefined if it does not write. */
export function readSink(
  sink: Sink,
  { call, scope }: Pick<Call, 'call' | 'scope'>,
  module: Around['module'],
  program: Program,
): WrittenPaths | undefined {
  const around = { scope, module }
  const mode = sink.mode && argument(call, sink.mode.at, around, program)
  const said = mode && sureText(mode)
  if (sink.mode && (mode === undefined ? sink.mode.without === 'reads' : said !== undefined && !sink.mode.writes.test(said)))
    return undefined
  const excluded = sink.unless && argument(call, sink.unless.at, around, program)
  const excludes = excluded && sureText(excluded)
  if (sink.unless && excluded && sink.unless.is.test(excludes ?? '')) return undefined
  const named = sink.unless?.at.map((place) => given(call, String(place))).find((each) => each !== undefined)
  if (sink.unless && named && excludes === undefined && sink.unless.is.test(lastName(named.is === 'call' ? named.callee : named) ?? ''))
    return undefined
  const asked = argument(call, sink.path, around, program)
  const path = sink.answers && asked ? anyOf(asked.map((value) => (value.is === 'function' ? answered(value, program) : [value]))) : asked
  const isDoubtful = mode !== undefined && said === undefined
  const isPath = call.args.some(({ name }) => name !== undefined && sink.ofPath?.includes(name)) || joinsPaths(sink, call, around, program)
  const found = foundIn(sink, path ?? NOTHING, path === undefined, isDoubtful, program, isPath)
  return found && sink.moves ? { ...found, moved: movedBy(sink.moves, call, around, program) } : found
}

function movedBy(
  places: readonly ArgumentPlace[],
  call: Call['call'],
  around: Around,
  program: Program,
): NonNullable<WrittenPaths['moved']> {
  const values = argument(call, places, around, program) ?? UNKNOWN_VALUE
  const paths = values.flatMap((value) => (value.is === 'text' ? (pathOf(value, {}, program) ?? []) : []))
  return { paths, isUnknown: paths.length < values.length }
}

/** Whether the first argument that may be the path is made by a function that joins paths. */
function joinsPaths({ path }: Sink, call: Call['call'], around: Around, program: Program): boolean {
  const found = path.map((place) => given(call, String(place))).find((each) => each !== undefined)
  const name = found?.is === 'call' ? importedName(found.callee, around, program) : undefined
  // A star import (`import java.io.*`) shows only the last part.
  return name !== undefined && [...program.language.joins].some((each) => each === name || each.endsWith(`.${name}`))
}

function answered({ scope, module }: { readonly scope: Scope; readonly module: Around['module'] }, program: Program): Values {
  const done = scope.parameters.at(-1)?.name
  const calls = module.syntax.calls.filter(
    (each) => each.scope === scope && each.call.callee.is === 'name' && each.call.callee.name === done,
  )
  const lists = calls.flatMap(({ call }) => (call.args[1] ? [evaluate(call.args[1].value, { scope, module }, program)] : []))
  return lists.length === 0 ? UNKNOWN_VALUE : anyOf(lists.map((values) => maybe(values)))
}

/** What a value writes that is given to a setting's name (`MEDIA_ROOT = "media"`). */
export function readAssigned(sink: Sink, name: string, value: Expression, around: Around, program: Program): WrittenPaths | undefined {
  const { scope, module } = around
  // The environment may override a class of settings.
  const own = scope.is === 'class' ? partOf({ is: 'class', scope, module }, name, program) : undefined
  return foundIn(sink, own ?? evaluate(value, around, program), false, false, program)
}

/** `isPath`: what is given is a path, even if nothing more is known of it. */
function foundIn(
  sink: Sink,
  given: Values,
  isAbsent: boolean,
  isDoubtful: boolean,
  program: Program,
  isPath = false,
): WrittenPaths | undefined {
  const values = chosen(sink, isAbsent ? NOTHING : given, program)
  const texts = values
    .filter((value) => value.is === 'text')
    .filter(({ text: found }) => sink.accepts === undefined || sink.accepts.test(found))
  const accepted = texts
    .map((value) => stripped(value, sink))
    .filter((found) => (found.open && found.text === '') || (found.text.length <= MAX_PATH && !NO_PATH.test(found.text)))
  const isUnknown = values.some(({ is }) => is === 'unknown') && (isPath || (!sink.vague && !sink.accepts))
  const paths = accepted.flatMap((found) => {
    const path = pathOf(found, sink, program)
    return path === undefined ? [] : [{ path, ...pick(found, 'open', 'maybe', 'variables') }]
  })
  const isLost = accepted.length > paths.length && !sink.vague
  if (paths.length === 0 && !isUnknown && !isLost) return undefined
  return { sink, paths, isUnknown: isUnknown || isLost, isDoubtful }
}

function chosen(sink: Sink, given: Values, { surroundings }: Program): Values {
  if (given.some(({ is }) => is !== 'nothing')) return given
  for (const [name, below] of Object.entries(sink.variables ?? {})) {
    const value = surroundings.variable(name)
    if (value === undefined) continue
    if (value !== null && value !== '') return knownText(below === '' ? value : pathFrom(value, below))
  }
  return sink.fallback === undefined ? given : knownText(sink.fallback)
}

function stripped(found: Text, { strips, suffix = '' }: Sink): Text {
  const inner = strips ? (strips.exec(found.text)?.[1] ?? found.text) : found.text
  return { ...found, text: found.open ? inner : inner + suffix }
}

/** Neither numbers, addresses and streams nor options of a command and truth values name a file. */
const NO_PATH = /^\s*$|^\d+$|^:memory:|mode=memory|[\0\n]|^(?!file:)[a-z][a-z\d+.-]+:\/\/|^-|^(?:true|false)$/i

/** The absolute path; for an open path, the known directory. Devices do not count. */
function pathOf({ text: written, open }: Text, { below = '' }: Pick<Sink, 'below'>, program: Program): string | undefined {
  const { home } = program.surroundings
  // Before a home directory, what a branch without `expanduser` puts there does not count (`/app/~/.data`).
  const own = withoutScheme(written.slice(written.lastIndexOf('/~/') + 1))
  const known = open ? own.slice(0, own.lastIndexOf('/') + 1) : own
  // A path of Windows is one name here.
  if (known === '' || /^[A-Za-z]:\\/.test(known) || (/^~(?:\/|$)/.test(known) && home === undefined)) return undefined
  const path = /^~(?:\/|$)/.test(known)
    ? pathFrom(home ?? '/', known.slice(2))
    : program.absolute(known.startsWith('/') || below === '' ? known : `${below}/${known}`)
  return path === undefined || path === '/' || /^\/(?:dev|proc|sys)(?:\/|$)/.test(path) ? undefined : path
}

/** The first of these arguments that a call has; undefined if it has none. */
export function argument(call: Call['call'], places: readonly ArgumentPlace[], around: Around, program: Program): Values | undefined {
  let unknown: Values | undefined
  for (const place of places) {
    const [first = '', ...parts] = String(place)
      .split('.')
      .map((part) => part.replaceAll(':', '.'))
    const found = given(call, first)
    if (found === undefined) continue
    const isEvery = parts.includes('**')
    let values = evaluate(found, around, program)
    for (const part of parts) {
      const next = values
        .flatMap((made) => (made.is === 'function' ? returned(made.scope, made.module, program) : [made]))
        .flatMap((value) => {
          if (!/^\*/.test(part)) return [partOf(value, part, program)]
          if (value.is !== 'record' && value.is !== 'list') return []
          const inner = value.is === 'record' ? value.entries.map((entry) => entry.value) : value.items
          return inner.map((each) => evaluate(each, value.around, program))
        })
      const some = next.filter((each) => each !== undefined)
      values = some.length > 0 ? (isEvery ? some.flat() : anyOf(some)) : values.some(({ is }) => is === 'unknown') ? UNKNOWN_VALUE : NOTHING
    }
    if (parts.length === 0 || (values !== NOTHING && values !== UNKNOWN_VALUE)) return values
    if (values === UNKNOWN_VALUE) unknown = values
  }
  return unknown
}

/** The argument of a call at a place, as written. */
export function given({ callee, args }: Call['call'], place: string): Expression | undefined {
  if (place === 'receiver') return callee.is === 'member' ? callee.of : undefined
  const positional = args.filter(({ name }) => name === undefined)
  const found: Argument | undefined = /^\d+$/.test(place) ? positional[Number(place)] : args.find(({ name }) => name === place)
  return found?.value
}

/** What a program puts into a temporary directory is scratch, but a database there survives a restart and must go on to do so. */
export function kindOf({ kind, database }: Sink, path: string): WriteKind {
  const isTemporary = /^\/(?:tmp|var\/tmp|dev\/shm)(?:\/|$)/.test(path)
  return isTemporary && !database ? 'scratch' : (kind ?? classifyPath(path))
}
