import { jvmTemp, temporary } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

/** Its instance is made in the VOLUME at the first start: settings, programs, messages and temporary files. */
const ARTEMIS = ['apache/activemq-artemis artemis-docker/Dockerfile-alpine-21-jre and docker-run.sh @ 6700541d4']
export const activeMqArtemis = defineImage({
  names: ['apache/activemq-artemis', 'apache/artemis'],
  user: '1001:1001',
  accounts: { artemis: '1001:1001' },
  volumes: ['/var/lib/artemis-instance'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/artemis-instance',
      kind: 'data',
      what: 'messages, settings and the programs of the instance',
      exec: true,
      evidence: ARTEMIS,
    },
    jvmTemp(ARTEMIS),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const ACTIVE_MQ = ['apache/activemq assembly/src/docker/Dockerfile and entrypoint.sh @ c3580e79d']
export const activeMqClassic = defineImage({
  names: ['apache/activemq-classic'],
  user: 'activemq',
  inferred: true,
  writes: [
    { path: '/opt/apache-activemq/data', kind: 'data', what: 'messages and logs', ships: 'a log file', evidence: ACTIVE_MQ },
    { path: '/opt/apache-activemq/tmp', kind: 'scratch', what: 'pages of the console', absent: true, evidence: ACTIVE_MQ },
    jvmTemp(ACTIVE_MQ),
  ],
  obstacles: [
    {
      when: {
        any: [
          { env: { ACTIVEMQ_CONNECTION_USER: { matches: '.' } } },
          { env: { ACTIVEMQ_JMX_USER: { matches: '.' } } },
          { env: { ACTIVEMQ_WEB_USER: { matches: '.' } } },
        ],
      },
      at: '/opt/apache-activemq/conf',
      effect: 'fails',
      why: 'for its users its entrypoint changes the files in /opt/apache-activemq/conf',
      instead: 'mount a conf directory of your own, or give it a volume',
      evidence: ACTIVE_MQ,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const CRATE = ['crate/docker-crate Dockerfile and docker-entrypoint.sh @ 44147dee6']
export const crateDb = defineImage({
  names: ['crate', 'crate/crate'],
  accounts: { crate: '1000:1000' },
  dropsTo: 'crate',
  volumes: ['/data'],
  inferred: true,
  writes: [{ path: '/data', kind: 'data', what: 'tables and logs', owner: 'crate', chowned: true, evidence: CRATE }, jvmTemp(CRATE)],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'SETUID', 'SETGID', 'SYS_CHROOT'] }],
  healthcheck: false,
})

const CLAMAV = ['Cisco-Talos/clamav-docker clamav/1.4/alpine/Dockerfile and scripts/docker-entrypoint.sh @ ba18a8c1a']
export const clamAv = defineImage({
  names: ['clamav/clamav'],
  accounts: { clamav: '100:101' },
  inferred: true,
  writes: [
    {
      path: '/var/lib/clamav',
      kind: 'data',
      what: 'signatures of viruses',
      owner: 'clamav',
      chowned: true,
      evidence: CLAMAV,
    },
    { path: '/var/log/clamav', kind: 'log', what: 'logs', owner: 'clamav', evidence: CLAMAV },
    { path: '/run', kind: 'runtime', what: 'sockets, locks and pid files', evidence: CLAMAV },
    { path: '/tmp', kind: 'scratch', what: 'files in work and its socket', evidence: CLAMAV },
  ],
  notes: [
    {
      text: 'CLAMD_CONF_* and FRESHCLAM_CONF_* change files in /etc/clamav, which a read-only root forbids: mount a configuration of your own',
    },
  ],
  healthcheck: true,
})

const COUCHBASE = ['couchbase/docker enterprise/couchbase-server/7.6.9/Dockerfile and scripts/entrypoint.sh (runsvdir) @ 98adaeba6']
export const couchbase = defineImage({
  names: ['couchbase', 'couchbase/server'],
  accounts: { couchbase: '1000:1000' },
  volumes: ['/opt/couchbase/var'],
  writes: [{ path: '/opt/couchbase/var', kind: 'data', what: 'buckets, settings and logs', evidence: COUCHBASE }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its supervisor (runsvdir) keeps its state in /etc/service, which the image ships',
      evidence: COUCHBASE,
    },
  ],
  healthcheck: false,
})

const ORACLE = ['gvenzl/oci-oracle-free container-entrypoint.sh @ 04af30b66']
export const oracleFree = defineImage({
  names: ['gvenzl/oracle-free', 'ghcr.io/gvenzl/oracle-free', 'gvenzl/oracle-xe', 'ghcr.io/gvenzl/oracle-xe'],
  user: 'oracle',
  inferred: true,
  writes: [{ path: '/opt/oracle/oradata', kind: 'data', what: 'the database', evidence: ORACLE }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint unpacks the database and moves settings of the server, next to the program',
      evidence: [...ORACLE, 'gvenzl/oci-oracle-xe container-entrypoint.sh @ 51afb953d'],
    },
  ],
  healthcheck: true,
})

export const httpEcho = defineImage({
  // mendhak/docker-http-https-echo Dockerfile @ 2c642afdf: a program on Node.js that keeps nothing.
  names: ['mendhak/http-https-echo', 'ghcr.io/mendhak/http-https-echo'],
  user: '1000:1000',
  inferred: true,
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const mockoon = defineImage({
  // mockoon/mockoon packages/cli/docker/Dockerfile (--disable-log-to-file) @ 2054a046e
  names: ['mockoon/cli'],
  user: '1001:1001',
  inferred: true,
  writes: [temporary('mockoon/mockoon packages/cli/docker/Dockerfile (Node.js) @ 2054a046e')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const MEDIAMTX = ['bluenviron/mediamtx docker/standard.Dockerfile and mediamtx.yml (recordPath) @ 3e09466c1']
export const mediaMtx = defineImage({
  names: ['bluenviron/mediamtx'],
  inferred: true,
  writes: [
    {
      path: '/recordings',
      kind: 'data',
      what: 'recordings, where they are turned on',
      when: { any: [{ mounted: '/recordings' }, { env: { MTX_PATHDEFAULTS_RECORD: { matches: '^(yes|true)$' } } }] },
      absent: true,
      evidence: MEDIAMTX,
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'files of the programs that it starts',
      when: { tag: { matches: 'ffmpeg|rpi' } },
      evidence: MEDIAMTX,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const UNPACKERR = 'Unpackerr/unpackerr init/docker/Dockerfile and examples/docker-compose.yml @ 63dfd08d2'
export const unpackerr = defineImage({
  names: ['golift/unpackerr', 'ghcr.io/unpackerr/unpackerr'],
  inferred: true,
  writes: [
    ...(['/downloads', '/data', '/config'] as const).map(
      (path): WriteFact => ({
        path,
        kind: 'data',
        what: path === '/config' ? 'its settings and log' : 'downloads, which it unpacks',
        when: { mounted: path },
        evidence: [UNPACKERR],
      }),
    ),
    temporary(UNPACKERR),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
