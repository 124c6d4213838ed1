import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseDockerfile } from '../src/sources/dockerfile/parse.ts'
import { filesIn } from './files-in.ts'

const DOCKERFILE = 'FROM python:3.13-slim\nWORKDIR /code\nCOPY . .\n'
const SERVE = 'CMD ["gunicorn", "site.wsgi"]\n'
const MANAGE = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site.settings')\n"
const BASE = 'BASE_DIR = Path(__file__).resolve().parent.parent\n'

/** What a Django project with these settings writes, as `path kind`, a `?` behind what may not happen. */
function writes(settings: string, { start = SERVE, files = {}, env = {} as Record<string, string | undefined>, open = false } = {}) {
  const origin = { kind: 'text', file: '/ctx/compose.yaml', span: [0, 1] } as const
  const variables = new Map(Object.entries(env).map(([name, value]) => [name, { value, origin }]))
  const all = { 'manage.py': MANAGE, 'site/settings.py': settings, 'site/wsgi.py': '', ...files }
  const [image] = parseDockerfile('/ctx/Dockerfile', DOCKERFILE + start, filesIn('/ctx', all), {
    start: { environment: { variables, complete: !open } },
  }).images
  assert.ok(image)
  return image.writes
    .filter(({ when, how }) => when === 'start' && /Django/.test(how))
    .map(({ path, kind, conditional }) => `${path} ${kind}${conditional ? ' ?' : ''}`)
}

const database = (engine: string, name: string) =>
  `${BASE}DATABASES = {\n  'default': {\n    'ENGINE': ${engine},\n    'NAME': ${name},\n  }\n}\n`
const SQLITE = "'django.db.backends.sqlite3'"

describe('the SQLite database of a Django project', () => {
  const places: Readonly<Record<string, string>> = {
    "BASE_DIR / 'db.sqlite3'": '/code/db.sqlite3 data',
    'str(BASE_DIR / "var" / "db.sqlite3")': '/code/var/db.sqlite3 data',
    "os.path.join(BASE_DIR, 'data/db.sqlite3')": '/code/data/db.sqlite3 data',
    "'/var/lib/site/db.sqlite3'": '/var/lib/site/db.sqlite3 data',
    "os.environ.get('DB_FILE', BASE_DIR / 'db.sqlite3')": '/code/db.sqlite3 data',
    "config('DB_FILE', default=str(BASE_DIR / 'db.sqlite3'))": '/code/db.sqlite3 data',
  }
  for (const [name, expected] of Object.entries(places))
    it(`lies at ${name}`, () => assert.deepEqual(writes(database(SQLITE, name)), [expected]))

  it('is surely there unless settings put another one in', () => {
    const path = database(SQLITE, "'/srv/db.sqlite3'")
    for (const line of ["CACHES['default']['KEY'] = 1", "LOGGING['handlers'].update(x)", 'DATABASE = {}'])
      assert.deepEqual(writes(`${path}${line}\n`), ['/srv/db.sqlite3 data'], line)
    for (const line of ["DATABASES['default']['NAME'] = x", "DATABASES['default'].update(x)", 'DATABASES.update(x)'])
      assert.deepEqual(writes(`${path}${line}\n`), ['/srv/db.sqlite3 data ?'], line)
  })

  it('may be elsewhere where the environment, which may choose other settings, is not known', () => {
    assert.deepEqual(writes(database(SQLITE, "'/srv/db.sqlite3'"), { open: true }), ['/srv/db.sqlite3 data ?'])
  })

  it('lies where older settings count it from', () => {
    const older = 'BASE_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))\nROOT = environ.Path(__file__) - 2\n'
    for (const name of ["os.path.join(BASE_DIR, 'db.sqlite3')", "ROOT('db.sqlite3')"])
      assert.deepEqual(writes(older + database(SQLITE, name).replace(BASE, '')), ['/code/db.sqlite3 data'])
  })

  it('is where the environment says', () => {
    const chosen = database("os.environ.get('ENGINE', 'django.db.backends.sqlite3')", "os.getenv('DB_FILE', BASE_DIR / 'db.sqlite3')")
    assert.deepEqual(writes(chosen, { env: { DB_FILE: '/data/db.sqlite3' } }), ['/data/db.sqlite3 data'])
    assert.deepEqual(writes(chosen, { env: { ENGINE: 'django.db.backends.postgresql' } }), [])
  })

  it('may be another where that cannot be told', () => {
    const chosen = database(SQLITE, "os.getenv('DB_FILE', BASE_DIR / 'db.sqlite3')")
    const expected = ['/code/db.sqlite3 data ?']
    assert.deepEqual(writes(chosen, { env: { DB_FILE: undefined } }), expected)
    assert.deepEqual(writes(chosen, { open: true }), expected)
    assert.deepEqual(writes(`environ.Env.read_env()\n${chosen}`, { files: { '.env.example': 'DB_FILE=x' } }), expected)
    const plain = database(SQLITE, "BASE_DIR / 'db.sqlite3'")
    assert.deepEqual(writes(`${plain}DATABASES['default'].update(dj_database_url.config())\n`), expected)
    assert.deepEqual(writes(plain, { env: { DJANGO_SETTINGS_MODULE: undefined } }), expected)
  })

  it('is found in the settings that the module builds on', () => {
    const files = {
      'manage.py': MANAGE.replace('site.settings', 'site.settings.production'),
      'site/settings/base.py': `BASE_DIR = Path(__file__).resolve().parents[2]\n${database(SQLITE, "BASE_DIR / 'db.sqlite3'").replace(BASE, '')}`,
      'site/settings/production.py': 'from .base import *\nDEBUG = False\n',
    }
    assert.deepEqual(writes('', { files }), ['/code/db.sqlite3 data'])
  })

  it('is not there with another engine, in memory of nobody who starts Django, or without settings', () => {
    assert.deepEqual(writes(database("'django.db.backends.postgresql'", "'site'")), [])
    assert.deepEqual(writes(database(SQLITE, "BASE_DIR / 'db.sqlite3'"), { start: 'CMD ["sleep", "infinity"]\n' }), [])
    assert.deepEqual(writes('', { files: { 'manage.py': '' } }), [])
  })
})

describe('other files of a Django project', () => {
  it('collected static files, where the start collects them', () => {
    const settings = `${BASE}STATIC_ROOT = BASE_DIR / 'static'\n`
    const start = 'CMD python manage.py collectstatic --noinput && gunicorn site.wsgi\n'
    assert.deepEqual(writes(settings, { start }), ['/code/static cache'])
    assert.deepEqual(writes(settings), [])
    assert.deepEqual(writes('', { start }), ['/code cache'])
    assert.deepEqual(writes(`${settings}STORAGES = {'staticfiles': {'BACKEND': 'storages.backends.s3.S3Storage'}}\n`, { start }), [])
  })

  it('uploads, which may never come, and logs', () => {
    assert.deepEqual(writes(`${BASE}MEDIA_ROOT = os.path.join(BASE_DIR, 'media')\n`), ['/code/media data ?'])
    const handler =
      "LOGGING = {'handlers': {'file': {\n  'class': 'logging.FileHandler',\n  'filename': BASE_DIR / 'logs' / 'site.log',\n}}}\n"
    assert.deepEqual(writes(BASE + handler), ['/code/logs/site.log log'])
  })
  it('a cache in files', () => {
    const cache = (location: string, backend = 'django.core.cache.backends.filebased.FileBasedCache') =>
      `${BASE}CACHES = {\n  'default': {\n    'BACKEND': '${backend}',\n    'LOCATION': ${location},\n  }\n}\n`
    assert.deepEqual(writes(cache("'/var/tmp/pages'")), ['/var/tmp/pages cache'])
    assert.deepEqual(writes(cache("BASE_DIR / 'cache'")), ['/code/cache cache'])
    assert.deepEqual(writes(cache("os.getenv('CACHE', '/srv/cache')"), { open: true }), ['/srv/cache cache ?'])
    assert.deepEqual(writes(cache("'redis://cache'", 'django.core.cache.backends.redis.RedisCache')), [])
  })
})
