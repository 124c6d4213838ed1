import type { ExecutedCommand } from '../../shell/executed-command.ts'
import type { ConfiguredServer } from './configured-server.ts'
import { directory, each, file, named, type ServerSettings, type WrittenPlaces, withDefault } from './server-settings.ts'
import { inDirectory, prepared, scratch, write } from './server-write.ts'

/** `save ""` and no append-only file: a cache. */
function snapshots(asked: ServerSettings): WrittenPlaces {
  const saves = asked.all('save')
  const isOff = saves.length > 0 && saves.every(([word]) => word === '') && asked.last('appendonly') !== 'yes'
  return isOff ? 'off' : named('dir')(asked)
}

/** https://redis.io/docs/latest/operate/oss_and_stack/management/config/ and the comments of redis.conf; Valkey and KeyDB keep both. */
const REDIS: ConfiguredServer = {
  format: 'words',
  file: { operand: true },
  includes: ['include'],
  settings: [
    {
      ...directory('redis.dir', 'data', 'snapshots of redis', snapshots),
      usual: (command) => inDirectory(command.cwd, command, 'data', 'snapshots of redis'),
    },
    { ...file('redis.log', 'log', 'log of redis', named('logfile')), base: ({ last }) => last('dir') },
    file('redis.socket', 'runtime', 'socket of redis', named('unixsocket')),
    // Without it redis goes on (src/server.c, createPidFile).
    { ...file('redis.pid', 'runtime', 'pid file of redis', named('pidfile')), conditional: true },
  ],
  layouts: [{ packages: /^redis(?:-server)?$|^valkey(?:-server)?$/, owns: ['/var/lib/redis', '/var/lib/valkey', '/var/log/redis'] }],
}

/** The option groups that the server reads (MySQL Reference Manual, "Using Option Files"); a command's option has none. */
function mysqlNames(name: string): readonly string[] {
  const spellings = [name, name.replaceAll('_', '-')]
  return spellings.flatMap((each) => [each, ...['mysqld', 'mariadb', 'mariadbd', 'server'].map((group) => `${group}.${each}`)])
}

const inDatadir = ({ last }: ServerSettings) => last(...mysqlNames('datadir')) ?? '/var/lib/mysql'

/** A log that is written only if switched on. */
const mysqlLog =
  (toggle: string, name: string) =>
  (asked: ServerSettings): WrittenPlaces =>
    /^(?:1|on|true)$/i.test(asked.last(...mysqlNames(toggle)) ?? '') ? mysql(name)(asked) : undefined

const mysql = (name: string) => named(...mysqlNames(name))

const socketAndPid = () => write('/run/mysqld', 'runtime', 'socket and pid of mysqld')

/** https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html and https://mariadb.com/docs/server/server-management/variables-and-modes/server-system-variables */
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
    {
      ...directory('mysql.datadir', 'data', 'database of mysqld', mysql('datadir')),
      usual: (command: ExecutedCommand) => inDirectory('/var/lib/mysql', command, 'data', 'database of mysqld'),
    },
    { ...file('mysql.socket', 'runtime', 'socket of mysqld', mysql('socket')), usual: socketAndPid },
    { ...file('mysql.pid', 'runtime', 'pid file of mysqld', mysql('pid_file')), usual: socketAndPid },
    file('mysql.log', 'log', 'error log of mysqld', ({ last }) => {
      const path = last(...mysqlNames('log_error'))
      return path === undefined ? undefined : path === '' || path === 'stderr' ? 'off' : [path]
    }),
    file('mysql.general_log', 'log', 'query log of mysqld', mysqlLog('general_log', 'general_log_file')),
    file('mysql.slow_log', 'log', 'query log of mysqld', mysqlLog('slow_query_log', 'slow_query_log_file')),
    {
      ...directory('mysql.tmpdir', 'scratch', 'temporary tables of mysqld', ({ last }) => last(...mysqlNames('tmpdir'))?.split(':')),
      usual: (command: ExecutedCommand) => scratch('temporary tables of mysqld', command),
    },
    directory('mysql.innodb_logs', 'data', 'redo log of mysqld', mysql('innodb_log_group_home_dir')),
    directory('mysql.innodb_data', 'data', 'tablespaces of mysqld', mysql('innodb_data_home_dir')),
    directory('mysql.innodb_undo', 'data', 'undo log of mysqld', mysql('innodb_undo_directory')),
    file('mysql.binlog', 'data', 'binary log of mysqld', mysql('log_bin')),
    file('mysql.relay_log', 'data', 'relay log of mysqld', mysql('relay_log')),
  ].map((setting) => ({ ...setting, base: inDatadir, anyUser: true })),
  layouts: [{ packages: /^(?:mariadb|mysql|default-mysql)-server/, owns: ['/var/lib/mysql', '/var/log/mysql'] }],
}

/** https://www.mongodb.com/docs/manual/reference/configuration-options/ and, for options, reference/program/mongod/ */
const MONGO: ConfiguredServer = {
  format: 'yaml',
  file: { options: ['-f', '--config'] },
  settings: [
    {
      ...directory('mongo.data', 'data', 'database of mongod', named('storage.dbpath', 'dbpath')),
      usual: (command) => inDirectory('/data/db', command, 'data', 'database of mongod'),
    },
    file('mongo.log', 'log', 'log of mongod', named('systemlog.path', 'logpath')),
    file('mongo.pid', 'runtime', 'pid file of mongod', named('processmanagement.pidfilepath', 'pidfilepath')),
    {
      ...directory('mongo.socket', 'runtime', 'socket of mongod', (asked) => {
        const isOff = asked.last('net.unixdomainsocket.enabled') === 'false' || asked.has('nounixsocket')
        return isOff ? 'off' : named('net.unixdomainsocket.pathprefix', 'unixsocketprefix')(asked)
      }),
      usual: () => write('/tmp', 'scratch', 'socket of mongod'),
    },
    file('mongo.audit', 'log', 'audit log of mongod', named('auditlog.path', 'auditpath')),
  ],
}

/** https://www.postgresql.org/docs/current/runtime-config.html; options write `-` for `_`. */
const postgresNames = (name: string) => [name, name.replaceAll('_', '-')]

/** Directories to which a command copies segments (`cp %p /archive/%f`). */
function archives({ last }: ServerSettings): WrittenPlaces {
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
    {
      ...directory('postgres.data', 'data', 'database of postgres', named(...postgresNames('data_directory'))),
      usual: (command) => inDirectory(command.variable('PGDATA') ?? undefined, command, 'data', 'database of postgres'),
    },
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
  layouts: [
    {
      packages: /^postgresql/,
      writes: { 'postgres.socket': prepared('/run/postgresql', 'runtime', 'socket of postgres') },
      owns: ['/var/lib/postgresql', '/var/log/postgresql'],
    },
  ],
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
    {
      ...directory('influxdb.data', 'data', 'data of influxdb', each('engine-path', 'data.dir', 'data.wal-dir', 'meta.dir')),
      // `.influxdb` or `.influxdbv2` in the home directory.
      usual: () => undefined,
    },
    file('influxdb.log', 'log', 'access log of influxdb', named('http.access-log-path')),
  ],
  layouts: [
    {
      // A plain `influxd` of the package influxdb2 does not read the configuration that its service names.
      packages: /^influxdb$/,
      writes: { 'influxdb.data': { ...prepared('/var/lib/influxdb', 'data', 'data of influxdb'), ships: 'skeleton' } },
    },
  ],
}

/** https://etcd.io/docs/v3.5/op-guide/configuration/ */
const ETCD: ConfiguredServer = {
  format: 'yaml',
  file: { options: ['--config-file'] },
  variables: { ETCD_DATA_DIR: 'data-dir', ETCD_WAL_DIR: 'wal-dir', ETCD_NAME: 'name' },
  settings: [
    {
      ...directory('etcd.data', 'data', 'database of etcd', named('data-dir')),
      usual: (command, _, { last }) => inDirectory(`${last('name') ?? 'default'}.etcd`, command, 'data', 'database of etcd'),
    },
    directory('etcd.wal', 'data', 'write-ahead log of etcd', named('wal-dir')),
  ],
}

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

/** https://www.elastic.co/docs/deploy-manage/deploy/self-managed/important-settings-configuration; OpenSearch has the same settings. */
function elastic(name: string): ConfiguredServer {
  return {
    format: 'yaml',
    places: [`/usr/share/${name}/config/${name}.yml`],
    inline: ['-E'],
    variables: { 'path.data': 'path.data', 'path.logs': 'path.logs', 'path.repo': 'path.repo' },
    settings: [
      withDefault(directory('elastic.data', 'data', 'the indices', each('path.data'))),
      withDefault(directory('elastic.log', 'log', 'logs', named('path.logs'))),
      directory('elastic.repository', 'data', 'snapshots', each('path.repo')),
    ],
  }
}

/** https://clickhouse.com/docs/operations/server-configuration-parameters/settings and operations/configuration-files */
const CLICKHOUSE: ConfiguredServer = {
  format: 'xml',
  file: { options: ['-C', '--config-file', '--config'] },
  places: ['/etc/clickhouse-server/config.xml', '/etc/clickhouse-server/config.yaml', '/etc/clickhouse-server/config.d/*'],
  settings: [
    withDefault(directory('clickhouse.data', 'data', 'databases of clickhouse', named('*.path'))),
    directory(
      'clickhouse.more',
      'data',
      'data of clickhouse',
      each(
        '*.user_files_path',
        '*.format_schema_path',
        '*.custom_cached_disks_base_directory',
        '*.storage_configuration.disks.*.path',
        ...['log', 'snapshot'].map((what) => `*.keeper_server.${what}_storage_path`),
      ),
    ),
    directory('clickhouse.temporary', 'scratch', 'temporary files of clickhouse', named('*.tmp_path')),
    withDefault(file('clickhouse.log', 'log', 'logs of clickhouse', each('*.logger.log', '*.logger.errorlog'))),
  ],
}

/** Databases by the name of their program. */
export const DATABASES: Readonly<Record<string, ConfiguredServer>> = {
  'clickhouse-server': CLICKHOUSE,
  elasticsearch: elastic('elasticsearch'),
  etcd: ETCD,
  garage: GARAGE,
  influxd: INFLUXDB,
  mariadbd: MYSQL,
  // https://www.meilisearch.com/docs/learn/configuration/instance_options
  meilisearch: {
    format: 'toml',
    file: { options: ['--config-file-path'] },
    variables: { MEILI_DB_PATH: 'db_path', MEILI_DUMP_DIR: 'dump_dir', MEILI_SNAPSHOT_DIR: 'snapshot_dir' },
    options: { '--db-path': 'db_path', '--dump-dir': 'dump_dir', '--snapshot-dir': 'snapshot_dir' },
    settings: [
      withDefault(directory('meilisearch.data', 'data', 'indices of meilisearch', named('db_path'))),
      directory('meilisearch.copies', 'data', 'dumps and snapshots of meilisearch', each('dump_dir', 'snapshot_dir')),
    ],
  },
  mongod: MONGO,
  mysqld: MYSQL,
  opensearch: elastic('opensearch'),
  postgres: POSTGRES,
  // https://qdrant.tech/documentation/guides/configuration/
  qdrant: {
    format: 'yaml',
    file: { options: ['--config-path'] },
    places: ['/qdrant/config/config.yaml', '/qdrant/config/production.yaml', '/qdrant/config/local.yaml'],
    variables: {
      QDRANT__STORAGE__STORAGE_PATH: 'storage.storage_path',
      QDRANT__STORAGE__SNAPSHOTS_PATH: 'storage.snapshots_path',
      QDRANT__STORAGE__TEMP_PATH: 'storage.temp_path',
    },
    settings: [
      { ...withDefault(directory('qdrant.data', 'data', 'collections', named('storage.storage_path'))), workingDirectory: '/qdrant' },
      { ...directory('qdrant.snapshots', 'data', 'snapshots', named('storage.snapshots_path')), workingDirectory: '/qdrant' },
      { ...directory('qdrant.temporary', 'scratch', 'snapshots in work', named('storage.temp_path')), workingDirectory: '/qdrant' },
    ],
  },
  'redis-server': REDIS,
  // https://typesense.org/docs/guide/configure-typesense.html
  'typesense-server': {
    format: 'equals',
    file: { options: ['--config', '-c'] },
    variables: { TYPESENSE_DATA_DIR: 'data-dir', TYPESENSE_LOG_DIR: 'log-dir' },
    settings: [
      directory('typesense.data', 'data', 'collections', named('data-dir', 'server.data-dir')),
      directory('typesense.log', 'log', 'logs of typesense', named('log-dir', 'server.log-dir')),
    ],
  },
  'valkey-server': REDIS,
}
