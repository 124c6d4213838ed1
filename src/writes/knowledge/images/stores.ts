import { oneDirectory, temporary } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

const WEAVIATE = ['weaviate/weaviate Dockerfile and usecases/config/environment.go (PERSISTENCE_DATA_PATH, ./data) @ adcffc543']
export const weaviate = defineImage({
  names: ['cr.weaviate.io/semitechnologies/weaviate', 'semitechnologies/weaviate'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'PERSISTENCE_DATA_PATH' }],
      kind: 'data',
      what: 'objects and indexes',
      absent: true,
      evidence: WEAVIATE,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: WEAVIATE },
  ],
  gainsPrivileges: 'none',
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

const CHROMA = ['chroma-core/chroma rust/Dockerfile and rust/frontend/sample_configs/docker_single_node.yaml @ 93652ec08']
const CHROMA_OLD = ['chroma-core/chroma docs/mintlify/docs/overview/migration.mdx (/chroma/chroma became /data) @ 93652ec08']
export const chroma = defineImage({
  names: ['chromadb/chroma', 'ghcr.io/chroma-core/chroma'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'PERSIST_DIRECTORY' }],
      kind: 'data',
      what: 'collections',
      when: { tag: { atLeast: '1' } },
      absent: true,
      evidence: [...CHROMA, ...CHROMA_OLD],
    },
    {
      path: '/chroma/chroma',
      from: [{ env: 'PERSIST_DIRECTORY' }],
      kind: 'data',
      what: 'collections',
      when: { any: [{ tag: { below: '1' } }, { mounted: '/chroma/chroma' }] },
      absent: true,
      evidence: CHROMA_OLD,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: CHROMA },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

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

export const rethinkdb = defineImage({
  names: ['rethinkdb'],
  volumes: ['/data'],
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'tables and its log',
      evidence: ['rethinkdb/rethinkdb-dockerfiles xenial/2.4.4/Dockerfile @ 5dea1287d'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const SEAWEEDFS = ['seaweedfs/seaweedfs docker/Dockerfile.go_build and docker/entrypoint.sh @ cc8364a03']
export const seaweedfs = defineImage({
  names: ['chrislusf/seaweedfs', 'ghcr.io/seaweedfs/seaweedfs'],
  accounts: { seaweed: '1000:1000' },
  dropsTo: 'seaweed',
  volumes: ['/data'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'volumes and the index of the filer', owner: 'seaweed', chowned: true, evidence: SEAWEEDFS },
    ...(['-dir', '-mdir'] as const).map(
      (option): WriteFact => ({
        from: [{ option }],
        kind: 'data',
        what: 'volumes or the state of the master, where an option puts them',
        owner: 'seaweed',
        absent: true,
        evidence: SEAWEEDFS,
      }),
    ),
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: SEAWEEDFS },
  ],
  configuration: ['/etc/seaweedfs'],
  healthcheck: false,
})

export const nsq = defineImage({
  names: ['nsqio/nsq'],
  writes: [
    {
      path: '/data',
      from: [{ option: '-data-path' }],
      kind: 'data',
      what: 'messages that are not in memory',
      when: { command: { matches: '\\bnsqd\\b' } },
      evidence: ['nsqio/nsq Dockerfile (WORKDIR /data) @ 3103474b6', 'https://nsq.io/components/nsqd.html (--data-path)'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const restServer = oneDirectory(
  { names: ['restic/rest-server'], volumes: ['/data'], gainsPrivileges: 'none', healthcheck: false },
  '/data',
  'repositories and passwords',
  'restic/rest-server Dockerfile (DATA_DIRECTORY, PASSWORD_FILE) @ 2f31e10ce',
)

const RCLONE = ['rclone/rclone Dockerfile (XDG_CONFIG_HOME) @ 64ab1ac32']
export const rclone = defineImage({
  names: ['rclone/rclone', 'ghcr.io/rclone/rclone'],
  inferred: true,
  writes: [
    {
      path: '/config/rclone',
      kind: 'data',
      what: 'remotes and their tokens, which are renewed',
      absent: true,
      without: { effect: 'degrades', what: 'renewed tokens cannot be saved' },
      evidence: RCLONE,
    },
    {
      path: '/root/.cache/rclone',
      from: [{ option: '--cache-dir' }],
      kind: 'cache',
      what: 'files of a mount or a server',
      when: { user: 'root', command: { matches: '\\b(mount|serve|rcd|nfsmount)\\b' } },
      large: true,
      absent: true,
      evidence: ['https://rclone.org/docs/#cache-dir-string'],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: ['https://rclone.org/docs/#temp-dir-string'] },
  ],
  healthcheck: false,
})

const VOLUME_BACKUP = ['offen/docker-volume-backup Dockerfile, cmd/backup/run_script.go and cmd/backup/script.go @ ae3672f30']
export const volumeBackup = defineImage({
  names: ['offen/docker-volume-backup', 'ghcr.io/offen/docker-volume-backup'],
  writes: [
    { path: '/tmp', kind: 'scratch', what: 'the archive that it makes', large: true, evidence: VOLUME_BACKUP },
    { path: '/run/lock', kind: 'runtime', what: 'its lock', worldWritable: true, evidence: VOLUME_BACKUP },
    {
      path: '/archive',
      from: [{ env: 'BACKUP_ARCHIVE' }],
      kind: 'data',
      what: 'backups that are kept here',
      when: { mounted: '/archive' },
      evidence: ['offen/docker-volume-backup docs/reference/index.md (BACKUP_ARCHIVE) @ ae3672f30'],
    },
  ],
  links: { '/var/lock': '/run/lock' },
  inferred: true,
  gainsPrivileges: 'none',
  healthcheck: false,
})

const POSTGRES_BACKUP = 'prodrigestivill/docker-postgres-backup-local debian.Dockerfile and init.sh @ d257e5ddb'
export const postgresBackup = oneDirectory(
  { names: ['prodrigestivill/postgres-backup-local'], volumes: ['/backups'], gainsPrivileges: 'none', healthcheck: true },
  '/backups',
  'backups',
  POSTGRES_BACKUP,
)

const SFTPGO = ['drakkan/sftpgo Dockerfile @ 42f7a4d41']
export const sftpgo = defineImage({
  names: ['drakkan/sftpgo', 'ghcr.io/drakkan/sftpgo'],
  user: '1000:1000',
  accounts: { sftpgo: '1000:1000' },
  inferred: true,
  writes: [
    { path: '/var/lib/sftpgo', kind: 'data', what: 'host keys and the SQLite database', evidence: SFTPGO },
    { path: '/srv/sftpgo', kind: 'data', what: 'files and backups', evidence: SFTPGO },
    temporary('drakkan/sftpgo Dockerfile @ 42f7a4d41'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const sftp = defineImage({
  names: ['atmoz/sftp'],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint creates its users and host keys below /etc at start',
      evidence: ['atmoz/sftp files/entrypoint and files/create-sftp-user @ 46a8b3db4'],
    },
  ],
  healthcheck: false,
})
