import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseDockerfile } from '../src/sources/dockerfile/parse.ts'
import { filesIn } from './files-in.ts'

/** What a Python program writes by its own code, as `path`, a `?` behind what may not happen. */
function writes(
  files: Readonly<Record<string, string>>,
  {
    start = 'CMD ["python", "main.py"]',
    copy = 'WORKDIR /app\nCOPY . .',
    env = {} as Readonly<Record<string, string | undefined>>,
    isEnvironmentOpen = false,
  } = {},
) {
  const origin = { kind: 'text', file: '/ctx/compose.yaml', span: [0, 1] } as const
  const variables = new Map(Object.entries(env).map(([name, value]) => [name, { value, origin }]))
  const text = `FROM python:3.13-slim\n${copy}\n${start}\n`
  const [image] = parseDockerfile('/ctx/Dockerfile', text, filesIn('/ctx', files), {
    start: { environment: { variables, complete: !isEnvironmentOpen } },
  }).images
  assert.ok(image)
  return image.writes.flatMap(({ when, how, path, conditional }) =>
    when === 'start' && how === 'SQLite database of the program' ? [`${path}${conditional ? ' ?' : ''}`] : [],
  )
}

describe('a SQLite database that Python code names', () => {
  const lines: Readonly<Record<string, readonly string[]>> = {
    "engine = create_engine('sqlite:///./app.db')": ['/app/app.db'],
    "URL = 'sqlite+aiosqlite:////data/app.db?check_same_thread=False'": ['/data/app.db'],
    "connection = sqlite3.connect('data/app.db')": ['/app/data/app.db'],
    "app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///app.db'": ['/app/instance/app.db'],
    "URL = os.environ.get('DATABASE_URL', 'sqlite:///app.db')": ['/app/app.db'],
    "URL = os.getenv('DATABASE_URL') or 'sqlite:///app.db'": ['/app/app.db'],
    "sqlite3.connect(':memory:')": [],
    "URL = 'sqlite:///:memory:'": [],
    "URL = 'sqlite:////' + path": [],
    "# sqlite3.connect('app.db')": [],
    "class TestConfig:\n    URI = 'sqlite:///test.db'": ['/app/test.db ?'],
    "if debug:\n    engine = create_engine('sqlite:///app.db')": ['/app/app.db ?'],
  }
  for (const [line, expected] of Object.entries(lines)) it(line, () => assert.deepEqual(writes({ 'main.py': line }), expected))

  const chosen = { 'main.py': "URL = os.environ.get('DATABASE_URL', 'sqlite:///app.db')" }

  it('gives way to what the environment names', () => {
    const settings = { 'main.py': "class Settings(BaseSettings):\n    database_url: str = 'sqlite:///app.db'\n" }
    assert.deepEqual(writes(settings), ['/app/app.db ?'])
    assert.deepEqual(writes(settings, { env: { DATABASE_URL: 'postgresql://db/app' } }), [])
    assert.deepEqual(writes(chosen, { env: { DATABASE_URL: 'postgresql://db/app' } }), [])
  })

  it('may give way where the environment is not all to be seen, or a server is at hand', () => {
    assert.deepEqual(writes(chosen, { env: { DATABASE_URL: undefined } }), ['/app/app.db ?'])
    assert.deepEqual(writes(chosen, { isEnvironmentOpen: true }), ['/app/app.db ?'])
    assert.deepEqual(writes({ 'main.py': `load_dotenv()\n${chosen['main.py']}`, '.env.example': 'DATABASE_URL=x' }), ['/app/app.db ?'])
    assert.deepEqual(writes({ ...chosen, 'requirements.txt': 'sqlalchemy\npsycopg2-binary==2.9\n' }), ['/app/app.db ?'])
  })

  it('is found where a single file is copied to the directory first', () => {
    const files = { 'main.py': "sqlite3.connect('app.db')", 'requirements.txt': '' }
    for (const copy of [
      'WORKDIR /app\nCOPY requirements.txt /app\nCOPY . /app',
      'RUN mkdir /app\nCOPY requirements.txt /app\nCOPY . /app\nWORKDIR /app',
    ])
      assert.deepEqual(writes(files, { copy }), ['/app/app.db'])
  })

  it('is looked for in what the program loads', () => {
    const line = "sqlite3.connect('app.db')"
    assert.deepEqual(writes({ 'main.py': 'from app import db', 'app/db.py': line }), ['/app/app.db'])
    assert.deepEqual(writes({ 'main.py': '', 'tests/db.py': line, 'test_db.py': line, 'conftest.py': line }), [])
  })

  it('stands beside the program with Flask-SQLAlchemy before version 3', () => {
    const code = "app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///app.db'"
    assert.deepEqual(writes({ 'main.py': code, 'requirements.txt': 'Flask-SQLAlchemy==2.5.1\n' }), ['/app/app.db'])
  })

  it('is nothing to a container that runs something else', () => {
    assert.deepEqual(writes({ 'main.py': "sqlite3.connect('app.db')" }, { start: 'CMD ["nginx"]' }), [])
  })
})
