import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const COCKROACH = [
  'cockroachdb/cockroach build/deploy/Dockerfile @ 0116efa23',
  'https://www.cockroachlabs.com/docs/stable/start-a-local-cluster-in-docker-linux',
]
export const cockroach = defineImage({
  names: ['cockroachdb/cockroach'],
  inferred: true,
  writes: [
    {
      path: '/cockroach/cockroach-data',
      from: [{ option: '--store' }],
      kind: 'data',
      what: 'tables, logs and temporary files',
      when: { not: { command: { matches: '--store[= ]+type=mem' } } },
      absent: true,
      evidence: COCKROACH,
    },
    {
      path: '/cockroach/certs',
      kind: 'data',
      what: 'certificates that a single node makes at its first start',
      when: { command: { matches: 'start-single-node(?!.*--(insecure|certs-dir))' } },
      absent: true,
      evidence: COCKROACH,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: COCKROACH },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const TIDB_COMPOSE = 'pingcap/tidb-docker-compose docker-compose.yml (--data-dir, --path) @ 03a1cb862'
const PD = ['tikv/pd Dockerfile @ 11463eefc', TIDB_COMPOSE]
export const placementDriver = defineImage({
  names: ['pingcap/pd'],
  inferred: true,
  writes: [
    { from: [{ option: '--data-dir' }], kind: 'data', what: 'the state of the cluster', absent: true, evidence: PD },
    temporary('tikv/pd Dockerfile @ 11463eefc'),
  ],
  obstacles: [
    {
      when: { not: { command: { matches: '--data-dir' } } },
      effect: 'fails',
      why: 'without --data-dir it keeps its data in its working directory, the root of the container',
      instead: 'give --data-dir, and a volume there',
      evidence: PD,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const TIKV = [TIDB_COMPOSE, 'https://docs.pingcap.com/tidb/stable/command-line-flags-for-tikv-configuration (--data-dir)']
export const tikv = defineImage({
  names: ['pingcap/tikv'],
  inferred: true,
  writes: [
    {
      path: '/tmp/tikv/store',
      from: [{ option: '--data-dir' }],
      kind: 'data',
      what: 'tables',
      absent: true,
      evidence: TIKV,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: TIKV },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const TIDB = [
  'pingcap/tidb Dockerfile @ 00d965e28',
  'https://docs.pingcap.com/tidb/stable/command-line-flags-for-tidb-configuration (--path, --store, --socket)',
]
export const tidb = defineImage({
  names: ['pingcap/tidb'],
  inferred: true,
  writes: [
    {
      path: '/tmp/tidb',
      from: [{ option: '--path' }, { option: '-path' }],
      kind: 'data',
      what: 'tables of a server that stands alone',
      when: { not: { command: { matches: '--?store[= ]+tikv' } } },
      absent: true,
      evidence: TIDB,
    },
    { path: '/tmp', kind: 'scratch', what: 'its socket, sorts and joins that spill', evidence: TIDB },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const VITESS = 'vitessio/vitess docker/lite/Dockerfile (VTDATAROOT) @ 04958df39'
export const vitess = defineImage({
  names: ['vitess/lite'],
  user: 'vitess',
  volumes: ['/vt/vtdataroot'],
  inferred: true,
  writes: [
    { path: '/vt/vtdataroot', from: [{ env: 'VTDATAROOT' }], kind: 'data', what: 'tables, sockets and logs', evidence: [VITESS] },
    temporary(VITESS),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
