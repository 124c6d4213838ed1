import { apacheRun, phpTemp, temporary } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

const PLANE = 'makeplane/plane apps/api/Dockerfile.api, bin/docker-entrypoint-api.sh and plane/settings @ 4ca6d6c7b'
export const planeBackend = defineImage({
  names: ['makeplane/plane-backend', 'artifacts.plane.so/makeplane/plane-backend'],
  inferred: true,
  writes: [
    { path: '/code/plane/logs', kind: 'log', what: 'logs', worldWritable: true, evidence: [PLANE] },
    {
      path: '/code/plane/static-assets/collected-static',
      kind: 'cache',
      what: 'files of its administration, collected anew at each start of the API',
      absent: true,
      evidence: [PLANE],
    },
    temporary(PLANE),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const planeLive = defineImage({
  names: ['makeplane/plane-live', 'artifacts.plane.so/makeplane/plane-live'],
  inferred: true,
  writes: [temporary('makeplane/plane apps/live/Dockerfile.live (Node.js) @ 4ca6d6c7b')],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const PLANE_SPACE = ['makeplane/plane apps/space/Dockerfile.space @ 4ca6d6c7b']
export const planeSpace = defineImage({
  names: ['makeplane/plane-space', 'artifacts.plane.so/makeplane/plane-space'],
  inferred: true,
  writes: [
    {
      path: '/root/.npm',
      kind: 'cache',
      what: 'logs of npx, by which it starts',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: PLANE_SPACE,
    },
    ...PLANE_SPACE.map(temporary),
  ],
  gainsPrivileges: 'none',
})

/** Its nginx.conf names no pid file and no temporary directories: they are those of the nginx image. */
export const planeFrontend = defineImage({
  names: [
    'makeplane/plane-frontend',
    'makeplane/plane-admin',
    'artifacts.plane.so/makeplane/plane-frontend',
    'artifacts.plane.so/makeplane/plane-admin',
  ],
  extends: 'nginx',
  inferred: true,
  writes: [],
})

export const planeProxy = defineImage({
  // makeplane/plane apps/proxy/Dockerfile.ce @ 4ca6d6c7b: FROM caddy with modules and a Caddyfile.
  names: ['makeplane/plane-proxy', 'artifacts.plane.so/makeplane/plane-proxy'],
  extends: 'caddy',
  writes: [],
  healthcheck: false,
})

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

const NINJA = ['invoiceninja/dockerfiles debian/Dockerfile and debian/scripts/init.sh @ 0c497ce5e']
export const invoiceNinja = defineImage({
  names: ['invoiceninja/invoiceninja-debian'],
  writes: (['/var/www/html/storage', '/var/www/html/public'] as const).map(
    (path): WriteFact => ({
      path,
      kind: 'data',
      what: path === '/var/www/html/storage' ? 'documents, logs and caches' : 'its pages and uploaded logos',
      owner: '33:33',
      chowned: true,
      evidence: NINJA,
    }),
  ),
  ships: [{ path: '/tmp', what: 'its pages, which its start script moves from /tmp/public', evidence: NINJA }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script empties /tmp/public, which is part of the image, and caches its configuration next to the program',
      evidence: NINJA,
    },
  ],
  healthcheck: true,
})

const JOPLIN = ['laurent22/joplin Dockerfile.server, packages/server/package.json (pm2) and src/config.ts @ db966f919']
export const joplinServer = defineImage({
  names: ['joplin/server'],
  user: '1001:1001',
  accounts: { joplin: '1001:1001' },
  inferred: true,
  writes: [
    {
      path: '/home/joplin/packages/server/temp',
      kind: 'scratch',
      what: 'uploads in progress',
      absent: true,
      evidence: JOPLIN,
    },
    { path: '/home/joplin/packages/server/logs', kind: 'log', what: 'logs', absent: true, evidence: JOPLIN },
    { path: '/home/joplin/.pm2', kind: 'runtime', what: 'sockets, pid files and logs of pm2', absent: true, evidence: JOPLIN },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of Node.js and yarn',
      evidence: ['laurent22/joplin Dockerfile.server (yarn) @ db966f919'],
    },
  ],
  notes: [{ when: { env: { STORAGE_DRIVER: 'set' } }, text: 'A directory that STORAGE_DRIVER names needs a volume' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const FORMBRICKS = ['formbricks/formbricks apps/web/Dockerfile and scripts/docker/next-start.sh @ b66c1dd97']
export const formbricks = defineImage({
  names: ['ghcr.io/formbricks/formbricks', 'formbricks/formbricks'],
  user: '1001',
  volumes: ['/home/nextjs/apps/web/uploads', '/home/nextjs/apps/web/saml-connection'],
  inferred: true,
  writes: [
    { path: '/home/nextjs/apps/web/uploads', kind: 'data', what: 'uploads, where they are kept on disk', evidence: FORMBRICKS },
    {
      path: '/home/nextjs/apps/web/.next/cache',
      kind: 'cache',
      what: 'rendered pages and images',
      absent: true,
      without: { effect: 'degrades', what: 'pages are rendered anew each time' },
      evidence: FORMBRICKS,
    },
    temporary('formbricks/formbricks apps/web/Dockerfile (Node.js) @ b66c1dd97'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const documenso = defineImage({
  names: ['documenso/documenso', 'ghcr.io/documenso/documenso'],
  user: '1001',
  inferred: true,
  writes: [temporary('documenso/documenso docker/Dockerfile and docker/start.sh (Node.js) @ 75330166c')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
