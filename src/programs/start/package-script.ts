import { own } from '../../model/own.ts'
import { absolutePath } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { parseShell } from '../../shell/parse.ts'
import type { FoundScript } from '../../shell/world.ts'
import { jsonObject, object } from '../../text/json.ts'
import { joinText, type MappedText, sliceText } from '../../text/mapped-text.ts'
import { pathFrom } from '../application.ts'
import { ownPackages } from '../languages/javascript/node-workspace.ts'
import type { ProgramFiles } from '../languages/started.ts'

const RUNNERS = new Set(['npm', 'yarn', 'pnpm', 'bun'])

/** Options that name the directory of package.json. */
const DIRECTORY = /^(?:--prefix|--cwd|--dir|-C)$/

/** Options that name a package of the workspace (npm-run-script(1); pnpm.io/filtering; bun.sh/docs, "Filter"). */
const WORKSPACE: Readonly<Record<string, RegExp>> = {
  npm: /^(?:--workspace|-w)$/,
  pnpm: /^(?:--filter|-F)$/,
  bun: /^(?:--filter|-F)$/,
}

/** The script of `package.json` that `npm start`, `yarn serve` and the like run. Empty for a package manager's own verbs. */
export function packageScript(command: ExecutedCommand, files: ProgramFiles): readonly FoundScript[] {
  const { name, directory } = askedOf(command, files)
  if (name === undefined || directory === undefined) return []
  const found = files.open(pathFrom(directory, 'package.json'))
  if (!found) return []
  return [`pre${name}`, name].flatMap((each): readonly FoundScript[] => {
    const text = scriptText(found.text, each) ?? usualStart(each, directory, files)
    return text ? [{ file: found.file, script: parseShell(text) }] : []
  })
}

/** `npm start` without such a script runs `node server.js` (docs.npmjs.com, "npm-start"). */
function usualStart(name: string, directory: string, { open }: ProgramFiles): MappedText | undefined {
  if (name !== 'start' || !open(pathFrom(directory, 'server.js'))) return undefined
  return joinText([{ text: 'node server.js', source: [0, 0] }])
}

/** Whether the script of `package.json` that a package manager runs is not there. */
export function isMissingScript(command: ExecutedCommand, files: ProgramFiles): boolean {
  const { isScript } = askedOf(command, files)
  return isScript && packageScript(command, files).length === 0
}

/** Where a package manager runs a script: in the working directory, or the one that an option or a package of the workspace names. */
export function scriptDirectory(command: ExecutedCommand, files: ProgramFiles): string | undefined {
  return RUNNERS.has(command.name) ? (askedOf(command, files).directory ?? command.cwd) : command.cwd
}

interface Asked {
  /** The script; a package manager other than npm runs one by its bare name. */
  readonly name: string | undefined
  /** The words say that a script runs. */
  readonly isScript: boolean
  /** Undefined if a package of the workspace was not found. */
  readonly directory: string | undefined
}

/** What the words of a package manager ask for. Only npm reads its own options behind the name of the script. */
function askedOf({ name: runner, args, cwd }: ExecutedCommand, files: ProgramFiles): Asked {
  if (!RUNNERS.has(runner)) return { name: undefined, isScript: false, directory: undefined }
  const words: string[] = []
  let directory = cwd
  let workspace: string | undefined
  for (let at = 0; at < args.length && args[at] !== '--' && (runner === 'npm' || !hasName(words)); at++) {
    const arg = args[at]
    const [flag = '', inline] = arg?.split(/=(.*)/s) ?? []
    const isDirectory = DIRECTORY.test(flag)
    if (isDirectory || own(WORKSPACE, runner)?.test(flag)) {
      const value = inline ?? args[++at]
      if (!isDirectory) workspace = value ?? ''
      else if (value !== undefined) directory = absolutePath(value, cwd)
    } else if (arg !== undefined && !arg.startsWith('-')) words.push(arg)
  }
  if (words[0] === 'workspace' && runner === 'yarn') workspace = words.splice(0, 2)[1] ?? ''
  const [verb, second] = words
  const isRun = verb === 'run' || verb === 'run-script'
  const isFile = runner === 'bun' && /\/|\.[cm]?[jt]sx?$/.test((isRun ? second : verb) ?? '')
  const isUsual = verb === 'start' || verb === 'test'
  return {
    name: isRun ? second : isUsual || runner !== 'npm' ? verb : undefined,
    isScript: !isFile && (isRun || verb === 'start' || workspace !== undefined),
    directory: workspace === undefined || directory === undefined ? directory : packageOf(workspace, directory, files),
  }
}

/** Whether the words name a script already. */
function hasName(words: readonly string[]): boolean {
  const [verb, second] = words[0] === 'workspace' ? words.slice(2) : words
  return verb !== undefined && (!/^run(?:-script)?$/.test(verb) || second !== undefined)
}

/** The directory of a package of the workspace that a name or a path asks for; for pnpm, a name may lack its scope. */
function packageOf(asked: string, root: string, files: ProgramFiles): string | undefined {
  const packages = ownPackages(root, files)
  const named = [asked, ...[...packages.keys()].filter((name) => name.endsWith(`/${asked}`))].flatMap((name) => packages.get(name) ?? [])
  const path = absolutePath(asked, root)
  return (named[0] ?? [...packages.values()].find(({ directory }) => directory === path))?.directory
}

/** The value of `scripts.<name>` with its place, so that a finding can point into package.json. */
function scriptText(file: MappedText, name: string): MappedText | undefined {
  const value = own(object(jsonObject(file.text)?.scripts), name)
  if (typeof value !== 'string') return undefined
  const scripts = file.text.indexOf('"scripts"')
  const written = JSON.stringify(value)
  const at = file.text.indexOf(written, Math.max(scripts, 0))
  if (at === -1) return undefined
  const inner = sliceText(file, [at + 1, at + written.length - 1])
  // With escapes, the text differs from what the shell gets; all of it then has the place of the whole string.
  return inner.text === value ? inner : joinText([{ text: value, source: inner.pieces[0]?.source ?? [0, 0] }])
}
