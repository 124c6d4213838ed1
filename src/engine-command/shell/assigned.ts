import { type Command, forEachChild, type ParsedScript, type SyntaxNode } from 'unbash'

/** How often a script assigns each variable, anywhere in it. */
export interface Assigned {
  readonly count: ReadonlyMap<string, number>
  readonly appends: ReadonlyMap<string, number>
  readonly inFunctions: ReadonlySet<string>
}

/** Whether a variable is given a value once, and after that only added to. */
export function isAppendOnly(name: string, assigned: Assigned): boolean {
  return (assigned.count.get(name) ?? 0) - (assigned.appends.get(name) ?? 0) <= 1
}

/** Builtins whose arguments are assignments. */
export const DECLARING = new Set(['export', 'declare', 'typeset', 'local', 'readonly'])

export function countAssignments(script: ParsedScript): Assigned {
  const count = new Map<string, number>()
  const appends = new Map<string, number>()
  const inFunctions = new Set<string>()
  const walkNode = (at: SyntaxNode, locals: ReadonlySet<string> | undefined): void => {
    let inner = locals
    if (at.type === 'Function') inner = localNames(at.body)
    for (const { name, append } of namesAssigned(at)) {
      count.set(name, (count.get(name) ?? 0) + 1)
      if (append) appends.set(name, (appends.get(name) ?? 0) + 1)
      if (inner && !inner.has(name)) inFunctions.add(name)
    }
    forEachChild(at, (child) => walkNode(child, inner))
  }
  walkNode(script, undefined)
  return { count, appends, inFunctions }
}

/** Names that this node itself (not its children) assigns. */
export function namesAssigned(at: SyntaxNode): readonly { readonly name: string; readonly append: boolean }[] {
  switch (at.type) {
    case 'Assignment':
      return [{ name: at.name, append: at.append === true }]
    case 'For':
    case 'Select':
      return [{ name: at.name.value, append: false }]
    case 'ParameterExpansion':
      return []
    case 'Command':
      return builtinTargets(at).map((name) => ({ name, append: false }))
    default:
      return []
  }
}

/** Variables that a builtin sets by name: `read x`, `mapfile -t x`, `printf -v x`, `getopts spec x`, `unset x`. */
export function builtinTargets(command: Command): readonly string[] {
  const words = command.args.flatMap((argument) => (argument.type === 'Word' ? [argument.value] : []))
  const names = words.filter((word) => /^[A-Za-z_]\w*$/.test(word))
  switch (command.name?.value) {
    case 'read':
    case 'mapfile':
    case 'readarray':
    case 'unset':
      return names
    case 'getopts':
      return words.slice(1, 2)
    case 'printf':
      return words[0] === '-v' && words[1] !== undefined ? [words[1]] : []
    case 'let':
      return words.flatMap((word) => /^[A-Za-z_]\w*/.exec(word)?.[0] ?? [])
    default:
      return []
  }
}

/** Variables that a function keeps to itself. */
export function localNames(body: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>()
  const walkNode = (at: SyntaxNode): void => {
    if (at.type === 'Command' && ['local', 'declare', 'typeset'].includes(at.name?.value ?? '')) {
      for (const argument of at.args) {
        if (argument.type === 'Assignment') names.add(argument.name)
        else if (/^[A-Za-z_]\w*$/.test(argument.value)) names.add(argument.value)
      }
    }
    if (at.type !== 'Function') forEachChild(at, walkNode)
  }
  forEachChild(body, walkNode)
  return names
}
