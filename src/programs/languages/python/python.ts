import { byNames } from '../../../model/own.ts'
import { parentOf } from '../../../model/path.ts'
import { pathFrom } from '../../application.ts'
import { contentsBy, dataOf, opened, openedBy } from '../data-files.ts'
import {
  first,
  homeDirectory,
  itself,
  lastPart,
  recordValues,
  temporaryDirectoryCall,
  variable,
  workingDirectory,
} from '../known-functions.ts'
import { type Constant, type KnownCall, type KnownFunction, type KnownMethod, type Language, NamedTable, sinkTable } from '../language.ts'
import type { Module } from '../module.ts'
import { partOf, returned } from '../names.ts'
import { pythonParser } from '../parsers.ts'
import type { Program } from '../program.ts'
import { signsOf } from '../signs.ts'
import type { Sink } from '../sink.ts'
import { sinksOf } from '../sink-rows.ts'
import {
  anyOf,
  concat,
  joinFrom,
  joinTexts,
  knownText,
  mapText,
  NOTHING,
  type ProgramValue,
  STREAM,
  sureText,
  type Text,
  UNKNOWN_VALUE,
  type Values,
} from '../value.ts'
import { PYTHON } from './python-grammar.ts'
import { LOADS_BY_NAME, pythonModules } from './python-imports.ts'
import { decoratedOption, describedOption } from './python-options.ts'

const joined: KnownFunction = ({ args }) => (args.length === 0 ? knownText('.') : joinTexts(args, joinFrom))

/** A directory above a path; the one right above an open path is in the same known directory. */
function up(values: Values, steps: number, cwd: string): Values {
  return mapText(values, (found) =>
    found.open ? (steps === 1 ? found : undefined) : { ...found, text: pathFrom(cwd, `${found.text}/${'../'.repeat(steps)}`) },
  )
}

function home(values: Values, directory: string | undefined): Values {
  return mapText(values, (found): Text | undefined => {
    if (!/^~(?:\/|$)/.test(found.text)) return found
    return directory === undefined ? undefined : { ...found, text: `${directory}${found.text.slice(1)}` }
  })
}

/** Places of an application below the home directory (platformdirs.readthedocs.io, "Unix"), for one without an author or a version. */
const userDirectories = Object.fromEntries(
  Object.entries({ data: '.local/share', cache: '.cache', config: '.config', state: '.local/state' }).map(
    ([kind, below]): [string, KnownFunction] => [
      `platformdirs.user_${kind}_dir platformdirs.user_${kind}_path appdirs.user_${kind}_dir`,
      (call) => joinTexts([homeDirectory(call), knownText(below), ...call.args.slice(0, 1)], joinFrom),
    ],
  ),
)

/** What a description of a field or parameter says that it is if nobody gives it. */
const usual: KnownFunction = ({ args: [first], named, program }) => {
  const chosen = named.get('default') ?? named.get('default_factory') ?? named.get('factory') ?? first ?? UNKNOWN_VALUE
  return chosen.flatMap((value): Values => {
    if (value.is === 'class') return [{ ...value, is: 'instance' }]
    return value.is === 'function' ? returned(value.scope, value.module, program) : [value]
  })
}

/** `settings.get("key", other)` of a dictionary. */
function partBy(owner: Values, key: Values, other: Values, program: Program): Values {
  const name = sureText(key)
  if (name === undefined) return UNKNOWN_VALUE
  return anyOf(
    // Something else may stand in the place of one that may be, with other parts.
    owner.map((value) => (value.is !== 'record' || value.maybe ? UNKNOWN_VALUE : (partOf(value, name, program) ?? other))),
  )
}

const temporary: KnownFunction = (call) => call.named.get('dir') ?? temporaryDirectoryCall(call)

/** A name that the library chooses in the temporary directory. */
const inTemporary = (call: KnownCall): Values => mapText(temporary(call), (found) => ({ ...found, text: `${found.text}/`, open: true }))

const SINKS = sinksOf('python', 'python-libraries')

/** Names of settings that say what a library writes. */
export const PYTHON_SETTINGS: ReadonlyMap<string, Sink> = new Map(
  Object.entries(sinksOf('python-settings')).flatMap(([name, [sink]]) => (sink ? [[name, sink]] : [])),
)

/** Any name that gets the URL of a SQLite database: its user creates the file. */
const DATABASE_URL = PYTHON_SETTINGS.get('SQLALCHEMY_DATABASE_URI')

export const PYTHON_LANGUAGE: Language = {
  id: 'python',
  grammar: PYTHON,
  parser: pythonParser,
  modulesNamed: pythonModules,
  dynamic: LOADS_BY_NAME,
  standardName: (name) =>
    name.replace(/^(?:anyio|aiopath|django\.utils\._os)\.(?=Path)/, 'pathlib.').replace(/^posixpath\.|^ntpath\./, 'os.path.'),
  functions: new NamedTable<KnownFunction>(
    byNames({
      // `environ.Path(__file__) - 3` of django-environ, written as a method call.
      'os.path.join django.utils._os.safe_join pathlib.Path pathlib.PurePath pathlib.PosixPath environ.Path': joined,
      'os.path.abspath os.path.realpath os.path.normpath os.path.normcase os.path.expandvars os.fspath os.fsdecode str shlex.quote': first,
      'os.path.expanduser': ({ args: [value = UNKNOWN_VALUE], program }) => home(value, program.surroundings.home),
      'os.path.dirname': ({ args: [value = UNKNOWN_VALUE], program }) => up(value, 1, program.surroundings.cwd),
      'os.path.basename': lastPart,
      'os.getcwd pathlib.Path.cwd': workingDirectory,
      'platform.system': () => knownText('Linux'),
      'pathlib.Path.home': homeDirectory,
      'os.environ.get os.environ.setdefault os.environ.pop os.getenv decouple.config environs.Env().str': variable,
      'dataclasses.field attr.ib attr.field attrs.field pydantic.Field sqlmodel.Field typer.Option typer.Argument fastapi.Depends': usual,
      'open io.open codecs.open aiofiles.open': opened,
      'json.load json.loads orjson.loads ujson.load ujson.loads simplejson.load simplejson.loads': dataOf('json', 'content'),
      'yaml.load yaml.safe_load yaml.full_load yaml.unsafe_load ruamel.yaml.YAML().load': dataOf('yaml', 'content'),
      'tomllib.load tomllib.loads tomli.load tomli.loads toml.loads': dataOf('toml', 'content'),
      'toml.load': dataOf('toml', 'path'),
      ...userDirectories,
      'tempfile.gettempdir': temporary,
      'io.BytesIO io.StringIO django.http.HttpResponse': () => STREAM,
      'tempfile.mkdtemp tempfile.NamedTemporaryFile tempfile.TemporaryDirectory tempfile.mktemp': inTemporary,
    }),
  ),
  joins: new Set(['os.path.join']),
  copies: ['update', 'merge'],
  words: { name: 'sys.argv', first: 1 },
  optionNamed: describedOption,
  optionGiven: decoratedOption,
  methods: new Map<string, KnownMethod>([
    ...byNames<KnownMethod>({
      'resolve absolute as_posix strip rstrip __str__ get_secret_value .parents .value': itself,
      lower: ({ receiver }) => mapText(receiver, (found) => ({ ...found, text: found.text.toLowerCase() })),
      values: ({ receiver }) => recordValues(receiver),
      open: openedBy,
      'read read_text read_bytes': contentsBy,
      get: ({ receiver, args: [key = UNKNOWN_VALUE, other = NOTHING], program }) => partBy(receiver, key, other, program),
      expanduser: ({ receiver, program }) => home(receiver, program.surroundings.home),
      'joinpath path': ({ receiver, args }) => joinTexts([receiver, ...args], joinFrom),
      with_name: ({ receiver, args: [name = UNKNOWN_VALUE], program }) =>
        joinTexts([up(receiver, 1, program.surroundings.cwd), name], joinFrom),
      with_suffix: ({ receiver, args: [suffix = UNKNOWN_VALUE] }) =>
        joinTexts([mapText(receiver, (found) => ({ ...found, text: found.text.replace(/\.\w+$/, '') })), suffix], concat),
      format: ({ receiver, args, named }) => receiver.flatMap((found) => formatted(found, args, named)),
      '-': ({ receiver, args: [steps = UNKNOWN_VALUE], program }) =>
        up(receiver, Number(sureText(steps) ?? Number.NaN) || 0, program.surroundings.cwd),
      '.parent': ({ receiver, program }) => up(receiver, 1, program.surroundings.cwd),
      '.name': (call) => lastPart({ ...call, args: [call.receiver] }),
    }),
    ...Array.from({ length: 6 }, (_, at): [string, KnownMethod] => [
      `.${at}`,
      ({ receiver, program }) => up(receiver, at + 1, program.surroundings.cwd),
    ]),
  ]),
  // flask.palletsprojects.com, "Configuration Handling", "Instance Folders": beside the package, or beside a module without a package.
  members: new Map<string, Constant>([
    ['root_path', (module, program) => knownText(packageOf(module, program).directory)],
    ['static_folder', (module, program) => knownText(`${packageOf(module, program).directory}/static`)],
    ['instance_path', (module, program) => knownText(`${packageOf(module, program).above}/instance`)],
  ]),
  constants: new Map<string, Constant>([
    ['__file__', (module) => knownText(module.path)],
    ['__name__', (module, program) => knownText(program.surroundings.script === module ? '__main__' : 'module')],
    ['TYPE_CHECKING', () => knownText('false')],
    ['os.name', () => knownText('posix')],
    ['sys.platform', () => knownText('linux')],
    ['sys.executable', () => knownText('python3')],
    ['True', () => knownText('true')],
    ['False', () => knownText('false')],
  ]),
  environment: new Set(['os.environ']),
  constructorName: '__init__',
  settings: PYTHON_SETTINGS,
  ...(DATABASE_URL ? { telling: { sign: 'sqlite', sink: DATABASE_URL } } : {}),
  starts: () => [],
  sinks: sinkTable(SINKS),
  signs: signsOf(SINKS, /\bimport[ \t]+\*|^(?![\s\S]*\bimport\b)/),
}

/** `"{}/{name}".format(y, name=z)`; a conversion (`{:03d}`) is not followed. */
function formatted(found: ProgramValue, args: readonly Values[], named: KnownCall['named']): Values {
  if (found.is !== 'text') return UNKNOWN_VALUE
  // Every second part is a placeholder.
  const parts = found.text.split(/\{([^{}]*)\}/)
  const given = (hole: string, at: number) =>
    (/^\d*$/.test(hole) ? args[Number(hole === '' ? at : hole)] : named.get(hole)) ?? UNKNOWN_VALUE
  const texts = parts.map((part, at) => (at % 2 === 0 ? [{ ...found, text: part, open: false }] : given(part, (at - 1) / 2)))
  return joinTexts(found.open ? [...texts, UNKNOWN_VALUE] : texts, concat)
}

/** The directory of a module's outermost package, and its parent; for a module without a package, its own directory for both. */
function packageOf(module: Module, program: Program): { readonly directory: string; readonly above: string } {
  const isPackage = (directory: string) => program.modules.some(({ path }) => path === `${directory}/__init__.py`)
  const own = parentOf(module.path)
  if (!isPackage(own)) return { directory: own, above: own }
  let directory = own
  while (isPackage(parentOf(directory))) directory = parentOf(directory)
  return { directory, above: parentOf(directory) }
}
