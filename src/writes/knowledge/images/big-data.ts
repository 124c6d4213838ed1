import { jvmTemp } from '../parts.ts'
import type { ImageRecord, WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

const BDE_HADOOP = ['big-data-europe/docker-hadoop base/entrypoint.sh and */Dockerfile @ 8414e2b05']
const HADOOP_SETTINGS = 'its entrypoint writes the settings of the environment into the files of /etc/hadoop'

/** One image for each part of Hadoop, all with the same entrypoint. */
function bdeHadoop(part: string, path?: string, what?: string): ImageRecord {
  return defineImage({
    names: [`bde2020/hadoop-${part}`],
    ...(path === undefined ? {} : { volumes: [path] }),
    writes: path === undefined || what === undefined ? [] : [{ path, kind: 'data', what, evidence: BDE_HADOOP }],
    obstacles: [{ at: '/etc/hadoop', effect: 'fails', why: HADOOP_SETTINGS, evidence: BDE_HADOOP }],
    healthcheck: part !== 'base' && part !== 'submit',
  })
}
export const bdeNamenode = bdeHadoop('namenode', '/hadoop/dfs/name', 'the index of the file system')
export const bdeDatanode = bdeHadoop('datanode', '/hadoop/dfs/data', 'blocks of files')
export const bdeHistory = bdeHadoop('historyserver', '/hadoop/yarn/timeline', 'the history of jobs')
export const bdeResourceManager = bdeHadoop('resourcemanager')
export const bdeNodeManager = bdeHadoop('nodemanager')
export const bdeHadoopBase = bdeHadoop('base')
export const bdeHadoopSubmit = bdeHadoop('submit')

export const bdeHive = defineImage({
  names: ['bde2020/hive'],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint writes the settings of the environment into /etc/hadoop and /opt/hive/conf',
      evidence: ['big-data-europe/docker-hive entrypoint.sh and Dockerfile @ 502fa269f'],
    },
  ],
  healthcheck: false,
})

const BDE_SPARK = ['big-data-europe/docker-spark master/master.sh, worker/worker.sh and worker/Dockerfile @ 6fc7f76ee']
const SPARK_LOGS: WriteFact = {
  path: '/spark/logs',
  from: [{ env: 'SPARK_MASTER_LOG' }, { env: 'SPARK_WORKER_LOG' }],
  kind: 'log',
  what: 'a link of its log to standard output',
  absent: true,
  evidence: BDE_SPARK,
}
const SPARK_TEMP = jvmTemp(
  [...BDE_SPARK, 'https://spark.apache.org/docs/latest/configuration.html (spark.local.dir)'],
  'shuffle and spill files, and native libraries',
)
export const bdeSparkMaster = defineImage({
  names: ['bde2020/spark-master'],
  inferred: true,
  writes: [SPARK_LOGS, SPARK_TEMP],
  gainsPrivileges: 'none',
  healthcheck: false,
})
export const bdeSparkWorker = defineImage({
  names: ['bde2020/spark-worker'],
  inferred: true,
  writes: [
    SPARK_LOGS,
    {
      path: '/spark/work',
      from: [{ env: 'SPARK_WORKER_DIR' }],
      kind: 'scratch',
      what: 'files and logs of the applications that it runs',
      large: true,
      absent: true,
      evidence: ['https://spark.apache.org/docs/latest/spark-standalone.html (SPARK_WORKER_DIR)'],
    },
    SPARK_TEMP,
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
export const bdeSparkHistory = defineImage({
  names: ['bde2020/spark-history-server'],
  inferred: true,
  writes: [
    {
      path: '/spark/spark-hs-logs',
      kind: 'log',
      what: 'a link of its log to standard output',
      absent: true,
      evidence: ['big-data-europe/docker-spark history-server/history-server.sh @ 6fc7f76ee'],
    },
    SPARK_TEMP,
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
/** What people build their jobs on. */
export const bdeSparkBase = defineImage({
  names: [
    'bde2020/spark-base',
    'bde2020/spark-submit',
    'bde2020/spark-python-template',
    'bde2020/spark-maven-template',
    'bde2020/spark-sbt-template',
  ],
  runtime: true,
  writes: [SPARK_TEMP],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const HADOOP = ['apache/hadoop scripts/starter.sh @ 2a89d85e2', 'apache/hadoop Dockerfile @ 02cf95182']
export const hadoop = defineImage({
  names: ['apache/hadoop', 'apache/hadoop-runner'],
  user: 'hadoop',
  volumes: ['/data'],
  writes: [
    { path: '/data', kind: 'data', what: 'what its settings keep there', when: { mounted: '/data' }, evidence: HADOOP },
    {
      path: '/tmp',
      kind: 'data',
      what: 'files of HDFS, where no setting moves them',
      evidence: ['https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-common/core-default.xml (hadoop.tmp.dir)'],
    },
    { path: '/var/log/hadoop', from: [{ env: 'HADOOP_LOG_DIR' }], kind: 'log', what: 'logs', worldWritable: true, evidence: HADOOP },
  ],
  obstacles: [
    {
      at: '/opt/hadoop/etc/hadoop',
      effect: 'fails',
      why: 'its start script renders its settings into /opt/hadoop/etc/hadoop',
      instead: 'give /opt/hadoop/etc/hadoop a volume',
      evidence: HADOOP,
    },
  ],
  gainsPrivileges: 'sudo, which its start script gives the data to its user with',
  healthcheck: false,
})

const HIVE = ['apache/hive packaging/src/docker/entrypoint.sh @ 1592b744b', 'apache/hive packaging/src/docker/Dockerfile @ 05b3a6e65']
export const hive = defineImage({
  names: ['apache/hive'],
  user: '1000:1000',
  accounts: { hive: '1000:1000' },
  inferred: true,
  writes: [
    { path: '/opt/hive/data/warehouse', kind: 'data', what: 'tables', evidence: HIVE },
    jvmTemp(HIVE, 'logs, scratch files of queries and native libraries'),
  ],
  obstacles: [
    {
      when: { env: { DB_DRIVER: 'unset', IS_RESUME: 'unset' } },
      at: '/opt/hive',
      effect: 'fails',
      why: 'without DB_DRIVER it makes its metastore, a Derby database, in its working directory /opt/hive',
      instead: 'keep the metastore in a database of its own',
      evidence: HIVE,
    },
    {
      when: { env: { HIVE_CUSTOM_CONF_DIR: 'set' } },
      at: '/opt/hive/conf',
      effect: 'fails',
      why: 'its entrypoint links the files of HIVE_CUSTOM_CONF_DIR into /opt/hive/conf',
      instead: 'mount them at /opt/hive/conf',
      evidence: HIVE,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const PRESTO = ['prestodb/presto docker/entrypoint.sh @ 1c045153a', 'prestodb/presto docker/Dockerfile @ 28b2f9133']
export const presto = defineImage({
  names: ['prestodb/presto'],
  writes: [{ path: '/var/lib/presto/data', kind: 'data', what: 'logs and its lock', evidence: PRESTO }],
  obstacles: [
    {
      at: '/opt/presto-server/etc',
      effect: 'fails',
      why: 'its entrypoint appends the id of the node to /opt/presto-server/etc/node.properties',
      instead: 'mount an etc directory of your own that it may write, or give it a volume',
      evidence: PRESTO,
    },
  ],
  healthcheck: false,
})

/** Its start script says that it keeps the configuration in /tmp so that the root may be read-only. */
const DRUID = ['apache/druid distribution/docker/druid.sh @ 014967a45', 'apache/druid distribution/docker/Dockerfile @ 019fc3530']
export const druid = defineImage({
  names: ['apache/druid'],
  user: '1000:1000',
  accounts: { druid: '1000:1000' },
  volumes: ['/opt/druid/var'],
  inferred: true,
  writes: [
    { path: '/opt/druid/var', kind: 'data', what: 'segments, tasks and its temporary files', evidence: DRUID },
    {
      path: '/opt/shared',
      kind: 'data',
      what: 'segments and logs that its processes share',
      when: { any: [{ mounted: '/opt/shared' }, { env: { druid_storage_storageDirectory: { matches: '^/opt/shared' } } }] },
      evidence: DRUID,
    },
    jvmTemp(DRUID, 'its configuration, rendered at start, and native libraries'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const PINOT = [
  'apache/pinot docker/images/pinot/Dockerfile @ 210c2951e',
  'apache/pinot pinot-tools/src/main/java/org/apache/pinot/tools/admin/command/StartServerCommand.java (dataDir below the temporary directory) @ 210c2951e',
]
export const pinot = defineImage({
  names: ['apachepinot/pinot'],
  volumes: ['/opt/pinot/configs', '/opt/pinot/data'],
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'data',
      what: 'segments and the state of ZooKeeper, where no configuration moves them',
      exec: true,
      evidence: PINOT,
    },
    {
      path: '/opt/pinot/data',
      kind: 'data',
      what: 'segments, where the configuration keeps them there',
      when: { mounted: '/opt/pinot/data' },
      evidence: PINOT,
    },
    {
      path: '/opt/pinot/logs',
      kind: 'log',
      what: 'logs',
      absent: true,
      without: { effect: 'degrades', what: 'its log files' },
      evidence: ['apache/pinot docker/images/pinot/etc/conf/pinot-server-log4j2.xml @ 210c2951e'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const ZEPPELIN = ['apache/zeppelin scripts/docker/zeppelin/bin/Dockerfile, bin/zeppelin.sh and conf/zeppelin-site.xml.template @ 904e9136d']
export const zeppelin = defineImage({
  names: ['apache/zeppelin'],
  user: [{ when: { tag: { atLeast: '0.9' } }, use: '1000:0' }, { use: 'root' }],
  inferred: true,
  writes: [
    {
      path: '/opt/zeppelin/notebook',
      from: [{ env: 'ZEPPELIN_NOTEBOOK_DIR' }],
      kind: 'data',
      what: 'notebooks',
      ships: 'tutorials',
      when: { tag: { atLeast: '0.9' } },
      evidence: ZEPPELIN,
    },
    { path: '/opt/zeppelin/logs', from: [{ env: 'ZEPPELIN_LOG_DIR' }], kind: 'log', what: 'logs', evidence: ZEPPELIN },
    { path: '/opt/zeppelin/run', kind: 'runtime', what: 'pid file', evidence: ZEPPELIN },
    jvmTemp(ZEPPELIN),
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'it unpacks its pages into /opt/zeppelin/webapps, saves interpreters in /opt/zeppelin/conf and keeps their libraries in /opt/zeppelin/local-repo',
      evidence: ZEPPELIN,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const KUDU = ['apache/kudu docker/kudu-entrypoint.sh (DATA_DIR) @ 11b9f6529', 'apache/kudu docker/Dockerfile @ 00c60a2de']
export const kudu = defineImage({
  names: ['apache/kudu'],
  user: 'kudu',
  inferred: true,
  writes: [
    { path: '/var/lib/kudu', from: [{ env: 'DATA_DIR' }], kind: 'data', what: 'tables and the write-ahead log', evidence: KUDU },
    { path: '/tmp', kind: 'scratch', what: 'log files', evidence: KUDU },
  ],
  healthcheck: false,
})
