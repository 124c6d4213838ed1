import { apacheRun, phpTemp, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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

const CALCOM = ['calcom/docker Dockerfile, scripts/start.sh and scripts/replace-placeholder.sh @ 4d6a0c425']
export const calcom = defineImage({
  names: ['calcom/cal.com'],
  inferred: true,
  writes: [
    {
      path: '/root/.npm',
      kind: 'cache',
      what: 'logs of npx, by which it migrates its database',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: CALCOM,
    },
    {
      path: '/calcom/apps/web/.next/cache',
      kind: 'cache',
      what: 'rendered pages and images',
      absent: true,
      without: { effect: 'degrades', what: 'pages are rendered anew each time' },
      evidence: CALCOM,
    },
    ...CALCOM.map(temporary),
  ],
  obstacles: [
    {
      when: { env: { NEXT_PUBLIC_WEBAPP_URL: { matches: '^(?!http://localhost:3000$)' } } },
      effect: 'fails',
      why: 'its start script writes NEXT_PUBLIC_WEBAPP_URL into the pages of the program',
      instead: 'build the image with the address of your site',
      evidence: CALCOM,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const RALLLY = ['lukevella/rallly apps/web/Dockerfile and scripts/docker-start.sh @ c629b3148']
export const rallly = defineImage({
  names: ['lukevella/rallly'],
  user: 'nextjs',
  inferred: true,
  writes: [
    {
      path: '/app/.npm',
      kind: 'cache',
      what: 'logs of npx, by which it migrates its database',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: RALLLY,
    },
    {
      path: '/app/apps/web/.next/cache',
      kind: 'cache',
      what: 'rendered pages and images',
      absent: true,
      without: { effect: 'degrades', what: 'pages are rendered anew each time' },
      evidence: RALLLY,
    },
    temporary('lukevella/rallly scripts/docker-start.sh @ c629b3148'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})
