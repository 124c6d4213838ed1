import { absolutePath, baseName, normaliseTarget, parentOf } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { printedText } from '../../shell/printed.ts'
import { inPlaceSed, type SedChange, sedChanges } from '../../shell/sed-script.ts'
import { writesOf } from '../../shell/writes.ts'
import { concatTexts, joinText, type MappedText } from '../../text/mapped-text.ts'
import { runCommands } from './build-writes.ts'
import type { Step } from './stages.ts'

/** What a RUN leaves in a file: `text`, undefined if it is not known, after what was there if it `adds`. */
export interface MadeFile {
  readonly text: MappedText | undefined
  readonly adds: boolean
}

/** What a RUN of `file` writes to a path of the image by `echo`, `printf` or a heredoc, or changes there; undefined if it does nothing to it. */
export function madeBy(step: Step, path: string, file: string): MadeFile | undefined {
  const { name, rest, heredocs, onBuild } = step.instruction
  const own = baseName(path)
  const isNamed = rest.text.includes(own) || heredocs.some(({ body }) => body.text.includes(own))
  if (name !== 'RUN' || onBuild || !isNamed) return undefined
  let made: MadeFile | undefined
  for (const command of runCommands(step, file)) {
    const target = targetOf(command)
    if (target?.path === path) {
      const printed = command.conditional ? undefined : outputOf(command)
      const before = target.adds ? (made ?? { text: NO_TEXT, adds: true }) : { text: NO_TEXT, adds: false }
      made = { text: before.text && printed && concatTexts([before.text, printed]), adds: before.adds }
    } else if (writesOf(command).some((write) => write.path === path && write.leaves !== 'ownership')) {
      made = { text: undefined, adds: made?.adds ?? true }
    }
  }
  return made
}

/** What a RUN of `file` prints into a file, and what it puts in the place of parts of it. */
export function changesBy(step: Step, path: string, file: string): readonly SedChange[] {
  const { name, rest, onBuild } = step.instruction
  if (name !== 'RUN' || onBuild || !rest.text.includes(baseName(path))) return []
  return runCommands(step, file).flatMap((command): readonly SedChange[] => {
    const target = targetOf(command)
    if (target?.path === path) return [outputOf(command)]
    if (command.name !== 'sed' || !writesOf(command).some((write) => write.path === path)) return []
    return (inPlaceSed(command.args)?.scripts ?? []).flatMap((script) => (script === undefined ? [undefined] : sedChanges(script)))
  })
}

/** The names of files in a directory that a RUN of `file` prints into. */
export function namesMadeBy(step: Step, directory: string, file: string): readonly string[] {
  const { name, rest, heredocs, onBuild } = step.instruction
  if (name !== 'RUN' || onBuild || ![rest, ...heredocs.map(({ body }) => body)].some(({ text }) => text.includes(directory))) return []
  return runCommands(step, file).flatMap((command) => {
    const path = targetOf(command)?.path
    return path !== undefined && parentOf(path) === directory ? [baseName(path)] : []
  })
}

export const NO_TEXT: MappedText = { text: '', pieces: [] }

/** The file that a command prints into. */
function targetOf(command: ExecutedCommand): { readonly path: string; readonly adds: boolean } | undefined {
  const { name, args, redirections, cwd } = command
  const redirection = redirections.findLast(({ operator }) => operator === '>' || operator === '>>' || operator === '>|')
  const isTee = name === 'tee' && redirections.some(({ heredoc }) => heredoc)
  const target = isTee ? args.find((arg) => !arg?.startsWith('-')) : redirection?.target
  const path = target === undefined ? undefined : absolutePath(target, cwd)
  if (path === undefined || /[*?[]/.test(path)) return undefined
  return { path: normaliseTarget(path), adds: isTee ? args.includes('-a') : redirection?.operator === '>>' }
}

/** What a command prints; undefined if it is not known. */
function outputOf({ name, args, redirections, origin: { span } }: ExecutedCommand): MappedText | undefined {
  if (name === 'cat' || name === 'tee') {
    const heredoc = redirections.find((each) => each.heredoc)?.heredoc
    if (!heredoc || (name === 'cat' && args.some((arg) => arg !== '-'))) return undefined
    return heredoc.quoted || !/[$`\\]/.test(heredoc.body.text) ? heredoc.body : joined(unquoted(heredoc.body.text))
  }
  if (args.some((arg) => arg === undefined) || (name !== 'echo' && name !== 'printf')) return undefined
  const words = args.filter((arg) => arg !== undefined)
  return joined(printedText(name, words))

  function joined(text: string | undefined): MappedText | undefined {
    return text === undefined ? undefined : joinText([{ text, source: span }])
  }
}

/** A heredoc without its backslashes; undefined if the shell puts something into it. */
function unquoted(body: string): string | undefined {
  return /^(?:[^$`\\]|\\[\s\S])*$/.test(body) ? body.replace(/\\([$`\\])/g, '$1') : undefined
}
