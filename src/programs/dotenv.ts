import type { TextOrigin } from '../model/fact.ts'
import { remember } from '../model/maps.ts'
import type { ExecutedCommand } from '../shell/executed-command.ts'
import { isLeftOut } from '../text/dockerignore.ts'
import { lineAt, type Place, pathFrom, settingOf } from './application.ts'
import type { ImageFile } from './image-files.ts'
import type { Code } from './languages/code.ts'
import type { Module } from './languages/module.ts'
import type { ProgramFiles, Started } from './languages/started.ts'

/** A value for an application, and its source. */
export interface Given {
  readonly value: string
  /** Absent if it comes from the environment of the container. */
  readonly origin?: TextOrigin
}

/** A variable as an application with `.env` files sees it: the environment, then the files in order. `null`: unset. Undefined: unknown. */
export function dotenv(name: string, files: readonly string[], place: Place): Given | null | undefined {
  const outside = settingOf(place, name)
  if (outside === undefined) return undefined
  return outside === null ? inFiles(name, files, place) : { value: outside }
}

/** A variable from the `.env` files alone. */
export function inFiles(name: string, files: readonly string[], place: Place): Given | null {
  for (const file of files) {
    const settings = settingsOf(file, place)
    const line = settings?.lines.get(name)
    if (settings && line) return { value: line.value, origin: lineAt(settings.found, line.at) }
  }
  return null
}

/** Signs that a program itself reads a file of settings. */
const LOADS = /["']dotenv(?:\/config|-\w+)?["']|@nestjs\/config|process\.loadEnvFile|load_dotenv|read_env\b|decouple|env_file\b/

/** The environment of a command, then the `.env` that its program loads. A variable of the example file only is unknown. */
export function environmentWithFiles(
  cwd: string,
  command: ExecutedCommand,
  modules: readonly Module[],
  started: Started,
): (name: string) => string | null | undefined {
  const outside = (name: string) => started.environment(command, name)
  const { name: program, args } = command
  const loads =
    /^(?:bun|next)$/.test(program) ||
    args.some((arg) => arg?.includes('dotenv') || arg?.startsWith('--env-file')) ||
    modules.some(({ code }) => remember(loading, code, () => LOADS.test(code.text)))
  if (!loads) return outside
  const place = fileSettings(cwd, started)
  const own: Lines = settingsOf('.env', place)?.lines ?? new Map()
  const examples = own.size > 0 ? own : exampleOf(place)
  return (name) => {
    const given = outside(name)
    return given === null ? (own.get(name)?.value ?? (examples.has(name) ? undefined : null)) : given
  }
}

const loading = new WeakMap<Code, boolean>()

/** Where a file of settings is searched. */
type FilePlace = Pick<Place, 'open' | 'sources'>

function fileSettings(cwd: string, { files, sources }: Started): FilePlace {
  const openIn = (of: ProgramFiles) => (path: string) => of.open(pathFrom(cwd, path))
  return {
    open: openIn(files),
    sources: {
      open: openIn(sources),
      list: (directory, pattern) => sources.list(pathFrom(cwd, directory)).filter((each) => pattern.test(each)),
    },
  }
}

const EXAMPLES = ['.env.example', '.env.sample', '.env.template', '.env.dist', 'env.example', '.env.default']

/** The project's example of its settings. */
export function exampleOf({ sources }: FilePlace): Lines {
  const [first] = sources.list('', /^\.?env\./).filter((name) => EXAMPLES.includes(name))
  return readDotenv(first === undefined ? '' : (sources.open(first)?.text.text ?? ''))
}

/** A file of settings that is in the image; one that the build excludes does not count. */
function settingsOf(file: string, place: FilePlace): { readonly found: ImageFile; readonly lines: Lines } | undefined {
  const found = place.open(file)
  return found && !isLeftOut(file, place.open('.dockerignore')?.text.text.split('\n') ?? [])
    ? { found, lines: readDotenv(found.text.text) }
    : undefined
}

/** Variables by name: the value, and where its line begins. */
type Lines = ReadonlyMap<string, { readonly value: string; readonly at: number }>

/** The variables of a file of settings, `NAME=value` per line; the last holds. Compose's own reader reads more and stops at an error. */
function readDotenv(text: string): Lines {
  const lines = new Map<string, { readonly value: string; readonly at: number }>()
  for (const match of text.matchAll(/^[ \t]*(?:export[ \t]+)?([\w.]+)[ \t]*=[ \t]*(.*?)[ \t]*\r?$/gm)) {
    const [, name = '', written = ''] = match
    const quoted = /^(["'`])(.*?)\1/.exec(written)
    lines.set(name, { value: quoted?.[2] ?? written.replace(/(?:^|\s)#.*$/, '').trimEnd(), at: match.index })
  }
  return lines
}
