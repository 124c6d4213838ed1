import {
  type Asked,
  type ConfiguredServer,
  configuredServer,
  directory,
  each,
  file,
  named,
  type Places,
  type ServerSetting,
} from './configured-server.ts'
import { inDirectory, type ServerOf, type ServerReading, scratch, write } from './server-write.ts'

/** https://redis.io/docs/latest/operate/oss_and_stack/management/config/ and the comments of redis.conf; Valkey and KeyDB keep both. */
const REDIS: ConfiguredServer = {
  format: 'words',
  file: { operand: true },
  includes: ['include'],
  settings: [
    {
      id: 'redis.dir',
      kind: 'data',
      leaves: 'below',
      how: 'snapshots of redis',
      places: (asked) => {
        // `save ""` and no append-only file: a cache.
        const saves = asked.all('save')
        const isOff = saves.length > 0 && saves.every(([word]) => word === '') && asked.last('appendonly') !== 'yes'
        return isOff ? 'off' : named('dir')(asked)
      },
    },
    { ...file('redis.log', 'log', 'log of redis', named('logfile')), base: ({ last }) => last('dir') },
    file('redis.socket', 'runtime', 'socket of redis', named('unixsocket')),
    // Without it redis goes on (src/server.c, createPidFile).
    { ...file('redis.pid', 'runtime', 'pid file of redis', named('pidfile')), conditional: true },
  ],
  layouts: [{ packages: /^redis(?:-server)?$|^valkey(?:-server)?$/, owns: ['/var/lib/redis', '/var/lib/valkey', '/var/log/redis'] }],
}

/** By default, Redis saves snapshots in its working directory. */
export const redis: ServerOf = (command, around) => {
  const found = configuredServer(REDIS)(command, around)
  const isTold = found.some((reading) => reading && 'setting' in reading && reading.setting === 'redis.dir')
  return [...found, isTold ? undefined : inDirectory(command.cwd, command, 'data', 'snapshots of redis')]
}

/**
 * The groups of an option file that the server reads (https://dev.mysql.com/doc/refman/8.4/en/option-files.html); a command's option has no
 * group.
 */
function mysqlNames(name: string): readonly string[] {
  const spellings = [name, name.replaceAll('_', '-')]
  return spellings.flatMap((each) => [each, ...['mysqld', 'mariadb', 'mariadbd', 'server'].map((group) => `${group}.${each}`)])
}

const inDatadir = ({ last }: Asked) => last(...mysqlNames('datadir')) ?? '/var/lib/mysql'

/** https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html and https://mariadb.com/docs/server/server-management/variables-and-modes/server-system-variables */
function mysqlFile(id: string, name: string, kind: ServerSetting['kind'], how: string): ServerSetting {
  return { id: `mysql.${id}`, kind, leaves: 'file', how, base: inDatadir, places: named(...mysqlNames(name)) }
}

function mysqlDirectory(id: string, name: string, kind: ServerSetting['kind'], how: string): ServerSetting {
  return { ...mysqlFile(id, name, kind, how), leaves: 'below' }
}

/** A log that is written only if switched on. */
function mysqlLog(id: string, toggle: string, name: string): ServerSetting {
  const places = (asked: Asked): Places =>
    /^(?:1|on|true)$/i.test(asked.last(...mysqlNames(toggle)) ?? '') ? named(...mysqlNames(name))(asked) : undefined
  return { id: `mysql.${id}`, kind: 'log', leaves: 'file', how: 'query log of mysqld', base: inDatadir, places }
}

const MYSQL: ConfiguredServer = {
  format: 'equals',
  file: { options: ['--defaults-file', '--defaults-extra-file'] },
  places: [
    '/etc/my.cnf',
    '/etc/my.cnf.d/*.cnf',
    '/etc/mysql/my.cnf',
    '/etc/mysql/conf.d/*.cnf',
    '/etc/mysql/mysql.conf.d/*.cnf',
    '/etc/mysql/mariadb.conf.d/*.cnf',
  ],
  settings: [
    mysqlDirectory('datadir', 'datadir', 'data', 'database of mysqld'),
    mysqlFile('socket', 'socket', 'runtime', 'socket of mysqld'),
    mysqlFile('pid', 'pid_file', 'runtime', 'pid file of mysqld'),
    {
      ...mysqlFile('log', 'log_error', 'log', 'error log of mysqld'),
      places: ({ last }: Asked) => {
        const path = last(...mysqlNames('log_error'))
        return path === undefined ? undefined : path === '' || path === 'stderr' ? 'off' : [path]
      },
    },
    mysqlLog('general_log', 'general_log', 'general_log_file'),
    mysqlLog('slow_log', 'slow_query_log', 'slow_query_log_file'),
    {
      ...mysqlDirectory('tmpdir', 'tmpdir', 'scratch', 'temporary tables of mysqld'),
      places: ({ last }: Asked) => last(...mysqlNames('tmpdir'))?.split(':'),
    },
    mysqlDirectory('innodb_logs', 'innodb_log_group_home_dir', 'data', 'redo log of mysqld'),
    mysqlDirectory('innodb_data', 'innodb_data_home_dir', 'data', 'tablespaces of mysqld'),
    mysqlDirectory('innodb_undo', 'innodb_undo_directory', 'data', 'undo log of mysqld'),
    mysqlFile('binlog', 'log_bin', 'data', 'binary log of mysqld'),
    mysqlFile('relay_log', 'relay_log', 'data', 'relay log of mysqld'),
  ].map((setting) => ({ ...setting, anyUser: true })),
  layouts: [{ packages: /^(?:mariadb|mysql|default-mysql)-server/, owns: ['/var/lib/mysql', '/var/log/mysql'] }],
}

/** The database directory of MySQL and MariaDB, their socket, and temporary tables. */
export const mysqld: ServerOf = (command, around) => {
  const found = configuredServer(MYSQL)(command, around)
  const isSet = (id: string) => found.some((reading) => reading && 'setting' in reading && reading.setting === id)
  return [
    ...found,
    isSet('mysql.datadir') ? undefined : inDirectory('/var/lib/mysql', command, 'data', 'database of mysqld'),
    isSet('mysql.socket') && isSet('mysql.pid') ? undefined : write('/run/mysqld', 'runtime', 'socket and pid of mysqld'),
    isSet('mysql.tmpdir') ? undefined : scratch('temporary tables of mysqld', command),
  ]
}

/** https://www.mongodb.com/docs/manual/reference/configuration-options/ and, for options, reference/program/mongod/ */
const MONGO: ConfiguredServer = {
  format: 'yaml',
  file: { options: ['-f', '--config'] },
  settings: [
    directory('mongo.data', 'data', 'database of mongod', named('storage.dbpath', 'dbpath')),
    file('mongo.log', 'log', 'log of mongod', named('systemlog.path', 'logpath')),
    file('mongo.pid', 'runtime', 'pid file of mongod', named('processmanagement.pidfilepath', 'pidfilepath')),
    directory('mongo.socket', 'runtime', 'socket of mongod', (asked) => {
      const isOff = asked.last('net.unixdomainsocket.enabled') === 'false' || asked.has('nounixsocket')
      return isOff ? 'off' : named('net.unixdomainsocket.pathprefix', 'unixsocketprefix')(asked)
    }),
    file('mongo.audit', 'log', 'audit log of mongod', named('auditlog.path', 'auditpath')),
  ],
}

/** The database directory of MongoDB, and its socket in /tmp. */
export const mongod: ServerOf = (command, around) => {
  const found = configuredServer(MONGO)(command, around)
  const isSet = (id: string) => found.some((reading) => reading && 'setting' in reading && reading.setting === id)
  return [
    ...found,
    isSet('mongo.data') ? undefined : inDirectory('/data/db', command, 'data', 'database of mongod'),
    isSet('mongo.socket') ? undefined : write('/tmp', 'scratch', 'socket of mongod'),
  ]
}

/** https://www.postgresql.org/docs/current/runtime-config.html; options write `-` for `_`. */
const postgresNames = (name: string) => [name, name.replaceAll('_', '-')]

/** Directories to which a command copies segments (`cp %p /archive/%f`). */
function archives({ last }: Asked): Places {
  const found = [...(last(...postgresNames('archive_command')) ?? '').matchAll(/(\/[\w./-]+)\/"?%f/g)].flatMap(([, path]) => path ?? [])
  return found.length === 0 ? undefined : [...new Set(found)]
}

const POSTGRES: ConfiguredServer = {
  format: 'equals',
  file: { options: ['--config_file', '--config-file'], setting: 'config_file' },
  ownPlaces: ['/var/lib/postgresql/data/postgresql.conf'],
  includes: ['include', 'include_if_exists'],
  inline: ['-c'],
  options: { '-D': 'data_directory', '-k': 'unix_socket_directories' },
  settings: [
    directory('postgres.data', 'data', 'database of postgres', named(...postgresNames('data_directory'))),
    directory('postgres.socket', 'runtime', 'socket of postgres', ({ last }) => {
      const value = last(...postgresNames('unix_socket_directories'))
      const paths = value?.split(',').flatMap((path) => (path.trim().startsWith('/') ? [path.trim()] : []))
      return paths === undefined ? undefined : paths.length === 0 ? 'off' : paths
    }),
    directory('postgres.log', 'log', 'log of postgres', ({ last }) => {
      const isOn = /^(?:on|true|yes|1)$/i.test(last(...postgresNames('logging_collector')) ?? '')
      const path = last(...postgresNames('log_directory'))
      return isOn && path?.startsWith('/') ? [path] : undefined
    }),
    file('postgres.pid', 'runtime', 'pid file of postgres', named(...postgresNames('external_pid_file'))),
    directory('postgres.archive', 'data', 'archived log segments of postgres', archives),
  ],
  layouts: [{ packages: /^postgresql/, owns: ['/var/lib/postgresql', '/var/log/postgresql'] }],
}

/** The database directory of PostgreSQL, by -D, its configuration or PGDATA. */
export const postgres: ServerOf = (command, around) => {
  const found = configuredServer(POSTGRES)(command, around)
  const isTold = found.some(
    (reading): reading is ServerReading => reading !== undefined && 'setting' in reading && reading.setting === 'postgres.data',
  )
  return [...found, isTold ? undefined : inDirectory(command.variable('PGDATA') ?? undefined, command, 'data', 'database of postgres')]
}

/** https://docs.influxdata.com/influxdb/v2/reference/config-options/ and, for version 1, influxdb/v1/administration/config/ */
const INFLUXDB: ConfiguredServer = {
  format: 'toml',
  file: { options: ['-config', '--config'] },
  places: ['/etc/influxdb/influxdb.conf'],
  ownPlaces: ['/etc/influxdb2/config.toml'],
  variables: {
    INFLUXD_BOLT_PATH: 'bolt-path',
    INFLUXD_ENGINE_PATH: 'engine-path',
    INFLUXDB_DATA_DIR: 'data.dir',
    INFLUXDB_DATA_WAL_DIR: 'data.wal-dir',
    INFLUXDB_META_DIR: 'meta.dir',
  },
  settings: [
    file('influxdb.bolt', 'data', 'metadata of influxdb', each('bolt-path', 'sqlite-path')),
    directory('influxdb.data', 'data', 'data of influxdb', each('engine-path', 'data.dir', 'data.wal-dir', 'meta.dir')),
    file('influxdb.log', 'log', 'access log of influxdb', named('http.access-log-path')),
  ],
}
export const influxd = configuredServer(INFLUXDB)

/** https://garagehq.deuxfleurs.fr/documentation/reference-manual/configuration/ */
const GARAGE: ConfiguredServer = {
  format: 'toml',
  file: { options: ['-c', '--config'] },
  places: ['/etc/garage.toml'],
  settings: [
    directory('garage.meta', 'data', 'index of garage', named('metadata_dir')),
    directory('garage.data', 'data', 'objects of garage', each('data_dir', 'data_dir.path')),
  ],
}
export const garage = configuredServer(GARAGE)
