import { apacheRun, phpTemp, refused, temporary, WWW_DATA } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

const ESPO = ['espocrm/espocrm-docker latest/apache/Dockerfile and docker-entrypoint.sh @ c74814619']
export const espocrm = defineImage({
  names: ['espocrm/espocrm', 'espocrm'],
  accounts: { 'www-data': [{ when: { tag: { matches: 'alpine' } }, use: '82:82' }, { use: '33:33' }] },
  inferred: true,
  writes: [
    ...(['/var/www/html/data', '/var/www/html/custom', '/var/www/html/client/custom'] as const).map(
      (path): WriteFact => ({
        path,
        kind: 'data',
        what: path === '/var/www/html/data' ? 'its configuration, uploads, caches and logs' : 'customizations and extensions',
        owner: 'www-data',
        chowned: true,
        evidence: ESPO,
      }),
    ),
    apacheRun({ not: { tag: { matches: 'fpm' } } }),
    phpTemp(),
  ],
  obstacles: [
    {
      when: { tag: { below: '10' }, not: { mounted: '/var/www/html' } },
      at: '/var/www/html',
      effect: 'fails',
      why: 'before version 10 its entrypoint copies the program into /var/www/html',
      instead: 'give /var/www/html a volume',
      evidence: ['espocrm/espocrm-docker latest/apache/docker-entrypoint.sh (9.3.9) @ 364bd01'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const TWENTY = 'twentyhq/twenty packages/twenty-docker/twenty/Dockerfile and entrypoint.sh @ 00c31a5b5'
export const twenty = defineImage({
  names: ['twentycrm/twenty'],
  user: '1000',
  inferred: true,
  writes: [
    {
      path: '/app/packages/twenty-server/.local-storage',
      kind: 'data',
      what: 'uploads, where they are kept on disk',
      evidence: [TWENTY],
    },
    temporary(TWENTY),
  ],
  obstacles: [
    {
      at: '/app/packages/twenty-server/dist/front',
      effect: 'degrades',
      why: 'it cannot write SERVER_URL into its pages, which then call the address that they were opened by',
      instead: 'let pages and API have one address',
      evidence: ['twentyhq/twenty packages/twenty-server/src/utils/generate-front-config.ts @ 7890768f3'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const monica = refused(
  { names: ['monica', 'monicahq/monicahq'], accounts: WWW_DATA, dropsTo: 'www-data', healthcheck: false },
  { '/var/www/html/storage': 'uploads, keys and caches' },
  {
    effect: 'fails',
    why: 'its entrypoint links its storage into public and caches routes and settings in bootstrap, both beside the program',
    evidence: [
      'monicahq/docker 4/apache/Dockerfile and 4/apache/entrypoint.sh @ 7ffc743',
      'monicahq/monica app/Console/Commands/Update.php (storage:link, route:cache) @ 068b4305b',
    ],
  },
)
