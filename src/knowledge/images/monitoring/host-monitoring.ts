import { refused, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const DATADOG = [
  'DataDog/documentation content/en/containers/guide/readonly-root-filesystem.md @ 0a61ae6d9',
  'DataDog/datadog-agent Dockerfiles/agent/Dockerfile @ 00b4f913a',
]
/** Its vendor runs it so. The image's /var/run is a directory of its own, not the usual link, so a mount at /run is no help there. */
export const datadogAgent = defineImage({
  names: [
    'datadog/agent',
    'gcr.io/datadoghq/agent',
    'eu.gcr.io/datadoghq/agent',
    'asia.gcr.io/datadoghq/agent',
    'public.ecr.aws/datadog/agent',
    'registry.datadoghq.com/agent',
  ],
  accounts: { 'dd-agent': '100:0' },
  volumes: ['/var/run/s6', '/var/log/datadog'],
  writes: [
    {
      path: '/etc/datadog-agent',
      kind: 'config',
      what: 'datadog.yaml and checks, chosen at start',
      ships: 'the configuration of checks',
      evidence: [...DATADOG, 'DataDog/datadog-agent Dockerfiles/agent/cont-init.d/59-defaults.sh @ 08f718777'],
    },
    { path: '/opt/datadog-agent/run', kind: 'data', what: 'how far each log was read', evidence: DATADOG },
    { path: '/var/log/datadog', kind: 'log', what: 'logs', evidence: DATADOG },
    { path: '/tmp', kind: 'scratch', what: 'flares and temporary files', evidence: DATADOG },
  ],
  obstacles: [
    {
      at: '/var/run/datadog',
      effect: 'degrades',
      why: 'the sockets of DogStatsD and of the trace agent need a volume at /var/run/datadog',
      evidence: DATADOG,
    },
  ],
  healthcheck: true,
})

const NEW_RELIC = ['newrelic/nri-kubernetes charts/newrelic-infrastructure/templates/kubelet/daemonset.yaml @ 088a63eba']
export const newRelicInfrastructure = defineImage({
  names: ['newrelic/infrastructure', 'newrelic/infrastructure-bundle'],
  inferred: true,
  writes: [
    { path: '/var/db/newrelic-infra/data', kind: 'cache', what: 'inventory that was sent', absent: true, evidence: NEW_RELIC },
    { path: '/var/db/newrelic-infra/user_data', kind: 'cache', what: 'inventory of integrations', absent: true, evidence: NEW_RELIC },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: NEW_RELIC },
  ],
  healthcheck: false,
})

const NETDATA = 'netdata/netdata packaging/docker/README.md and packaging/docker/run.sh @ 04b1cf542'
export const netdata = defineImage({
  names: ['netdata/netdata', 'ghcr.io/netdata/netdata'],
  accounts: { netdata: '201:201' },
  dropsTo: 'netdata',
  inferred: true,
  writes: [
    { path: '/etc/netdata', kind: 'data', what: 'its configuration', ships: 'the stock configuration', evidence: [NETDATA] },
    {
      path: '/var/lib/netdata',
      kind: 'data',
      what: 'its registry, keys and claim',
      owner: 'netdata',
      ships: 'cloud.d',
      evidence: [NETDATA],
    },
    { path: '/var/cache/netdata', kind: 'data', what: 'recorded metrics', owner: 'netdata', evidence: [NETDATA] },
    {
      path: '/run',
      kind: 'runtime',
      what: 'pid file and sockets',
      evidence: ['netdata/netdata src/libnetdata/os/run_dir.c @ 04b1cf542'],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: ['netdata/netdata src/libnetdata/os/run_dir.c @ 04b1cf542'] },
  ],
  ships: [
    {
      path: '/var/log/netdata',
      what: 'links of the logs to standard output, so they no longer reach `docker logs`',
      evidence: ['netdata/netdata packaging/docker/Dockerfile @ 04b1cf542'],
    },
  ],
  obstacles: [
    {
      when: { mounted: '/run/docker.sock' },
      effect: 'degrades',
      why: 'it cannot join the group of docker.sock, so container names are not resolved',
      instead: 'give it DOCKER_HOST with a socket proxy',
      evidence: [NETDATA],
    },
    {
      when: { env: { NETDATA_EXTRA_DEB_PACKAGES: 'set' } },
      effect: 'degrades',
      why: 'NETDATA_EXTRA_DEB_PACKAGES are not installed',
      instead: 'install them in a Dockerfile',
      evidence: [NETDATA],
    },
  ],
  healthcheck: true,
})

/** Its vendor's Compose file runs it read-only. */
export const glances = defineImage({
  names: ['nicolargo/glances'],
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'its log',
      evidence: ['nicolargo/glances docker-compose/docker-compose.yml (read_only, tmpfs /tmp) @ 92156d069'],
    },
  ],
  healthcheck: false,
})

export const beszel = defineImage({
  names: ['henrygd/beszel', 'ghcr.io/henrygd/beszel/beszel'],
  volumes: ['/beszel_data'],
  writes: [
    {
      path: '/beszel_data',
      kind: 'data',
      what: 'its database, keys and backups',
      evidence: ['henrygd/beszel internal/dockerfile_hub @ f1e5797c7'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const BESZEL_AGENT = ['henrygd/beszel internal/dockerfile_agent and supplemental/docker/same-system/docker-compose.yml @ f1e5797c7']
export const beszelAgent = defineImage({
  names: ['henrygd/beszel-agent', 'ghcr.io/henrygd/beszel/beszel-agent'],
  volumes: ['/var/lib/beszel-agent'],
  writes: [
    { path: '/var/lib/beszel-agent', from: [{ env: 'DATA_DIR' }], kind: 'data', what: 'its fingerprint', evidence: BESZEL_AGENT },
    {
      from: [{ env: 'LISTEN', parent: true }],
      kind: 'runtime',
      what: 'the socket on which the hub asks it',
      when: { env: { LISTEN: { matches: '^/' } } },
      absent: true,
      evidence: BESZEL_AGENT,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** Every part of Zabbix edits its configuration by the variables that it is given, and goes on without them where it cannot. */
export const zabbix = refused(
  { names: ['zabbix/zabbix-*', 'ghcr.io/zabbix/zabbix-*'], user: '1997:0' },
  {},
  {
    at: '/etc/zabbix',
    effect: 'fails',
    why: 'its entrypoint edits the files in /etc/zabbix by its variables, and starts with the defaults where it cannot',
    evidence: ['zabbix/zabbix-docker Dockerfiles/server-pgsql/alpine/docker-entrypoint.sh (update_config_var) @ 66a0efd50'],
  },
)

const PMM = ['percona/pmm build/docker/server/entrypoint.sh @ 0799e532c', 'percona/pmm build/docker/server/Dockerfile.el9 @ 009e756f2']
export const pmmServer = defineImage({
  names: ['percona/pmm-server', 'perconalab/pmm-server'],
  user: [{ when: { tag: { atLeast: '3' } }, use: 'pmm' }, { use: 'root' }],
  volumes: ['/srv'],
  writes: [{ path: '/srv', kind: 'data', what: 'its databases, metrics, certificates and logs', evidence: PMM }],
  obstacles: [
    {
      effect: 'fails',
      why: 'it runs several servers, which keep files below /usr/share/pmm-server, /run and /etc',
      evidence: PMM,
    },
  ],
  healthcheck: true,
})

/** One image by three tags: all in one (omnibus), the pages (web) and what reads the disks (collector). */
const SCRUTINY = ['AnalogJ/scrutiny docker/Dockerfile, docker/Dockerfile.web and docker/example.hubspoke.docker-compose.yml @ 89588a4f2']
export const scrutiny = defineImage({
  names: ['ghcr.io/analogj/scrutiny'],
  inferred: true,
  writes: [
    {
      path: '/opt/scrutiny/config',
      kind: 'data',
      what: 'its database',
      when: { not: { tag: { matches: 'collector' } } },
      worldWritable: true,
      evidence: SCRUTINY,
    },
    {
      path: '/opt/scrutiny/influxdb',
      kind: 'data',
      what: 'the history of the disks',
      when: { not: { tag: { matches: 'collector|web' } } },
      absent: true,
      evidence: SCRUTINY,
    },
    temporary('AnalogJ/scrutiny docker/Dockerfile.web @ 89588a4f2'),
  ],
  obstacles: [
    {
      when: { not: { tag: { matches: 'web' } } },
      effect: 'fails',
      why: 'at start it writes /env.sh and the schedule in /etc/cron.d',
      instead: 'run its web and collector images, of which the former can be sealed',
      evidence: ['AnalogJ/scrutiny rootfs/etc/cont-init.d/50-cron-config and docker/entrypoint-collector.sh @ 89588a4f2'],
    },
  ],
})

export const librenms = refused(
  { names: ['librenms/librenms'], accounts: { librenms: '1000:1000' }, volumes: ['/data'], healthcheck: false },
  { '/data': 'graphs, settings, plug-ins and logs' },
  {
    effect: 'fails',
    why: 'its start scripts set the time zone and write the settings of PHP, nginx and SNMP below /etc and in the program, and stop where they cannot',
    evidence: ['librenms/docker Dockerfile and rootfs/etc/cont-init.d/{02-fix-perms,03-config}.sh @ 548aab2c0'],
  },
)
