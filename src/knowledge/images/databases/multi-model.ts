import { jvmTemp } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const ARANGODB = ['arangodb/arangodb-docker stretch/3.3.9/Dockerfile and docker-entrypoint.sh @ c507e8709']
export const arangodb = defineImage({
  names: ['arangodb', 'arangodb/arangodb'],
  dropsTo: 'arangodb',
  volumes: ['/var/lib/arangodb3', '/var/lib/arangodb3-apps'],
  inferred: true,
  writes: [
    { path: '/var/lib/arangodb3', kind: 'data', what: 'databases', evidence: ARANGODB },
    { path: '/var/lib/arangodb3-apps', kind: 'data', what: 'Foxx services', evidence: ARANGODB },
    { path: '/tmp', kind: 'scratch', what: 'socket and log of the first start', evidence: ARANGODB },
  ],
  obstacles: [
    {
      when: { any: [{ env: { ARANGO_ENCRYPTION_KEYFILE: 'set' } }, { env: { ARANGO_STORAGE_ENGINE: 'set' } }] },
      at: '/etc/arangodb3',
      effect: 'fails',
      why: 'ARANGO_ENCRYPTION_KEYFILE and ARANGO_STORAGE_ENGINE make its entrypoint edit /etc/arangodb3/arangod.conf',
      instead: 'give these settings as options of the command',
      evidence: ARANGODB,
    },
  ],
  healthcheck: false,
})

const ORIENTDB = ['orientechnologies/orientdb-docker release/3.0.x/3.0.29/Dockerfile @ db1197c4d']
export const orientdb = defineImage({
  names: ['orientdb'],
  volumes: ['/orientdb/backup', '/orientdb/databases', '/orientdb/config'],
  inferred: true,
  writes: [
    { path: '/orientdb/databases', kind: 'data', what: 'databases', evidence: ORIENTDB },
    {
      path: '/orientdb/config',
      kind: 'config',
      what: 'its users, written at the first start',
      ships: 'the configuration',
      evidence: ORIENTDB,
    },
    { path: '/orientdb/backup', kind: 'data', what: 'backups', when: { mounted: '/orientdb/backup' }, evidence: ORIENTDB },
    {
      path: '/orientdb/log',
      kind: 'log',
      what: 'logs',
      ships: 'nothing that is needed',
      hidesNothingNeeded: true,
      evidence: ['orientechnologies/orientdb server/config/orientdb-server-log.properties (../log) @ 046f46c14'],
    },
    jvmTemp(ORIENTDB),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const SURREALDB = ['surrealdb/surrealdb docker/Dockerfile @ a97d3af85']
export const surrealdb = defineImage({
  names: ['surrealdb/surrealdb'],
  user: '65532:65532',
  accounts: { nonroot: '65532:65532' },
  volumes: ['/data', '/logs'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'databases, where the command keeps them there', evidence: SURREALDB },
    { path: '/logs', kind: 'log', what: 'logs', when: { mounted: '/logs' }, evidence: SURREALDB },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of large queries', evidence: SURREALDB },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
