import { jvmTemp, temporary } from '../../parts.ts'
import type { Condition } from '../../record.ts'
import { defineImage } from '../../record.ts'

const CAMUNDA_7 = ['camunda/docker-camunda-bpm-platform Dockerfile, camunda-tomcat.sh and camunda-run.sh @ d713e966f']
const RUN: Condition = { tag: { matches: '^run(-|$)' } }
const WILDFLY: Condition = { tag: { matches: '^wildfly(-|$)' } }
export const camunda7 = defineImage({
  names: ['camunda/camunda-bpm-platform', 'registry.camunda.cloud/cambpm-ee/camunda-bpm-platform-ee'],
  user: '1000:1000',
  accounts: { camunda: '1000:1000' },
  inferred: true,
  writes: [
    { path: '/camunda/logs', kind: 'log', what: 'logs of Tomcat', when: { not: RUN }, evidence: CAMUNDA_7 },
    {
      path: '/camunda/work',
      kind: 'cache',
      what: 'compiled pages',
      when: { not: RUN },
      absent: true,
      evidence: CAMUNDA_7,
    },
    { path: '/camunda/temp', kind: 'scratch', what: 'temporary files', exec: true, when: { not: RUN }, evidence: CAMUNDA_7 },
    jvmTemp(CAMUNDA_7),
  ],
  obstacles: [
    {
      when: { not: { any: [RUN, { env: { SKIP_DB_CONFIG: 'set' } }] } },
      at: '/camunda/conf',
      effect: 'fails',
      why: 'its start script writes the database into the configuration of the server, /camunda/conf/server.xml',
      instead: 'set SKIP_DB_CONFIG and mount a configuration of your own, or use a tag that begins with run-',
      evidence: CAMUNDA_7,
    },
    { when: WILDFLY, effect: 'fails', why: 'WildFly keeps state beside its programs, below /camunda/standalone', evidence: CAMUNDA_7 },
    {
      when: { env: { DB_URL: 'unset', SPRING_DATASOURCE_URL: 'unset' } },
      at: '/camunda',
      effect: 'fails',
      why: 'without DB_URL it makes its database in its program directory, /camunda',
      instead: 'keep it in a database server',
      evidence: CAMUNDA_7,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const CAMUNDA_8 = ['camunda/camunda camunda.Dockerfile @ 001bccb4f']
export const camunda8 = defineImage({
  names: ['camunda/camunda', 'registry.camunda.cloud/camunda/camunda'],
  user: '1001:1001',
  volumes: ['/tmp', '/usr/local/camunda/data', '/usr/local/camunda/logs', '/usr/local/camunda/documents', '/driver-lib'],
  inferred: true,
  writes: [
    { path: '/usr/local/camunda/data', kind: 'data', what: 'the log of records, snapshots and its state', evidence: CAMUNDA_8 },
    { path: '/usr/local/camunda/documents', kind: 'data', what: 'documents that it keeps in files', evidence: CAMUNDA_8 },
    { path: '/usr/local/camunda/logs', kind: 'log', what: 'logs', evidence: CAMUNDA_8 },
    jvmTemp(CAMUNDA_8, 'temporary files and the library of RocksDB'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const ZEEBE = ['camunda/camunda Dockerfile @ 002b4359f']
export const zeebe = defineImage({
  names: ['camunda/zeebe', 'registry.camunda.cloud/camunda/zeebe'],
  user: [{ when: { tag: { atLeast: '8.5' } }, use: '1001:1001' }, { use: 'root' }],
  volumes: ['/tmp', '/usr/local/zeebe/data', '/usr/local/zeebe/logs'],
  inferred: true,
  writes: [
    {
      path: '/usr/local/zeebe/data',
      from: [{ env: 'ZEEBE_BROKER_DATA_DIRECTORY' }],
      kind: 'data',
      what: 'the log of records, snapshots and its state',
      evidence: ZEEBE,
    },
    { path: '/usr/local/zeebe/logs', kind: 'log', what: 'logs', evidence: ZEEBE },
    jvmTemp(ZEEBE, 'temporary files and the library of RocksDB'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const OPERATE = ['camunda/camunda operate.Dockerfile @ 0009582c6']
export const operate = defineImage({
  names: ['camunda/operate', 'registry.camunda.cloud/camunda/operate'],
  user: [{ when: { tag: { atLeast: '8.5' } }, use: '1001:1001' }, { use: 'root' }],
  volumes: ['/tmp', '/usr/local/operate/logs'],
  inferred: true,
  writes: [{ path: '/usr/local/operate/logs', kind: 'log', what: 'logs', evidence: OPERATE }, jvmTemp(OPERATE)],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const FLOWABLE = [
  'flowable/flowable-engine docker/base-image/Dockerfile and modules/flowable-app-rest/src/main/resources/flowable-default.properties @ 53e93b668',
]
export const flowable = defineImage({
  names: ['flowable/flowable-rest', 'flowable/flowable-ui'],
  user: 'flowable',
  inferred: true,
  writes: [jvmTemp(FLOWABLE)],
  obstacles: [
    {
      when: { env: { SPRING_DATASOURCE_URL: 'unset' } },
      at: '/home/flowable',
      effect: 'fails',
      why: 'without SPRING_DATASOURCE_URL it makes its database in its home, /home/flowable/flowable-db',
      instead: 'keep it in a database server',
      evidence: FLOWABLE,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** Temporal's server image renders its configuration beside the template. */
export const temporal = defineImage({
  names: ['temporalio/auto-setup', 'temporalio/server'],
  user: 'temporal',
  writes: [],
  obstacles: [
    {
      at: '/etc/temporal/config',
      effect: 'fails',
      why: 'its entrypoint renders /etc/temporal/config/docker.yaml beside the template',
      evidence: ['temporalio/docker-builds docker/entrypoint.sh (dockerize)'],
    },
  ],
})

/** Since 2.38 it reads its settings without rendering them, so that it runs read-only. */
const TEMPORAL_UI = ['temporalio/ui server/docker/start-ui-server.sh @ 41687b1f5, before @ f070805ad and fbbd8ed90']
export const temporalUi = defineImage({
  names: ['temporalio/ui'],
  user: '1000:1000',
  accounts: { temporal: '1000:1000' },
  writes: [
    {
      path: '/home/ui-server/config',
      kind: 'config',
      what: 'docker.yaml, rendered from a template at each start',
      when: { tag: { below: '2.38', atLeast: '2.15' } },
      evidence: TEMPORAL_UI,
    },
    {
      path: '/home/ui-server/config',
      kind: 'config',
      what: 'docker.yaml, rendered from a template beside it at each start',
      when: { tag: { below: '2.15' } },
      ships: 'the template of its configuration',
      evidence: TEMPORAL_UI,
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const ADMIN_TOOLS = 'temporalio/docker-builds admin-tools.Dockerfile @ d0ab85e18'
export const temporalAdminTools = defineImage({
  names: ['temporalio/admin-tools'],
  user: '1000:1000',
  accounts: { temporal: '1000:1000' },
  inferred: true,
  writes: [temporary(ADMIN_TOOLS)],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const HATCHET_LITE = 'hatchet-dev/hatchet build/package/lite.dockerfile and hack/lite/start.sh @ 89d130f30'
export const hatchetLite = defineImage({
  names: ['ghcr.io/hatchet-dev/hatchet/hatchet-lite'],
  inferred: true,
  writes: [
    { path: '/config', kind: 'data', what: 'keys and settings that its first start makes', absent: true, evidence: [HATCHET_LITE] },
    temporary(HATCHET_LITE),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
