import { defineImage } from '../../record.ts'

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

const ORACLE_DATABASE = [
  'oracle/docker-images OracleDatabase/SingleInstance/dockerfiles/19.3.0/runOracle.sh, 21.3.0/Dockerfile.xe and 23.26.1/Containerfile.free @ d5b0a1f76',
]
export const oracleDatabase = defineImage({
  names: ['container-registry.oracle.com/database/*'],
  user: 'oracle',
  inferred: true,
  writes: [{ path: '/opt/oracle/oradata', kind: 'data', what: 'the database', evidence: ORACLE_DATABASE }],
  obstacles: [
    {
      effect: 'fails',
      why: 'it moves settings between its program, /opt/oracle/product, and its data, and edits /etc/oratab',
      evidence: ORACLE_DATABASE,
    },
  ],
  healthcheck: true,
})
