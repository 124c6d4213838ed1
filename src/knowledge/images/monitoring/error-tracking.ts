import { oneDirectory } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const SENTRY = 'getsentry/self-hosted docker-compose.yml @ 89a143f8'

/** As its vendor runs it, it takes certificates into the system at start: a folder for them holds a file always. */
const SENTRY_IMAGE = ['getsentry/sentry self-hosted/Dockerfile @ 009c94a9b and self-hosted/docker-entrypoint.py @ 77d3e6ebe', SENTRY]
export const sentry = defineImage({
  names: ['ghcr.io/getsentry/sentry', 'getsentry/sentry'],
  volumes: ['/data'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'files and packages of its users', evidence: SENTRY_IMAGE },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of Python, and the marks of consumers that they live',
      evidence: SENTRY_IMAGE,
    },
  ],
  obstacles: [
    {
      when: { mounted: '/usr/local/share/ca-certificates' },
      at: '/etc/ssl/certs',
      effect: 'fails',
      why: 'certificates in /usr/local/share/ca-certificates are taken into /etc/ssl/certs at start',
      instead: 'leave that mount out, where no certificates of your own are needed',
      evidence: ['getsentry/self-hosted sentry/entrypoint.sh, docker-compose.yml and certificates/.gitignore @ 89a143f8'],
    },
  ],
  healthcheck: false,
})

/** Its settings are only written by commands that make them. */
const RELAY = ['getsentry/relay Dockerfile @ 04329db38', SENTRY]
export const sentryRelay = defineImage({
  names: ['ghcr.io/getsentry/relay', 'getsentry/relay'],
  accounts: { relay: '10001:10001' },
  dropsTo: 'relay',
  volumes: ['/work', '/etc/relay'],
  inferred: true,
  writes: [
    {
      path: '/work/.relay',
      kind: 'data',
      what: 'its settings and credentials',
      when: { command: { matches: 'config init|credentials' } },
      evidence: RELAY,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: RELAY },
  ],
  notes: [{ text: 'A spool that its settings ask for must be on a mount' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const snuba = defineImage({
  names: ['ghcr.io/getsentry/snuba', 'getsentry/snuba'],
  user: '1000:1000',
  accounts: { snuba: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of Python, and the marks of consumers that they live',
      evidence: ['getsentry/snuba Dockerfile @ 0409de69a', `${SENTRY} (--health-check-file)`],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const VROOM = ['getsentry/vroom Dockerfile @ 1c2c36316', SENTRY]
export const vroom = defineImage({
  names: ['ghcr.io/getsentry/vroom', 'getsentry/vroom'],
  inferred: true,
  writes: [
    {
      path: '/var/vroom/sentry-profiles',
      kind: 'data',
      what: 'profiles, where no store of objects holds them',
      absent: true,
      evidence: VROOM,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: VROOM },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const TASKBROKER = ['getsentry/taskbroker Dockerfile @ 0a59c5bd1 and src/config.rs (db_path) @ 001ad1ad1']
export const taskbroker = defineImage({
  names: ['ghcr.io/getsentry/taskbroker'],
  inferred: true,
  writes: [
    {
      path: '/opt/sqlite',
      from: [{ env: 'TASKBROKER_DB_PATH', parent: true }],
      kind: 'data',
      what: 'tasks that wait',
      evidence: TASKBROKER,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of SQLite', evidence: TASKBROKER },
  ],
  obstacles: [
    {
      when: { env: { TASKBROKER_DB_PATH: 'unset' }, not: { command: { matches: '(-c|--config)[\\s=]' } } },
      effect: 'fails',
      why: 'without TASKBROKER_DB_PATH it keeps its database in /opt, beside the program',
      instead: 'set TASKBROKER_DB_PATH to a file below /opt/sqlite',
      evidence: TASKBROKER,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const SYMBOLICATOR = 'getsentry/self-hosted docker-compose.yml and symbolicator/config.example.yml (cache_dir) @ 89a143f8'
export const symbolicator = oneDirectory(
  { names: ['ghcr.io/getsentry/symbolicator', 'getsentry/symbolicator'], accounts: { symbolicator: '10021:10021' } },
  '/data',
  'downloaded debug files, where its configuration names that directory',
  SYMBOLICATOR,
)

const BUGSINK = ['bugsink/bugsink Dockerfile and bugsink/conf_templates/docker.py.template @ 5b09ae574']
export const bugsink = defineImage({
  names: ['bugsink/bugsink'],
  user: '14237:14237',
  accounts: { bugsink: '14237:14237' },
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'DATABASE_PATH', parent: true }],
      kind: 'data',
      what: 'the SQLite database, where no other one is set',
      when: { env: { DATABASE_URL: 'unset' } },
      evidence: BUGSINK,
    },
    { path: '/tmp', kind: 'runtime', what: 'events on their way and the queue of its tasks', evidence: BUGSINK },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})
