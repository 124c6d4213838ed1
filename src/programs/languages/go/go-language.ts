import { byNames } from '../../../model/own.ts'
import { either } from '../evaluate.ts'
import { first, homeDirectory, printf, temporaryDirectoryCall, variable, workingDirectory } from '../known-functions.ts'
import { type Declared, type KnownFunction, type Language, NamedTable, sinkTable } from '../language.ts'
import { goParser } from '../parsers.ts'
import { signsOf } from '../signs.ts'
import { sinksOf } from '../sink-rows.ts'
import type { NamedModule } from '../syntax.ts'
import { joinTexts, knownText, mapText, maybe, NOTHING, slash, sureText, UNKNOWN_VALUE } from '../value.ts'
import { GO } from './go-grammar.ts'

const SINKS = sinksOf('go')

/** An unset variable is an empty text. */
const getenv: KnownFunction = (call) => {
  const given = variable(call)
  return given === NOTHING ? knownText('') : given
}

/** `flag.String("dir", fallback)`: with `-dir /data`, `--dir=/data` on the command line that value. An unknown word may be any flag. */
const flagValue: KnownFunction = ({ args: [name, fallback = UNKNOWN_VALUE], program }) => {
  const flag = name && sureText(name)
  const words = program.surroundings.args
  if (flag === undefined || words === undefined) return maybe(fallback)
  const at = words.findLastIndex((word) => word !== undefined && [`-${flag}`, `--${flag}`].includes(word.replace(/=.*$/s, '')))
  if (at === -1) return words.includes(undefined) ? maybe(fallback) : fallback
  const equals = words[at]?.indexOf('=') ?? -1
  const value = equals === -1 ? words[at + 1] : words[at]?.slice(equals + 1)
  return value === undefined ? UNKNOWN_VALUE : knownText(value)
}

export const GO_LANGUAGE: Language = {
  id: 'go',
  grammar: GO,
  parser: goParser,
  modulesNamed: goModules,
  declared: goDeclared,
  assigned: goAssigned,
  dynamic: 'never',
  standardName: (name) => name.replace(/\/v\d+(?=[./]|$)/, ''),
  functions: new NamedTable<KnownFunction>(
    byNames({
      'path/filepath.Join path.Join': ({ args }) => joinTexts(args, slash),
      'path/filepath.Clean path/filepath.Abs path.Clean strings.TrimSpace string os.ExpandEnv': first,
      'path/filepath.Dir': ({ args: [value = UNKNOWN_VALUE] }) =>
        mapText(value, (found) => (found.open ? undefined : { ...found, text: found.text.replace(/\/?[^/]*$/, '') || '.' })),
      'fmt.Sprintf': printf(/(%[+#]?[svdq])/),
      'os.Getenv os.LookupEnv': getenv,
      // `ok` of `value, ok := os.LookupEnv(name)`.
      'os.LookupEnv.[1]': (call) => {
        const given = variable(call)
        return given[0]?.is === 'unknown' ? UNKNOWN_VALUE : knownText(String(given !== NOTHING))
      },
      'cmp.Or': ({ args }) => args.reduceRight((later, each) => either(each, () => later), knownText('')),
      'os.TempDir': temporaryDirectoryCall,
      'os.Getwd': workingDirectory,
      'os.UserHomeDir': homeDirectory,
      'os.UserCacheDir': (call) => joinTexts([homeDirectory(call), knownText('.cache')], slash),
      'os.UserConfigDir': (call) => joinTexts([homeDirectory(call), knownText('.config')], slash),
      'flag.String github.com/spf13/pflag.String': flagValue,
      'os.MkdirTemp': (call) => mapText(temporaryDirectoryCall(call), (found) => ({ ...found, text: `${found.text}/`, open: true })),
    }),
  ),
  joins: new Set(['path/filepath.Join']),
  methods: new Map(),
  constants: new Map(
    Object.entries({ true: () => knownText('true'), false: () => knownText('false'), 'runtime.GOOS': () => knownText('linux') }),
  ),
  environment: new Set(),
  constructorName: '',
  packageFields: true,
  settings: new Map(),
  // Everything starts in `main`, after every package's `init`.
  starts: ({ syntax: { top } }) => ['main', 'init'].flatMap((name) => top.inner.get(name) ?? []),
  sinks: sinkTable(SINKS),
  signs: signsOf(SINKS, /^[ \t]*(?:import[ \t]+)?\.[ \t]*"/m),
}

const TOKEN = /[\s;]+|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/|"[^"\n]*"|`[^`]*`|[\w.]+|[()]/y

/** The packages that a file of Go imports: that comes before all else (The Go Programming Language Specification, "Source file organization"). */
function goModules(text: string): readonly NamedModule[] | undefined {
  const found: NamedModule[] = []
  let isList = false
  let before = ''
  let alias: number | undefined
  TOKEN.lastIndex = 0
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    const token = TOKEN.exec(text)?.[0]
    if (token === undefined) return before === '' ? undefined : found
    if (/^[\s;/]/.test(token)) continue
    if (/^["`]/.test(token)) found.push({ module: token.slice(1, -1), at: alias ?? at })
    else if (token === '(') isList = true
    else if (token === ')') isList = false
    else if (!isList && !/^(?:package|import)$/.test(token) && !/^(?:package|import)$/.test(before)) return found
    alias = /^[\w.]/.test(token) && token !== 'import' ? at : undefined
    before = token
  }
  return found
}

/** The names of package level of a text of Go: what a line begins with, but for calls and variables of functions. */
function goDeclared(text: string): Declared {
  const found = new Set<string>()
  const values = new Set<string>()
  for (const line of text.split(/[\n;]/)) {
    const [, keyword, names = ''] = /^\s*(?:(func|var|const|type)\b[\s(]*)?((?:\w|,|[ \t])*)/.exec(line) ?? []
    const isMethod = keyword === 'func' && /^func\s*\(/.test(line)
    const listed = isMethod ? line.slice(line.indexOf(')') + 1, line.indexOf(')') + MAX_NAME) : names
    const next = line.slice(line.indexOf(names) + names.length)
    if (keyword === undefined && (next.startsWith(':=') || (/^[.(]/.test(next) && !/\w\s+\w/.test(names)))) continue
    for (const each of listed.split(',')) {
      const name = /^\s*(\w*)/.exec(each)?.[1] ?? ''
      found.add(name)
      if (keyword !== 'func') values.add(name)
    }
  }
  return { all: found, values }
}

/** More no name of a method has. */
const MAX_NAME = 100

/** The names that something is assigned to, and the keys of literals. */
function goAssigned(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(/\b(\w+)(?:["`]\])?[ \t]*(?::(?!=)|[-+*/%&|^]?=(?!=))/g), ([, name = '']) => name))
}
