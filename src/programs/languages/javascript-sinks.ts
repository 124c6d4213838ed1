import { MADE_PROGRAM, RUNS_PROGRAM, type Sink } from './sink.ts'

/** Calls of JavaScript that write, and libraries that themselves write files. */

const DATABASE_FILE = /^(?:file|sqlite):|\.(?:db3?|sqlite3?|s3db)$/i

const stored = {
  how: 'SQLite database',
  kind: 'data',
  leaves: 'file',
  strips: /^(?:(?:file|sqlite):(?:\/\/(?=[/.]))?)?([^?]*)/,
  always: true,
  database: true,
} as const
const sqlite = { ...stored, journal: true } as const
const json = { how: 'JSON database', kind: 'data', leaves: 'file', always: true } as const
const uploads = { how: 'uploads', kind: 'data', leaves: 'below' } as const
const log = { how: 'log file', kind: 'log', leaves: 'file' } as const
const written = { how: 'write of a file', leaves: 'file' } as const
const level: Sink = { ...stored, how: 'database of LevelDB', leaves: 'below', path: [0] }

export const JAVASCRIPT_SINKS: Readonly<Record<string, Sink | readonly Sink[]>> = {
  'fs.writeFile fs.writeFileSync fs.appendFile fs.appendFileSync fs.outputFile fs.outputFileSync fs.writeJson fs.writeJsonSync fs.writeJSON fs.writeJSONSync fs.outputJson fs.outputJsonSync Bun.write Deno.writeFile Deno.writeTextFile Deno.writeTextFileSync Deno.writeFileSync write-file-atomic write-file-atomic.sync jsonfile.writeFile jsonfile.writeFileSync':
    { ...written, path: [0] },
  'fs.createWriteStream': { ...written, path: [0] },
  'fs.open fs.openSync': { ...written, path: [0], mode: { at: [1], writes: /[wax+]/, without: 'reads' } },
  'fs.mkdir fs.mkdirSync fs.ensureDir fs.ensureDirSync fs.mkdirp fs.mkdirpSync mkdirp mkdirp.sync mkdirp.mkdirp mkdirp.mkdirpSync Deno.mkdir Deno.mkdirSync make-dir':
    { how: 'mkdir', leaves: 'directory', path: [0] },
  'fs.rename fs.renameSync fs.copyFile fs.copyFileSync fs.cp fs.cpSync fs.copy fs.copySync fs.move fs.moveSync fs.symlink fs.symlinkSync': {
    ...written,
    path: [1],
  },
  'child_process.spawn child_process.spawnSync child_process.execFile child_process.execFileSync': [
    { ...MADE_PROGRAM, path: [0] },
    RUNS_PROGRAM,
  ],
  'child_process.exec child_process.execSync child_process.fork execa execa.execa execa.command execa.execaCommand cross-spawn cross-spawn.spawn shelljs.exec Bun.spawn Deno.Command':
    RUNS_PROGRAM,
  'fs.mkdtemp fs.mkdtempSync': { how: 'temporary files', kind: 'scratch', leaves: 'file', path: [0] },
  'tmp.file tmp.fileSync tmp.dir tmp.dirSync tmp-promise.file tmp-promise.dir tempy.temporaryFile tempy.temporaryDirectory tmp.tmpName': {
    how: 'temporary files',
    kind: 'scratch',
    leaves: 'below',
    path: ['0.tmpdir'],
    variables: { TMPDIR: '' },
    fallback: '/tmp',
  },
  'better-sqlite3 better-sqlite3.default': { ...sqlite, path: [0], unless: { at: ['1.readonly'], is: /^true$/ } },
  'sqlite3.Database sqlite3.verbose().Database sqlite3.cached.Database bun:sqlite.Database sqlite.DatabaseSync libsql.Database libsql sqlite-sync':
    { ...sqlite, path: [0], unless: { at: ['1.readonly', '1.readOnly', 1], is: /^true$|READONLY/ } },
  'sqlite.open': { ...sqlite, path: ['0.filename'] },
  '@libsql/client.createClient drizzle-orm/libsql.drizzle drizzle-orm/better-sqlite3.drizzle drizzle-orm/bun-sqlite.drizzle': {
    ...sqlite,
    path: ['0.url', '0.connection.url', '0.connection.source', '0.connection', 0],
    accepts: DATABASE_FILE,
  },
  '@prisma/adapter-better-sqlite3.PrismaBetterSqlite3 @prisma/adapter-better-sqlite3.PrismaBetterSQLite3 @prisma/adapter-libsql.PrismaLibSql @prisma/adapter-libsql.PrismaLibSQL':
    { ...sqlite, path: ['0.url'], accepts: DATABASE_FILE },
  // Relative paths start at the directory of the schema (prisma/specs#60).
  '@prisma/client.PrismaClient': {
    ...sqlite,
    how: 'SQLite database of Prisma',
    path: ['0.datasources.db.url', '0.datasourceUrl'],
    accepts: /^file:/,
    below: 'prisma',
  },
  'sequelize.Sequelize sequelize sequelize-typescript.Sequelize': {
    ...sqlite,
    path: ['0.storage', '1.storage', '2.storage', '3.storage', 0],
    accepts: DATABASE_FILE,
  },
  'typeorm.DataSource typeorm.createConnection @nestjs/typeorm.TypeOrmModule.forRoot @nestjs/typeorm.TypeOrmModule.forRootAsync': {
    ...sqlite,
    path: ['0.database', '0.useFactory.database', '0.useClass.createTypeOrmOptions.database'],
    accepts: DATABASE_FILE,
  },
  '@mikro-orm/core.MikroORM.init @mikro-orm/core.defineConfig': { ...sqlite, path: ['0.dbName'], accepts: DATABASE_FILE },
  knex: { ...sqlite, path: ['0.connection.filename', '0.*.connection.filename'] },
  'knex.knex knex.default': { ...sqlite, path: ['0.connection.filename'] },
  'nedb @seald-io/nedb nedb-promises.create nedb-promises nedb-core': { ...stored, how: 'NeDB database', path: ['0.filename', 0] },
  'level.Level level classic-level.ClassicLevel leveldown rocksdb': level,
  'lowdb/node.JSONFile lowdb/node.JSONFileSync lowdb.JSONFile lowdb.JSONFileSync lowdb/node.JSONFilePreset lowdb/node.JSONFileSyncPreset lowdb/adapters/FileSync lowdb/adapters/FileAsync':
    { ...json, path: [0] },
  'node-json-db.Config node-json-db.JsonDB': { ...json, how: 'database of node-json-db', path: [0], suffix: '', vague: true },
  'keyv keyv.Keyv @keyv/sqlite @keyv/sqlite.KeyvSqlite': {
    ...sqlite,
    path: ['0.uri', '0.store.uri', 0],
    accepts: /^sqlite:/,
    strips: /^sqlite:\/\/([^?]*)/,
  },
  'quick.db.QuickDB quick.db.SqliteDriver': {
    ...sqlite,
    path: ['0.filePath', 0],
    fallback: 'json.sqlite',
    unless: { at: ['0.driver'], is: /^/ },
  },
  'node-localstorage.LocalStorage': { ...json, how: 'local storage', leaves: 'below', path: [0] },
  'node-persist.init node-persist.create': { ...json, leaves: 'below', path: ['0.dir'], fallback: '.node-persist/storage' },
  'telegraf-session-local': { ...json, how: 'sessions of the bot', path: ['0.database'], fallback: 'sessions.json' },
  // WhiskeySockets/Baileys README.md, "Saving & Restoring Sessions"; pedroslopez/whatsapp-web.js src/authStrategies/LocalAuth.js
  '@whiskeysockets/baileys.useMultiFileAuthState @adiwajshing/baileys.useMultiFileAuthState baileys.useMultiFileAuthState': {
    ...json,
    how: 'session of WhatsApp',
    leaves: 'below',
    path: [0],
  },
  'whatsapp-web.js.LocalAuth': { ...json, how: 'session of WhatsApp', leaves: 'below', path: ['0.dataPath'], fallback: '.wwebjs_auth' },
  'whatsapp-web.js.Client': { ...json, how: 'pages of WhatsApp', kind: 'cache', leaves: 'below', path: [], fallback: '.wwebjs_cache' },
  'greenlock-express.init': { ...json, how: 'certificates', leaves: 'below', path: ['0.configDir'], fallback: 'greenlock.d' },
  '@tus/file-store.FileStore': { ...uploads, path: ['0.directory'], always: true },
  'puppeteer.launch puppeteer-core.launch puppeteer-extra.launch': {
    how: 'profile of the browser',
    kind: 'data',
    leaves: 'below',
    path: ['0.userDataDir'],
    vague: true,
  },
  'playwright.chromium.launchPersistentContext': { how: 'profile of the browser', kind: 'data', leaves: 'below', path: [0] },
  'isomorphic-git.clone': { how: 'clone of a repository', leaves: 'below', path: ['0.dir'] },
  '.clone': { how: 'clone of a repository', leaves: 'below', path: [1], accepts: /\//, vague: true },
  '.toFile .writeFile .writeFileSync': { ...written, path: [0], accepts: /\//, vague: true },
  // Multer creates a directory that is given as a string when it is constructed (storage/disk.js).
  'multer @nestjs/platform-express.FileInterceptor @nestjs/platform-express.FilesInterceptor @nestjs/platform-express.FileFieldsInterceptor @nestjs/platform-express.AnyFilesInterceptor @nestjs/platform-express.MulterModule.register @nestjs/platform-express.MulterModule.registerAsync':
    { ...uploads, path: ['0.dest', '1.dest', '2.dest', '0.useFactory.dest', '0.useClass.createMulterOptions.dest'], always: true },
  'multer.diskStorage': { ...uploads, path: ['0.destination'], always: true, answers: true, variables: { TMPDIR: '' }, fallback: '/tmp' },
  'formidable formidable.IncomingForm formidable.formidable': { ...uploads, path: ['0.uploadDir'], fallback: '/tmp', perhaps: true },
  'express-fileupload': {
    ...uploads,
    kind: 'scratch',
    how: 'temporary files of uploads',
    path: ['0.tempFileDir'],
    perhaps: true,
    vague: true,
  },
  '.mv': { ...uploads, leaves: 'file', path: [0], perhaps: true, accepts: /\//, vague: true },
  'winston.transports.File winston-daily-rotate-file winston.transports.DailyRotateFile': [
    { ...log, path: ['0.filename'], accepts: /^(?!\/?%DATE%)/ },
    { ...log, leaves: 'below', path: ['0.dirname'] },
  ],
  'winston.add': { ...log, path: ['1.filename'], vague: true },
  'pino.destination': { ...log, path: ['0.dest', 0], accepts: /[./]/ },
  'pino pino.default pino.pino': {
    ...log,
    path: ['0.transport.options.destination', '0.transport.targets.**.options.destination'],
    accepts: /[./]/,
    vague: true,
  },
  'bunyan.createLogger': { ...log, path: ['0.streams.**.path'], vague: true },
  'pino.transport': { ...log, path: ['0.options.destination'], accepts: /[./]/ },
  'simple-node-logger.createSimpleLogger simple-node-logger.createSimpleFileLogger': {
    ...log,
    path: ['0.logFilePath', 0],
    accepts: /[./]/,
  },
  'log4js.configure': { ...log, path: ['0.appenders.**.filename'] },
  'rotating-file-stream.createStream': { ...log, leaves: 'below', path: ['1.path'], fallback: '.' },
  // Frameworks that load the files and the settings of a project by their places (midwayjs.org, eggjs.org, sailsjs.com).
  '@midwayjs/bootstrap.Bootstrap.run egg.startCluster egg.start sails.lift sails.load': {
    how: 'code that its framework loads',
    leaves: 'below',
    path: [],
    fallback: '/',
    always: true,
  },
  'session-file-store()': {
    how: 'sessions in files',
    kind: 'data',
    leaves: 'below',
    path: ['0.path'],
    fallback: './sessions',
    always: true,
  },
  // NestJS and TypeGraphQL write the schema when the server starts (docs.nestjs.com, "Code first").
  '@nestjs/graphql.GraphQLModule.forRoot @nestjs/graphql.GraphQLModule.forRootAsync': {
    how: 'schema of GraphQL',
    kind: 'config',
    leaves: 'file',
    path: ['0', '0.useFactory', '0.useClass.createGqlOptions'].flatMap((at) => [`${at}.autoSchemaFile.path`, `${at}.autoSchemaFile`]),
    always: true,
    accepts: /^(?!true$|false$)/,
  },
  'type-graphql.buildSchema type-graphql.buildSchemaSync': {
    how: 'schema of GraphQL',
    kind: 'config',
    leaves: 'file',
    path: ['0.emitSchemaFile.path', '0.emitSchemaFile'],
    always: true,
    accepts: /^(?!true$|false$)/,
  },
}
