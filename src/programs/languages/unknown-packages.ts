import { matchesWildcard } from '../../text/wildcard.ts'
import { lineAt, pathFrom } from '../application.ts'
import { evaluate } from './evaluate.ts'
import { importedName } from './full-name.ts'
import type { Module } from './module.ts'
import type { Program } from './program.ts'
import type { Gap } from './program-input.ts'
import { readers } from './readers-table.js'
import type { Call, Expression } from './syntax.ts'

/** Texts that are paths whatever gets them. */
const FILE = /^\.{1,2}\/\w|^\w[\w/-]*\.(?:db|duckdb|sqlite3?|log|lock|pid|dat)$/

/** Directories of programs' own files, which no route of a web server starts with (Filesystem Hierarchy Standard 3.0, 3.8, 3.12, 3.17 and 5). */
const OWN = /^\/(?:home|mnt|srv|var\/(?:backups|cache|data|lib|local|log|opt|spool|www))\/\w/

/** The package that a name of a table belongs to: `@scope/name` of `@scope/name.Class().method`. */
const PACKAGE = /^(?:@[^/]+\/[^/.()]+|[^/.()]+(?:\.js)?)/

/** A package that is installed, by the name that a module loads it with: no path, no alias of the project, no module of the runtime. */
const INSTALLED = /^(?:@[\w.-]+\/)?\w[\w.-]*(?:\/|$)/

/**
 * Packages that no table describes, and that get a path which the image lacks: they may write there.
 * `isBuiltIn`: whether a name is a module of the runtime. `isThere`: whether the image has a file, a directory or a module at a path.
 */
export function unknownPackages(
  modules: readonly Module[],
  program: Program,
  isBuiltIn: (name: string) => boolean,
  isThere: (path: string) => boolean,
): readonly Gap[] {
  const { sinks } = program.language
  const loaded = (module: Module) => module.code.modules.flatMap((each) => (INSTALLED.test(each.module) ? packageOf(each.module) : []))
  const isSuspect = (name: string) =>
    !isBuiltIn(name) && !readers.some((pattern) => matchesWildcard(pattern, name)) && !sinks.describes(name)
  const suspects = new Set([...new Set(modules.flatMap(loaded))].filter(isSuspect))
  if (suspects.size === 0) return []
  return modules.flatMap((module) => {
    if (!loaded(module).some((name) => suspects.has(name))) return []
    return module.syntax.calls.flatMap((each): readonly Gap[] => {
      const name = importedName(each.call.callee, { scope: each.scope, module }, program)
      const owner = name === undefined ? '' : packageOf(name)
      const { callee } = each.call
      if (!suspects.has(owner)) return []
      const described = (callee.is === 'member' && sinks.exactly(`.${callee.name}`)) || []
      const path = missingPath(
        each,
        module,
        program,
        (found) => isThere(found) || described.some(({ accepts }) => accepts?.test(found) ?? true),
      )
      return path === undefined ? [] : [{ why: `what ${owner} does at ${path} is not known`, origin: lineAt(module.found, each.call.at) }]
    })
  })
}

function packageOf(name: string): string {
  return PACKAGE.exec(name)?.[0] ?? name
}

/** A value and, for an object, what is in it. */
function within(value: Expression): readonly Expression[] {
  if (value.is === 'record') return value.entries.flatMap((entry) => within(entry.value))
  return value.is === 'list' ? value.items.flatMap(within) : [value]
}

/** The first path among the arguments of a call, and in its objects, that the image lacks. */
function missingPath(
  { call, scope }: Pick<Call, 'call' | 'scope'>,
  module: Module,
  program: Program,
  isThere: (path: string) => boolean,
): string | undefined {
  const { cwd } = program.surroundings
  for (const expression of call.args.flatMap(({ value }) => within(value))) {
    for (const found of evaluate(expression, { scope, module }, program)) {
      if (found.is !== 'text' || found.open) continue
      const path = pathFrom(cwd, found.text)
      const isPath = FILE.test(found.text) || OWN.test(found.text) || (cwd !== '/' && found.text.startsWith(`${cwd}/`))
      if (isPath && !/[*?{]/.test(path) && !isThere(path)) return path
    }
  }
  return undefined
}
