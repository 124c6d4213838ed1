import type { TextOrigin } from '../../model/fact.ts'
import { groupBy } from '../../model/maps.ts'
import { type ApplicationWrite, lineAt } from '../application.ts'
import type { ImageFile } from '../image-files.ts'
import { asksForExistence, conditionsHold } from './conditions.ts'
import { evaluate } from './evaluate.ts'
import { fullName, lastName } from './full-name.ts'
import type { Language } from './language.ts'
import type { Module } from './module.ts'
import { syntaxOf } from './parsers.ts'
import { Program, type Surroundings } from './program.ts'
import { remembered } from './remember.ts'
import { type Found, kindOf, readAssigned, readSink, type Sink } from './sink.ts'
import type { Call, Condition, Scope } from './syntax.ts'

/** A part of a program that was not followed, so that it may write to unknown places. */
export interface Gap {
  /** Follows "its program was read in part: ". */
  readonly why: string
  readonly origin?: TextOrigin
}

/** What was read of a program. */
export interface Reading {
  readonly writes: readonly ApplicationWrite[]
  readonly gaps: readonly Gap[]
  /** The files that were read. */
  readonly modules: readonly Module[]
  readonly program: Program
}

/** What a language's reader knows about one program. */
export interface ProgramInput extends Omit<Surroundings, 'language'> {
  readonly language: Language
  readonly entries: readonly Module[]
  /** Why the entries are incomplete. */
  readonly cut?: Gap
  /** The environment, if files of the program affect it. */
  readonly variableOf?: (modules: readonly Module[]) => Surroundings['variable']
  /** A key for the set of files, and their current texts: with both, results are remembered. */
  readonly tree?: string
  readonly textOf?: (file: string) => string | undefined
  /** The modules that a module loads by a literal name. `undefined`: a missing module of the program itself. */
  readonly loaded: (from: Module, name: string) => readonly Module[] | undefined
  /** Files of a directory that a module may load by names that it computes at run time. */
  readonly within: (directory: string) => readonly Module[]
  /** Whether a directory of the image has files already. */
  readonly holdsFiles: (path: string) => boolean
  /** What the program may do with the file of a database. */
  readonly database?: (program: Program, module: Module) => 'writes' | 'may write' | 'elsewhere'
}

/** Most files of one program, and their total length: more is not read, and that is reported. */
const MAX_MODULES = 600
const MAX_BYTES = 3_000_000

/** Parses a file of a program; a file that is too long is marked as cut. */
export function moduleOf(found: ImageFile, path: string, language: Language): Module {
  return { found, path, syntax: syntaxOf(found.text.text, found.file, language), language }
}

/** Follows what a program loads, and finds the calls that write. */
export function readProgram(input: ProgramInput): Reading {
  return remembered(input, read)
}

function read(input: ProgramInput): Reading {
  const { modules, gaps } = reach(input)
  const variable = input.variableOf?.(modules) ?? input.variable
  const program = new Program({ ...input, variable }, modules, new Set(input.entries))
  const dynamic = modules.flatMap((module) => dynamicModules(module, program, input))
  const more = dynamic.flatMap(({ modules }) => modules ?? []).filter((module) => !modules.includes(module))
  if (more.length > 0 && modules.length + more.length <= MAX_MODULES) {
    return read({ ...input, within: () => [], entries: [...input.entries, ...more] })
  }
  if (more.length > 0) gaps.push({ why: 'it is larger than what is read' })
  for (const { gap } of dynamic) if (gap) gaps.push(gap)
  const reached = reachedScopes(program)
  const results = modules.flatMap((module) => sinksIn(module, program, gaps).map((each) => ({ ...each, module })))
  const writes = results.flatMap((each) => writesOf(each, reached, program, input))
  for (const { found, at, module } of results) {
    if (found.isUnknown || found.paths.some(({ path, open }) => open && holdsProgram(path, program)))
      gaps.push({ why: `where it writes is not known (${found.sink.how})`, origin: lineAt(module.found, at) })
  }
  if (program.isExhausted) gaps.push({ why: 'it is larger than what is followed' })
  return { writes: firstSure(writes), gaps, modules, program }
}

interface Reach {
  readonly modules: Module[]
  readonly gaps: Gap[]
}

function reach(input: ProgramInput): Reach {
  const modules = new Set(input.entries)
  const gaps: Gap[] = input.cut ? [input.cut] : []
  let bytes = 0
  for (const module of modules) {
    bytes += module.found.text.text.length
    if (modules.size > MAX_MODULES || bytes > MAX_BYTES) {
      gaps.push({ why: 'it is larger than what is read', origin: lineAt(module.found, 0) })
      break
    }
    if (module.syntax.isCut) gaps.push({ why: 'the file has more than is read', origin: lineAt(module.found, 0) })
    for (const { module: name, at, isWeak } of module.syntax.modules) {
      const loaded = input.loaded(module, name)
      if (loaded === undefined && !isWeak) gaps.push({ why: `"${name}", which it loads, was not found`, origin: lineAt(module.found, at) })
      for (const each of loaded ?? []) modules.add(each)
    }
  }
  return { modules: [...modules], gaps }
}

/** The modules that a module loads by computed names: all files of the known directory, else a gap. */
function dynamicModules(
  module: Module,
  program: Program,
  input: ProgramInput,
): { readonly modules?: readonly Module[]; readonly gap?: Gap }[] {
  return module.syntax.dynamic.map(({ value, scope, at }) => {
    const values = evaluate(value, { scope, module }, program)
    const modules = values.flatMap((found): readonly Module[] => {
      if (found.is !== 'text') return []
      if (!found.open) return input.loaded(module, found.text) ?? []
      const slash = found.text.lastIndexOf('/')
      const directory = found.text.slice(0, slash + 1)
      if (directory === '') return []
      return input.within(directory.startsWith('/') ? directory : `${module.path.slice(0, module.path.lastIndexOf('/'))}/${directory}`)
    })
    const isKnown = values.every((found) => found.is === 'text')
    return isKnown ? { modules } : { gap: { why: 'it loads code by a name that is not known', origin: lineAt(module.found, at) } }
  })
}

interface FoundSink {
  readonly found: Found
  readonly call?: Call
  readonly scope: Scope
  readonly conditions: readonly Condition[]
  readonly at: number
}

/** Most calls of one module that may write: no real one has as many. More is reported. */
const MAX_SINKS = 400

function sinksIn(module: Module, program: Program, gaps: Gap[]): readonly FoundSink[] {
  const { language } = program
  const found: FoundSink[] = []
  for (const call of module.syntax.calls) {
    const sinks = sinksOf(call, module, program)
    if (sinks.length === 0) continue
    if (found.length > MAX_SINKS) {
      gaps.push({ why: 'it writes at more places than are read', origin: lineAt(module.found, call.call.at) })
      break
    }
    const { scope, conditions } = call
    if (conditionsHold(conditions, { scope, module }, program) === false) continue
    for (const sink of sinks) {
      const result = readSink(sink, call, module, program)
      if (result) found.push({ found: result, call, scope, conditions, at: call.call.at })
    }
  }
  const settings = program.surroundings.settings ?? language.settings
  for (const [name, sink] of settings) {
    for (const { value, around, at } of program.given(name)) {
      if (around.module !== module) continue
      const result = readAssigned(sink, name, value, around, program)
      if (result) found.push({ found: result, scope: around.scope, conditions: [], at })
    }
  }
  const { telling } = language
  if (telling && module.found.text.text.includes(telling.sign)) {
    for (const { name, value, around, at } of program.boundIn(module)) {
      const result = settings.has(name) ? undefined : readAssigned(telling.sink, name, value, around, program)
      if (result) found.push({ found: result, scope: around.scope, conditions: [], at })
    }
  }
  return found
}

function sinksOf({ call, scope }: Call, module: Module, program: Program): readonly Sink[] {
  const { sinks } = program.language
  const last = lastName(call.callee)
  const keywords = call.args.flatMap(({ name }) => (name === undefined ? [] : (sinks.exactly(`${name}=`) ?? [])))
  const methods = last !== undefined && call.callee.is === 'member' ? sinks.exactly(`.${last}`) : undefined
  // For a name with a value (`const open = require("x")`), only the value shows what it is.
  if (last !== undefined && !sinks.mayHave(last) && call.callee.is !== 'name') return keywords
  const full = fullName(call.callee, { scope, module }, program)
  const own = full === undefined ? undefined : sinks.get(full)
  return [...(own ?? methods ?? []), ...keywords]
}

/** Scopes whose code certainly runs when the program starts: code outside functions, and the functions that it calls. */
function reachedScopes(program: Program): ReadonlySet<Scope> {
  const { modules, language } = program
  const all = modules.flatMap((module) => module.syntax.calls.map((call) => ({ call, module })))
  const calls = groupBy(all, ({ call }) => call.scope)
  const functions = new Set<string>()
  for (const module of modules) namesOf(module.syntax.top, functions)
  const reached = new Set<Scope>(modules.flatMap((module) => [module.syntax.top, ...language.starts(module)]))
  for (const scope of reached) {
    for (const inner of scope.inner.values()) if (inner.is === 'class') reached.add(inner)
    for (const { call, module } of calls.get(scope) ?? []) {
      const name = lastName(call.call.callee)
      if (name === undefined || !functions.has(name)) continue
      if (conditionsHold(call.conditions, { scope, module }, program) !== true) continue
      for (const value of evaluate(call.call.callee, { scope, module }, program)) {
        if (value.is === 'function') reached.add(value.scope)
        const made = value.is === 'class' ? value.scope.inner.get(language.constructorName) : undefined
        if (made) reached.add(made)
      }
    }
  }
  return reached
}

function namesOf(scope: Scope, names: Set<string>): void {
  for (const [name, inner] of scope.inner) {
    names.add(name)
    namesOf(inner, names)
  }
  for (const [name, bindings] of scope.bindings) {
    for (const { value } of bindings) {
      if (value.is !== 'function') continue
      names.add(name)
      if (value.scope) namesOf(value.scope, names)
    }
  }
}

function writesOf(
  { found, call, scope, conditions, at, module }: FoundSink & { readonly module: Module },
  reached: ReadonlySet<Scope>,
  program: Program,
  input: ProgramInput,
): readonly ApplicationWrite[] {
  const { sink } = found
  const database = sink.database && input.database ? input.database(program, module) : 'writes'
  if (database === 'elsewhere') return []
  // A directory that is created if missing is created here.
  const own = sink.leaves === 'directory' ? conditions.filter(({ test }) => !asksForExistence(test)) : conditions
  const happens =
    ((sink.always === true && (call || scope.is === 'module')) || reached.has(scope)) &&
    conditionsHold(own, { scope, module }, program) === true
  const isOption = !call && scope.is === 'class'
  return found.paths.flatMap(({ path, open, maybe }): readonly ApplicationWrite[] => {
    if (open && holdsProgram(path, program)) return []
    if (path === input.cwd && sink.leaves === 'directory') return []
    const isSure = happens && !maybe && !open && !found.isDoubtful && !isOption && !sink.perhaps && database === 'writes'
    if (sink.leaves === 'directory' && !open && input.holdsFiles(path)) return []
    return [
      {
        path,
        kind: kindOf(sink, path),
        leaves: open ? 'below' : sink.leaves,
        how: sink.how,
        ...(sink.exec ? { exec: true } : {}),
        ...(isSure ? {} : { conditional: true }),
        origin: lineAt(module.found, at),
      },
    ]
  })
}

/** Whether a path, whose rest only a request gives, has files of the program itself: nothing is known about it then. */
function holdsProgram(path: string, { modules }: Program): boolean {
  return modules.some((module) => module.path.startsWith(`${path}/`))
}

/** If two calls write to one place, the first says more: a log file is also a file that is written. */
function firstSure(writes: readonly ApplicationWrite[]): readonly ApplicationWrite[] {
  const sorted = [...writes.filter(({ conditional }) => !conditional), ...writes.filter(({ conditional }) => conditional)]
  const seen = new Set<string>()
  return sorted.filter(({ path, exec }) => {
    const key = exec ? `${path} exec` : path
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}
