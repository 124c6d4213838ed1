import { jvmTemp } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const CASSANDRA = 'docker-library/cassandra 5.0/Dockerfile @ 7b9da8f'

/** Cassandra rewrites its configuration on every start, so the directory must be a volume. */
export const cassandra = defineImage({
  names: ['cassandra'],
  accounts: { cassandra: '999:999' },
  dropsTo: 'cassandra',
  volumes: ['/var/lib/cassandra'],
  writes: [
    {
      path: '/var/lib/cassandra',
      kind: 'data',
      what: 'the database',
      owner: 'cassandra',
      chowned: true,
      worldWritable: true,
      evidence: [CASSANDRA],
    },
    {
      path: '/etc/cassandra',
      from: [{ env: 'CASSANDRA_CONF' }],
      kind: 'config',
      what: 'cassandra.yaml, rewritten on every start',
      owner: 'cassandra',
      chowned: true,
      worldWritable: true,
      ships: 'the configuration itself',
      evidence: ['docker-library/cassandra 5.0/docker-entrypoint.sh (_sed-in-place) @ 7b9da8f'],
    },
    {
      path: '/var/log/cassandra',
      from: [{ env: 'CASSANDRA_LOG_DIR' }],
      kind: 'log',
      what: 'system and garbage-collection logs',
      owner: 'cassandra',
      chowned: true,
      worldWritable: true,
      evidence: [`${CASSANDRA} lines 160-165`],
    },
    jvmTemp(['docker-library/cassandra 5.0/docker-entrypoint.sh @ 7b9da8f', 'https://github.com/xerial/snappy-java/issues/240']),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: false,
})

const SCYLLA = [
  'scylladb/scylladb dist/docker/docker-entrypoint.py, dist/docker/scyllasetup.py and dist/docker/redhat/build_docker.sh @ f4a4091ca',
]
export const scylla = defineImage({
  names: ['scylladb/scylla', 'scylladb/scylla-enterprise'],
  volumes: ['/var/lib/scylla'],
  writes: [{ path: '/var/lib/scylla', kind: 'data', what: 'tables and commit logs', evidence: SCYLLA }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint writes settings into /etc/scylla.d and its home, and its supervisor a pid file into /var/tmp',
      evidence: SCYLLA,
    },
  ],
  healthcheck: false,
})
