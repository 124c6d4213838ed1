import { jvmTemp, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const INFLUX = 'influxdata/influxdata-docker @ d457cb9'

/** InfluxDB 1, 2 and 3 are three different images under one name. */
export const influxdb = defineImage({
  names: ['influxdb'],
  user: [
    { when: { tag: { atLeast: '3' } }, use: 'influxdb3' },
    { when: { tag: { atLeast: '2' } }, use: 'root' },
    { when: { tag: { atLeast: '1.9' } }, use: 'influxdb' },
    { use: 'root' },
  ],
  accounts: {
    influxdb: [{ when: { tag: { atLeast: '2' } }, use: '1000:1000' }, { use: '1500:1500' }],
    influxdb3: '1500:1500',
  },
  volumes: [
    { path: '/var/lib/influxdb', when: { tag: { below: '2' } } },
    { path: '/var/lib/influxdb2', when: { tag: { atLeast: '2', below: '3' } } },
    { path: '/etc/influxdb2', when: { tag: { atLeast: '2', below: '3' } } },
  ],
  writes: [
    {
      path: '/var/lib/influxdb',
      kind: 'data',
      what: 'the database',
      when: { tag: { below: '2' } },
      evidence: [`${INFLUX} influxdb/1.12/Dockerfile`],
    },
    {
      path: '/var/lib/influxdb2',
      kind: 'data',
      what: 'the database',
      when: { tag: { atLeast: '2', below: '3' } },
      owner: 'influxdb',
      chowned: true,
      evidence: [`${INFLUX} influxdb/2.8/Dockerfile`],
    },
    {
      path: '/etc/influxdb2',
      kind: 'data',
      what: 'the operator token',
      when: { tag: { atLeast: '2', below: '3' } },
      owner: 'influxdb',
      chowned: true,
      evidence: [`${INFLUX} influxdb/2.8/entrypoint.sh lines 182-191`, 'https://github.com/influxdata/influxdata-docker/issues/496'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'configuration of the set-up run',
      when: { tag: { atLeast: '2', below: '3' }, env: { DOCKER_INFLUXDB_INIT_MODE: 'set' } },
      evidence: [`${INFLUX} influxdb/2.8/entrypoint.sh line 399`],
    },
    {
      path: '/var/lib/influxdb3',
      from: [{ env: 'INFLUXDB_IOX_DB_DIR' }, { option: '--data-dir' }],
      kind: 'data',
      what: 'the database',
      when: { tag: { atLeast: '3' } },
      evidence: [`${INFLUX} influxdb/3.0-core/Dockerfile`],
    },
    {
      path: '/home/influxdb3/.influxdb3',
      kind: 'data',
      what: 'the database of an unconfigured server',
      when: { tag: { atLeast: '3' } },
      evidence: [`${INFLUX} influxdb/3.11-core/Dockerfile`],
    },
  ],
  obstacles: [
    {
      when: { tag: { matches: '^2\\.9' } },
      effect: 'fails',
      why: 'the entrypoint of 2.9 fails on a read-only root',
      instead: 'stay on 2.8 until influxdata-docker#876 is solved',
      evidence: ['https://github.com/influxdata/influxdata-docker/issues/876'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [
    { when: { tag: { atLeast: '2', below: '3' }, user: 'root' }, needs: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'] },
    { when: { user: 'non-root' }, needs: [] },
  ],
  healthcheck: false,
})

const CHRONOGRAF = 'influxdata/influxdata-docker chronograf/1.10/Dockerfile and chronograf/1.10/entrypoint.sh @ d457cb936'
export const chronograf = defineImage({
  names: ['chronograf'],
  dropsTo: 'chronograf',
  volumes: ['/var/lib/chronograf'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/chronograf',
      from: [{ env: 'BOLT_PATH', parent: true }],
      kind: 'data',
      what: 'its database',
      evidence: [CHRONOGRAF],
    },
    temporary(CHRONOGRAF),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const KAPACITOR = 'influxdata/influxdata-docker kapacitor/1.8/Dockerfile, kapacitor.conf and entrypoint.sh @ d457cb936'
export const kapacitor = defineImage({
  names: ['kapacitor'],
  dropsTo: 'kapacitor',
  volumes: ['/var/lib/kapacitor'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/kapacitor',
      from: [{ env: 'KAPACITOR_DATA_DIR' }],
      kind: 'data',
      what: 'tasks and recordings',
      evidence: [KAPACITOR],
    },
    temporary(KAPACITOR),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const QUESTDB = ['questdb/questdb core/docker-entrypoint.sh @ 08e6ed3a6']
export const questdb = defineImage({
  names: ['questdb/questdb'],
  dropsTo: 'questdb',
  inferred: true,
  writes: [
    {
      path: '/var/lib/questdb',
      from: [{ env: 'QUESTDB_DATA_DIR' }],
      kind: 'data',
      what: 'tables and its configuration',
      when: { not: { mounted: '/root/.questdb' } },
      evidence: QUESTDB,
    },
    { path: '/root/.questdb', kind: 'data', what: 'tables and its configuration', when: { mounted: '/root/.questdb' }, evidence: QUESTDB },
    jvmTemp(QUESTDB),
  ],
  healthcheck: false,
})

const TDENGINE = [
  'taosdata/TDengine packaging/docker/bin/entrypoint.sh @ 152408441',
  'taosdata/TDengine packaging/docker/Dockerfile @ 01d2677fc',
]
export const tdengine = defineImage({
  names: ['tdengine/tdengine', 'tdengine/tsdb'],
  volumes: ['/var/lib/taos', '/var/log/taos', '/corefile'],
  inferred: true,
  writes: [
    { path: '/var/lib/taos', kind: 'data', what: 'tables', evidence: TDENGINE },
    { path: '/var/log/taos', kind: 'log', what: 'logs', evidence: TDENGINE },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: TDENGINE },
  ],
  obstacles: [
    {
      when: { env: { TZ: 'set' } },
      effect: 'fails',
      why: 'for TZ its entrypoint changes /etc/localtime and /etc/timezone',
      instead: 'set the time zone in a taos.cfg of your own',
      evidence: TDENGINE,
    },
    {
      when: { env: { TAOS_FQDN: 'set' } },
      effect: 'fails',
      why: 'a name in TAOS_FQDN that is not that of the host is added to /etc/hosts, which is read-only then',
      instead: 'give the container that name with hostname, and leave TAOS_FQDN out',
      evidence: TDENGINE,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const IOTDB = [
  'apache/iotdb docker/src/main/DockerCompose/entrypoint.sh @ 001495757',
  'apache/iotdb docker/src/main/DockerCompose/replace-conf-from-env.sh @ 0d2db5fe9',
]
export const iotdb = defineImage({
  names: ['apache/iotdb'],
  inferred: true,
  writes: [
    { path: '/iotdb/data', kind: 'data', what: 'time series and the state of the cluster', evidence: IOTDB },
    { path: '/iotdb/logs', kind: 'log', what: 'logs', absent: true, evidence: IOTDB },
    jvmTemp(IOTDB),
  ],
  obstacles: [
    {
      at: '/iotdb/conf',
      effect: 'fails',
      why: 'its entrypoint writes settings of the environment into /iotdb/conf',
      instead: 'mount a conf directory of your own, or give it a volume',
      evidence: IOTDB,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
