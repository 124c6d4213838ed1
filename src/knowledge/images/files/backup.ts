import { oneDirectory } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const BORGMATIC = ['borgmatic-collective/docker-borgmatic Dockerfile, docker-compose.yml and s6-rc.d/svc-cron/run @ 635c67ccb']
export const borgmatic = defineImage({
  names: ['ghcr.io/borgmatic-collective/borgmatic', 'b3vis/borgmatic'],
  volumes: ['/root/.local/state/borgmatic', '/root/.config/borg', '/root/.cache/borg'],
  writes: [
    {
      path: '/mnt/borg-repository',
      kind: 'data',
      what: 'backups',
      when: { mounted: '/mnt/borg-repository' },
      evidence: BORGMATIC,
    },
    { path: '/root/.config/borg', kind: 'data', what: 'keys of the repositories', evidence: BORGMATIC },
    { path: '/root/.local/state/borgmatic', kind: 'data', what: 'when it checked what', evidence: BORGMATIC },
    { path: '/root/.cache/borg', kind: 'cache', what: 'the index of the repositories', large: true, evidence: BORGMATIC },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'it writes its schedule to /etc/crontabs/root at start',
      evidence: BORGMATIC,
    },
  ],
  healthcheck: false,
})

const BACKREST = ['garethgeorge/backrest Dockerfile.alpine, cmd/docker-entrypoint/main.go and README.md @ 626156cd8']
export const backrest = defineImage({
  names: ['garethgeorge/backrest', 'ghcr.io/garethgeorge/backrest'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'BACKREST_DATA' }],
      kind: 'data',
      what: 'its database and logs of operations',
      absent: true,
      exec: true,
      evidence: BACKREST,
    },
    {
      path: '/config',
      from: [{ env: 'BACKREST_CONFIG', parent: true }],
      kind: 'data',
      what: 'its settings with the passwords of the repositories',
      absent: true,
      evidence: BACKREST,
    },
    {
      path: '/cache',
      from: [{ env: 'XDG_CACHE_HOME' }],
      kind: 'cache',
      what: 'the index of the repositories',
      large: true,
      absent: true,
      evidence: BACKREST,
    },
    { path: '/tmp', kind: 'scratch', what: 'files to be restored and downloaded', large: true, evidence: BACKREST },
  ],
  notes: [{ text: 'rclone keeps its settings, refreshed tokens included, in /root/.config/rclone: mount it writable' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const KOPIA = ['kopia/kopia tools/docker/Dockerfile (KOPIA_CONFIG_PATH, KOPIA_CACHE_DIRECTORY, KOPIA_LOG_DIR) @ 4ebb2be6c']
export const kopia = defineImage({
  names: ['kopia/kopia', 'ghcr.io/kopia/kopia'],
  inferred: true,
  writes: [
    {
      path: '/app/config',
      from: [{ env: 'KOPIA_CONFIG_PATH', parent: true }],
      kind: 'data',
      what: 'the connection to its repository',
      absent: true,
      evidence: KOPIA,
    },
    {
      path: '/app/cache',
      from: [{ env: 'KOPIA_CACHE_DIRECTORY' }],
      kind: 'cache',
      what: 'contents of its repository',
      large: true,
      absent: true,
      evidence: KOPIA,
    },
    { path: '/app/logs', from: [{ env: 'KOPIA_LOG_DIR' }], kind: 'log', what: 'logs', absent: true, evidence: KOPIA },
    { path: '/tmp', kind: 'scratch', what: 'mounted snapshots', evidence: ['kopia/kopia tools/docker/docker-compose.yml @ 4ebb2be6c'] },
  ],
  gainsPrivileges: 'fusermount3, which is setuid root',
  healthcheck: false,
})

export const restServer = oneDirectory(
  { names: ['restic/rest-server'], volumes: ['/data'], gainsPrivileges: 'none', healthcheck: false },
  '/data',
  'repositories and passwords',
  'restic/rest-server Dockerfile (DATA_DIRECTORY, PASSWORD_FILE) @ 2f31e10ce',
)

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
