import { pick } from '../../model/defined.ts'
import { uniqueBy } from '../../model/maps.ts'
import { type ApplicationWrite, lineAt, pathFrom } from '../application.ts'
import { asksForExistence, conditionsHold } from './conditions.ts'
import { evaluate } from './evaluate.ts'
import { importedName } from './full-name.ts'
import type { Module } from './module.ts'
import { callableNames } from './parameters.ts'
import { type Caller, Program } from './program.ts'
import type { Gap, ProgramInput, ProgramReading, ProgramRun } from './program-input.ts'
import { ranPrograms } from './ran-program.ts'
import { remembered } from './remember.ts'
import { argument, kindOf, readAssigned, readSink, type Sink, type WrittenPaths } from './sink.ts'
import type { Call, Comparison, Expression, Scope } from './syntax.ts'
import type { Around, ProgramValue } from './value.ts'

/** Most files of one program, and their total length: more is not read, and that is reported. */
const MAX_MODULES = 600
const MAX_BYTES = 3_000_000

/** Follows what a program loads, and finds the calls that write. */
export function readProgram(input: ProgramInput): ProgramReading {
  return remembered(input, read)
}

function read(input: ProgramInput): ProgramReading {
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
  const runs: ProgramRun[] = []
  const results = modules.flatMap((module) => sinksIn(module, program, { gaps, runs }).map((each) => ({ ...each, module })))
  const reached = reachedIn(program)
  const named = results.filter(({ found }) => found.sink.names)
  const writes = results.flatMap((each) => writesOf(each, named, reached, program, input))
  for (const { found, at, module } of results) {
    if (found.isUnknown || found.paths.some(({ path, open }) => open && holdsProgram(path, program)))
      gaps.push({ why: `where it writes is not known (${found.sink.how})`, origin: lineAt(module.found, at) })
  }
  for (const { code, found } of modules) if (code.isCut) gaps.push({ why: 'the file has more than is read', origin: lineAt(found, 0) })
  if (program.isExhausted) gaps.push({ why: 'it is larger than what is followed' })
  return { writes: firstSure(writes), gaps, runs, modules, program }
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
    for (const { module: name, at, isWeak } of module.code.modules) {
      const loaded = input.loaded(module, name)
      const isNeeded = loaded === undefined && (isWeak === 'unknown' ? !isWeakAt(at, name, module) : !isWeak)
      if (isNeeded) gaps.push({ why: `"${name}", which it loads, was not found`, origin: lineAt(module.found, at) })
      for (const each of loaded ?? []) modules.add(each)
    }
  }
  return { modules: [...modules], gaps }
}

function isWeakAt(at: number, name: string, { syntax }: Module): boolean {
  return syntax.modules.every((each) => each.module !== name || each.at !== at || each.isWeak)
}

/** The modules that a module loads by computed names: all files of the known directory, else a gap. */
interface Loaded {
  readonly modules?: readonly Module[]
  readonly gap?: Gap
}

function dynamicModules(module: Module, program: Program, input: ProgramInput): readonly Loaded[] {
  if (!module.code.mayLoadByName) return []
  const named = module.syntax.dynamic.map(({ value, scope, at }): Loaded => {
    const values = evaluate(value, { scope, module }, program)
    const modules = values.flatMap((found) => modulesAt(found, module, input) ?? [])
    const isKnown = values.every((found) => found.is === 'text')
    return isKnown ? { modules } : { gap: { why: 'it loads code by a name that is not known', origin: lineAt(module.found, at) } }
  })
  return [...named, ...startedModules(module, program, input)]
}

function modulesAt(found: ProgramValue, module: Module, input: ProgramInput): readonly Module[] | undefined {
  if (found.is !== 'text') return []
  if (!found.open) return input.loaded(module, found.text)
  const slash = found.text.lastIndexOf('/')
  const directory = found.text.slice(0, slash + 1)
  if (directory === '') return []
  return input.within(directory.startsWith('/') ? directory : `${module.path.slice(0, module.path.lastIndexOf('/'))}/${directory}`)
}

/** The modules that calls start: threads and processes of the program itself. */
function startedModules(module: Module, program: Program, input: ProgramInput): readonly Loaded[] {
  return module.code.writingCalls.flatMap((each) =>
    sinksOf(each, module, program).flatMap((sink): readonly Loaded[] => {
      if (!sink.loads) return []
      const origin = lineAt(module.found, each.call.at)
      return (argument(each.call, sink.path, { scope: each.scope, module }, program) ?? []).flatMap((found): readonly Loaded[] => {
        if (found.is === 'unknown') return sink.vague ? [] : [{ gap: { why: 'it loads code by a name that is not known', origin } }]
        if (found.is !== 'text' || sink.accepts?.test(found.text) === false) return []
        const modules = modulesAt({ ...found, text: pathFrom(input.cwd, found.text) }, module, input)
        return [modules ? { modules } : { gap: { why: `${found.text}, which it loads, was not found`, origin } }]
      })
    }),
  )
}

interface FoundSink {
  readonly found: WrittenPaths
  readonly call?: Call
  readonly scope: Scope
  readonly conditions: readonly Comparison[]
  readonly at: number
}

/** Most calls of one module that may write: no real one has as many. More is reported. */
const MAX_SINKS = 400

/** What calls show besides writes. */
interface Noted {
  readonly gaps: Gap[]
  readonly runs: ProgramRun[]
}

function sinksIn(module: Module, program: Program, noted: Noted): readonly FoundSink[] {
  return [...calledSinks(module, program, noted), ...assignedSinks(module, program), ...tellingSinks(module, program)]
}

/** The calls of a module that write. */
function calledSinks(module: Module, program: Program, noted: Noted): readonly FoundSink[] {
  const found: FoundSink[] = []
  for (const call of module.code.writingCalls) {
    const { scope, conditions } = call
    const sinks = program.mayRun(scope, module) ? sinksOf(call, module, program) : []
    if (sinks.length === 0) continue
    if (found.length > MAX_SINKS) {
      noted.gaps.push({ why: 'it writes at more places than are read', origin: lineAt(module.found, call.call.at) })
      break
    }
    if (conditionsHold(conditions, { scope, module }, program) === false) continue
    for (const sink of sinks) {
      const result = readCall(sink, call, module, program, noted)
      if (result) found.push({ found: result, call, scope, conditions, at: call.call.at })
    }
  }
  return found
}

function readCall(sink: Sink, call: Call, module: Module, program: Program, { gaps, runs }: Noted): WrittenPaths | undefined {
  if (sink.replacedBy !== undefined && program.callers(sink.replacedBy, 0).length > 0) return undefined
  const origin = lineAt(module.found, call.call.at)
  for (const ran of sink.runs ? ranPrograms(sink, call, module, program) : []) {
    if ('why' in ran) gaps.push({ ...ran, origin })
    else runs.push({ ...ran, origin })
  }
  return sink.runs || sink.loads ? undefined : readSink(sink, call, module, program)
}

function settingsOf({ surroundings, language }: Program): ReadonlyMap<string, Sink> {
  return surroundings.settings ?? language.settings
}

/** What a module gives to settings that name a place. */
function assignedSinks(module: Module, program: Program): readonly FoundSink[] {
  return [...settingsOf(program)].flatMap(([name, sink]) => {
    if (!module.code.mentions(name) || (sink.replacedBy !== undefined && program.given(sink.replacedBy, 0).length > 0)) return []
    const own = program.given(name).filter(({ around }) => around.module === module)
    return own.flatMap(({ value, around, at }) => assigned(sink, name, value, around, at, program))
  })
}

/** What a module gives to any other name and says itself what it is (the URL of a database). */
function tellingSinks(module: Module, program: Program): readonly FoundSink[] {
  const { telling } = program.language
  if (!telling || !module.found.text.text.includes(telling.sign)) return []
  const others = module.code.allBound().filter(({ name }) => !settingsOf(program).has(name))
  return others.flatMap(({ name, value, scope, at }) => assigned(telling.sink, name, value, { scope, module }, at, program))
}

function assigned(sink: Sink, name: string, value: Expression, around: Around, at: number, program: Program): readonly FoundSink[] {
  const found = readAssigned(sink, name, value, around, program)
  return found ? [{ found, scope: around.scope, conditions: [], at }] : []
}

function sinksOf({ call, scope }: Call, module: Module, program: Program): readonly Sink[] {
  const { sinks } = program.language
  const keywords = call.args.flatMap(({ name }) => (name === undefined ? [] : (sinks.exactly(`${name}=`) ?? [])))
  const methods = call.callee.is === 'member' ? sinks.exactly(`.${call.callee.name}`) : undefined
  const full = importedName(call.callee, { scope, module }, program, true)
  const own = full === undefined ? undefined : sinks.get(full)
  return [...(own ?? methods ?? []), ...keywords]
}

/** Whether the code of a scope surely runs when the program starts: it is outside of functions, or in one that such code calls. */
type Reached = (scope: Scope, module: Module) => boolean

function reachedIn(program: Program): Reached {
  const { language } = program
  const known = new Map<Scope, boolean>()
  return (scope, module) => {
    const around = new Map([[scope, module]])
    for (const [each, within] of around) {
      const isReached =
        known.get(each) ?? (each.is === 'module' || (language.starts(within).includes(each) && program.mayRun(each, within)) || undefined)
      if (isReached) {
        known.set(scope, true)
        return true
      }
      for (const caller of isReached === undefined ? callersOf(each, within, program) : []) around.set(caller.scope, caller.module)
    }
    for (const each of around.keys()) known.set(each, false)
    return false
  }
}

/** The scopes that surely come to another one whenever they run. */
function callersOf(scope: Scope, module: Module, program: Program): readonly Pick<Caller, 'scope' | 'module'>[] {
  const { constructorName } = program.language
  if (scope.is === 'class') return scope.parent ? [{ scope: scope.parent, module }] : []
  return callNames(scope, constructorName)
    .flatMap((name) => program.callers(name))
    .filter(({ call, conditions, ...around }) => {
      if (conditionsHold(conditions, around, program) !== true) return false
      const values = evaluate(call.callee, around, program)
      return values.some(
        (value) =>
          (value.is === 'function' && value.scope === scope) || (value.is === 'class' && value.scope.inner.get(constructorName) === scope),
      )
    })
}

/** The names by which a function is called; a constructor has those of its class. */
function callNames(scope: Scope, constructorName: string): readonly string[] {
  const { name, parent } = scope
  return [...callableNames(scope), ...(parent?.is === 'class' && name === constructorName ? callableNames(parent) : [])]
}

function writesOf(
  { found, call, scope, conditions, at, module }: FoundSink & { readonly module: Module },
  named: readonly FoundSink[],
  reached: Reached,
  program: Program,
  input: ProgramInput,
): readonly ApplicationWrite[] {
  const { sink, moved } = found
  const sources = moved ? [...moved.paths, ...(moved.isUnknown ? namedNear(scope, named) : [])] : []
  const database = sink.database && input.database ? input.database(program, module) : 'writes'
  if (database === 'elsewhere') return []
  // A directory that is created if missing is created here.
  const own = sink.leaves === 'directory' ? conditions.filter(({ test }) => !asksForExistence(test)) : conditions
  const isAlways = sink.always === true && (call !== undefined || scope.is === 'module')
  const happens = () => (isAlways || reached(scope, module)) && conditionsHold(own, { scope, module }, program) === true
  const isOption = !call && scope.is === 'class'
  return found.paths.flatMap(({ path, open, maybe, variables }): readonly ApplicationWrite[] => {
    if (open && holdsProgram(path, program)) return []
    if (path === input.cwd && sink.leaves === 'directory') return []
    const isSure = !maybe && !open && !found.isDoubtful && !isOption && !sink.perhaps && database === 'writes' && happens()
    if (sink.leaves === 'directory' && !open && input.holdsFiles(path)) return []
    return [
      {
        path,
        kind: kindOf(sink, path),
        leaves: open ? 'below' : sink.leaves,
        how: sink.how,
        ...pick(sink, 'exec', 'journal'),
        ...(isSure ? {} : { conditional: true }),
        ...(variables ? { dependsOn: variables } : {}),
        ...(sources.length > 0 ? { movedFrom: sources } : {}),
        origin: lineAt(module.found, at),
      },
    ]
  })
}

/** Where a library names files: by the calls of the same function or of the one around it, else by any. */
function namedNear(scope: Scope | undefined, named: readonly FoundSink[]): readonly string[] {
  const own = named.filter((each) => each.scope === scope)
  if (scope && own.length === 0) return namedNear(scope.parent, named)
  return (scope ? own : named).flatMap(({ found }) => found.paths.map(({ path }) => path))
}

/** Whether a path, whose rest only a request gives, has files of the program itself: nothing is known about it then. */
function holdsProgram(path: string, { modules }: Program): boolean {
  return modules.some((module) => module.path.startsWith(`${path}/`))
}

/** If two calls write to one place, the first says more: a log file is also a file that is written. */
function firstSure(writes: readonly ApplicationWrite[]): readonly ApplicationWrite[] {
  const sorted = [...writes.filter(({ conditional }) => !conditional), ...writes.filter(({ conditional }) => conditional)]
  return uniqueBy(sorted, ({ path, exec, movedFrom = [] }) => [path, exec ? 'exec' : '', ...movedFrom].join(' '))
}
