import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { type ApplicationWrite, lineAt, pathFrom } from '../application.ts'
import { evaluate } from '../languages/evaluate.ts'
import type { Module } from '../languages/module.ts'
import { partOf } from '../languages/names.ts'
import type { Program } from '../languages/program.ts'
import type { ModuleFiles } from '../languages/python/python-files.ts'
import type { CommandReading, Started } from '../languages/started.ts'
import type { Expression } from '../languages/syntax.ts'
import { type ProgramValue, sureText, type Values } from '../languages/value.ts'

/** A Django project that a command starts. */
export interface DjangoProject {
  readonly settings: Module
  /** Its settings, and the code of its own applications. */
  readonly modules: readonly Module[]
  /** It has more applications than are read. */
  readonly isCut: boolean
  /** Only the environment decides which settings are used. */
  readonly isOpen: boolean
  /** The command that `manage.py` or `django-admin` gets. */
  readonly asked: string | undefined
  /** The command is of a library whose writes are not known. */
  readonly isUnread: boolean
}

/** Commands of Django and of libraries that write only what the settings say (docs.djangoproject.com, "django-admin and manage.py"). */
const COMMANDS = new Set(
  'changepassword check clearsessions collectstatic compilemessages createcachetable createsuperuser dbshell diffsettings dumpdata findstatic flush help inspectdb loaddata migrate migrate_schemas optimizemigration process_tasks db_worker qcluster remove_stale_contenttypes reset_db rqscheduler rqworker run_huey runserver runserver_plus runworker sendtestemail shell shell_plus showmigrations sqlflush sqlmigrate sqlsequencereset test testserver wait_for_database'.split(
    ' ',
  ),
)

/** Commands that write beside the sources. */
const GENERATES = /^(?:makemessages|makemigrations|squashmigrations|startapp|startproject)$/

const CHOICE = 'DJANGO_SETTINGS_MODULE'

/** Modules that only commands and tests use. */
const ASIDE = /^(?:tests?|test_.*|migrations|management|conftest)(?:\.py)?$/

/** Most folders of its applications that are read. */
const MAX_FOLDERS = 60

/** The project whose settings a program names; undefined if it is not Django. */
export function djangoProject(
  entries: readonly Module[],
  command: ExecutedCommand,
  files: ModuleFiles,
  started: Started,
): DjangoProject | undefined {
  const text = entries.find(({ found }) => found.text.text.includes(CHOICE))
  const manage = files.script('manage.py')
  const named = text ?? (manage?.found.text.text.includes(CHOICE) ? manage : undefined)
  if (!named) return undefined
  const chosen = started.environment(command, CHOICE)
  const calls = named.syntax.calls.filter(({ call }) => literal(call.args[0]?.value) === CHOICE)
  const written = calls.map(({ call }) => literal(call.args.at(-1)?.value)).find((name) => name !== undefined && name !== CHOICE)
  const module = typeof chosen === 'string' ? chosen : written
  const [settings] = module === undefined ? [] : files.named(module)
  if (!settings) return undefined
  const folders = manage ? applicationFolders(settings, files) : []
  const asked = managementCommand(command)
  const own = folders.flatMap((folder) => files.at(`${folder}/management/commands/${asked}.py`) ?? [])
  const isKnown = asked === undefined || own.length > 0 || COMMANDS.has(asked) || GENERATES.test(asked)
  return {
    settings,
    modules: [settings, ...own, ...modulesIn(folders.slice(0, MAX_FOLDERS), files)],
    isCut: folders.length > MAX_FOLDERS,
    isOpen: chosen === undefined,
    asked,
    isUnread: !isKnown,
  }
}

function managementCommand({ name, args }: ExecutedCommand): string | undefined {
  const words = [name, ...args]
  const at = words.findIndex((word) => /(?:^|\/)(?:manage\.py|django-admin)$/.test(word ?? ''))
  return at === -1 ? undefined : words.slice(at + 1).find((word) => word && !word.startsWith('-'))
}

function literal(found: Expression | undefined): string | undefined {
  const [part] = found?.is === 'text' && found.parts.length === 1 ? found.parts : []
  return typeof part === 'string' ? part : undefined
}

/** The folders of the project's own applications, whatever its settings list: other installed applications are libraries. */
function applicationFolders(settings: Module, files: ModuleFiles): readonly string[] {
  const base = settings.path.slice(0, settings.path.lastIndexOf('/'))
  const above = pathFrom(base, '..')
  const roots = [...new Set([base, above, pathFrom(above, '..')])].filter((root) => files.at(`${root}/manage.py`) || root === base)
  return [...roots, ...roots.flatMap((root) => files.folders(root)).filter((path) => !isAside(path))]
}

function modulesIn(folders: readonly string[], files: ModuleFiles): readonly Module[] {
  return folders.flatMap((folder) => files.within(folder)).filter(({ path }) => !isAside(path))
}

function isAside(path: string): boolean {
  return path
    .split('/')
    .slice(-2)
    .some((part) => ASIDE.test(part))
}

/** Settings that are a path, and the setting whose value in files makes Django use it; requests write there. */
const PATHS = [
  { name: 'SESSION_FILE_PATH', chosenBy: 'SESSION_ENGINE', kind: 'data', how: 'sessions of Django' },
  { name: 'EMAIL_FILE_PATH', chosenBy: 'EMAIL_BACKEND', kind: 'data', how: 'messages of Django' },
  { name: 'FILE_UPLOAD_TEMP_DIR', chosenBy: undefined, kind: 'scratch', how: 'temporary files of uploads to Django' },
] as const
const FILES = /\bfile(?:based)?\b/

/** What the settings name: SQLite databases, static files, uploads, caches and logs (docs.djangoproject.com, "Settings"). */
export function djangoReading(project: DjangoProject, program: Program, command: ExecutedCommand): CommandReading {
  const setting = (name: string): Values => settingOf(name, project.settings, program)
  const named: readonly Named[] = [
    {
      name: 'DATABASES',
      use: { kind: 'data', leaves: 'file', how: 'SQLite database of Django', journal: true },
      values: databases([...setting('DATABASES'), ...changed(project)], program, isChanged(project)),
    },
    {
      name: 'MEDIA_ROOT',
      use: { kind: 'data', leaves: 'below', how: 'uploads to MEDIA_ROOT of Django', conditional: true },
      values: setting('MEDIA_ROOT'),
    },
    { name: 'CACHES', use: { kind: 'cache', leaves: 'below', how: 'cache of Django' }, values: caches(setting('CACHES'), program) },
    { name: 'LOGGING', use: { kind: 'log', leaves: 'file', how: 'log file of Django' }, values: logs(setting('LOGGING'), program) },
    ...PATHS.filter(({ chosenBy }) => !chosenBy || setting(chosenBy).some((value) => value.is === 'text' && FILES.test(value.text))).map(
      ({ name, kind, how }) => ({ name, use: { kind, how, leaves: 'below' as const, conditional: true as const }, values: setting(name) }),
    ),
  ]
  return {
    writes: [
      ...named.flatMap((each) => writesOf(each, project, program)),
      ...collected(project, program, command),
      ...generated(project, program, command),
    ],
    gaps: named
      .filter(({ values }) => values.some((value) => value.is === 'unknown' || (value.is === 'text' && value.open)))
      .map(({ name, use }) => ({
        why: `where it writes is not known (${use.how})`,
        origin: originOf(name, project.settings, program),
      })),
  }
}

/** A setting that names places, and what is written there. */
interface Named {
  readonly name: string
  readonly use: Pick<ApplicationWrite, 'kind' | 'leaves' | 'how' | 'journal' | 'conditional'>
  readonly values: Values
}

function writesOf({ name, use, values }: Named, { settings, isOpen }: DjangoProject, program: Program): readonly ApplicationWrite[] {
  const origin = originOf(name, settings, program)
  return values.flatMap((value): ApplicationWrite[] => {
    const path = pathOf(value, program)
    if (value.is !== 'text' || path === undefined) return []
    return [{ ...use, path, ...(value.maybe || isOpen ? { conditional: true } : {}), origin }]
  })
}

function settingOf(name: string, settings: Module, program: Program): Values {
  return partOf({ is: 'module', module: settings }, name, program) ?? []
}

/** The line of the settings that gives a name its value: in the module itself, or in one from which it imports everything. */
function originOf(name: string, settings: Module, program: Program): ApplicationWrite['origin'] {
  for (const module of [settings, ...program.modules]) {
    if (!module.code.mentions(name)) continue
    const binding = module.syntax.top.bindings.get(name)?.at(-1)
    if (binding) return lineAt(module.found, binding.at)
  }
  return lineAt(settings.found, 0)
}

/** The absolute path; relative ones start at the working directory. */
function pathOf(value: ProgramValue, { surroundings }: Program): string | undefined {
  return value.is === 'text' && !value.open && value.text !== '' && !/[\n\0]|^:memory:|^\w+:\/\//.test(value.text)
    ? pathFrom(surroundings.cwd, value.text)
    : undefined
}

function each(values: Values, program: Program): readonly ProgramValue[] {
  return values.flatMap((value) =>
    value.is === 'record' ? value.entries.flatMap((entry) => evaluate(entry.value, value.around, program)) : [],
  )
}

/** Values of a later `DATABASES["default"] = …`. */
function changed({ settings }: DjangoProject): Values {
  return settings.syntax.assignments.flatMap(({ target, value, scope, at }): Values => {
    if (target.of.is !== 'name' || target.of.name !== 'DATABASES') return []
    return [{ is: 'record', entries: [{ key: target.name, value, at }], around: { scope, module: settings } }]
  })
}

/** Whether the setting is changed by code, which may choose another database. */
function isChanged({ settings }: DjangoProject): boolean {
  const { assignments, calls } = settings.syntax
  const isOwn = (found: Expression): boolean =>
    found.is === 'name' ? found.name === 'DATABASES' : found.is === 'member' && isOwn(found.of)
  return (
    assignments.some(({ target }) => isOwn(target)) ||
    calls.some(({ call }) => call.callee.is === 'member' && call.callee.name === 'update' && isOwn(call.callee.of))
  )
}

function databases(values: Values, program: Program, isOpen: boolean): Values {
  return each(values, program).flatMap((value): Values => {
    const engines = partOf(value, 'ENGINE', program) ?? []
    const names = partOf(value, 'NAME', program) ?? []
    const isOne = engines.some((engine) => engine.is === 'text' && engine.text.includes('sqlite3'))
    if (!isOne) return []
    const maybe = isOpen || sureText(engines) === undefined
    return names.map((name) => (name.is === 'text' ? { ...name, maybe: maybe || name.maybe } : name))
  })
}

function caches(values: Values, program: Program): Values {
  return each(values, program).flatMap((value): Values => {
    const backends = partOf(value, 'BACKEND', program) ?? []
    const isFile = backends.some((backend) => backend.is === 'text' && backend.text.endsWith('FileBasedCache'))
    return isFile ? (partOf(value, 'LOCATION', program) ?? []) : []
  })
}

/** Handlers open their file when Django starts. */
function logs(values: Values, program: Program): Values {
  const handlers = values.flatMap((value) => partOf(value, 'handlers', program) ?? [])
  return each(handlers, program).flatMap((handler) => partOf(handler, 'filename', program) ?? [])
}

/** `manage.py collectstatic` at start; files for a remote storage are not written here. */
function collected(project: DjangoProject, program: Program, command: ExecutedCommand): readonly ApplicationWrite[] {
  if (!command.args.includes('collectstatic')) return []
  const storages = [...settingOf('STATICFILES_STORAGE', project.settings, program), ...settingOf('STORAGES', project.settings, program)]
  const texts = [...storages, ...each(storages, program).flatMap((value) => partOf(value, 'BACKEND', program) ?? [])]
  if (texts.some((value) => value.is === 'text' && /S3|boto|gcloud|azure/i.test(value.text))) return []
  const paths = settingOf('STATIC_ROOT', project.settings, program).flatMap((value) => pathOf(value, program) ?? [])
  const { origin, conditional } = command
  const how = 'collectstatic of Django'
  return [
    { path: paths[0] ?? program.surroundings.cwd, kind: 'cache', leaves: 'below', how, origin, ...(conditional ? { conditional } : {}) },
  ]
}

/** What commands write beside the sources. `makemigrations` without an application finds nothing new in a project that is complete. */
function generated({ asked }: DjangoProject, program: Program, command: ExecutedCommand): readonly ApplicationWrite[] {
  const { args, origin } = command
  const isEmpty = args.includes('--check') || args.includes('--dry-run')
  const operands = args.slice(args.indexOf(asked) + 1).filter((arg) => arg === undefined || !arg.startsWith('-'))
  const isMade = asked !== undefined && GENERATES.test(asked) && !isEmpty && (asked !== 'makemigrations' || operands.length > 0)
  if (!isMade && asked !== 'compilemessages') return []
  const path = program.surroundings.cwd
  // Messages that are compiled already stay.
  const conditional = command.conditional || !isMade ? { conditional: true } : {}
  return [{ path, kind: 'config', leaves: 'below', how: `${asked} of Django`, origin, ...conditional }]
}
