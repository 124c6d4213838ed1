import { jvmTemp, oneDirectory } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** Neo4j takes over its whole installation directory at start. */
export const neo4j = defineImage({
  names: ['neo4j'],
  accounts: { neo4j: '7474:7474' },
  dropsTo: 'neo4j',
  volumes: ['/data', '/logs'],
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'the database',
      owner: 'neo4j',
      chowned: true,
      evidence: ['neo4j/docker-neo4j docker-image-src/calver/coredb/Dockerfile-trixie @ 9df98ef'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint changes the owner of the whole installation and rewrites conf/neo4j.conf at every start',
      evidence: [
        'neo4j/docker-neo4j docker-image-src/calver/coredb/docker-entrypoint.sh lines 188-263,390-397 @ 9df98ef',
        'https://github.com/antonyrag/ragleap-core/pull/348',
      ],
    },
  ],
  ships: [
    {
      path: '/var/lib/neo4j/conf',
      what: 'the shipped settings, security hardening among them',
      evidence: ['https://github.com/antonyrag/ragleap-core/pull/348'],
    },
  ],
  healthcheck: false,
})

const DGRAPH = 'dgraph-io/dgraph contrib/Dockerfile and contrib/standalone/Dockerfile @ 64804bd28'
export const dgraph = oneDirectory(
  { names: ['dgraph/dgraph', 'dgraph/standalone'], gainsPrivileges: 'none', healthcheck: false },
  '/dgraph',
  'the graph, its log and state',
  DGRAPH,
)

const MEMGRAPH = ['memgraph/memgraph release/docker/v8_deb.dockerfile @ df0f63683']
export const memgraph = defineImage({
  names: ['memgraph/memgraph', 'memgraph/memgraph-mage'],
  user: 'memgraph',
  volumes: ['/var/log/memgraph', '/var/lib/memgraph', '/etc/memgraph'],
  inferred: true,
  writes: [
    { path: '/var/lib/memgraph', from: [{ option: '--data-directory' }], kind: 'data', what: 'the graph', evidence: MEMGRAPH },
    { path: '/var/log/memgraph', kind: 'log', what: 'logs', evidence: MEMGRAPH },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of its procedures', exec: true, evidence: MEMGRAPH },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const JANUSGRAPH = ['JanusGraph/janusgraph-docker 1.0/Dockerfile, 1.0/docker-entrypoint.sh and 1.0/conf @ 30b941500']
export const janusgraph = defineImage({
  names: ['janusgraph/janusgraph', 'ghcr.io/janusgraph/janusgraph'],
  user: [{ when: { tag: { atLeast: '0.5' } }, use: '999:999' }, { use: 'root' }],
  accounts: { janusgraph: '999:999' },
  dropsTo: 'janusgraph',
  inferred: true,
  writes: [
    {
      path: '/var/lib/janusgraph',
      from: [{ env: 'JANUS_DATA_DIR' }],
      kind: 'data',
      what: 'graphs and indexes that are kept in files',
      owner: 'janusgraph',
      chowned: true,
      evidence: JANUSGRAPH,
    },
    {
      path: '/etc/opt/janusgraph',
      from: [{ env: 'JANUS_CONFIG_DIR' }],
      kind: 'config',
      what: 'its properties, rendered at each start',
      owner: 'janusgraph',
      chowned: true,
      evidence: JANUSGRAPH,
    },
    { path: '/opt/janusgraph/logs', kind: 'log', what: 'logs', owner: 'janusgraph', absent: true, evidence: JANUSGRAPH },
    jvmTemp(JANUSGRAPH),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const gremlinServer = defineImage({
  names: ['tinkerpop/gremlin-server'],
  user: 'gremlin',
  inferred: true,
  writes: [jvmTemp(['apache/tinkerpop gremlin-server/Dockerfile @ 723f86980'])],
  obstacles: [
    {
      at: '/opt/gremlin-server/conf',
      effect: 'fails',
      why: 'its entrypoint writes its address into its configuration in /opt/gremlin-server/conf',
      instead: 'give /opt/gremlin-server/conf a volume',
      evidence: ['apache/tinkerpop gremlin-server/src/main/docker/docker-entrypoint.sh @ 4ee883940'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
