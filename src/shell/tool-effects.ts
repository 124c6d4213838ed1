import { absolutePath, baseName } from '../model/path.ts'
import { type Effect, type EffectsOf, onEach } from './effect.ts'
import type { ExecutedCommand } from './executed-command.ts'
import { hasOption, option, readOperands } from './operands.ts'

/** Editors of files in place, by the option without which they only print, and the options that take a value. */
const EDITORS: Readonly<Record<string, { readonly unless?: RegExp; readonly values: readonly string[]; readonly behind?: number }>> = {
  patch: { values: ['-p', '-i', '-d', '-o', '-r', '--strip', '--input'] },
  ed: { values: ['-p'] },
  ex: { values: ['-c', '--cmd', '-S', '-u'] },
  dos2unix: { values: ['-c'] },
  sponge: { values: [] },
  yq: { unless: /^(?:-\w*i\w*|--inplace|--in-place)$/, values: ['-p', '-o'], behind: 1 },
  gawk: { unless: /^(?:-iinplace|inplace)$/, values: ['-i', '-v', '-f', '-F'], behind: 1 },
  xmlstarlet: { unless: /^(?:-L|--inplace)$/, values: ['-u', '-v', '-x', '-N', '-s', '-t', '-n', '-d', '-i', '-a'], behind: 1 },
  crudini: { unless: /^--(?:set|del|merge)$/, values: [] },
}

function edited({ name, args }: ExecutedCommand): readonly Effect[] {
  const editor = EDITORS[name]
  if (!editor || (editor.unless && !args.some((arg) => arg !== undefined && editor.unless?.test(arg)))) return []
  const { operands } = readOperands(args, editor.values)
  const files = name === 'crudini' ? operands.slice(0, 1) : operands.slice(editor.behind ?? 0)
  return onEach(files, { leaves: 'file', edits: true, how: `${name} in place` })
}

/** git(1): a clone makes its directory, other commands write in the working tree, and settings go to a file of the user or of the system. */
function git(command: ExecutedCommand): readonly Effect[] {
  const read = readOperands(command.args, [
    '-C',
    '-c',
    '-b',
    '--branch',
    '--depth',
    '--reference',
    '--config',
    '-o',
    '--origin',
    '--filter',
  ])
  const [verb, ...operands] = read.operands
  const tree = option(read, '-C') ?? '.'
  switch (verb) {
    case 'clone': {
      const named = operands[1] ?? (operands[0] === undefined ? undefined : baseName(operands[0]).replace(/\.git$/, ''))
      return [{ path: named === undefined ? undefined : (absolutePath(named, tree) ?? named), leaves: 'content', how: 'git clone' }]
    }
    case 'pull':
    case 'fetch':
    case 'checkout':
    case 'reset':
    case 'init':
      return [{ path: tree, leaves: 'content', how: `git ${verb}` }]
    case 'config': {
      const isRead = operands.length < 2 && !hasOption(read, '--unset', '--add')
      if (isRead || hasOption(read, '--get', '--list')) return []
      if (hasOption(read, '--system')) return [{ path: '/etc/gitconfig', leaves: 'file', how: 'git config' }]
      const path = hasOption(read, '--global') ? '~/.gitconfig' : `${tree}/.git/config`
      return [{ path, leaves: 'file', how: 'git config' }]
    }
    default:
      return []
  }
}

/** What `find` runs for each file that it finds, and what it deletes. */
export function effectsOfFind(effectsOf: (name: string) => EffectsOf | undefined): EffectsOf {
  return (command) => {
    const { args } = command
    const end = args.findIndex((arg) => arg !== undefined && /^[-(!]/.test(arg))
    const roots = end === -1 ? args : args.slice(0, end)
    const places = roots.length === 0 ? ['.'] : roots
    const starts = args.flatMap((arg, at) => (arg !== undefined && /^-(?:exec|execdir|ok)$/.test(arg) ? [at + 1] : []))
    const run = starts.flatMap((start): readonly Effect[] => {
      const length = args.slice(start).findIndex((arg) => arg === ';' || arg === '\\;' || arg === '+')
      const [name, ...words] = args.slice(start, length === -1 ? undefined : start + length)
      const effects = name === undefined ? undefined : effectsOf(baseName(name))
      if (!effects || name === undefined) return []
      return places.flatMap((place) => {
        const given = words.map((word) => (word === undefined ? undefined : word.replaceAll('{}', place ?? '\0')))
        return effects({ ...command, name: baseName(name), args: given }).map((effect): Effect => {
          // Which files it finds nobody knows: any below.
          const isBelow = effect.path === place && effect.leaves === 'file'
          return isBelow ? { ...effect, leaves: 'content' } : effect.leaves === 'ownership' ? { ...effect, recursive: true } : effect
        })
      })
    })
    return run
  }
}

/** `xargs` takes the words of a program from its input: a program that writes to its words writes where nobody knows. */
export function effectsOfXargs(effectsOf: (name: string) => EffectsOf | undefined): EffectsOf {
  return (command) => {
    const values = ['-I', '-n', '-P', '-d', '-L', '-a', '-s', '-E']
    const at = command.args.findIndex(
      (arg, index) => arg === undefined || (!arg.startsWith('-') && !values.includes(command.args[index - 1] ?? '')),
    )
    const name = at === -1 ? undefined : command.args[at]
    const effects = name === undefined ? undefined : effectsOf(baseName(name))
    if (!effects || name === undefined) return []
    return effects({ ...command, name: baseName(name), args: [...command.args.slice(at + 1), undefined] }).map((effect) => ({
      ...effect,
      how: `xargs ${effect.how ?? baseName(name)}`,
    }))
  }
}

/** Effects of programs that edit files in place, fill templates or fetch a repository. */
export const TOOL_EFFECTS: readonly (readonly [name: string, effects: EffectsOf])[] = [
  ...Object.keys(EDITORS).map((name) => [name, edited] as const),
  ['git', git],
  [
    'gomplate',
    ({ args }) => {
      const read = readOperands(args, ['-f', '-o', '-d', '-c', '-i', '--file', '--out', '--output-dir', '--input-dir', '--in'])
      const path = option(read, '-o', '--out')
      const directory = option(read, '--output-dir')
      return [
        ...(path === undefined || path === '-' ? [] : [{ path, leaves: 'file' as const }]),
        ...(directory === undefined ? [] : [{ path: directory, leaves: 'content' as const }]),
      ]
    },
  ],
]
