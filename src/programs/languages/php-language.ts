import { pathFrom } from '../application.ts'
import { first } from './known-functions.ts'
import { type Constant, type KnownFunction, type Language, NamedTable, sinkTable } from './language.ts'
import { fromEnvironment } from './names.ts'
import { phpParser } from './parsers.ts'
import { PHP } from './php-grammar.ts'
import { PHP_SINKS } from './php-sinks.ts'
import { concat, joinTexts, mapText, maybe, NOTHING, slash, sureText, type Text, text, UNKNOWN } from './value.ts'

const variable: KnownFunction = ({ args, program }) => {
  const name = args[0] && sureText(args[0])
  if (name === undefined) return UNKNOWN
  const given = fromEnvironment(name, program)
  if (given === NOTHING) return args[1] ?? given
  return given === UNKNOWN && args[1] ? maybe(args[1]) : given
}

const directory: KnownFunction = ({ args: [value = UNKNOWN, levels] }) => {
  const steps = Number((levels && sureText(levels)) ?? 1)
  return mapText(value, (found) =>
    found.open ? undefined : { ...found, text: pathFrom(found.text, '../'.repeat(Number.isInteger(steps) ? Math.min(steps, 9) : 1)) },
  )
}

/** `sprintf("%s/x", $directory)` */
const formatted: KnownFunction = ({ args: [format = UNKNOWN, ...given] }) => {
  const pattern = sureText(format)
  if (pattern === undefined)
    return mapText(format, (found): Text => ({ ...found, text: found.text.slice(0, Math.max(found.text.indexOf('%'), 0)), open: true }))
  let next = 0
  return joinTexts(
    pattern.split(/(%\d*[sdu])/).map((part) => (/^%\d*[sdu]$/.test(part) ? (given[next++] ?? UNKNOWN) : text(part))),
    concat,
  )
}

export const PHP_LANGUAGE: Language = {
  id: 'php',
  grammar: PHP,
  parser: phpParser,
  standardName: (name) => name.replace(/^\\/, ''),
  functions: new NamedTable<KnownFunction>([
    ['getenv', variable],
    ['env', variable],
    ['dirname', directory],
    ...['realpath', 'rtrim', 'trim', 'strval', 'basename', 'untrailingslashit', 'constant'].map((name): [string, KnownFunction] => [
      name,
      first,
    ]),
    ['sprintf', formatted],
    ['sys_get_temp_dir', ({ program }) => text(program.surroundings.variable('TMPDIR') ?? '/tmp')],
    ['getcwd', ({ program }) => text(program.surroundings.cwd)],
    ['tempnam', ({ args: [value = UNKNOWN] }) => mapText(value, (found) => ({ ...found, text: `${found.text}/`, open: true }))],
    // laravel.com/docs, "Helpers", "Paths"
    ...Object.entries({
      base_path: '',
      storage_path: 'storage',
      public_path: 'public',
      database_path: 'database',
      app_path: 'app',
      config_path: 'config',
    }).map(([name, below]): [string, KnownFunction] => [
      name,
      ({ args, program: { surroundings } }) => joinTexts([text(pathFrom(surroundings.base ?? surroundings.cwd, below)), ...args], slash),
    ]),
  ]),
  methods: new Map(),
  constants: new Map<string, Constant>([
    ['__DIR__', (module) => text(module.path.slice(0, module.path.lastIndexOf('/')) || '/')],
    ['__FILE__', (module) => text(module.path)],
    ['DIRECTORY_SEPARATOR', () => text('/')],
    ['PHP_EOL', () => text('\n')],
    ['$_SERVER.DOCUMENT_ROOT', (_, program) => text(program.surroundings.cwd)],
  ]),
  environment: new Set(['$_ENV', '$_SERVER']),
  constructorName: '__construct',
  settings: new Map(),
  starts: () => [],
  sinks: sinkTable(PHP_SINKS),
}
