import type { TextOrigin } from '../../../model/fact.ts'
import { lineAt, type Place, settingOf } from './application.ts'
import type { Module } from './javascript.ts'

/** A value that is given to an application, and who gives it. */
export interface Given {
  readonly value: string
  /** Absent where the environment of the container gives it. */
  readonly origin?: TextOrigin
}

/**
 * A variable as an application with `.env` files finds it: the environment goes first, then the files in the order given. `null`: nobody
 * sets it. Undefined: it is set, but to nothing that we know.
 */
export function dotenv(name: string, files: readonly string[], place: Place): Given | null | undefined {
  const outside = settingOf(place, name)
  if (outside === undefined) return undefined
  return outside === null ? inFiles(name, files, place) : { value: outside }
}

/** A variable by the `.env` files alone. */
export function inFiles(name: string, files: readonly string[], place: Place): Given | null {
  for (const file of files) {
    const found = place.open(file)
    const match = found && new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*(.*)$`, 'm').exec(found.text.text)
    if (!found || !match) continue
    const [, written = ''] = match
    const quoted = /^(["'])(.*?)\1/.exec(written)
    const value = quoted ? (quoted[2] ?? '') : written.replace(/\s+#.*$/, '').trim()
    return { value, origin: lineAt(found, match.index) }
  }
  return null
}

const EXAMPLES = ['.env.example', '.env.sample', '.env.template', '.env.dist', 'env.example', '.env.default']

/** The variables of a file of settings, `NAME=value` a line. */
function readDotenv(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const [, name = '', written = ''] of text.matchAll(/^[ \t]*(?:export[ \t]+)?([\w.]+)[ \t]*=[ \t]*(.*?)[ \t]*\r?$/gm)) {
    const quoted = /^(["'`])(.*?)\1/.exec(written)
    values.set(name, quoted?.[2] ?? written.replace(/\s+#.*$/, ''))
  }
  return values
}

/**
 * The environment, and behind it the `.env` that a program loads by itself, where the image has one. A variable of the example of such a
 * file is unknown: whoever runs the program fills it in.
 */
export function fromDotenv(place: Place, modules: readonly Module[]): Place['variable'] {
  const loads =
    modules.some(({ text }) => /["']dotenv(?:\/config|-\w+)?["']|@nestjs\/config|process\.loadEnvFile/.test(text)) ||
    place.commands.some(
      ({ name, args }) => /^(?:bun|next)$/.test(name) || args.some((arg) => arg?.includes('dotenv') || arg?.startsWith('--env-file')),
    )
  if (!loads) return place.variable
  const own = dotenvOf(place, '.env')
  const examples = own.size > 0 ? own : exampleOf(place)
  return (name) => {
    const given = place.variable(name)
    return given === null ? (own.get(name) ?? (examples.has(name) ? undefined : null)) : given
  }
}

/** A file of settings that is in the image; one that the build leaves out has no say. */
export function dotenvOf(place: Place, file: string): ReadonlyMap<string, string> {
  const found = place.open(file)
  const isLeftOut =
    found !== undefined && /^(?:\*\*\/)?\/?(?:\*?\.env\*?|\.env\.\*)\s*$/m.test(place.open('.dockerignore')?.text.text ?? '')
  return readDotenv(found === undefined || isLeftOut ? '' : found.text.text)
}

/** The example that a project gives of its settings. */
export function exampleOf({ sources }: Place): ReadonlyMap<string, string> {
  const [first] = sources.list('', /^\.?env\./).filter((name) => EXAMPLES.includes(name))
  return readDotenv(first === undefined ? '' : (sources.open(first)?.text.text ?? ''))
}
