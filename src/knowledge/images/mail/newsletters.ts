import { apacheRun, oneDirectory, phpTemp, temporary } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

const LISTMONK = 'knadh/listmonk docker-entrypoint.sh and docker-compose.yml @ 911e0b774'
export const listmonk = oneDirectory(
  { names: ['listmonk/listmonk', 'ghcr.io/knadh/listmonk'], gainsPrivileges: 'none', healthcheck: false },
  '/listmonk/uploads',
  'uploaded media',
  LISTMONK,
)

const KEILA = 'pentacent/keila ops/Dockerfile, config/config.exs and config/runtime.exs (USER_CONTENT_DIR) @ 14f1a12'
export const keila = defineImage({
  names: ['pentacent/keila'],
  inferred: true,
  writes: [
    {
      path: '/opt/app/uploads',
      from: [{ env: 'USER_CONTENT_DIR' }],
      kind: 'data',
      what: 'uploaded pictures',
      absent: true,
      evidence: [KEILA],
    },
    temporary(KEILA),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const MAUTIC = ['mautic/docker-mautic Dockerfile, common/docker-entrypoint.sh and common/startup @ d9849f6c0']
const MAUTIC_DATA = {
  '/var/www/html/config': 'its settings',
  '/var/www/html/docroot/media/files': 'uploaded files',
  '/var/www/html/docroot/media/images': 'uploaded pictures',
} as const
export const mautic = defineImage({
  names: ['mautic/mautic'],
  accounts: { 'www-data': '33:33' },
  volumes: ['/var/www/html/config', '/var/www/html/var/logs', '/var/www/html/docroot/media/files', '/var/www/html/docroot/media/images'],
  inferred: true,
  writes: [
    ...Object.entries(MAUTIC_DATA).map(
      ([path, what]): WriteFact => ({ path, kind: 'data', what, owner: 'www-data', chowned: true, evidence: MAUTIC }),
    ),
    { path: '/var/www/html/var/logs', kind: 'log', what: 'logs', owner: 'www-data', chowned: true, evidence: MAUTIC },
    {
      path: '/var/www/html/var/cache',
      kind: 'cache',
      what: 'compiled configuration and templates',
      owner: 'www-data',
      evidence: MAUTIC,
    },
    {
      path: '/var/www/html/var/tmp',
      kind: 'scratch',
      what: 'imports and exports in progress',
      owner: 'www-data',
      absent: true,
      evidence: MAUTIC,
    },
    apacheRun({ not: { tag: { matches: 'fpm' } } }),
    phpTemp(),
  ],
  obstacles: [
    {
      when: { tag: { below: '5' } },
      effect: 'fails',
      why: 'before version 5 its entrypoint copies the program into /var/www/html',
      evidence: ['mautic/docker-mautic common/docker-entrypoint.sh @ 4760c5a'],
    },
    {
      when: { env: { DOCKER_MAUTIC_ROLE: { matches: '^mautic_cron$' } } },
      effect: 'fails',
      why: 'in the role of cron it installs its crontab in /var/spool/cron and a copy in /opt/mautic',
      evidence: ['mautic/docker-mautic common/entrypoint_mautic_cron.sh @ d9849f6c0'],
    },
  ],
})
