import { apacheRun, phpTemp, temporary } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

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

const RESUME = 'amruthpillai/reactive-resume Dockerfile (LOCAL_STORAGE_PATH) @ 3221afda9'
export const reactiveResume = defineImage({
  names: ['amruthpillai/reactive-resume', 'ghcr.io/amruthpillai/reactive-resume'],
  user: [{ when: { tag: { atLeast: '5' } }, use: '1000:1000' }, { use: 'root' }],
  accounts: { node: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/app/data',
      from: [{ env: 'LOCAL_STORAGE_PATH' }],
      kind: 'data',
      what: 'pictures and documents, where it keeps them on disk',
      when: { tag: { atLeast: '5' } },
      evidence: [RESUME],
    },
    temporary(RESUME),
  ],
  gainsPrivileges: 'none',
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

const LEANTIME = ['Leantime/docker-leantime Dockerfile, start.sh, config/nginx.conf and config/supervisord.conf @ 61f3eeff6']
export const leantime = defineImage({
  names: ['leantime/leantime'],
  user: '1000:1000',
  accounts: { 'www-data': '1000:1000' },
  inferred: true,
  writes: [
    ...(['/var/www/html/userfiles', '/var/www/html/public/userfiles', '/var/www/html/app/Plugins'] as const).map(
      (path): WriteFact => ({
        path,
        kind: 'data',
        what: path === '/var/www/html/app/Plugins' ? 'plug-ins that are installed in the browser' : 'uploads',
        evidence: LEANTIME,
      }),
    ),
    { path: '/var/www/html/storage/logs', kind: 'log', what: 'logs', evidence: LEANTIME },
    {
      path: '/var/www/html/storage/framework',
      kind: 'cache',
      what: 'sessions, compiled pages and caches',
      ships: 'empty directories for them',
      evidence: LEANTIME,
    },
    {
      path: '/var/www/html/bootstrap/cache',
      kind: 'cache',
      what: 'the list of its packages',
      evidence: LEANTIME,
    },
    { path: '/run', kind: 'runtime', what: 'pid files of nginx and supervisord', evidence: LEANTIME },
    { path: '/var/lib/nginx/tmp', kind: 'scratch', what: 'request bodies', mustExist: true, evidence: LEANTIME },
    phpTemp(),
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const ONEDEV = 'theonedev/onedev server-product/docker/entrypoint-server.sh and docker-compose.yaml @ b461004ef'
export const oneDev = defineImage({
  names: ['1dev/server'],
  inferred: true,
  writes: [
    {
      path: '/opt/onedev',
      kind: 'data',
      what: 'repositories, its database and the program, which each start copies there',
      absent: true,
      exec: true,
      evidence: [ONEDEV],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files and native libraries of the JVM', exec: true, evidence: [ONEDEV] },
  ],
  healthcheck: false,
})

const PENPOT = 'penpot/penpot docker/images/Dockerfile.exporter @ 66bb6a11d'
export const penpotExporter = defineImage({
  names: ['penpotapp/exporter'],
  user: '1001:1001',
  accounts: { penpot: '1001:1001' },
  inferred: true,
  writes: [temporary(PENPOT)],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const DOJO = ['DefectDojo/django-DefectDojo Dockerfile.nginx-alpine, docker/entrypoint-nginx.sh and nginx/nginx.conf @ 7cfa159a6']
export const defectdojoNginx = defineImage({
  names: ['defectdojo/defectdojo-nginx'],
  user: '1001:0',
  inferred: true,
  writes: [
    {
      path: '/run/defectdojo',
      kind: 'runtime',
      what: 'nginx.pid and the address of the application, written at each start',
      mustExist: true,
      evidence: DOJO,
    },
    { path: '/var/cache/nginx', kind: 'cache', what: 'request bodies and proxy buffers', evidence: DOJO },
    {
      path: '/etc/nginx',
      kind: 'config',
      what: 'its configuration, which it changes where IPv6 is off, and for its certificate and metrics',
      ships: 'the configuration of nginx',
      evidence: DOJO,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: DOJO },
  ],
  ships: [
    {
      path: '/var/log/nginx',
      what: 'links of access.log and error.log to standard output, so the logs no longer reach `docker logs`',
      evidence: DOJO,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
