import { parse as parseIni } from 'ini'
import type { ExecutedCommand } from '../../../shell/executed-command.ts'
import { option, readOperands } from '../../../shell/operands.ts'
import { object } from '../../../text/json.ts'
import { lineAt, pathFrom } from '../../application.ts'
import { environmentWithFiles } from '../../dotenv.ts'
import { djangoProject, djangoReading } from '../../frameworks/django.ts'
import { isKnownName } from '../../servers/servers.ts'
import { isSilentCommand } from '../../silent-commands.ts'
import type { Module } from '../module.ts'
import { readProgram } from '../read-program.ts'
import type { Sink } from '../sink.ts'
import { type CommandReading, codeOfHeredoc, containerOf, type Started, withCode } from '../started.ts'
import { firstOf } from '../words.ts'
import { PYTHON_LANGUAGE, PYTHON_SETTINGS } from './python.ts'
import { type ModuleFiles, moduleFiles } from './python-files.ts'

/** Programs that run Python code. */
const STARTS =
  /^(?:python[\d.]*|pypy[\d.]*|flask|fastapi|gunicorn|uvicorn|hypercorn|daphne|granian|waitress-serve|uwsgi|streamlit|celery|rq|dramatiq|arq|huey_consumer(?:\.py)?|manage\.py|[\w.-]+\.py)$/

/** What a command that runs Python starts; undefined for any other command. */
export function pythonReading(command: ExecutedCommand, started: Started): CommandReading | undefined {
  const { name, args } = command
  if (!STARTS.test(name)) return undefined
  const text = /^python/.test(name) ? firstOf(args, /^-\w*c$/, /^-[XW]$/) : -1
  const piped = /^python/.test(name) ? codeOfHeredoc(command) : undefined
  if (text !== -1 || piped !== undefined) {
    const code = piped ?? args[text + 1]
    // Code with unknown parts usually only waits for something.
    if (code === undefined) return { writes: [], gaps: [] }
    const path = pathFrom(command.cwd ?? '/', '[eval].py')
    return pythonReading({ ...command, args: [path] }, withCode(started, path, code, command))
  }
  if (/^python/.test(name) && args.every((arg) => arg === undefined || arg.startsWith('-')) && !args.includes('-m'))
    return { writes: [], gaps: args.includes(undefined) ? [{ why: 'the file that it starts is not known', origin: command.origin }] : [] }
  const files = moduleFiles(command, started)
  const entries = startedModules(command)
  let found: readonly Module[] = []
  for (const entry of [...entries, ...configuredEntries(command, files, started)]) {
    found = /\.py$|\//.test(entry) ? [files.script(entry)].filter((module) => module !== undefined) : files.named(entry)
    if (found.length > 0) break
  }
  const [main] = found
  if (!main) return missing(command, entries, started)
  const django = djangoProject(found, command, files, started)
  const read = readProgram({
    language: PYTHON_LANGUAGE,
    cwd: command.cwd ?? '/',
    ...containerOf(started),
    variable: () => undefined,
    variableOf: (modules) => environmentWithFiles(command.cwd ?? '/', command, modules, started),
    ...(/^(?:python|pypy)/.test(name) || name.endsWith('.py') ? { script: main, args: wordsAfter(command, entries) } : {}),
    entries: [...found, ...configurationOf(command, files), ...(django?.modules ?? [])],
    ...(django?.isCut ? { cut: { why: 'it has more files than are read', origin: lineAt(django.settings.found, 0) } } : {}),
    // docs.djangoproject.com, "Using settings in Python code".
    imported: (from, specifier) =>
      django && !django.isOpen && specifier === 'django.conf.settings' ? [django.settings] : files.named(specifier, from),
    loaded: (from, specifier) => files.loaded(specifier, from),
    within: (directory) => files.within(directory),
    database: () => (SERVERS.test(requirements(command.cwd ?? '/', started)) ? 'may write' : 'writes'),
    settings: settingsOf(command.cwd ?? '/', started),
  })
  const isLoaded = started.built(LOADS)
  const reading = isLoaded ? { ...read, writes: read.writes.filter(({ how }) => !/^(?:models|data) of /.test(how)) } : read
  if (!django) return reading
  const unread = django.isUnread ? [{ why: `${django.asked} of Django is not read`, origin: command.origin }] : []
  const { writes, gaps } = djangoReading(django, reading.program, command)
  return { ...reading, writes: [...reading.writes, ...writes], gaps: [...unread, ...gaps, ...reading.gaps] }
}

/** The words behind the script or the module. */
function wordsAfter({ name, args }: ExecutedCommand, entries: readonly string[]): ExecutedCommand['args'] {
  const module = args.indexOf('-m')
  if (name.endsWith('.py')) return args
  return args.slice((module === -1 ? args.findIndex((word) => word !== undefined && entries.includes(word)) : module + 1) + 1)
}

/** Build steps that already load models. */
const LOADS =
  /\bpython[\d.]*\s+(?:-\w\s+)?\S{0,300}?(?:download|preload|prefetch|fetch|warm|model)|\b(?:from_pretrained|SentenceTransformer|CrossEncoder|snapshot_download|hf_hub_download|WhisperModel|load_model|nltk\.download)\b/i

/** Drivers of database servers: a program with one may not use the file in its code. */
const SERVERS = /\b(?:psycopg\d?|asyncpg|mysqlclient|pymysql|aiomysql|mysql-connector|cx_oracle|oracledb|pyodbc|pymongo|motor)\b/i

function requirements(cwd: string, { files }: Started): string {
  const names = ['requirements.txt', 'pyproject.toml', 'Pipfile', 'setup.py']
  return names.map((name) => files.open(pathFrom(cwd, name))?.text.text ?? '').join('\n')
}

/** Flask-SQLAlchemy 3 puts relative paths below the folder `instance` (flask-sqlalchemy.palletsprojects.com, "Changes"). */
function settingsOf(cwd: string, started: Started): ReadonlyMap<string, Sink> {
  const required = /flask[-_]sqlalchemy\s*[=~<]=?\s*(\d)/i.exec(requirements(cwd, started))?.[1]
  const uri = PYTHON_SETTINGS.get('SQLALCHEMY_DATABASE_URI')
  if (!uri || (required !== undefined && Number(required) < 3)) return PYTHON_SETTINGS
  return new Map([...PYTHON_SETTINGS, ['SQLALCHEMY_DATABASE_URI', { ...uri, below: 'instance' }]])
}

/** Modules of Python, and of packages, that write nothing of their own. */
const MODULES = /^(?:asyncio|calendar|http\.server|json\.tool|platform|pydoc|site|smtpd|aiosmtpd|sysconfig|this|timeit|uuid|pip)$/

/** A library's module is not the program's own; a missing file was not read. */
function missing(command: ExecutedCommand, entries: readonly string[], { files }: Started): CommandReading | undefined {
  const [entry] = entries
  if (entry === undefined) return { writes: [], gaps: [{ why: 'the module that it starts is not known', origin: command.origin }] }
  const isTool =
    /^python/.test(command.name) &&
    command.args.includes('-m') &&
    !files.list(pathFrom(command.cwd ?? '/', entry.split('.')[0] ?? '')).length
  if (isTool) {
    const module = command.args[command.args.indexOf('-m') + 1] ?? ''
    const isKnown = MODULES.test(module) || STARTS.test(module) || isSilentCommand(module) || isKnownName(module)
    return { writes: [], gaps: isKnown ? [] : [{ why: `${module} is a program that is not read`, origin: command.origin }] }
  }
  return { writes: [], gaps: [{ why: `${entry}, which it starts, was not found`, origin: command.origin }], isUnread: true }
}

/** Files that servers try by default (flask: "Application Discovery"; fastapi.tiangolo.com, "FastAPI CLI"). */
const DEFAULTS = ['app.py', 'wsgi.py', 'main.py', 'app/main.py', 'app/app.py']

/** What a command starts: files, and names of modules, the most likely first. */
export function startedModules(command: ExecutedCommand): readonly string[] {
  const { name, args } = command
  const words = args.filter((arg) => arg !== undefined)
  if (name.endsWith('.py')) return [command.program ?? name]
  if (/^(?:python|pypy)/.test(name)) {
    const at = args.indexOf('-m')
    if (at === -1)
      return readOperands(words, ['-X', '-W'])
        .operands.flatMap((word) => word ?? [])
        .slice(0, 1)
        .flatMap((word) => (word.endsWith('.py') ? [word] : [`${word}.py`, word]))
    const module = args[at + 1]
    // A debugger runs the program after its options.
    if (module !== undefined && /^(?:debugpy|ptvsd)$/.test(module)) {
      const rest = args.slice(at + 2)
      const from = rest.findIndex((word) => word === '-m' || word?.endsWith('.py'))
      return from === -1 ? [] : startedModules({ ...command, args: rest.slice(from) })
    }
    const server = startedModules({ ...command, name: module ?? '', args: args.slice(at + 2) })
    return module === undefined ? [] : [...server, `${module}.__main__`, module]
  }
  switch (name) {
    case 'flask': {
      const chosen = option(readOperands(args, ['--app', '-A']), '--app', '-A') ?? command.variable('FLASK_APP')
      return chosen === undefined ? [] : chosen === null ? DEFAULTS : [chosen.replace(/:.*$/, ''), ...DEFAULTS]
    }
    case 'fastapi':
    case 'streamlit':
      return [...words.filter((word) => word.endsWith('.py')), ...(name === 'fastapi' ? DEFAULTS : [])]
    case 'celery': {
      const chosen = option(readOperands(args, ['-A', '--app']), '-A', '--app')
      return chosen === undefined ? [] : [chosen.replace(/:.*$/, ''), `${chosen}.celery`, chosen.replace(/\.\w+$/, '')]
    }
    case 'uwsgi': {
      const names = ['--module', '-w', '--wsgi-file', '--wsgi']
      const chosen = option(readOperands(args, [...names, '--mount']), ...names)
      return chosen === undefined ? [] : [chosen.replace(/:.*$/, '')]
    }
    default:
      return [
        ...operands(args).flatMap((word) => /^([A-Za-z_][\w.]*):[A-Za-z_][\w.()]*$/.exec(word)?.[1] ?? []),
        // The last part may be an attribute of the module: `arq app.worker.Settings`.
        ...operands(args).flatMap((word) => (/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(word) ? [word, word.replace(/\.\w+$/, '')] : [])),
      ]
  }
}

/** Options of servers without a value. */
const FLAGS = /^--?(?:reload|preload|factory|proxy-headers|no-[\w-]+|daemon|debug|access-log|use-colors|enable-[\w-]+|[A-Z]|check-config)$/

/** Words that are neither an option nor an option's value. */
function operands(args: readonly (string | undefined)[]): readonly string[] {
  return args.filter((arg, at): arg is string => {
    const before = args[at - 1]
    // A dash alone is a value: standard output.
    const isOption = before?.startsWith('-') === true && before !== '-'
    return arg !== undefined && !arg.startsWith('-') && !(isOption && !before.includes('=') && !FLAGS.test(before))
  })
}

/** The entries in a server's settings: `wsgi_app` of gunicorn, `module` and `wsgi-file` of uWSGI. */
function configuredEntries(command: ExecutedCommand, files: ModuleFiles, started: Started): readonly string[] {
  const [gunicorn] = configurationOf(command, files)
  const app = gunicorn?.syntax.top.bindings.get('wsgi_app')?.at(-1)?.value
  const own = app?.is === 'text' && typeof app.parts[0] === 'string' ? [app.parts[0].replace(/:.*$/, '')] : []
  const ini = command.name === 'uwsgi' ? command.args.find((arg) => arg?.endsWith('.ini')) : undefined
  const found = ini === undefined ? undefined : started.files.open(pathFrom(command.cwd ?? '/', ini.replace(/^.*=/, '')))
  const settings = found ? parseIni(found.text.text) : {}
  const values = object(settings.uwsgi ?? settings)
  const names = ['module', 'wsgi', 'wsgi-file'].flatMap((name) =>
    typeof values[name] === 'string' ? [values[name].replace(/:.*$/, '').trim()] : [],
  )
  return [...own, ...names]
}

/** The file with gunicorn's own settings (docs.gunicorn.org, "Configuration File"). */
function configurationOf(command: ExecutedCommand, files: ModuleFiles): readonly Module[] {
  if (command.name !== 'gunicorn' && !command.args.includes('gunicorn')) return []
  const chosen = option(readOperands(command.args, ['-c', '--config']), '-c', '--config')
  const found = files.script((chosen ?? 'gunicorn.conf.py').replace(/^(?:file|python):/, ''))
  return found ? [found] : []
}
