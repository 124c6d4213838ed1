import { own } from '../../model/own.ts'
import { absolutePath } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { parseShell } from '../../shell/parse.ts'
import type { FoundScript } from '../../shell/world.ts'
import { type MappedText, sliceText } from '../../text/mapped-text.ts'
import type { ImageFile } from '../image-files.ts'
import { readJson } from '../languages/json-module.ts'

const RUNNERS = new Set(['npm', 'yarn', 'pnpm', 'bun'])

/** The script of `package.json` that `npm start`, `yarn serve` and the like run. Empty for a package manager's own verbs. */
export function packageScript(command: ExecutedCommand, open: (path: string) => ImageFile | undefined): readonly FoundScript[] {
  if (!RUNNERS.has(command.name)) return []
  const name = scriptName(command)
  const directory = scriptDirectory(command)
  if (name === undefined || directory === undefined) return []
  const found = open(`${directory === '/' ? '' : directory}/package.json`)
  if (!found) return []
  return [`pre${name}`, name].flatMap((each): readonly FoundScript[] => {
    const text = scriptText(found.text, each) ?? usualStart(each, directory, open)
    return text ? [{ file: found.file, script: parseShell(text) }] : []
  })
}

/** `npm start` without such a script runs `node server.js` (docs.npmjs.com, "npm-start"). */
function usualStart(name: string, directory: string, open: (path: string) => ImageFile | undefined): MappedText | undefined {
  if (name !== 'start' || !open(`${directory === '/' ? '' : directory}/server.js`)) return undefined
  const text = 'node server.js'
  return { text, pieces: [{ at: 0, length: text.length, source: [0, 0] }] }
}

/** Whether the script of `package.json` that a package manager runs is not there. */
export function isMissingScript(command: ExecutedCommand, open: (path: string) => ImageFile | undefined): boolean {
  if (!RUNNERS.has(command.name)) return false
  const isAsked = command.args.some((arg) => arg === 'run' || arg === 'run-script' || arg === 'start')
  return isAsked && packageScript(command, open).length === 0
}

/** Where a package manager runs a script: in the working directory, or the one that an option names. */
export function scriptDirectory(command: ExecutedCommand): string | undefined {
  return (RUNNERS.has(command.name) ? prefixOf(command) : undefined) ?? command.cwd
}

function scriptName(command: ExecutedCommand): string | undefined {
  const words = command.args.filter((arg, index) => arg !== undefined && !arg.startsWith('-') && !isPrefixFlag(command.args[index - 1]))
  const [verb, name] = words
  if (verb === 'run' || verb === 'run-script') return name
  if (verb === 'start' || verb === 'test') return verb
  return command.name === 'npm' ? undefined : verb
}

function isPrefixFlag(arg: string | undefined): boolean {
  return arg === '--prefix' || arg === '--cwd' || arg === '-C' || arg === '--dir'
}

function prefixOf(command: ExecutedCommand): string | undefined {
  const at = command.args.findIndex(isPrefixFlag)
  const value = at === -1 ? undefined : command.args[at + 1]
  return value === undefined ? undefined : absolutePath(value, command.cwd)
}

/** The value of `scripts.<name>` with its place, so that a finding can point into package.json. */
function scriptText(file: MappedText, name: string): MappedText | undefined {
  const all = readJson(file.text)?.scripts ?? undefined
  const value = own(all as Readonly<Record<string, unknown>> | undefined, name)
  if (typeof value !== 'string') return undefined
  const scripts = file.text.indexOf('"scripts"')
  const written = JSON.stringify(value)
  const at = file.text.indexOf(written, Math.max(scripts, 0))
  if (at === -1) return undefined
  const inner = sliceText(file, [at + 1, at + written.length - 1])
  // With escapes, the text differs from what the shell gets; all of it then has the place of the whole string.
  return inner.text === value
    ? inner
    : { text: value, pieces: [{ at: 0, length: value.length, source: inner.pieces[0]?.source ?? [0, 0] }] }
}
