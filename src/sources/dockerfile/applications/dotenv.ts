import type { Place } from './application.ts'
import type { Module } from './javascript.ts'

const EXAMPLES = ['.env.example', '.env.sample', '.env.template', '.env.dist', 'env.example', '.env.default']

/** The variables of a file of settings, `NAME=value` a line. */
export function readDotenv(text: string): ReadonlyMap<string, string> {
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
  const own = readDotenv(place.open('.env')?.text.text ?? '')
  const examples = new Set(own.size > 0 ? [] : namesOf(place))
  return (name) => {
    const given = place.variable(name)
    return given === null ? (own.get(name) ?? (examples.has(name) ? undefined : null)) : given
  }
}

function namesOf(place: Place): readonly string[] {
  const [first] = place.list('', /^\.?env\./).filter((name) => EXAMPLES.includes(name))
  return first === undefined ? [] : [...readDotenv(place.open(first)?.text.text ?? '').keys()]
}
