import { jvmTemp } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

const CROWDSEC = ['crowdsecurity/crowdsec build/docker/docker_start.sh @ a88b497b4']
export const crowdsec = defineImage({
  names: ['crowdsecurity/crowdsec', 'ghcr.io/crowdsecurity/crowdsec'],
  inferred: true,
  writes: [
    { path: '/etc/crowdsec', kind: 'data', what: 'its configuration, credentials and hub', absent: true, evidence: CROWDSEC },
    { path: '/var/lib/crowdsec/data', kind: 'data', what: 'its database and data of the hub', evidence: CROWDSEC },
    { path: '/tmp', kind: 'scratch', what: 'edits of its configuration', evidence: CROWDSEC },
  ],
  healthcheck: false,
})

const WAZUH_DASHBOARD = ['wazuh/wazuh-docker build-docker-images/wazuh-dashboard and single-node/docker-compose.yml @ a153c6fd7']
export const wazuhDashboard = defineImage({
  names: ['wazuh/wazuh-dashboard'],
  user: [{ when: { tag: { below: '5' } }, use: '1000' }, { use: '101:101' }],
  inferred: true,
  writes: [
    {
      path: '/usr/share/wazuh-dashboard/config',
      kind: 'config',
      what: 'its settings and keystore, written at each start',
      ships: 'its settings',
      evidence: WAZUH_DASHBOARD,
    },
    {
      path: '/usr/share/wazuh-dashboard/data',
      kind: 'data',
      what: 'its id and the settings of its pages',
      ships: 'directories for them',
      evidence: WAZUH_DASHBOARD,
    },
    {
      path: '/usr/share/wazuh-dashboard/plugins/wazuh/public/assets/custom',
      kind: 'data',
      what: 'logos that are set in the browser',
      when: { mounted: '/usr/share/wazuh-dashboard/plugins/wazuh/public/assets/custom' },
      evidence: WAZUH_DASHBOARD,
    },
    { path: '/tmp', kind: 'scratch', what: 'reports', evidence: WAZUH_DASHBOARD },
  ],
  healthcheck: false,
})

const WAZUH_INDEXER = ['wazuh/wazuh-docker build-docker-images/wazuh-indexer and single-node/docker-compose.yml @ a153c6fd7']
export const wazuhIndexer = defineImage({
  names: ['wazuh/wazuh-indexer'],
  user: [{ when: { tag: { below: '5' } }, use: '1000' }, { use: '101:101' }],
  inferred: true,
  writes: [
    { path: '/var/lib/wazuh-indexer', kind: 'data', what: 'the indices', evidence: WAZUH_INDEXER },
    {
      path: '/usr/share/wazuh-indexer/config',
      kind: 'config',
      what: 'its keystore, and opensearch.yml where NODES_DN is set',
      ships: 'opensearch.yml and jvm.options',
      evidence: WAZUH_INDEXER,
    },
    ...(['/usr/share/wazuh-indexer/logs', '/var/log/wazuh-indexer'] as const).map(
      (path): WriteFact => ({ path, kind: 'log', what: 'logs', evidence: WAZUH_INDEXER }),
    ),
    { path: '/run/wazuh-indexer', kind: 'runtime', what: 'pid files', mustExist: true, evidence: WAZUH_INDEXER },
    jvmTemp(WAZUH_INDEXER),
  ],
  obstacles: [
    {
      when: { tag: { atLeast: '5' } },
      at: '/usr/share/wazuh-indexer/engine',
      effect: 'fails',
      why: 'since version 5 its engine keeps sockets next to the program',
      evidence: WAZUH_INDEXER,
    },
    {
      when: { tag: { below: '5' } },
      effect: 'fails',
      why: 'before version 5 its configuration and its keystore lie beside its programs',
      evidence: ['wazuh/wazuh-docker build-docker-images/wazuh-indexer and single-node/docker-compose.yml (v4.9.0) @ cb6356671'],
    },
  ],
  healthcheck: false,
})

const WAZUH_MANAGER = [
  'wazuh/wazuh-docker build-docker-images/wazuh-manager and single-node/docker-compose.yml @ a153c6fd7, before version 5 @ cb6356671',
]
export const wazuhManager = defineImage({
  names: ['wazuh/wazuh-manager'],
  writes: (['api/configuration', 'etc', 'logs', 'queue', 'var/multigroups'] as const).flatMap((part) =>
    (['/var/wazuh-manager', '/var/ossec'] as const).map(
      (home): WriteFact => ({
        path: `${home}/${part}`,
        kind: 'data',
        what: 'keys of the agents, rules, settings, alerts and queues',
        when: { mounted: `${home}/${part}` },
        evidence: WAZUH_MANAGER,
      }),
    ),
  ),
  obstacles: [
    {
      effect: 'fails',
      why: 'it keeps its state, sockets and pid files beside its programs, below one directory',
      evidence: WAZUH_MANAGER,
    },
  ],
  healthcheck: false,
})

const CORTEX = 'TheHive-Project/Cortex package/docker/entrypoint @ 00728425e'
export const cortex = defineImage({
  names: ['thehiveproject/cortex'],
  dropsTo: 'cortex',
  inferred: true,
  writes: [
    jvmTemp([CORTEX], 'its rendered configuration, work directories of jobs and native libraries of the JVM'),
    { path: '/var/log/cortex', kind: 'log', what: 'application.log', mustExist: true, evidence: [CORTEX] },
  ],
  healthcheck: false,
})
