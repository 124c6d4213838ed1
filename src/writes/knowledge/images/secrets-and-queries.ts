import { jvmTemp, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

const KETO = 'ory/keto .docker/Dockerfile and .docker/Dockerfile-alpine @ e026d8391'
export const keto = defineImage({
  names: ['oryd/keto'],
  user: 'ory',
  inferred: true,
  writes: [
    {
      path: '/home/ory',
      kind: 'data',
      what: 'the SQLite database',
      when: { any: [{ mounted: '/home/ory' }, { env: { DSN: { matches: '^sqlite:///home/ory' } } }] },
      absent: true,
      evidence: [KETO],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const oathkeeper = defineImage({
  // ory/oathkeeper .docker/Dockerfile-alpine @ 024fbb5f2: a program that keeps nothing.
  names: ['oryd/oathkeeper'],
  user: 'ory',
  inferred: true,
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const OPENBAO = ['openbao/openbao Dockerfile and .release/docker/docker-entrypoint.sh @ df6ce2ceb']
export const openBao = defineImage({
  names: ['openbao/openbao', 'quay.io/openbao/openbao', 'ghcr.io/openbao/openbao'],
  user: 'openbao',
  inferred: true,
  writes: [
    { path: '/openbao/file', kind: 'data', what: 'secrets, with file storage', evidence: OPENBAO },
    { path: '/openbao/logs', kind: 'log', what: 'audit log', when: { mounted: '/openbao/logs' }, evidence: OPENBAO },
    {
      path: '/openbao/config',
      kind: 'config',
      what: 'local.json, written from BAO_LOCAL_CONFIG',
      when: { env: { BAO_LOCAL_CONFIG: 'set' } },
      evidence: OPENBAO,
    },
  ],
  notes: [{ text: 'A raft storage path that its configuration names needs a volume' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const GARAGE = ['deuxfleurs-org/garage Dockerfile and doc/book/cookbook/real-world.md (metadata_dir, data_dir) @ 3f4ab3a4a']
export const garage = defineImage({
  names: ['dxflrs/garage', 'dxflrs/amd64_garage'],
  inferred: true,
  writes: [
    { path: '/var/lib/garage/meta', kind: 'data', what: 'the index of the objects', absent: true, evidence: GARAGE },
    { path: '/var/lib/garage/data', kind: 'data', what: 'the objects', absent: true, evidence: GARAGE },
  ],
  notes: [{ text: 'metadata_dir and data_dir of its configuration decide the real paths' }],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const OPENOBSERVE = 'openobserve/openobserve deploy/build/Dockerfile and src/config/src/config.rs (ZO_DATA_DIR) @ fbab9b80a'
export const openObserve = defineImage({
  names: ['public.ecr.aws/zinclabs/openobserve', 'openobserve/openobserve', 'o2cr.ai/openobserve/openobserve'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'ZO_DATA_DIR' }],
      kind: 'data',
      what: 'logs, metrics and traces, its database and caches',
      evidence: [OPENOBSERVE],
    },
    temporary(OPENOBSERVE),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const SIGNOZ = 'SigNoz/signoz cmd/community/Dockerfile and pkg/sqlstore/config.go @ 9997c3da9'
export const signoz = defineImage({
  names: ['signoz/signoz', 'signoz/signoz-community'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/signoz',
      from: [{ env: 'SIGNOZ_SQLSTORE_SQLITE_PATH', parent: true }],
      kind: 'data',
      what: 'its SQLite database',
      absent: true,
      evidence: [SIGNOZ],
    },
    temporary(SIGNOZ),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const TRINO = ['trinodb/trino core/docker/Dockerfile @ 33acc0705']
export const trino = defineImage({
  names: ['trinodb/trino'],
  user: '1000:1000',
  accounts: { trino: '1000:1000' },
  inferred: true,
  writes: [
    { path: '/data/trino', kind: 'data', what: 'logs, pid file and state of the launcher (node.data-dir)', evidence: TRINO },
    jvmTemp(TRINO, 'spilled data and temporary files of the JVM'),
  ],
  notes: [{ text: 'Directories that its configuration names (spill, caches) need a mount' }],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

const KAFKA_REST = ['confluentinc/kafka-rest-images kafka-rest/include/etc/confluent/docker/configure and Dockerfile.ubi9 @ c1fd36996']
export const kafkaRest = defineImage({
  names: ['confluentinc/cp-kafka-rest'],
  user: '1000:1000',
  accounts: { appuser: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/etc/kafka-rest',
      kind: 'config',
      what: 'its properties, rendered at start',
      ships: 'sample configuration',
      hidesNothingNeeded: true,
      evidence: KAFKA_REST,
    },
    jvmTemp(KAFKA_REST),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
