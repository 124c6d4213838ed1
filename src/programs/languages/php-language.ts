import { byNames } from '../../model/own.ts'
import { parentOf } from '../../model/path.ts'
import { pathFrom } from '../application.ts'
import { first, printf, temporaryDirectoryCall, variable, workingDirectory } from './known-functions.ts'
import { type Constant, type Declared, type KnownFunction, type Language, NamedTable, sinkTable } from './language.ts'
import { phpParser } from './parsers.ts'
import { PHP } from './php-grammar.ts'
import { signsOf } from './signs.ts'
import { RUNS_PROGRAM, type Sink } from './sink.ts'
import { joinTexts, knownText, mapText, slash, sureText, UNKNOWN_VALUE } from './value.ts'

const directory: KnownFunction = ({ args: [value = UNKNOWN_VALUE, levels] }) => {
  const steps = Number((levels && sureText(levels)) ?? 1)
  return mapText(value, (found) =>
    found.open ? undefined : { ...found, text: pathFrom(found.text, '../'.repeat(Number.isInteger(steps) ? Math.min(steps, 9) : 1)) },
  )
}

const DECLARED = /\b(?:function|class|interface|trait|enum)\b[\s&]*(\w+)|\bdefine\s*\(\s*['"](\w+)|\bconst\b([^;]{0,1000})/g

function declared(text: string): Declared {
  const found = [...text.matchAll(DECLARED)]
  const all = new Set(found.flatMap(([, name, constant, constants]) => constants?.match(/\w+/g) ?? [name ?? constant ?? '']))
  return { all }
}

const written = { how: 'files that it writes', leaves: 'file' } as const
const sqlite = { how: 'SQLite database', kind: 'data', leaves: 'file', database: true, journal: true } as const

/** Calls of PHP that write. */
const PHP_SINKS: Readonly<Record<string, Sink | readonly Sink[]>> = {
  'file_put_contents touch': { ...written, path: [0] },
  'imagepng imagejpeg imagegif imagewebp imageavif': { ...written, path: [1] },
  'fopen SplFileObject gzopen bzopen': {
    ...written,
    path: [0],
    mode: { at: [1], writes: /[waxc+]/, without: 'reads' },
    accepts: /^(?!php:|data:|https?:)/,
  },
  'copy rename symlink link': { ...written, path: [1] },
  move_uploaded_file: { how: 'uploads', kind: 'data', leaves: 'file', path: [1] },
  'exec shell_exec system passthru proc_open popen pcntl_exec': RUNS_PROGRAM,
  mkdir: { how: 'mkdir', leaves: 'directory', path: [0] },
  tempnam: { how: 'temporary files', kind: 'scratch', leaves: 'below', path: [0] },
  tmpfile: { how: 'temporary files', kind: 'scratch', leaves: 'below', path: [], fallback: '/tmp' },
  error_log: { how: 'log file', kind: 'log', leaves: 'file', path: [2], mode: { at: [1], writes: /^3$/, without: 'reads' } },
  'session_save_path session.save_path': { how: 'sessions', kind: 'data', leaves: 'below', path: [0] },
  PDO: { ...sqlite, path: [0], accepts: /^sqlite:/, strips: /^sqlite:(.*)/ },
  'SQLite3 sqlite_open': { ...sqlite, path: [0] },
  // github.com/Seldaek/monolog, "Handlers"
  'Monolog\\Handler\\StreamHandler Monolog\\Handler\\RotatingFileHandler': {
    how: 'log file',
    kind: 'log',
    leaves: 'file',
    path: [0],
    accepts: /^(?!php:)/,
  },
  'Symfony\\Component\\Cache\\Adapter\\FilesystemAdapter': {
    how: 'cache in files',
    kind: 'cache',
    leaves: 'below',
    path: [2],
    fallback: '/tmp',
  },
  'Twig\\Environment': {
    how: 'cache of Twig',
    kind: 'cache',
    leaves: 'below',
    path: ['1.cache'],
    accepts: /^(?!false$|true$)/,
    vague: true,
  },
  'ZipArchive().open': { ...written, path: [0], vague: true },
  '.extractTo': { how: 'files that it unpacks', leaves: 'below', path: [0], vague: true },
  // Uploads of PSR-7 and of Symfony.
  '.moveTo': { how: 'uploads', kind: 'data', leaves: 'file', path: [0], perhaps: true, vague: true },
  '.move': { how: 'uploads', kind: 'data', leaves: 'below', path: [0], perhaps: true, accepts: /\//, vague: true },
}

export const PHP_LANGUAGE: Language = {
  id: 'php',
  grammar: PHP,
  parser: phpParser,
  modulesNamed: () => [],
  declared,
  dynamic: /\b(?:include|require)(?:_once)?\b/i,
  standardName: (name) => name.replace(/^\\/, ''),
  functions: new NamedTable<KnownFunction>([
    ...byNames<KnownFunction>({
      'getenv env': variable,
      dirname: directory,
      'realpath rtrim trim strval basename untrailingslashit constant': first,
      sprintf: printf(/(%\d*[sdu])/),
      sys_get_temp_dir: temporaryDirectoryCall,
      getcwd: workingDirectory,
      tempnam: ({ args: [value = UNKNOWN_VALUE] }) => mapText(value, (found) => ({ ...found, text: `${found.text}/`, open: true })),
    }),
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
      ({ args, program: { surroundings } }) =>
        joinTexts([knownText(pathFrom(surroundings.base ?? surroundings.cwd, below)), ...args], slash),
    ]),
  ]),
  joins: new Set(),
  methods: new Map(),
  constants: new Map<string, Constant>([
    ['__DIR__', (module) => knownText(parentOf(module.path))],
    ['__FILE__', (module) => knownText(module.path)],
    ['DIRECTORY_SEPARATOR', () => knownText('/')],
    ['PHP_EOL', () => knownText('\n')],
    ['$_SERVER.DOCUMENT_ROOT', (_, program) => knownText(program.surroundings.cwd)],
  ]),
  environment: new Set(['$_ENV', '$_SERVER']),
  constructorName: '__construct',
  settings: new Map(),
  starts: () => [],
  sinks: sinkTable(PHP_SINKS),
  signs: signsOf(PHP_SINKS),
}
