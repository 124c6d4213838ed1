import { byNames } from '../../../model/own.ts'
import { parentOf } from '../../../model/path.ts'
import { pathFrom } from '../../application.ts'
import { contents, dataOf } from '../data-files.ts'
import { first, printf, temporaryDirectoryCall, variable, workingDirectory } from '../known-functions.ts'
import { type Constant, type Declared, type KnownFunction, type Language, NamedTable, sinkTable } from '../language.ts'
import { phpParser } from '../parsers.ts'
import { signsOf } from '../signs.ts'
import { sinksOf } from '../sink-rows.ts'
import { joinTexts, knownText, mapText, slash, sureText, UNKNOWN_VALUE } from '../value.ts'
import { PHP } from './php-grammar.ts'

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

const SINKS = sinksOf('php')

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
      'realpath rtrim trim strval basename untrailingslashit constant escapeshellarg escapeshellcmd': first,
      file_get_contents: contents,
      json_decode: dataOf('json', 'content'),
      parse_ini_file: dataOf('ini', 'path'),
      'yaml_parse_file Symfony\\Component\\Yaml\\Yaml.parseFile': dataOf('yaml', 'path'),
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
  // symfony.com/doc, "The Kernel": the directory of composer.json.
  methods: new Map([['getProjectDir', ({ program: { surroundings } }) => knownText(surroundings.base ?? surroundings.cwd)]]),
  constants: new Map<string, Constant>([
    ['__DIR__', (module) => knownText(parentOf(module.path))],
    ['__FILE__', (module) => knownText(module.path)],
    ['DIRECTORY_SEPARATOR', () => knownText('/')],
    ['PHP_EOL', () => knownText('\n')],
    ['PHP_OS_FAMILY', () => knownText('Linux')],
    ['$_SERVER.DOCUMENT_ROOT', (_, program) => knownText(program.surroundings.cwd)],
  ]),
  environment: new Set(['$_ENV', '$_SERVER']),
  constructorName: '__construct',
  settings: new Map(),
  starts: () => [],
  sinks: sinkTable(SINKS),
  signs: signsOf(SINKS),
}
