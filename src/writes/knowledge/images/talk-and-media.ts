import { apacheRun, phpTemp } from '../parts.ts'
import { defineImage } from '../record.ts'

/** Its vendor's Compose file runs it read-only with nothing but /data. */
const RADICALE = ['tomsquest/docker-radicale Dockerfile, docker-compose.yml (read_only) and docker-entrypoint.sh @ 5f26b715f']
export const radicale = defineImage({
  names: ['tomsquest/docker-radicale'],
  accounts: { radicale: '2999:2999' },
  dropsTo: 'radicale',
  volumes: ['/config', '/data'],
  writes: [{ path: '/data', kind: 'data', what: 'calendars and contacts', owner: 'radicale', chowned: true, evidence: RADICALE }],
  configuration: ['/config'],
  obstacles: [
    {
      when: {
        user: 'root',
        any: [{ env: { UID: { matches: '^(?!2999$)' } } }, { env: { GID: { matches: '^(?!2999$)' } } }],
      },
      effect: 'fails',
      why: 'it refuses another UID or GID than 2999 on a read-only root',
      instead: 'give /data to 2999, or build the image with ids of your own',
      evidence: RADICALE,
    },
  ],
  notes: [{ text: 'On a read-only root it does not take RADICALE_CONFIG_* into its configuration: mount one of your own' }],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'SETUID', 'SETGID', 'KILL'] }, { needs: [] }],
  healthcheck: true,
})

const BAIKAL = ['ckulka/baikal-docker apache.dockerfile, nginx.dockerfile and files/docker-entrypoint.d @ 06c53989a']
const BAIKAL_APACHE = { tag: { matches: 'apache' } } as const
export const baikal = defineImage({
  names: ['ckulka/baikal'],
  accounts: { 'www-data': '33:33' },
  volumes: ['/var/www/baikal/config', '/var/www/baikal/Specific'],
  inferred: true,
  writes: [
    { path: '/var/www/baikal/config', kind: 'data', what: 'its settings', owner: 'www-data', when: BAIKAL_APACHE, evidence: BAIKAL },
    {
      path: '/var/www/baikal/Specific',
      kind: 'data',
      what: 'calendars and contacts',
      owner: 'www-data',
      when: BAIKAL_APACHE,
      evidence: BAIKAL,
    },
    apacheRun(BAIKAL_APACHE),
    phpTemp(),
  ],
  settings: [
    {
      environment: { name: 'BAIKAL_SKIP_CHOWN', value: '1' },
      when: BAIKAL_APACHE,
      why: 'its start script gives the whole program to its user, which fails on a read-only root',
      evidence: BAIKAL,
    },
  ],
  obstacles: [
    {
      when: { not: BAIKAL_APACHE },
      effect: 'fails',
      why: 'its variant with nginx gives the program to its user at start and starts PHP as a service of the system',
      instead: 'take its variant with Apache',
      evidence: BAIKAL,
    },
    {
      when: {
        any: [
          { env: { BAIKAL_SERVERNAME: 'set' } },
          { env: { BAIKAL_SERVERALIAS: 'set' } },
          { env: { MSMTPRC: 'set' } },
          { env: { APPLY_HOME_ASSISTANT_FIX: { matches: '^true$' } } },
        ],
      },
      effect: 'fails',
      why: 'for BAIKAL_SERVERNAME, BAIKAL_SERVERALIAS, MSMTPRC and APPLY_HOME_ASSISTANT_FIX it changes files of the image at start',
      evidence: BAIKAL,
    },
  ],
  gainsPrivileges: 'none',
})

const LOUNGE = 'thelounge/thelounge-docker Dockerfile and docker-compose.yml @ f320749e2'
export const theLounge = defineImage({
  names: ['ghcr.io/thelounge/thelounge', 'thelounge/thelounge'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  volumes: ['/var/opt/thelounge'],
  inferred: true,
  writes: [
    {
      path: '/var/opt/thelounge',
      from: [{ env: 'THELOUNGE_HOME' }],
      kind: 'data',
      what: 'users, their networks, logs and uploads',
      evidence: [LOUNGE],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', absent: true, evidence: [LOUNGE] },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

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
