import { byNames } from '../model/own.ts'
import { absolutePath, baseName } from '../model/path.ts'
import { type Effect, type EffectsOf, onEach } from './effect.ts'
import type { ExecutedCommand } from './executed-command.ts'
import { hasOption, option, readOperands } from './operands.ts'
import { isShell } from './wrappers.ts'

/** Commands of git that only show something. */
const SHOWS =
  /^(?:blame|branch|cat-file|check-ignore|describe|diff|for-each-ref|grep|help|log|ls-files|ls-remote|ls-tree|merge-base|name-rev|remote|rev-list|rev-parse|shortlog|show|show-ref|status|symbolic-ref|tag|var|version)$/

/** git(1): a clone creates its directory, settings go to a file of user or system, other commands write in the working tree. */
function git(command: ExecutedCommand): readonly Effect[] {
  const read = readOperands(command.args, '-C -c -b --branch --depth --reference --config -o --origin --filter --template'.split(' '))
  const [verb, ...operands] = read.operands
  const tree = option(read, '-C') ?? '.'
  // `git branch NAME`, `git tag NAME` and `git remote set-url …` make or change something; without a name they list.
  const makes =
    /^(?:branch|remote|symbolic-ref|tag)$/.test(verb ?? '') && operands.length > 0 && !/^(?:get-url|show)$/.test(operands[0] ?? '')
  if (read.operands.length === 0 || (SHOWS.test(verb ?? '') && !makes)) return []
  switch (verb) {
    case 'clone':
    case 'init': {
      const [first] = operands
      const named =
        verb === 'init' ? (operands.length === 0 ? '.' : first) : (operands[1] ?? (first && baseName(first).replace(/\.git$/, '')))
      return [{ path: named === undefined ? undefined : (absolutePath(named, tree) ?? named), leaves: 'content', how: `git ${verb}` }]
    }
    case 'config': {
      const isRead = operands.length < 2 && !hasOption(read, '--unset', '--add')
      if (isRead || hasOption(read, '--get', '--list')) return []
      if (hasOption(read, '--system')) return [{ path: '/etc/gitconfig', leaves: 'file', how: 'git config' }]
      const path = hasOption(read, '--global') ? '~/.gitconfig' : `${tree}/.git/config`
      return [{ path, leaves: 'file', how: 'git config' }]
    }
    default:
      return [{ path: tree, leaves: 'content', how: `git ${verb ?? ''}`.trim() }]
  }
}

/** sqlite3(1): its first operand is the database, with its journal beside it; the others are statements and commands with a dot. */
function sqlite({ args }: ExecutedCommand): readonly Effect[] {
  const values = /^--?(?:cmd|init|separator|nullvalue|newline|mmap|maxsize|lookaside|pagecache|vfs)$/
  const [database, ...statements] = args.filter((arg, at) => !(arg?.startsWith('-') || values.test(args[at - 1] ?? '')))
  const isReadOnly = args.some((arg) => /^--?readonly$/.test(arg ?? ''))
  const opened: readonly (string | undefined)[] = database === ':memory:' || isReadOnly ? [] : [database]
  const written = statements.flatMap((statement) => {
    const copy = /^\s*\.(?:backup|save|clone)\s+(?:main\s+)?["']?([^"'\s]+)["']?\s*$/.exec(statement ?? '')
    const isSafe = statement !== undefined && !/^[ \t]*\.|\binto\s+['"]|\battach\b/im.test(statement)
    return copy ? [copy[1]] : isSafe ? [] : [undefined]
  })
  return onEach([...opened, ...written], { leaves: 'file', how: 'database of sqlite3', journal: true })
}

type Words = readonly (string | undefined)[]
type EffectsByName = (name: string) => EffectsOf | undefined

/** The effects of a command that another one runs with these words. They are unknown if it runs others itself, as a shell does. */
function effectsOfInner([name, ...args]: Words, command: ExecutedCommand, effectsOf: EffectsByName): readonly Effect[] {
  const inner = name === undefined ? undefined : { ...command, name: baseName(name), args }
  if (!inner) return []
  return /^(?:find|xargs)$/.test(inner.name) || isShell(inner.name)
    ? [{ path: undefined, leaves: 'content' }]
    : (effectsOf(inner.name)?.(inner) ?? [])
}

/** The commands of `-exec` and the like, each up to its `;` or `+`. */
function commandsOfFind(args: Words): readonly Words[] {
  const commands: (string | undefined)[][] = []
  let open: (string | undefined)[] | undefined
  for (const arg of args) {
    if (open && /^(?:\\?;|\+)$/.test(arg ?? '')) open = undefined
    else if (open) open.push(arg)
    else if (/^-(?:exec|execdir|ok)$/.test(arg ?? '')) {
      open = []
      commands.push(open)
    }
  }
  return commands
}

/** Most places of one `find`; no real one has more. */
const MAX_PLACES = 20

/** What `find` runs for each file that it finds. */
export function effectsOfFind(effectsOf: EffectsByName): EffectsOf {
  return (command) => {
    const { args } = command
    const end = args.findIndex((arg) => arg !== undefined && /^[-(!]/.test(arg))
    const roots = end === -1 ? args : args.slice(0, end)
    const places = roots.length === 0 ? ['.'] : roots.length > MAX_PLACES ? [undefined] : roots
    const printed = args.flatMap((arg, at) => (/^-f(?:print0?|printf|ls)$/.test(arg ?? '') ? [args[at + 1]] : []))
    const deleted = args.includes('-delete') ? onEach(places, { leaves: 'removed', how: 'find -delete' }) : []
    const run = commandsOfFind(args).flatMap((words) =>
      places.flatMap((place) => {
        const given = words.map((word) => (place === undefined && word?.includes('{}') ? undefined : word?.replaceAll('{}', place ?? '')))
        return effectsOfInner(given, command, effectsOf).map((effect): Effect => {
          // The files that it finds are unknown: any file below.
          const isBelow = effect.path === place && effect.leaves === 'file'
          return isBelow ? { ...effect, leaves: 'content' } : effect.leaves === 'ownership' ? { ...effect, recursive: true } : effect
        })
      }),
    )
    return [...onEach(printed, { leaves: 'file', how: 'output of find' }), ...deleted, ...run]
  }
}

/** `xargs` reads a program's words from its input: if the program writes to its operands, where it writes is unknown. */
export function effectsOfXargs(effectsOf: EffectsByName): EffectsOf {
  return (command) => {
    const values = ['-I', '-n', '-P', '-d', '-L', '-a', '-s', '-E']
    const at = command.args.findIndex(
      (arg, index) => arg === undefined || (!arg.startsWith('-') && !values.includes(command.args[index - 1] ?? '')),
    )
    const words = at === -1 ? [] : command.args.slice(at)
    // xargs(1): with -I each word that names the mark is unknown, else unknown words come last.
    const mark = option(readOperands(command.args.slice(0, Math.max(at, 0)), values), '-I', '--replace', '-i')
    const given = mark === undefined ? [...words, undefined] : words.map((word) => (word?.includes(mark || '{}') ? undefined : word))
    return effectsOfInner(given, command, effectsOf).map((effect) => ({
      ...effect,
      how: `xargs ${effect.how ?? baseName(words[0] ?? '')}`,
    }))
  }
}

/** Effects of programs that fill templates, keep a database or fetch a repository. */
export const TOOL_EFFECTS: readonly (readonly [name: string, effects: EffectsOf])[] = [
  ...byNames<EffectsOf>({
    sqlite3: sqlite,
    git,
    // github.com/jwilder/dockerize: `-template source:destination`, on the standard output without a destination.
    dockerize: ({ args }) =>
      args.flatMap((arg, at): readonly Effect[] => {
        const given = arg?.startsWith('-template=') ? arg.slice('-template='.length) : args[at - 1] === '-template' ? arg : null
        if (given === null) return []
        const path = given === undefined ? undefined : given.slice(given.indexOf(':') + 1)
        return given?.includes(':') === false ? [] : [{ path, leaves: 'file', how: 'output of dockerize' }]
      }),
    gomplate: ({ args }) => {
      const read = readOperands(args, ['-f', '-o', '-d', '-c', '-i', '--file', '--out', '--output-dir', '--input-dir', '--in'])
      const path = option(read, '-o', '--out')
      const directory = option(read, '--output-dir')
      return [
        ...(path === undefined || path === '-' ? [] : [{ path, leaves: 'file' as const }]),
        ...(directory === undefined ? [] : [{ path: directory, leaves: 'content' as const }]),
      ]
    },
  }),
]
