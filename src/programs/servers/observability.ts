import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { option, readOperands } from '../../shell/operands.ts'
import type { ConfiguredServer } from './configured-server.ts'
import { directory, each, file, matched, named, type ServerSettings, type WrittenPlaces, withDefault } from './server-settings.ts'
import { inDirectory, prepared } from './server-write.ts'

/** Directories that may be inside each other: only the outermost are needed. */
function outermost(...names: readonly string[]): (asked: ServerSettings) => WrittenPlaces {
  return (asked) => {
    const paths = each(...names)(asked)
    if (!Array.isArray(paths)) return paths
    const own = paths.filter((path) => path.startsWith('/')).map((path) => path.replace(/(.)\/+$/, '$1'))
    const outer = own.filter((path) => !own.some((other) => other !== path && path.startsWith(`${other}/`)))
    return outer.length === 0 ? undefined : [...new Set(outer)]
  }
}

/** Servers of Grafana take `-config.file=`, and options with the dotted names of their settings. */
const GRAFANA_LABS = { format: 'yaml', file: { options: ['-config.file', '--config.file'] } } as const

/** Without this setting, Mimir creates the file in its working directory, and ends if it cannot (grafana/mimir activity_tracker.go). */
function activityOfMimir(asked: ServerSettings): WrittenPlaces {
  const places = named('activity_tracker.filepath', 'activity-tracker.filepath')(asked)
  const isUnseen = asked.has('config.file') && !asked.isRead
  return places ?? (isUnseen ? undefined : ['metrics-activity.log'])
}

/** Without a setting, `data` in the home path, which is the working directory unless an option names one (conf/defaults.ini, `--homepath`). */
function dataOfGrafana({ args }: ExecutedCommand): string {
  const given = args.flatMap((arg) => /^cfg:(?:default\.)?paths\.data=(.+)$/.exec(arg ?? '')?.[1] ?? []).at(-1)
  return given ?? `${option(readOperands(args, ['--homepath', '-homepath', '--config', '-config']), '--homepath', '-homepath') ?? '.'}/data`
}

/** https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#paths */
const GRAFANA: ConfiguredServer = {
  format: 'equals',
  file: { options: ['--config', '-config'] },
  places: ['/etc/grafana/grafana.ini'],
  variables: { GF_PATHS_DATA: 'paths.data', GF_PATHS_LOGS: 'paths.logs', GF_PATHS_PLUGINS: 'paths.plugins', GF_LOG_MODE: 'log.mode' },
  settings: [
    {
      ...directory('grafana.data', 'data', 'database of grafana', named('paths.data')),
      usual: (command) => inDirectory(dataOfGrafana(command), command, 'data', 'database of grafana'),
    },
    directory('grafana.plugins', 'data', 'plugins of grafana', named('paths.plugins')),
    directory('grafana.log', 'log', 'logs of grafana', (asked) =>
      asked.last('log.mode')?.includes('file') === false ? 'off' : named('paths.logs')(asked),
    ),
  ],
}

/** Outputs and buffers of the type `file` name a path that begins the names of their files, with placeholders at its end. */
function filesOfFluentd({ directives }: ServerSettings): WrittenPlaces {
  let type = ''
  const found: string[] = []
  for (const { name, words } of directives) {
    if (name === '@type' || name === 'type') type = words[0] ?? ''
    const path = name === 'path' && type === 'file' ? words[0] : undefined
    if (path?.startsWith('/')) found.push(path.replace(/[$%*].*$/s, '').replace(/\/[^/]*$/, ''))
  }
  return found.length === 0 ? undefined : [...new Set(found)]
}

/** https://prometheus.io/docs/alerting/latest/alertmanager/ */
const ALERTMANAGER: ConfiguredServer = {
  format: 'yaml',
  settings: [
    {
      ...directory('alertmanager.data', 'data', 'silences of alertmanager', named('storage.path')),
      usual: (command) => inDirectory('data', command, 'data', 'silences of alertmanager'),
    },
  ],
  layouts: [
    {
      packages: /^prometheus-alertmanager$/,
      writes: {
        'alertmanager.data': { ...prepared('/var/lib/prometheus/alertmanager', 'data', 'silences of alertmanager'), ships: 'skeleton' },
      },
    },
  ],
}

/** https://www.elastic.co/docs/reference/beats/filebeat/directory-layout; logs go to files only if the container does not log to standard error. */
const BEAT: ConfiguredServer = {
  format: 'yaml',
  file: { options: ['-c', '--c'] },
  inline: ['-E', '--E'],
  settings: [
    withDefault(directory('beat.data', 'data', 'how far it has read, and its identity', named('path.data'))),
    directory('beat.log', 'log', 'logs', named('path.logs', 'logging.files.path')),
    directory('beat.output', 'data', 'output files', each('output.file.path')),
  ],
}

const beat = (name: string): ConfiguredServer => ({ ...BEAT, places: [`/usr/share/${name}/${name}.yml`] })

/** Servers of metrics, logs and traces by the name of their program. */
export const OBSERVABILITY: Readonly<Record<string, ConfiguredServer>> = {
  // https://prometheus.io/docs/prometheus/latest/command-line/prometheus/ and configuration/configuration/#configuration-file
  prometheus: {
    format: 'yaml',
    file: { options: ['--config.file', '-config.file'] },
    places: ['/etc/prometheus/prometheus.yml'],
    settings: [
      {
        ...directory('prometheus.data', 'data', 'data of prometheus', each('storage.tsdb.path', 'storage.agent.path')),
        usual: (command) => inDirectory('data', command, 'data', 'data of prometheus'),
      },
      file('prometheus.log', 'log', 'query log of prometheus', each('global.query_log_file', 'global.scrape_failure_log_file')),
    ],
    layouts: [
      {
        packages: /^prometheus$/,
        system: 'debian',
        writes: { 'prometheus.data': { ...prepared('/var/lib/prometheus/metrics2', 'data', 'data of prometheus'), ships: 'skeleton' } },
      },
    ],
  },
  alertmanager: ALERTMANAGER,
  // Its name in Debian.
  'prometheus-alertmanager': ALERTMANAGER,
  // https://grafana.com/docs/loki/latest/configure/
  loki: {
    ...GRAFANA_LABS,
    places: ['/etc/loki/local-config.yaml'],
    settings: [
      directory(
        'loki.data',
        'data',
        'chunks and indexes of loki',
        outermost(
          'common.path_prefix',
          'common.storage.filesystem.chunks_directory',
          'common.storage.filesystem.rules_directory',
          'storage_config.filesystem.directory',
          'storage_config.*.active_index_directory',
          'storage_config.*.cache_location',
          'storage_config.boltdb.directory',
          'compactor.working_directory',
          'ingester.wal.dir',
          'ruler.rule_path',
          'ruler.storage.local.directory',
        ),
      ),
    ],
  },
  // https://grafana.com/docs/tempo/latest/configuration/
  tempo: {
    ...GRAFANA_LABS,
    settings: [
      directory(
        'tempo.data',
        'data',
        'traces of tempo',
        outermost(
          'storage.trace.local.path',
          'storage.trace.wal.path',
          'metrics_generator.storage.path',
          'metrics_generator.traces_storage.path',
          'live_store.wal.filepath',
        ),
      ),
    ],
  },
  // https://grafana.com/docs/mimir/latest/configure/configuration-parameters/
  mimir: {
    ...GRAFANA_LABS,
    settings: [
      directory(
        'mimir.data',
        'data',
        'blocks of mimir',
        outermost(
          'blocks_storage.tsdb.dir',
          'blocks_storage.bucket_store.sync_dir',
          'blocks_storage.filesystem.dir',
          'compactor.data_dir',
          'ruler.rule_path',
          'ruler_storage.filesystem.dir',
          'alertmanager.data_dir',
          'alertmanager_storage.filesystem.dir',
          'common.storage.filesystem.dir',
        ),
      ),
      { ...file('mimir.activity', 'runtime', 'activity tracker of mimir', activityOfMimir), workingDirectory: '/' },
    ],
  },
  grafana: GRAFANA,
  'grafana-server': GRAFANA,
  // https://grafana.com/docs/loki/latest/send-data/promtail/configuration/#position_description
  promtail: {
    ...GRAFANA_LABS,
    places: ['/etc/promtail/config.yml', '/etc/promtail/promtail.yaml'],
    settings: [file('promtail.positions', 'data', 'read positions of promtail', each('positions.filename'))],
  },
  // https://grafana.com/docs/alloy/latest/reference/cli/run/
  alloy: {
    format: 'equals',
    settings: [
      {
        ...directory('alloy.data', 'data', 'state of alloy', named('storage.path')),
        usual: (command) => inDirectory('data-alloy', command, 'data', 'state of alloy'),
      },
    ],
  },
  // https://vector.dev/docs/reference/configuration/global-options/#data_dir
  vector: {
    format: 'yaml',
    file: { options: ['-c', '--config', '--config-yaml', '--config-toml'] },
    places: ['/etc/vector/vector.yaml', '/etc/vector/vector.toml', '/etc/vector/*.yaml', '/etc/vector/*.toml'],
    variables: { VECTOR_DATA_DIR: 'data_dir' },
    settings: [directory('vector.data', 'data', 'buffers and checkpoints of vector', named('data_dir'))],
  },
  // https://docs.fluentbit.io/manual/administration/configuring-fluent-bit and pipeline/inputs/tail (DB)
  'fluent-bit': {
    format: 'words',
    file: { options: ['-c', '--config'] },
    places: ['/fluent-bit/etc/fluent-bit.conf'],
    includes: ['@include'],
    settings: [
      file('fluent-bit.db', 'data', 'read positions of fluent-bit', each('db', 'pipeline.inputs.db')),
      directory('fluent-bit.storage', 'data', 'buffers of fluent-bit', each('storage.path', 'service.storage.path')),
      file('fluent-bit.log', 'log', 'log of fluent-bit', named('log_file', 'service.log_file')),
    ],
  },
  // https://docs.fluentd.org/input/tail#pos_file
  fluentd: {
    format: 'words',
    file: { options: ['-c', '--config'] },
    places: ['/fluentd/etc/fluent.conf', '/etc/fluent/fluent.conf'],
    includes: ['@include'],
    settings: [
      file('fluentd.positions', 'data', 'read positions of fluentd', each('pos_file')),
      directory('fluentd.output', 'data', 'output files and buffers of fluentd', filesOfFluentd),
    ],
  },
  // https://docs.influxdata.com/telegraf/v1/configuration/#agent-configuration
  telegraf: {
    format: 'toml',
    file: { options: ['-config', '--config'] },
    places: ['/etc/telegraf/telegraf.conf', '/etc/telegraf/telegraf.d/*.conf'],
    settings: [
      file('telegraf.log', 'log', 'log of telegraf', named('agent.logfile')),
      file('telegraf.state', 'data', 'state of the plugins of telegraf', named('agent.statefile')),
      file('telegraf.output', 'data', 'output files of telegraf', matched(['outputs.file.files'], /^(\/.*)/s)),
    ],
  },
  // https://github.com/open-telemetry/opentelemetry-collector-contrib exporter/fileexporter and extension/storage/filestorage README.md
  otelcol: {
    format: 'yaml',
    file: { options: ['--config'] },
    places: ['/etc/otelcol/config.yaml', '/etc/otelcol-contrib/config.yaml'],
    settings: [
      file('otelcol.output', 'data', 'output files of the collector', each('exporters.file.path', 'exporters.*.path')),
      directory('otelcol.storage', 'data', 'queues of the collector', each('extensions.*.directory')),
    ],
  },
  auditbeat: beat('auditbeat'),
  filebeat: beat('filebeat'),
  heartbeat: beat('heartbeat'),
  metricbeat: beat('metricbeat'),
  packetbeat: beat('packetbeat'),
  // https://github.com/TwiN/gatus README.md, "Storage"
  gatus: {
    format: 'yaml',
    places: ['/config/*'],
    settings: [
      file('gatus.database', 'data', 'history of gatus', (asked) =>
        asked.last('storage.type') === 'sqlite' ? named('storage.path')(asked) : 'off',
      ),
    ],
  },
  // https://www.jaegertracing.io/docs/2.0/badger/
  jaeger: {
    format: 'yaml',
    file: { options: ['--config'] },
    settings: [
      directory(
        'jaeger.data',
        'data',
        'traces of jaeger',
        outermost(
          'extensions.jaeger_storage.backends.*.badger.directories.keys',
          'extensions.jaeger_storage.backends.*.badger.directories.values',
        ),
      ),
    ],
  },
  // https://grafana.com/docs/pyroscope/latest/configure-server/reference-configuration-parameters/
  pyroscope: {
    ...GRAFANA_LABS,
    places: ['/etc/pyroscope/config.yaml'],
    settings: [
      withDefault(
        directory('pyroscope.data', 'data', 'profiles', outermost('pyroscopedb.data_path', 'storage.filesystem.dir', 'compactor.data_dir')),
      ),
    ],
  },
}
