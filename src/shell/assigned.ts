import type { ShellNode } from './script.ts'
import type { ShellWord } from './words.ts'

const known = new WeakMap<ShellNode, ReadonlySet<string>>()

/** The variables to which a part of a script may assign, without those in its subshells and in the functions that it defines. */
export function assignedIn(node: ShellNode): ReadonlySet<string> {
  const before = known.get(node)
  if (before) return before
  const names = new Set<string>()
  const add = (inner: ShellNode): void => {
    for (const name of assignedIn(inner)) names.add(name)
  }
  switch (node.kind) {
    case 'command':
      for (const { name, lasting } of node.command.assignments) if (lasting) names.add(name)
      for (const name of targets(node.command.words)) names.add(name)
      break
    case 'list':
    case 'pipeline':
      for (const inner of node.nodes) add(inner)
      break
    case 'and-or':
      for (const part of node.parts) add(part.node)
      break
    case 'branch':
      for (const inner of [...node.asks, ...node.bodies, ...(node.otherwise ? [node.otherwise] : [])]) add(inner)
      break
    case 'for':
      names.add(node.variable)
      add(node.body)
      break
    case 'while':
      add(node.clause)
      add(node.body)
      break
    case 'sets':
      for (const name of node.names) names.add(name)
      break
    case 'function':
    case 'subshell':
    case 'cut':
      break
    default:
      node satisfies never
  }
  known.set(node, names)
  return names
}

/** Variables that a builtin sets by name: `read x`, `mapfile -t x`, `printf -v x`, `getopts spec x`, `unset x`, `shift`. */
export function targets(words: readonly ShellWord[]): readonly string[] {
  const args = words.slice(1).map(({ text }) => text)
  const names = args.filter((word) => /^[A-Za-z_]\w*$/.test(word))
  switch (words[0]?.value) {
    case 'read':
    case 'mapfile':
    case 'readarray':
    case 'unset':
      return names
    case 'getopts':
      return [...args.slice(1, 2), 'OPTARG', 'OPTIND']
    case 'printf':
      return args[0] === '-v' && args[1] !== undefined ? [args[1]] : []
    case 'let':
      return args.flatMap((word) => /^[A-Za-z_]\w*/.exec(word)?.[0] ?? [])
    case 'shift':
    case 'set':
      return ['@']
    default:
      return []
  }
}
