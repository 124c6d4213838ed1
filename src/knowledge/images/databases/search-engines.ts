import { jvmTemp } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const ES_LOGS = 'https://github.com/elastic/elasticsearch/issues/71157'
const ES_JNA = 'https://www.elastic.co/docs/deploy-manage/deploy/self-managed/executable-jna-tmpdir'

/** Elasticsearch creates its keystore inside the configuration directory, which therefore needs a volume with the shipped files. */
export const elasticsearch = defineImage({
  names: ['elasticsearch', 'docker.elastic.co/elasticsearch/elasticsearch'],
  user: [{ when: { tag: { atLeast: '8' } }, use: '1000:0' }, { use: 'root' }],
  accounts: { elasticsearch: '1000:0' },
  writes: [
    {
      path: '/usr/share/elasticsearch/data',
      from: [{ env: 'path.data' }],
      kind: 'data',
      what: 'the indices',
      owner: '1000:0',
      evidence: [ES_LOGS, 'https://www.elastic.co/guide/en/cloud-on-k8s/current/k8s-security-context.html'],
    },
    { path: '/usr/share/elasticsearch/logs', kind: 'log', what: 'garbage-collection logs', owner: '1000:0', evidence: [ES_LOGS] },
    {
      path: '/usr/share/elasticsearch/config',
      from: [{ env: 'ES_PATH_CONF' }],
      kind: 'config',
      what: 'keystore and certificates, created at the first start',
      owner: '1000:0',
      ships: 'elasticsearch.yml, jvm.options and log4j2.properties',
      evidence: [
        ES_LOGS,
        'https://github.com/elastic/elasticsearch/issues/119341',
        'elastic/elasticsearch distribution/docker/src/docker/bin/docker-entrypoint.sh @ 05a01332f',
      ],
    },
    jvmTemp(['https://github.com/elastic/elasticsearch/issues/95542', ES_JNA], 'here-documents of the entrypoint and JNA libraries'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'non-root' }, needs: [] }],
  healthcheck: false,
})

/** Kibana keeps its uuid in data; a keystore or an enrolment rewrites its configuration. */
export const kibana = defineImage({
  names: ['kibana', 'docker.elastic.co/kibana/kibana'],
  user: '1000:0',
  accounts: { kibana: '1000:0' },
  writes: [
    {
      path: '/usr/share/kibana/data',
      kind: 'cache',
      what: 'the instance id',
      evidence: ['elastic/cloud-on-k8s pkg/controller/kibana/pod.go @ 00f82e2e9'],
    },
    {
      path: '/usr/share/kibana/logs',
      kind: 'log',
      what: 'logs',
      evidence: ['https://github.com/elastic/cloud-on-k8s/pull/8380'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of Node.js and of reports',
      evidence: ['https://github.com/elastic/cloud-on-k8s/pull/8380'],
    },
  ],
  obstacles: [
    {
      when: { tag: { below: '7' } },
      at: '/usr/share/kibana/optimize',
      effect: 'fails',
      why: 'this version rebuilds its bundles in /usr/share/kibana/optimize at start',
      instead: 'use version 7.11 or newer',
      evidence: ['https://github.com/elastic/kibana-docker/issues/92'],
    },
  ],
  notes: [{ text: 'Enrolment and `kibana-keystore` write to /usr/share/kibana/config: mount kibana.yml as a file instead' }],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const OPENSEARCH = 'https://github.com/opensearch-project/opensearch-build/issues/3991'

/** OpenSearch installs demo certificates into its configuration directory unless told not to. */
export const opensearch = defineImage({
  names: ['opensearchproject/opensearch', 'public.ecr.aws/opensearchproject/opensearch'],
  user: '1000:1000',
  accounts: { opensearch: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/usr/share/opensearch/data',
      kind: 'data',
      what: 'the indices',
      evidence: ['https://docs.opensearch.org/latest/install-and-configure/install-opensearch/docker/ (volume in the sample Compose file)'],
    },
    {
      path: '/usr/share/opensearch/config',
      kind: 'config',
      what: 'keystore, and certificates of the demo configuration',
      ships: 'opensearch.yml and jvm.options',
      evidence: [
        OPENSEARCH,
        'opensearch-project/opensearch-build docker/release/config/opensearch/opensearch-docker-entrypoint-2.x.sh @ c66fe25d6',
      ],
    },
    { path: '/usr/share/opensearch/logs', kind: 'log', what: 'logs', evidence: [OPENSEARCH] },
    jvmTemp([OPENSEARCH]),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

const DASHBOARDS = [
  'opensearch-project/opensearch-build docker/release/config/opensearch-dashboards/opensearch-dashboards-docker-entrypoint-3.x.sh and docker/release/dockerfiles/opensearch-dashboards.al2023.dockerfile @ 4372bf71a',
]
export const openSearchDashboards = defineImage({
  names: ['opensearchproject/opensearch-dashboards', 'public.ecr.aws/opensearchproject/opensearch-dashboards'],
  user: '1000:1000',
  accounts: { 'opensearch-dashboards': '1000:1000' },
  inferred: true,
  writes: [
    { path: '/usr/share/opensearch-dashboards/data', kind: 'data', what: 'its id and reports in work', evidence: DASHBOARDS },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of Node.js', evidence: DASHBOARDS },
  ],
  obstacles: [
    {
      when: { env: { DISABLE_SECURITY_DASHBOARDS_PLUGIN: { matches: '^true$' } } },
      effect: 'fails',
      why: 'DISABLE_SECURITY_DASHBOARDS_PLUGIN makes it remove a plug-in and change its settings at start',
      instead: 'build an image without the plug-in',
      evidence: DASHBOARDS,
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Solr keeps everything it writes below one VOLUME. */
export const solr = defineImage({
  names: ['solr', 'apache/solr'],
  user: '8983:8983',
  accounts: { solr: '8983:8983' },
  volumes: [{ path: '/var/solr', when: { tag: { atLeast: '8' } } }],
  writes: [
    {
      path: '/var/solr',
      kind: 'data',
      what: 'cores, logs and pid file',
      when: { tag: { atLeast: '8' } },
      evidence: ['apache/solr-docker 9.9/Dockerfile @ 884b2e6'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of Jetty and the JVM',
      evidence: ['apache/solr solr/bin/solr (-Djava.io.tmpdir, jetty.tmpdir default)'],
    },
  ],
  obstacles: [
    {
      when: { tag: { below: '8' } },
      effect: 'fails',
      why: 'this version keeps cores and logs inside its installation, /opt/solr/server',
      instead: 'use version 8 or newer',
      evidence: ['apache/solr-docker 9.9/Dockerfile @ 884b2e6'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Meilisearch's working directory is its data directory; the image has no VOLUME. */
export const meilisearch = defineImage({
  names: ['getmeili/meilisearch'],
  writes: [
    {
      path: '/meili_data',
      from: [
        { env: 'MEILI_DB_PATH', parent: true },
        { option: '--db-path', parent: true },
      ],
      kind: 'data',
      what: 'indices, dumps and snapshots',
      evidence: ['meilisearch/meilisearch Dockerfile (WORKDIR /meili_data, no VOLUME) @ 02887fb5d'],
    },
  ],
  notes: [{ text: 'Large imports may use the temporary directory: mount a tmpfs on /tmp if they fail' }],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const typesense = defineImage({
  names: ['typesense/typesense'],
  inferred: true,
  writes: [
    {
      from: [{ option: '--data-dir' }, { env: 'TYPESENSE_DATA_DIR' }],
      kind: 'data',
      what: 'collections',
      absent: true,
      evidence: [
        'https://typesense.org/docs/guide/install-typesense.html#docker (--data-dir)',
        'typesense/typesense docker/deployment.Dockerfile @ 4a092b041',
      ],
    },
    {
      from: [{ option: '--log-dir' }, { env: 'TYPESENSE_LOG_DIR' }],
      kind: 'log',
      what: 'logs',
      absent: true,
      evidence: ['https://typesense.org/docs/latest/api/server-configuration.html (log-dir)'],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: ['typesense/typesense docker/deployment.Dockerfile @ 4a092b041'] },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const MANTICORE = ['manticoresoftware/docker Dockerfile, docker-entrypoint.sh and manticore.conf.sh @ 7a4603026']
export const manticore = defineImage({
  names: ['manticoresearch/manticore'],
  dropsTo: 'manticore',
  volumes: ['/var/lib/manticore'],
  inferred: true,
  writes: [{ path: '/var/lib/manticore', kind: 'data', what: 'tables and binary logs', evidence: MANTICORE }],
  obstacles: [
    {
      effect: 'fails',
      why: 'as root its entrypoint gives /etc/manticoresearch to its user, and its sockets and pid file need directories of that user below /run',
      evidence: MANTICORE,
    },
  ],
  healthcheck: false,
})
