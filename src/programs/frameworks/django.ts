import type { ImageFile } from '../../sources/dockerfile/context.ts'
import { type ApplicationWrite, lineAt, type Place, pathFrom } from '../application.ts'

/** Programs that serve or manage a Django project. */
const STARTS = /^(?:python[\d.]*|manage\.py|django-admin|gunicorn|uvicorn|daphne|hypercorn|uwsgi|celery|granian|waitress-serve)$/

/** A value that is chosen outside of the settings in a way that is not followed. */
const FROM_OUTSIDE = /environ|getenv|\benv\b|\bconfig\(|decouple|dj_database_url/

/** `os.environ.get("NAME", default)`, `os.getenv(…)`, `env.str(…)` of django-environ, `config("NAME", default=…)` of decouple. */
const VARIABLE = /^(?:os\.)?(?:environ\.get|getenv|env(?:\.\w+)?|config)\(\s*["'](\w+)["']\s*(?:,\s*(?:default\s*=\s*)?(.*))?$/

/**
 * A Django project: a SQLite database, collected static files, uploads, caches and log files where its settings put them
 * (docs.djangoproject.com, "Settings": DATABASES, STATIC_ROOT, MEDIA_ROOT, CACHES, LOGGING).
 */
export function django(place: Place): readonly ApplicationWrite[] {
  const manage = place.open('manage.py')
  if (!manage || !place.commands.some(({ name }) => STARTS.test(name))) return []
  const chosen = place.variable('DJANGO_SETTINGS_MODULE')
  const module = chosen ?? /DJANGO_SETTINGS_MODULE["']\s*,\s*["']([\w.]+)["']/.exec(manage.text.text)?.[1]
  const files = module === undefined ? [] : settingsFiles(module, place)
  const writes = files.flatMap((settings) => [databases, uploads, caches, logs].flatMap((read) => read(settings, place)))
  return [...writes, ...collected(place, files)].map((each) => (chosen === undefined ? { ...each, conditional: true } : each))
}

/** A file of settings, and the directories that names in it stand for (`BASE_DIR`). */
interface Settings {
  readonly found: ImageFile
  readonly directories: ReadonlyMap<string, string>
}

/** The module's file and those that it takes everything from (`from .base import *`), nearest first. */
function settingsFiles(module: string, place: Place, seen = new Set<string>()): readonly Settings[] {
  const path = module.replaceAll('.', '/')
  for (const file of [`${path}.py`, `${path}/__init__.py`]) {
    const found = seen.has(file) || seen.size > 5 ? undefined : place.open(file)
    if (!found) continue
    seen.add(file)
    const parent = file.slice(0, file.lastIndexOf('/'))
    const above = [...found.text.text.matchAll(/^from (\.?)([\w.]+) import \*/gm)].flatMap(([, dot, name = '']) =>
      settingsFiles(dot ? `${parent.replaceAll('/', '.')}.${name}` : name, place, seen),
    )
    const own = { found, directories: directoriesOf(found.text.text, pathFrom(place.root, file)) }
    return [own, ...above.map((each) => ({ ...each, directories: new Map([...own.directories, ...each.directories]) }))]
  }
  return []
}

/** `BASE_DIR = Path(__file__).resolve().parent.parent`, `os.path.dirname(os.path.dirname(…))`, `environ.Path(__file__) - 3`. */
function directoriesOf(text: string, file: string): ReadonlyMap<string, string> {
  const directories = new Map<string, string>()
  for (const [, name = '', value = ''] of text.matchAll(/^(\w+)\s*=\s*(.*__file__.*)$/gm)) {
    const index = /\.parents\[(\d)\]/.exec(value)?.[1]
    const minus = /-\s*(\d)\s*\)?$/.exec(value)?.[1]
    const steps = index ? Number(index) + 1 : minus ? Number(minus) : (value.match(/\.parent\b|dirname\(/g)?.length ?? 0)
    if (steps > 0) directories.set(name, pathFrom(file, '../'.repeat(steps)))
  }
  return directories
}

/** An expression with a variable of the environment put in; `conditional` where that cannot be told. */
interface Chosen {
  readonly expression: string
  readonly conditional: boolean
}

function choose(expression: string, place: Place): Chosen {
  const [, name, fallback = ''] = VARIABLE.exec(expression.trim()) ?? []
  if (name === undefined) return { expression, conditional: FROM_OUTSIDE.test(expression) }
  const value = place.variable(name)
  if (typeof value === 'string') return { expression: JSON.stringify(value), conditional: false }
  // A file of variables beside the code may hold it too.
  return { expression: fallback, conditional: value === undefined || place.open('.env') !== undefined }
}

/** A path as Python code writes it: strings joined to a directory with a name, or one absolute string. */
function evaluate(expression: string, { directories }: Settings): string | undefined {
  const strings = [...expression.matchAll(/["']([^"']*)["']/g)].map(([, text = '']) => text)
  const base = [...directories].find(([name]) => new RegExp(`\\b${name}\\b`).test(expression))
  const joined = strings.join('/').replaceAll(/\{\w+\}\/?/g, '')
  if (base) return strings.length > 0 ? pathFrom(base[1], joined.replace(/^\/+/, '')) : undefined
  return strings.length === 1 && joined.startsWith('/') ? joined : undefined
}

function databases(settings: Settings, place: Place): readonly ApplicationWrite[] {
  const { found } = settings
  const { text } = found.text
  // What is set anew below, or chosen by the environment, may be another database.
  const isOpen = /dj_database_url|env\.db|DATABASES\[|^[ \t]+DATABASES/m.test(text)
  return [...text.matchAll(/["']ENGINE["']\s*:\s*([^\n]+)/g)].flatMap(({ 1: written = '', index }): ApplicationWrite[] => {
    const engine = choose(written, place)
    const block = text.slice(index, text.indexOf('}', index))
    const name = /["']NAME["']\s*:\s*([^\n]+)/.exec(block)
    if (!engine.expression.includes('sqlite3') || name?.[1] === undefined) return []
    const file = choose(name[1], place)
    const path = evaluate(file.expression, settings)
    if (path === undefined) return []
    const conditional = isOpen || engine.conditional || file.conditional ? { conditional: true } : {}
    const origin = lineAt(found, index + name.index)
    return [{ path, kind: 'data', leaves: 'file', how: 'SQLite database of Django', origin, ...conditional }]
  })
}

function uploads(settings: Settings, place: Place): readonly ApplicationWrite[] {
  const how = 'uploads to MEDIA_ROOT of Django'
  return assigned('MEDIA_ROOT', settings, place).map((each) => ({ ...each, kind: 'data', leaves: 'below', how, conditional: true }))
}

/** A cache in files makes its directory at its first use. */
function caches(settings: Settings, place: Place): readonly ApplicationWrite[] {
  const { found } = settings
  const { text } = found.text
  return [...text.matchAll(/["']BACKEND["']\s*:\s*["'][\w.]*FileBasedCache["']/g)].flatMap(({ index }): ApplicationWrite[] => {
    const block = text.slice(text.lastIndexOf('{', index), text.indexOf('}', index))
    const location = /["']LOCATION["']\s*:\s*([^\n]+)/.exec(block)
    if (location?.[1] === undefined) return []
    const { expression, conditional } = choose(location[1], place)
    const path = evaluate(expression, settings)
    if (path === undefined) return []
    const origin = lineAt(found, text.lastIndexOf('{', index) + location.index)
    return [{ path, kind: 'cache', leaves: 'below', how: 'cache of Django', origin, ...(conditional ? { conditional } : {}) }]
  })
}

/** Handlers open their file when Django starts. */
function logs(settings: Settings, place: Place): readonly ApplicationWrite[] {
  const { found } = settings
  return [...found.text.text.matchAll(/["']filename["']\s*:\s*([^\n]+)/g)].flatMap(({ 1: written = '', index }): ApplicationWrite[] => {
    const { expression, conditional } = choose(written, place)
    const path = evaluate(expression, settings)
    if (path === undefined) return []
    const origin = lineAt(found, index)
    return [{ path, kind: 'log', leaves: 'file', how: 'log file of Django', origin, ...(conditional ? { conditional } : {}) }]
  })
}

/** `manage.py collectstatic` at start; files that go to a storage of another machine are not written here. */
function collected(place: Place, files: readonly Settings[]): readonly ApplicationWrite[] {
  const command = place.commands.find(({ name, args }) => STARTS.test(name) && args.includes('collectstatic'))
  if (!command || files.some(({ found }) => /S3|boto|gcloud|azure_storage/i.test(found.text.text))) return []
  const [target] = files.flatMap((settings) => assigned('STATIC_ROOT', settings, place))
  const { origin, conditional } = command
  const how = 'collectstatic of Django'
  return [{ path: target?.path ?? place.root, kind: 'cache', leaves: 'below', how, origin, ...(conditional ? { conditional } : {}) }]
}

function assigned(name: string, settings: Settings, place: Place): readonly Pick<ApplicationWrite, 'path' | 'origin'>[] {
  const { found } = settings
  const match = new RegExp(`^[ \\t]*${name}\\s*=\\s*(.+)$`, 'm').exec(found.text.text)
  const path = match?.[1] === undefined ? undefined : evaluate(choose(match[1], place).expression, settings)
  return match && path !== undefined ? [{ path, origin: lineAt(found, match.index) }] : []
}
