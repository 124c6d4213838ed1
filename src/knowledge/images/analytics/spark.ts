import { jvmTemp } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

const SPARK = ['apache/spark-docker 4.0.0/scala2.13-java17-ubuntu/Dockerfile and entrypoint.sh.template @ 7f2e1f0a9']
export const spark = defineImage({
  names: ['spark', 'apache/spark', 'apache/spark-py'],
  user: '185:185',
  accounts: { spark: '185:185' },
  inferred: true,
  writes: [
    { path: '/opt/spark/work-dir', kind: 'data', what: 'files of programs, which start here', evidence: SPARK },
    {
      path: '/opt/spark/work',
      from: [{ env: 'SPARK_WORKER_DIR' }],
      kind: 'scratch',
      what: 'programs and logs of a worker',
      when: { command: { matches: 'deploy\\.worker\\.Worker|start-worker|start-slave' } },
      absent: true,
      large: true,
      evidence: ['https://spark.apache.org/docs/latest/spark-standalone.html (SPARK_WORKER_DIR)'],
    },
    {
      path: '/opt/spark/logs',
      from: [{ env: 'SPARK_LOG_DIR' }],
      kind: 'log',
      what: 'logs of a server that is started by a script',
      when: { command: { matches: 'sbin/start-' } },
      absent: true,
      evidence: ['https://spark.apache.org/docs/latest/spark-standalone.html (SPARK_LOG_DIR)'],
    },
    jvmTemp(SPARK, 'shuffled data and native libraries'),
  ],
  gainsPrivileges: 'none',
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
