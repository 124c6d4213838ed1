import type { Program } from './program.ts'
import type { Binding, Expression, Scope } from './syntax.ts'
import type { Around } from './value.ts'

/**
 * The name of an expression in the tables: `os.path.join`, with `()` after a call. Undefined for what the program itself defines.
 * `ofWrites`: a name of another module counts only if that module has calls that may write, so that the others need no parser.
 */
export function importedName(found: Expression, around: Around, program: Program, ofWrites = false, depth = 0): string | undefined {
  const standard = program.language.standardName
  if (depth > 6) return undefined
  switch (found.is) {
    case 'module':
      return standard(found.module)
    case 'member': {
      const of = importedName(found.of, around, program, ofWrites, depth + 1)
      return of === undefined ? undefined : standard(`${of}.${found.name}`)
    }
    case 'call': {
      const of = importedName(found.callee, around, program, ofWrites, depth + 1)
      const wrapped = of !== undefined && program.language.wraps?.has(of) ? found.args[0]?.value : undefined
      if (wrapped) return importedName(wrapped, around, program, ofWrites, depth + 1)
      return of === undefined ? undefined : `${of}()`
    }
    case 'name': {
      const own = bindingOf(found.name, around)
      if (own === 'inner') return undefined
      if (own) return importedName(own.value, { scope: own.scope, module: around.module }, program, ofWrites, depth + 1)
      const taken = around.module.syntax.imports.get(found.name)
      if (!taken) return standard(found.name)
      const [other] = program.surroundings.imported(around.module, taken.module)
      if (other) {
        const given =
          taken.name === '*' || (ofWrites && !other.code.mayWrite) ? undefined : other.syntax.top.bindings.get(taken.name)?.at(-1)
        return given && importedName(given.value, { scope: given.scope, module: other }, program, ofWrites, depth + 1)
      }
      return standard(taken.name === '*' || taken.name === 'default' ? taken.module : `${taken.module}.${taken.name}`)
    }
    default:
      return undefined
  }
}

function bindingOf(name: string, { scope }: Around): Binding | 'inner' | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const bindings = at.bindings.get(name)
    if (bindings) return bindings.at(-1)
    if (at.inner.has(name) || at.parameters.some((parameter) => parameter.name === name)) return 'inner'
  }
  return undefined
}

/** `join` of `os.path.join`. */
export function lastName(found: Expression): string | undefined {
  return found.is === 'name' || found.is === 'member' ? found.name : undefined
}
