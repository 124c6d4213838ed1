import { jvmTemp } from '../parts.ts'
import type { ImageRecord } from '../record.ts'
import { defineImage } from '../record.ts'

/** What a configuration file may move, which is not read: the plan must not be surer than that. */
const configured = { inferred: true, gainsPrivileges: 'none', healthcheck: false } as const

export const fluentBit = defineImage({
  names: ['fluent/fluent-bit', 'cr.fluentbit.io/fluent/fluent-bit', 'ghcr.io/fluent/fluent-bit'],
  // fluent/fluent-bit dockerfiles/Dockerfile @ d55459d49: one program on distroless, root, no data path of its own.
  ...configured,
  writes: [],
  notes: [{ text: 'Paths that its configuration names (storage.path, DB of tail, output file) need a volume' }],
})

export const fluentd = defineImage({
  names: ['fluent/fluentd'],
  ...configured,
  user: 'fluent',
  writes: [
    {
      path: '/fluentd/log',
      kind: 'data',
      what: 'received logs, where it runs with the configuration of the image',
      when: { not: { mounted: '/fluentd/etc' } },
      evidence: ['fluent/fluentd-docker-image v1.16/debian/Dockerfile and fluent.conf @ 426b4a18a'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'sockets of its workers',
      evidence: ['https://docs.ruby-lang.org/en/3.4/Dir.html#method-c-tmpdir'],
    },
  ],
  notes: [{ when: { mounted: '/fluentd/etc' }, text: 'Buffers and position files that its configuration names need a volume' }],
})

const VECTOR = [
  'vectordotdev/vector distribution/docker/debian/Dockerfile @ c3445d42d',
  'https://vector.dev/docs/reference/configuration/global-options/#data_dir',
]
export const vector = defineImage({
  names: ['timberio/vector', 'ghcr.io/vectordotdev/vector'],
  writes: [{ path: '/var/lib/vector', kind: 'data', what: 'checkpoints and disk buffers', evidence: VECTOR }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const PYROSCOPE = ['grafana/pyroscope cmd/pyroscope/Dockerfile @ 3fe6a457a']
export const pyroscope = defineImage({
  names: ['grafana/pyroscope'],
  user: '10001:10001',
  accounts: { pyroscope: '10001:10001' },
  volumes: ['/data'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'profiles', evidence: PYROSCOPE },
    ...(['/data-compactor', '/data-metastore'] as const).map((path) => ({
      path,
      kind: 'data' as const,
      what: 'index of the profiles',
      when: { mounted: path },
      evidence: PYROSCOPE,
    })),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** The tools around VictoriaMetrics are single programs, started in the root directory. */
function victoria(names: ImageRecord['names'], writes: ImageRecord['writes']): ImageRecord {
  return defineImage({ names, writes, gainsPrivileges: 'none', capabilities: [{ needs: [] }], healthcheck: false })
}

export const vmagent = victoria(
  ['victoriametrics/vmagent', 'quay.io/victoriametrics/vmagent'],
  [
    {
      path: '/vmagent-remotewrite-data',
      from: [{ option: '-remoteWrite.tmpDataPath' }],
      kind: 'data',
      what: 'samples that were not delivered yet',
      absent: true,
      oftenCache: true,
      evidence: ['VictoriaMetrics/VictoriaMetrics app/vmagent/remotewrite/remotewrite.go (remoteWrite.tmpDataPath) @ b7ef6cc3e'],
    },
  ],
)

export const vmTools = victoria(
  // VictoriaMetrics/VictoriaMetrics app/vmalert/deployment/Dockerfile and app/vmauth/deployment/Dockerfile @ b7ef6cc3e: one program each.
  ['victoriametrics/vmalert', 'victoriametrics/vmauth', 'quay.io/victoriametrics/vmalert', 'quay.io/victoriametrics/vmauth'],
  [],
)

export const victoriaLogs = victoria(
  ['victoriametrics/victoria-logs', 'quay.io/victoriametrics/victoria-logs'],
  [
    {
      path: '/victoria-logs-data',
      from: [{ option: '-storageDataPath' }],
      kind: 'data',
      what: 'logs',
      absent: true,
      evidence: ['https://docs.victoriametrics.com/victorialogs/#storage (-storageDataPath)'],
    },
  ],
)

export const thanos = defineImage({
  names: ['quay.io/thanos/thanos', 'thanosio/thanos'],
  user: '1001',
  writes: (['--data-dir', '--tsdb\\.path'] as const).map((option) => ({
    from: [{ option }],
    kind: 'data' as const,
    what: 'blocks and its write-ahead log',
    absent: true as const,
    evidence: ['thanos-io/thanos Dockerfile @ e103a81bd', 'https://thanos.io/tip/components/ (--data-dir, --tsdb.path)'],
  })),
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
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

export const gatus = defineImage({
  // TwiN/gatus Dockerfile @ 08c463542: FROM scratch, one program that reads /config.
  names: ['twinproduction/gatus', 'ghcr.io/twin/gatus'],
  ...configured,
  writes: [],
  configuration: ['/config'],
  notes: [{ text: 'A SQLite file that storage.path of its configuration names needs a volume' }],
})

export const healthchecks = defineImage({
  names: ['healthchecks/healthchecks'],
  user: 'hc',
  writes: [
    {
      from: [{ env: 'DB_NAME', parent: true }],
      kind: 'data',
      what: 'the SQLite database',
      when: { any: [{ env: { DB: 'unset' } }, { env: { DB: { matches: '^sqlite' } } }] },
      evidence: [
        'healthchecks/healthchecks docker/Dockerfile (/data) @ 29b5ec251',
        'https://healthchecks.io/docs/self_hosted_configuration/#DB_NAME',
      ],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'request bodies of uWSGI',
      evidence: ['healthchecks/healthchecks docker/uwsgi.ini (post-buffering) @ 29b5ec251'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
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

const GRAYLOG = ['Graylog2/graylog-docker docker/oss/Dockerfile and docker-entrypoint.sh @ 94968e4aa']
export const graylog = defineImage({
  names: ['graylog/graylog', 'graylog/graylog-enterprise'],
  user: '1100:1100',
  accounts: { graylog: '1100:1100' },
  volumes: ['/usr/share/graylog/data'],
  inferred: true,
  writes: [
    {
      path: '/usr/share/graylog/data',
      kind: 'data',
      what: 'its journal, configuration and node id',
      ships: 'graylog.conf and log4j2.xml',
      evidence: GRAYLOG,
    },
    { path: '/usr/share/graylog/plugins-merged', kind: 'runtime', what: 'copies of the plug-ins', evidence: GRAYLOG },
    jvmTemp(GRAYLOG, 'pid file and native libraries of the JVM'),
  ],
  gainsPrivileges: 'the file capability NET_BIND_SERVICE of java',
  healthcheck: true,
})
