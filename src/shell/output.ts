import { absolutePath, baseName, cleanPath, parentOf } from '../model/path.ts'
import { expandWord } from './expand.ts'
import { type Expander, spelled } from './parameter.ts'
import { parseShell } from './parse.ts'
import { printedText } from './printed.ts'
import type { SimpleCommand } from './script.ts'
import { type Item, itemPath, itemText, openPath, type Piece } from './value.ts'
import type { ShellPart } from './words.ts'

/** Programs whose output is known without running anything. */
const PRINTS = /^(?:\$\(|`)\s*(?:cd|pwd|dirname|basename|echo|printf|readlink|realpath|git|mktemp)\b/

/** Longest substitution that is read: longer ones do more than name a path. */
const MAX_LENGTH = 500

/** Where a command substitution runs. */
interface Place {
  readonly cwd: string | undefined
  /** Directory of the repository. */
  readonly root?: string
}

/**
 * The output of `$(dirname "$0")`, `$(cd … && pwd)`, `$(echo …)` and similar commands (POSIX, "dirname", "basename", "pwd"); undefined for
 * all others. If the environment is not closed, a path is on this machine: the text stays open, and only its `path` is known.
 */
export function outputOf(part: ShellPart & { kind: 'command' }, place: Place, to: Expander): readonly Piece[] | undefined {
  if (part.raw.length > MAX_LENGTH || !PRINTS.test(part.raw)) return undefined
  const inner = part.raw.startsWith('`') ? part.raw.slice(1, -1) : part.raw.slice(2, -1)
  const { commands, errors } = parseShell(inner)
  if (errors.length > 0) return undefined
  let { cwd } = place
  let printed: readonly Piece[] | undefined
  const own: Expander = { ...to, output: (nested) => outputOf(nested, { ...place, cwd }, to) }
  for (const command of commands.filter(({ context }) => !context.substitution)) {
    const { words, context, pipeline, assignments } = command
    if (context.conditional || context.background || context.functionName || pipeline || assignments.length > 0 || printed) return undefined
    const name = words[0]?.value
    const items = words.slice(1).flatMap((word) => expandWord(word, own))
    if (name === 'cd') {
      const target = items.length === 1 ? itemPath(items[0]) : undefined
      cwd = target === undefined ? undefined : absoluteIn(target, cwd)
      continue
    }
    printed = outputOfCommand(command, name, items, { ...place, cwd }, part, to)
    if (!printed) return undefined
  }
  return printed
}

function outputOfCommand(
  { redirections }: SimpleCommand,
  name: string | undefined,
  items: readonly Item[],
  { cwd, root }: Place,
  part: ShellPart,
  to: Expander,
): readonly Piece[] | undefined {
  if (redirections.some(({ operator, descriptor }) => operator.startsWith('>') && descriptor !== 2)) return undefined
  const place = (path: string | undefined): readonly Piece[] | undefined => {
    if (path === undefined) return undefined
    return to.closed
      ? [{ text: path, at: part.span, exact: false, hole: false }]
      : [{ text: spelled(part, to), at: part.span, exact: false, hole: true, path }]
  }
  const string = (text: string | undefined): readonly Piece[] | undefined =>
    text === undefined ? undefined : [{ text: withoutLast(text, '\n', 0), at: part.span, exact: false, hole: false }]
  const operands = items.filter((item, index) => !(index === 0 && /^-[-\w]*$/.test(item.text)))
  const [first, more] = operands
  switch (name) {
    case 'pwd':
      return to.closed && !cwd?.startsWith('/') ? undefined : place(cwd)
    case 'echo':
    case 'printf': {
      const words = items.map(itemText)
      return words.every((word) => word !== undefined) ? string(printedText(name, words)) : undefined
    }
    case 'dirname':
    case 'basename': {
      const path = more ? undefined : itemPath(first)
      if (path === undefined) return name === 'dirname' && !more ? directoryOfOpen(first) : undefined
      const result = name === 'basename' ? baseName(withoutLast(path, '/', 1)) : path.includes('/') ? parentOf(path) : '.'
      return itemText(first) === undefined ? place(result) : string(result)
    }
    case 'readlink':
    case 'realpath': {
      const path = more ? undefined : itemPath(first)
      return path === undefined || (name === 'readlink' && items[0]?.text.startsWith('-') !== true)
        ? undefined
        : place(absoluteIn(path, cwd))
    }
    case 'mktemp':
      // A new name below the temporary directory; a template gives another place.
      return operands.length === 0 && items.every(({ text }) => /^-[dqu]+$/.test(text)) ? place('/tmp/tmp.XXXXXXXXXX') : undefined
    case 'git':
      return items.map(({ text }) => text).join(' ') === 'rev-parse --show-toplevel' ? place(root) : undefined
    default:
      return undefined
  }
}

function absoluteIn(path: string, cwd: string | undefined): string | undefined {
  const absolute = absolutePath(path, cwd)
  return absolute?.startsWith('/') ? cleanPath(absolute) : absolute
}

/** Removes a sign from the end of a text, as often as it is there, but not from the first `kept` characters. */
function withoutLast(text: string, sign: string, kept: number): string {
  let end = text.length
  while (end > kept && text[end - 1] === sign) end--
  return text.slice(0, end)
}

/** The directory of a path of which only the beginning is known: perhaps one further down. */
function directoryOfOpen(path: Item | undefined): readonly Piece[] | undefined {
  const known = path?.kind === 'field' ? openPath(path.pieces) : undefined
  const hole = path?.kind === 'field' ? path.pieces.find((piece) => piece.hole) : undefined
  const above = known?.slice(0, known.lastIndexOf('/') + 1)
  return hole && above ? [{ ...hole, text: above, hole: false }, hole] : undefined
}
