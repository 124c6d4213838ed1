import { own } from '../../model/own.ts'
import { absolutePath } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { hasOption, option, readOperands } from '../../shell/operands.ts'
import { parseShell } from '../../shell/parse.ts'
import type { FoundScript } from '../../shell/world.ts'
import { type Json, jsonObject, object, stringIn } from '../../text/json.ts'
import { joinText, sliceText } from '../../text/mapped-text.ts'
import { pathFrom } from '../application.ts'
import type { ImageFile } from '../image-files.ts'

/** Programs that start the commands of a Procfile, with the option for another file (foreman, honcho, overmind). */
const MANAGERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['foreman', ['-f', '--procfile']],
  ['forego', ['-f']],
  ['honcho', ['-f', '--procfile']],
  ['overmind', ['-f', '--procfile']],
  ['hivemind', []],
])

type Open = (path: string) => ImageFile | undefined

/** The commands that a Procfile or the words of `concurrently` start side by side, and the one that nodemon starts again and again. */
export function managedCommands(command: ExecutedCommand, open: Open): readonly FoundScript[] {
  if (command.name === 'concurrently') return concurrently(command)
  if (command.name === 'nodemon') return watched(command, open)
  const names = MANAGERS.get(command.name)
  if (!names) return []
  const read = readOperands(command.args, [...names, '-p', '-c', '-m', '-e', '-d', '-l'])
  const file = hasOption(read, ...names)
    ? option(read, ...names)
    : command.name === 'hivemind'
      ? (read.operands[0] ?? 'Procfile')
      : 'Procfile'
  const path = file === undefined ? undefined : absolutePath(file, command.cwd)
  const found = path === undefined ? undefined : open(path)
  if (!found || (command.name !== 'hivemind' && !/^(?:start|s)$/.test(read.operands[0] ?? ''))) return []
  // With the name of one process, only that is started.
  const only = command.name === 'hivemind' ? undefined : read.operands[1]
  return [...found.text.text.matchAll(/^([\w-]+):[ \t]*(\S.*)$/gm)].flatMap(({ 0: line, 1: name, 2: text = '', index }) => {
    if (only !== undefined && only !== name) return []
    const end = index + line.length
    return [{ file: found.file, script: parseShell(sliceText(found.text, [end - text.length, end])) }]
  })
}

/** Each operand is a shell command; `npm:dev` is a script of package.json (open-cli-tools/concurrently). */
function concurrently({ args, origin }: ExecutedCommand): readonly FoundScript[] {
  const { operands } = readOperands(args, ['-n', '--names', '-c', '--prefix-colors', '-p', '--prefix', '-s', '--success', '-m'])
  return operands.flatMap((operand) => {
    if (operand === undefined) return []
    const text = joinText([{ text: operand.replace(/^npm:/, 'npm run '), source: origin.span }])
    return [{ file: origin.file, script: parseShell(text) }]
  })
}

/** Options of nodemon with a value, and those of Node that it passes on. */
const WATCHES = ['-x', '--exec', '-e', '--ext', '-w', '--watch', '-i', '--ignore', '-d', '--delay', '-s', '--signal', '--config', '--cwd']
const PRELOADS = ['-r', '--require', '--import', '--loader']

/** Its words, nodemon.json or `nodemonConfig` name a command for the file; without a file, package.json says what starts (remy/nodemon). */
function watched({ args, cwd = '/', origin }: ExecutedCommand, open: Open): readonly FoundScript[] {
  const read = readOperands(args, [...WATCHES, ...PRELOADS])
  const jsonAt = (path: string) => jsonObject(open(pathFrom(cwd, path))?.text.text)
  const manifest = jsonAt('package.json') ?? {}
  const settings = jsonAt(option(read, '--config') ?? 'nodemon.json') ?? object(manifest.nodemonConfig)
  const start = object(manifest.scripts).start
  const usual = stringIn(settings.script) ?? stringIn(manifest.main)
  const operands = read.operands.length > 0 || usual === undefined ? read.operands : [usual]
  const named = hasOption(read, '-x', '--exec') ? option(read, '-x', '--exec') : settings.exec
  const exec = named ?? (operands.length === 0 && start !== undefined ? start : runnerOf(operands[0], settings))
  const preloads = read.given.flatMap(([name, value]) => (PRELOADS.includes(name) ? [name, value] : []))
  const words = [exec, ...preloads, ...operands]
  if (!words.every((word) => typeof word === 'string')) return []
  return [{ file: origin.file, script: parseShell(joinText([{ text: words.join(' '), source: origin.span }])) }]
}

function runnerOf(file: string | undefined, settings: Json): unknown {
  const kind = /\.(\w+)$/.exec(file ?? '')?.[1] ?? ''
  return own(object(settings.execMap), kind) ?? (kind === 'ts' ? 'ts-node' : 'node')
}
