import { jvmTemp } from '../../parts.ts'
import type { ImageRecord } from '../../record.ts'
import { defineImage } from '../../record.ts'

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
