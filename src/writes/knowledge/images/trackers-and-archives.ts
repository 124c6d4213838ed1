import { jvmTemp, oneDirectory, refused, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

const SENTRY = 'getsentry/self-hosted docker-compose.yml @ 89a143f8'
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

export const mayan = refused(
  { names: ['mayanedms/mayanedms'], accounts: { mayan: '1000:1000' }, dropsTo: 'mayan', volumes: ['/var/lib/mayan'], healthcheck: false },
  { '/var/lib/mayan': 'documents, settings and keys' },
  {
    effect: 'fails',
    why: 'its entrypoint sets the ids of its user in /etc/passwd at every start and stops where it cannot',
    evidence: ['mayan-edms/Mayan-EDMS mayan/apps/platform/templates/platform/docker/entrypoint.tmpl (update_uid_gid) @ 71788a519'],
  },
)

const DOCSPELL = ['eikek/docspell docker/dockerfiles/restserver.dockerfile @ 0657175da and nix/docker.nix @ ea8420ab8']
export const docspellServer = defineImage({
  names: ['docspell/restserver'],
  inferred: true,
  writes: [jvmTemp(DOCSPELL, 'uploads and native libraries of the JVM')],
  obstacles: [
    {
      when: { env: { DOCSPELL_SERVER_BACKEND_JDBC_URL: 'unset' }, command: { matches: '^$' } },
      effect: 'fails',
      why: 'without a database in its settings it keeps documents in /tmp, which a tmpfs would empty at every start',
      instead: 'set a database',
      evidence: [...DOCSPELL, 'eikek/docspell modules/restserver/src/main/resources/reference.conf (jdbc) @ ea8420ab8'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

export const awesomeTtrss = refused(
  { names: ['wangqiru/ttrss'], healthcheck: false },
  {},
  {
    effect: 'fails',
    why: 'its entrypoint restores and edits files of the program in /var/www at every start',
    evidence: ['HenryQW/Awesome-TTRSS docker-entrypoint.sh @ 18821c0cf and Dockerfile @ 006fe851f'],
  },
)

export const piped = defineImage({
  // Its settings are mounted, and the rest is in PostgreSQL.
  names: ['1337kavin/piped'],
  inferred: true,
  writes: [jvmTemp(['TeamPiped/Piped-Backend Dockerfile @ 089765407'])],
  gainsPrivileges: 'none',
})

const GOACCESS = 'allinurl/goaccess Dockerfile @ 043bac80e'
export const goaccess = defineImage({
  names: ['allinurl/goaccess'],
  inferred: true,
  writes: [
    {
      from: [
        { option: '-o', parent: true },
        { option: '--output', parent: true },
      ],
      kind: 'data',
      what: 'the report',
      absent: true,
      evidence: [GOACCESS],
    },
    { from: [{ option: '--db-path' }], kind: 'data', what: 'what it counted', absent: true, evidence: [GOACCESS] },
    temporary(GOACCESS),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** The project is mounted at /app, where training writes models too. */
const RASA = ['RasaHQ/rasa Dockerfile @ 0352ebf85']
export const rasa = defineImage({
  names: ['rasa/rasa'],
  user: '1001',
  volumes: ['/tmp'],
  inferred: true,
  writes: [
    { path: '/app', kind: 'data', what: 'models and what training keeps', when: { mounted: '/app' }, evidence: RASA },
    { path: '/tmp', kind: 'scratch', what: 'unpacked models', evidence: RASA },
  ],
  obstacles: [
    {
      when: { command: { matches: '(^|[\\s"\'])(train|init)\\b' }, not: { mounted: '/app' } },
      at: '/app',
      effect: 'fails',
      why: 'training writes models and a cache into /app',
      instead: 'mount the project at /app',
      evidence: RASA,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
