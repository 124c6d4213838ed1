import { oneDirectory, refused, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const SEERR = 'seerr-team/seerr Dockerfile, docs/getting-started/docker.mdx and server/datasource.ts @ f74306ed0'
export const seerr = defineImage({
  names: ['ghcr.io/seerr-team/seerr', 'seerr/seerr'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/app/config',
      from: [{ env: 'CONFIG_DIRECTORY' }],
      kind: 'data',
      what: 'its database, settings, logs and pictures',
      evidence: [SEERR],
    },
    {
      path: '/app/.next/cache',
      kind: 'cache',
      what: 'pictures in other sizes',
      without: { effect: 'degrades', what: 'they are made anew each time' },
      evidence: [SEERR],
    },
    {
      path: '/home/node/.npm',
      kind: 'cache',
      what: 'logs of npm, by which it starts',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: [SEERR],
    },
    temporary(SEERR),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const JELLYSEERR = ['fallenbagel/jellyseerr Dockerfile @ 368ecf877', 'sct/overseerr Dockerfile @ 46a9b244e']
export const jellyseerr = defineImage({
  names: ['fallenbagel/jellyseerr', 'ghcr.io/fallenbagel/jellyseerr', 'sctx/overseerr', 'ghcr.io/sct/overseerr'],
  inferred: true,
  writes: [
    {
      path: '/app/config',
      from: [{ env: 'CONFIG_DIRECTORY' }],
      kind: 'data',
      what: 'its settings, database and logs',
      evidence: [...JELLYSEERR, 'runtipi/runtipi-appstore apps/jellyseerr/docker-compose.yml'],
    },
    {
      path: '/app/.next/cache',
      kind: 'cache',
      what: 'resized images',
      without: { effect: 'degrades', what: 'images are resized anew each time' },
      absent: true,
      evidence: ['https://nextjs.org/docs/app/api-reference/components/image#caching-behavior'],
    },
    { path: '/tmp', kind: 'scratch', what: 'pnpm or yarn, by which it is started', evidence: JELLYSEERR },
  ],
  healthcheck: false,
})

export const maintainerr = refused(
  {
    names: ['ghcr.io/maintainerr/maintainerr', 'maintainerr/maintainerr', 'ghcr.io/jorenn92/maintainerr', 'jorenn92/maintainerr'],
    user: '1000:1000',
    accounts: { node: '1000:1000' },
    volumes: ['/opt/data'],
    healthcheck: false,
  },
  { '/opt/data': 'its database and logs' },
  {
    effect: 'fails',
    why: 'its start script edits the files of its pages, and its vendor asks for a writable root',
    evidence: ['Maintainerr/Maintainerr docker/start.sh @ 002bd348a and Dockerfile @ 0fc73f0a5'],
  },
)

export const kometa = oneDirectory(
  { names: ['kometateam/kometa', 'meisnate12/plex-meta-manager'], volumes: ['/config'], healthcheck: false },
  '/config',
  'its configuration, caches and logs',
  'Kometa-Team/Kometa Dockerfile @ 398993b4f',
)

const JELLYSTAT = [
  'CyferShepard/Jellystat Dockerfile, backend/classes/env.js, backend/classes/backup.js and docker-compose.yml @ 3fae9f7e1',
]
export const jellystat = defineImage({
  names: ['cyfershepard/jellystat', 'ghcr.io/cyfershepard/jellystat'],
  inferred: true,
  writes: [
    { path: '/app/backend/backup-data', kind: 'data', what: 'backups of its database', absent: true, evidence: JELLYSTAT },
    {
      path: '/root/.npm',
      kind: 'cache',
      what: 'logs of npm, by which it starts',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: JELLYSTAT,
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: JELLYSTAT },
  ],
  obstacles: [
    {
      effect: 'degrades',
      why: 'it cannot write its settings (JS_BASE_URL and others) into its pages',
      evidence: JELLYSTAT,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const WIZARR = ['wizarrrr/wizarr Dockerfile and docker-entrypoint.sh @ 05c8d42c9']
export const wizarr = defineImage({
  names: ['ghcr.io/wizarrrr/wizarr', 'wizarrrr/wizarr'],
  inferred: true,
  writes: [
    { path: '/data/database', kind: 'data', what: 'its database', evidence: WIZARR },
    { path: '/data/wizard_steps', kind: 'data', what: 'pages of its own', when: { mounted: '/data/wizard_steps' }, evidence: WIZARR },
    { path: '/.cache', kind: 'cache', what: 'caches of uv', evidence: WIZARR },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of gunicorn', evidence: WIZARR },
  ],
  obstacles: [
    {
      when: { user: 'root' },
      effect: 'fails',
      why: 'it makes a user for PUID and PGID at start',
      instead: 'set `user:` to those ids',
      evidence: WIZARR,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

/** Its vendor's Compose file runs it read-only. */
const RECYCLARR = ['recyclarr/recyclarr docker-compose.yml (read_only, tmpfs /tmp) @ 5bcd1122e']
export const recyclarr = defineImage({
  names: ['ghcr.io/recyclarr/recyclarr', 'recyclarr/recyclarr'],
  user: '1000:1000',
  volumes: ['/config'],
  writes: [
    {
      path: '/config',
      from: [{ env: 'RECYCLARR_APP_DATA' }],
      kind: 'data',
      what: 'its configuration, caches and logs',
      evidence: RECYCLARR,
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'the crontab',
      evidence: [...RECYCLARR, 'recyclarr/recyclarr docker/scripts/prod/entrypoint.sh @ 5bcd1122e'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const RYOT = ['IgnisDa/ryot Dockerfile and ci/run-container.sh @ 9c37d60b2']
export const ryot = defineImage({
  names: ['ignisda/ryot', 'ghcr.io/ignisda/ryot'],
  user: '1001:1001',
  accounts: { ryot: '1001:1001' },
  inferred: true,
  writes: [
    {
      path: '/home/ryot/.npm',
      kind: 'cache',
      what: 'logs of npx, by which it starts',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: RYOT,
    },
    {
      path: '/home/ryot/.config',
      kind: 'config',
      what: 'what Caddy saves of its configuration',
      absent: true,
      without: { effect: 'degrades', what: 'Caddy warns that it cannot save it' },
      evidence: RYOT,
    },
    ...RYOT.map(temporary),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const YAMTRACK = ['FuzzyGrim/Yamtrack Dockerfile and entrypoint.sh @ e5a138cf3']
export const yamtrack = defineImage({
  names: ['ghcr.io/fuzzygrim/yamtrack'],
  writes: [{ path: '/yamtrack/db', kind: 'data', what: 'its database', evidence: YAMTRACK }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint changes the ids of its user at start',
      evidence: YAMTRACK,
    },
  ],
  healthcheck: true,
})
