import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDockerfile } from '../src/sources/dockerfile/parse.ts'
import type { Files } from '../src/sources/source.ts'
import { image, starts } from './dockerfile-context.ts'

type Texts = Readonly<Record<string, string>>

function context(files: Texts): Files {
  return {
    read: (path) => {
      const text = files[path.slice('/ctx/'.length)]
      return text === undefined ? { ok: false, why: 'missing' } : { ok: true, text }
    },
    exists: (path) => files[path.slice('/ctx/'.length)] !== undefined,
    list: (directory) => {
      const prefix = `${directory.slice('/ctx/'.length).replace(/\/$/, '')}/`.replace(/^\/$/, '')
      const below = Object.keys(files).filter((name) => name.startsWith(prefix))
      return [...new Set(below.map((name) => name.slice(prefix.length).split('/')[0] ?? ''))]
    },
  }
}

const APP = 'FROM node:22\nWORKDIR /app\nCOPY . .\n'

/** What the start writes: `kind path`, a `?` behind what may not happen, a `!` behind what lands among the program's own files. */
function writes(files: Texts, dockerfile = `${APP}CMD ["node", "server.js"]\n`): readonly string[] {
  const { images } = parseDockerfile('/ctx/Dockerfile', dockerfile, context(files))
  return (images[0]?.writes ?? [])
    .filter(({ when }) => when === 'start')
    .map(({ kind, path, conditional, ships }) => `${kind} ${path}${conditional ? '?' : ''}${ships === 'program' ? '!' : ''}`)
    .sort()
}

/** The writes of a program that is one file, `server.js`. */
const code = (text: string, packages: readonly string[] = ['express'], more = ''): readonly string[] =>
  writes(
    {
      'server.js': text,
      'package.json': JSON.stringify({ dependencies: Object.fromEntries(packages.map((name) => [name, '1'])) }),
    },
    `${APP}${more}CMD ["node", "server.js"]\n`,
  )

test('a database in a file is found where the driver is given its name', () => {
  const cases: readonly [string, readonly string[]][] = [
    ["const sqlite3 = require('sqlite3')\nconst db = new sqlite3.Database('data/app.db')", ['data /app/data/app.db']],
    ["const sqlite3 = require('sqlite3').verbose()\nconst db = new sqlite3.Database('./app.db', (err) => {})", ['data /app/app.db!']],
    ["import Database from 'better-sqlite3'\nconst db = new Database('/data/app.db', { verbose })", ['data /data/app.db']],
    ["import SQLite from 'better-sqlite3'\nconst db = SQLite('/data/app')", ['data /data/app']],
    ["const db = require('better-sqlite3')('/data/app.db')", ['data /data/app.db']],
    ["import { DatabaseSync } from 'node:sqlite'\nconst db = new DatabaseSync('/data/x')", ['data /data/x']],
    ["const s = new Sequelize({ dialect: 'sqlite', storage: './data/x.sqlite' })", ['data /app/data/x.sqlite']],
    ["const s = new Sequelize('sqlite:./data/x.sqlite')", ['data /app/data/x.sqlite']],
    ["new DataSource({ type: 'sqlite', database: 'data/x.sqlite3', synchronize: true })", ['data /app/data/x.sqlite3']],
    ["knex({ client: 'sqlite3', connection: { filename: './data/x.db' } })", ['data /app/data/x.db']],
    ["const client = createClient({ url: 'file:data/local.db' })", ['data /app/data/local.db']],
    ["const db = drizzle('file:/data/local.db')", ['data /data/local.db']],
    ["const sqlite3 = require('sqlite3')\nnew sqlite3.Database(path.join(__dirname, '..', 'data', 'x.db'))", ['data /data/x.db']],
    ["const sqlite3 = require('sqlite3')\nnew sqlite3.Database(path.resolve('data', 'x.db'))", ['data /app/data/x.db']],
    ["const sqlite3 = require('sqlite3')\nnew sqlite3.Database(path.join(path.resolve(), 'data', 'x.db'))", ['data /app/data/x.db']],
    ["const sqlite3 = require('sqlite3')\nnew sqlite3.Database(__dirname + '/data/x.db')", ['data /app/data/x.db']],
    ["const sqlite3 = require('sqlite3')\nnew sqlite3.Database(`${process.cwd()}/data/x.db`)", ['data /app/data/x.db']],
    [
      "const sqlite3 = require('sqlite3')\nconst DATA = path.join(__dirname, 'data')\nnew sqlite3.Database(path.join(DATA, 'x.db'))",
      ['data /app/data/x.db'],
    ],
    [
      "import D from 'better-sqlite3'\nimport { fileURLToPath } from 'url'\nconst __dirname = path.dirname(fileURLToPath(import.meta.url))\nnew D(path.join(__dirname, 'data/x.db'))",
      ['data /app/data/x.db'],
    ],
    ["const Datastore = require('nedb')\nconst db = new Datastore({ filename: 'data/users', autoload: true })", ['data /app/data/users']],
    ["import { JSONFilePreset } from 'lowdb/node'\nconst db = await JSONFilePreset('data/db.json', {})", ['data /app/data/db.json']],
    ["const FileSync = require('lowdb/adapters/FileSync')\nconst adapter = new FileSync('data/db.json')", ['data /app/data/db.json']],
  ]
  for (const [text, expected] of cases) assert.deepEqual(code(text, ['sqlite3']), expected, text)
})

test('no database file is found where there is none', () => {
  const cases = [
    "const sqlite3 = require('sqlite3')\nnew sqlite3.Database(':memory:')",
    "const s = new Sequelize('sqlite::memory:')",
    "const s = new Sequelize('postgres://db/x', { storage: undefined })",
    "// new sqlite3.Database('x.db')\n/* storage: 'x.db' */ const sqlite = 1",
    'const text = "new sqlite3.Database(\'x.db\')"',
    "const client = createClient({ url: 'libsql://x.turso.io' })",
    "const sqlite3 = require('sqlite3')\nnew sqlite3.Database(choose())",
    "const Database = require('better-sqlite3')\nconst db = new Database('data/x.db', { readonly: true })",
    "const sqlite3 = require('sqlite3')\nnew sqlite3.Database('x.db', sqlite3.OPEN_READONLY, () => {})",
    "module.exports = { test: { storage: 'x.sqlite' } }",
    "const db = new sqlite3.Database(process.env.NODE_ENV === 'test' ? '/data/x.db' : ':memory:')",
  ]
  for (const text of cases) assert.deepEqual(code(text, ['sqlite3']), [], text)
  const both = "knex({ client: 'sqlite3', connection: { filename: 'data/x.db' } })"
  assert.deepEqual(code(both, ['sqlite3', 'pg'], 'ENV DB_CLIENT=pg\n'), [])
  assert.deepEqual(code(both, ['sqlite3', 'pg'], 'ENV DB_CLIENT=sqlite3\n'), ['data /app/data/x.db?'])
})

test('what the environment, another driver or another section may choose is conditional', () => {
  const open = (text: string) => `const sqlite3 = require('sqlite3')\nnew sqlite3.Database(${text})`
  const sections =
    "const x = { development: { storage: 'data/x.sqlite' }, production: { use_env: 'URL' }, other: { connection: { filename: 'data/y.sqlite' } } }\n"
  const cases: readonly [string, readonly string[], string, readonly string[]][] = [
    [open("process.env.DB || './data/x.db'"), ['sqlite3'], '', ['data /app/data/x.db']],
    [open("process.env.DB ?? './data/x.db'"), ['sqlite3'], 'ENV DB=/srv/db/y\n', ['data /srv/db/y']],
    [open("process.env['DB'] || './data/x.db'"), ['sqlite3'], 'ARG V\nENV DB=$V\n', ['data /app/data/x.db?']],
    [open("process.env.DB ? process.env.DB : './data/x.db'"), ['sqlite3'], '', ['data /app/data/x.db']],
    [open('process.env.DB'), ['sqlite3'], '', []],
    [open("config.get('DB_FILE', 'data/x.db')"), ['sqlite3'], '', ['data /app/data/x.db']],
    [open("options.file || 'data/x.db'"), ['sqlite3'], '', ['data /app/data/x.db?']],
    [open("isDev ? 'dev/x.db' : '/data/x.db'"), ['sqlite3'], '', ['data /app/dev/x.db?', 'data /data/x.db?']],
    [open("options.inMemory ? ':memory:' : 'data/x.db'"), ['sqlite3'], '', ['data /app/data/x.db?']],
    [open("process.env.NODE_ENV === 'test' ? ':memory:' : 'data/x.db'"), ['sqlite3'], 'ENV NODE_ENV=production\n', ['data /app/data/x.db']],
    [open("'data/x.db'"), ['sqlite3', 'pg'], '', ['data /app/data/x.db?']],
    [open("'data/x.db'"), ['express'], '', ['data /app/data/x.db?']],
    [`${sections}new Sequelize(x[process.env.NODE_ENV || 'development'])`, ['sqlite3'], '', ['data /app/data/x.sqlite']],
    [`${sections}new Sequelize(x[process.env.NODE_ENV || 'development'])`, ['sqlite3'], 'ENV NODE_ENV=production\n', []],
    [`${sections}knex(x[choose()])`, ['sqlite3'], '', ['data /app/data/y.sqlite?']],
  ]
  for (const [text, packages, more, expected] of cases) assert.deepEqual(code(text, packages, more), expected, text + more)
})

test('a file .env that the program loads counts, and its example makes a variable unknown', () => {
  const server = "require('dotenv').config()\nconst sqlite3 = require('sqlite3')\nnew sqlite3.Database(process.env.DB || 'data/x.db')"
  const files = { 'server.js': server, 'package.json': '{"dependencies":{"sqlite3":"5"}}' }
  assert.deepEqual(writes(files), ['data /app/data/x.db'])
  assert.deepEqual(writes({ ...files, '.env': '# none\nDB="/srv/y.db" # here\n' }), ['data /srv/y.db'])
  assert.deepEqual(writes({ ...files, '.env.example': 'DB=\n' }), ['data /app/data/x.db?'])
  assert.deepEqual(writes({ ...files, 'server.js': server.replace(/^.*\n/, ''), '.env': 'DB=/srv/y.db' }), ['data /app/data/x.db'])
})

test('uploads, logs and directories', () => {
  const cases: readonly [string, readonly string[]][] = [
    ["const upload = multer({ dest: 'uploads/' })", ['data /app/uploads']],
    ['const upload = multer({ dest: os.tmpdir() })', ['scratch /tmp']],
    ['const upload = multer({ storage: multer.memoryStorage() })', []],
    ["const storage = multer.diskStorage({ destination: './public/up', filename })", ['data /app/public/up']],
    [
      "const storage = multer.diskStorage({\n  destination: (req, file, cb) => cb(null, path.join(__dirname, 'up')),\n  filename: (req, file, cb) => cb(null, 'x.png')\n})",
      ['data /app/up?'],
    ],
    ["@UseInterceptors(FileInterceptor('file', { dest: './files' }))", ['data /app/files']],
    [
      "const fileUpload = require('express-fileupload')\napp.use(fileUpload({ useTempFiles: true, tempFileDir: '/tmp/' }))",
      ['scratch /tmp?'],
    ],
    ["const fileUpload = require('express-fileupload')\napp.use(fileUpload({ useTempFiles: true }))", ['scratch /app/tmp?']],
    ["import fileUpload from 'express-fileupload'\napp.use(fileUpload({ tempFileDir: '/srv/up' }))", []],
    ["const wpp = require('@wppconnect-team/wppconnect')\nwpp.create({ session: 's' })", ['data /app/tokens']],
    ["import { LocalFileStorage } from '@mjackson/file-storage/local'\nnew LocalFileStorage('./avatars')", ['data /app/avatars']],
    ["import { FileAdapter } from '@grammyjs/storage-file'\nnew FileAdapter()", ['data /app/sessions']],
    ["const winston = require('winston')\nnew winston.transports.File({ filename: 'logs/app.log' })", ['log /app/logs/app.log']],
    [
      "const winston = require('winston')\nfunction f() {\n  new winston.transports.File({ filename: 'logs/app.log' })\n}",
      ['log /app/logs/app.log?'],
    ],
    [
      "app.use(morgan('x', { stream: fs.createWriteStream(path.join(__dirname, 'access.log'), { flags: 'a' }) }))",
      ['log /app/access.log!'],
    ],
    ["fs.mkdirSync('cache', { recursive: true })", ['cache /app/cache']],
    ["if (!fs.existsSync('./up')) {\n  fs.mkdirSync('./up')\n}", ['data /app/up']],
    ["function f() {\n  fs.mkdirSync('up')\n}", ['data /app/up?']],
    ["const f = () => fs.mkdirSync('up')", ['data /app/up?']],
    ["fs.writeFileSync('build.env', text)", ['data /app/build.env!']],
    ["app.post('/', () => {\n  fs.writeFileSync('./data/users.json', text)\n})", ['data /app/data/users.json?']],
    ['const f = (name) => fs.writeFileSync(`./exports/${name}.json`, text)', ['data /app/exports?']],
    ['fs.writeFileSync(path.join(__dirname, name), text)', []],
    ["fs.writeFileSync('/dev/stdout', text)", []],
    ["fs.writeFileSync('node_modules/.cache/x', text)", ['cache /app/node_modules/.cache/x!']],
  ]
  for (const [text, expected] of cases) assert.deepEqual(code(text), expected, text)
})

test('a schema of GraphQL is written at start', () => {
  assert.deepEqual(code("GraphQLModule.forRoot({ autoSchemaFile: join(process.cwd(), 'schema.gql') })"), ['config /app/schema.gql!'])
  assert.deepEqual(code("buildSchema({ emitSchemaFile: '/schema/a.gql' })"), ['config /schema/a.gql'])
  assert.deepEqual(code('GraphQLModule.forRoot({ autoSchemaFile: true })'), [])
})

test('pm2 works in the home directory of its user', () => {
  const found = image('FROM node:22-alpine\nUSER 1000\nCMD ["pm2-runtime", "dist/main.js"]\n')
  assert.ok(starts(found).includes('runtime /home/node/.pm2'))
})

test('the configuration of pm2 names its logs', () => {
  const files = { 'pm2.json': '{ "apps": [{ "script": "server.js", "error_file": "logs/error.log" }] }', 'server.js': '' }
  assert.deepEqual(writes(files, `${APP}ENV PM2_HOME=/run/pm2\nCMD ["pm2-runtime", "pm2.json"]\n`), [
    'log /app/logs/error.log',
    'runtime /run/pm2',
  ])
})

test('files that the start loads count, others do not', () => {
  const database = "const sqlite3 = require('sqlite3')\nmodule.exports = new sqlite3.Database('/data/x.db')"
  const files = { 'package.json': '{"dependencies":{"sqlite3":"5"}}', 'db/index.js': database }
  assert.deepEqual(writes({ ...files, 'server.js': "const db = require('./db')" }), ['data /data/x.db'])
  assert.deepEqual(writes({ ...files, 'server.js': "if (process.argv[2]) require('./db')" }), ['data /data/x.db'])
  assert.deepEqual(writes({ ...files, 'server.js': '' }), [])
  assert.deepEqual(writes({ ...files, 'server.js': '', 'db/index.js': '', 'db/x.test.js': database, 'seed.js': database }), [])
})

test('what the service loads is read before what prepares its start', () => {
  const many = Object.fromEntries(Array.from({ length: 90 }, (_, at) => [`seed/m${at}.js`, `require('./m${at + 1}.js')\n`]))
  const files = { ...many, 'server.js': "multer({ dest: 'uploads' })\n", 'package.json': '{"dependencies":{"multer":"1"}}' }
  const found = image('FROM node:22\nWORKDIR /app\nCOPY . .\nCMD node seed/m0.js && node server.js\n', files)
  assert.deepEqual(starts(found), ['data /app/uploads'])
})

test('a name is followed into the file that it comes from', () => {
  const files = {
    'package.json': '{"dependencies":{"better-sqlite3":"5"}}',
    'server.js': "import Database from 'better-sqlite3'\nimport config from './config.js'\nexport const db = new Database(config.db.path)",
    'config.js': "export default { db: { path: process.env.DB_PATH || './data/x.db' } }",
  }
  assert.deepEqual(writes(files), ['data /app/data/x.db'])
  assert.deepEqual(writes(files, `${APP}ENV DB_PATH=/data/y\nCMD node server.js\n`), ['data /data/y'])
})

test('what a schema of the environment has as default counts where the variable is not set', () => {
  const files = {
    'package.json': '{"dependencies":{"better-sqlite3":"5"}}',
    'server.js': "const env = require('./env')\nrequire('knex')({ client: 'better-sqlite3', connection: { filename: env.DB_FILENAME } })",
    'env.js': 'const spec = { PORT: num({ default: 3000 }), DB_FILENAME: str({ default: "db/data" }) }',
  }
  assert.deepEqual(writes(files), ['data /app/db/data'])
  assert.deepEqual(writes(files, `${APP}ENV DB_FILENAME=/data/y\nCMD node server.js\n`), ['data /data/y'])
  assert.deepEqual(writes({ ...files, 'env.js': "const spec = z.object({ DB_FILENAME: z.string().min(1).default('db/z') })" }), [
    'data /app/db/z',
  ])
})

test('the configuration of Sequelize in JSON is read where the models load it', () => {
  const files = {
    'package.json': '{"dependencies":{"sqlite3":"5"}}',
    'server.js': "require('./models')",
    'models/index.js':
      "const env = process.env.NODE_ENV || 'development'\nconst config = require(__dirname + '/../config/config.json')[env]\nnew Sequelize(config.database, config.username, config.password, config)",
    'config/config.json': '{ "development": { "storage": "data/dev.sqlite" }, "test": { "storage": "data/test.sqlite" } }',
  }
  assert.deepEqual(writes(files), ['data /app/data/dev.sqlite'])
  assert.deepEqual(writes(files, `${APP}ENV NODE_ENV=production\nCMD node server.js\n`), [])
})

test('every way to start a program leads to its files', () => {
  const database = "const sqlite3 = require('sqlite3')\nnew sqlite3.Database('/data/x.db')"
  const cases: readonly [string, string, Texts?][] = [
    ['CMD ["nodemon", "server.js"]', 'server.js'],
    ['CMD ["nodemon"]', 'main.js', { 'package.json': '{"main":"main.js","dependencies":{"sqlite3":"5"}}' }],
    ['CMD ["nodemon", "--exec", "ts-node src/app.ts"]', 'src/app.ts'],
    ['CMD ["nodemon", "-w", "src", "-r", "dotenv/config", "src/app.ts"]', 'src/app.ts'],
    ['CMD ["npx", "cross-env", "A=b", "nodemon"]', 'src/app.ts', { 'nodemon.json': '{"exec":"tsx src/app.ts"}' }],
    ['CMD ["nodemon"]', 'src/app.ts', { 'package.json': '{"scripts":{"start":"tsx src/app.ts"},"dependencies":{"sqlite3":"5"}}' }],
    ['CMD ["nodemon"]', 'src/app.js', { 'package.json': '{"nodemonConfig":{"script":"src/app.js"},"dependencies":{"sqlite3":"5"}}' }],
    ['CMD ["npx", "tsx", "watch", "src/app.ts"]', 'src/app.ts'],
    ['CMD ["ts-node", "-r", "tsconfig-paths/register", "src/app.ts"]', 'src/app.ts'],
    ['CMD ["bun", "run", "src/app.ts"]', 'src/app.ts'],
    ['CMD ["node", "-r", "dotenv/config", "dist/app.js"]', 'src/app.ts'],
    ['CMD ["node", "dist/app"]', 'src/app.ts'],
    ['CMD ["node", "dist/src/app.js"]', 'src/app.ts'],
    ['CMD ["nest", "start"]', 'src/main.ts'],
    ['CMD ["node", "/app/server.js"]\nWORKDIR /', 'server.js'],
    ['CMD ["pm2-runtime", "server.js"]', 'server.js'],
    [
      'CMD ["npm", "start"]',
      'server.js',
      { 'package.json': '{"scripts":{"start":"node ."},"main":"server","dependencies":{"sqlite3":"5"}}' },
    ],
    ['CMD ["next", "start"]', 'lib/db.ts'],
    ['CMD ["server.js"]', 'server.js'],
    ['CMD ["/app/dist/server.js"]', 'src/server.ts'],
  ]
  for (const [start, file, more] of cases) {
    const files = { 'package.json': '{"dependencies":{"sqlite3":"5"}}', ...more, [file]: database }
    assert.ok(writes(files, `${APP}${start}\n`).includes('data /data/x.db'), start)
  }
  assert.deepEqual(writes({ 'server.js': database }, `${APP}CMD ["python", "x.py"]\n`), [])
  assert.deepEqual(writes({ 'server.js': database }, `${APP}CMD ["node", "--version"]\nWORKDIR /srv\n`), [])
})

test('the sources of a program are read in the stage that compiled it', () => {
  const files = {
    'package.json': '{"dependencies":{"sqlite3":"5"}}',
    'src/main.ts': "import './db/connection'",
    'src/db/connection.ts': "import sqlite3 from 'sqlite3'\nnew sqlite3.Database(path.join(__dirname, 'x.db'))",
  }
  const build = 'FROM node:22 AS build\nWORKDIR /src\nCOPY . .\nRUN npm run build\nFROM node:22\nWORKDIR /app\n'
  assert.deepEqual(writes(files, `${build}COPY --from=build /src/dist ./dist\nCMD ["node", "dist/main.js"]\n`), ['data /app/dist/db/x.db'])
  assert.deepEqual(writes(files, `${build}COPY --from=build /src .\nCMD ["node", "dist/main.js"]\n`), ['data /app/dist/db/x.db'])
})

test('Prisma begins at the directory of its schema', () => {
  const schema = (url: string, provider = 'sqlite') =>
    `// url = "file:./no.db"\ndatasource db {\n  provider = "${provider}"\n  url      = ${url}\n}\n`
  const read = (text: string, more: Texts = {}, set = '', path = 'prisma/schema.prisma') =>
    writes({ [path]: text, 'server.js': '', ...more }, `${APP}${set}CMD ["node", "server.js"]\n`)
  assert.deepEqual(read(schema('"file:./dev.db"')), ['data /app/prisma/dev.db!'])
  assert.deepEqual(read(schema('"file:../data/dev.db?connection_limit=1"')), ['data /app/data/dev.db'])
  assert.deepEqual(read(schema('"file:/data/dev.db"')), ['data /data/dev.db'])
  assert.deepEqual(read(schema('env("DATABASE_URL")'), {}, 'ENV DATABASE_URL=file:./dev.db\n'), ['data /app/prisma/dev.db!'])
  assert.deepEqual(read(schema('env("DATABASE_URL")'), {}, 'ARG U\nENV DATABASE_URL=$U\n'), [])
  assert.deepEqual(read(schema('env("DATABASE_URL")')), [])
  assert.deepEqual(read(schema('env("URL")'), { '.env': 'URL="file:./dev.db"\n' }), ['data /app/prisma/dev.db!'])
  assert.deepEqual(read(schema('env("URL")'), { '.env.example': 'URL="file:./dev.db"\n' }), ['data /app/prisma/dev.db?!'])
  assert.deepEqual(read(schema('env("DATABASE_URL")', 'postgresql'), {}, 'ENV DATABASE_URL=postgres://x\n'), [])
  const moved = { 'package.json': '{"prisma":{"schema":"db/app.prisma"}}' }
  // Code that gives its own address to the client.
  const client = "new PrismaClient({ datasources: { db: { url: process.env.URL || 'file:../data/dev.db' } } })"
  assert.deepEqual(read(schema('env("URL")'), { 'server.js': client }), ['data /app/data/dev.db'])
  assert.deepEqual(read(schema('env("URL")'), { '.env': 'URL="file:./dev.db"\n', '.dockerignore': '.env*\n' }), [])
  assert.deepEqual(read(schema('"file:x.db"'), moved, '', 'db/app.prisma'), ['data /app/db/x.db!'])
  assert.deepEqual(read(schema('"file:x.db"'), {}, '', 'prisma/schema/base.prisma'), ['data /app/prisma/schema/x.db!'])
  assert.deepEqual(read(schema('env("URL")'), { 'prisma/.env': 'URL="sqlite:///data/x.db"\n' }), ['data /data/x.db'])
  assert.deepEqual(read(schema('"file:./x.db"').replace('provider', '// provider')), [])
  assert.deepEqual(read(schema('"file:./x.db"').replace('url  ', 'URL  ')), [])
  assert.deepEqual(read('generator client {\n  provider = "prisma-client-js"\n}\n'), [])
  const start = (command: string, path = 'db/x.prisma') =>
    writes({ [path]: schema('"file:x.db"'), 'server.js': '' }, `${APP}CMD ${command}\n`)
  for (const flag of ['--schema db/x.prisma', '--schema=./db/x.prisma', '--schema db/'])
    assert.deepEqual(start(`prisma migrate deploy ${flag} && node server.js`), ['data /app/db/x.db!'], flag)
  for (const command of ['node server.js', 'prisma migrate deploy --schema /db/x.prisma', 'prisma migrate deploy --schema'])
    assert.deepEqual(start(command), [], command)
  // What starts elsewhere, or is another program, loads no client of this folder.
  for (const command of ['cd /srv && node server.js', 'python server.py'])
    assert.deepEqual(start(command, 'prisma/schema.prisma'), [], command)
  // Without Prisma the working directory decides, as for any other program.
  assert.deepEqual(read('', {}, 'ENV DATABASE_URL=file:./dev.db\n', 'x'), ['data /app/dev.db'])
})

test('no code makes it throw, hang or fill the memory', () => {
  const texts = [
    'new sqlite3.Database(',
    "new sqlite3.Database('",
    '`${`${`'.repeat(2000),
    '('.repeat(50_000),
    `const a = a\nnew sqlite3.Database(a)`,
    `const a = b\nconst b = a\nnew sqlite3.Database(path.join(a, b, a, b))`,
    `import ${'x '.repeat(20_000)}`,
    `${'mkdirSync(x)\n'.repeat(5_000)}`,
    `${'/'.repeat(50_000)}`,
    `fs.mkdirSync(${'a ? b : '.repeat(3000)} c)`,
    `/*${'*'.repeat(50_000)}`,
  ]
  for (const text of texts) {
    assert.deepEqual(code(`const fs = require('fs')\nfs.mkdirSync('/srv/x')\n${text}`)[0], 'data /srv/x', text.slice(0, 40))
  }
})

test('vite before version 6 writes its compiled configuration beside it', () => {
  const written = (version: string) =>
    starts(
      image('FROM node:20\nWORKDIR /app\nCOPY . .\nCMD ["npx", "vite", "preview"]\n', {
        'package.json': `{ "devDependencies": { "vite": "${version}" } }`,
        'vite.config.ts': 'export default {}\n',
      }),
    ).filter((line) => line.startsWith('scratch'))
  for (const old of ['^5.4.0', '~4.1', '5']) assert.deepEqual(written(old), ['scratch /app/vite.config.ts.timestamp.mjs'], old)
  for (const later of ['^6.0.0', '7.1.15', 'latest']) assert.deepEqual(written(later), ['scratch /app/node_modules/.vite-temp'], later)
})
