import { phpTemp, refused, temporary } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

/** As root the entrypoint changes owners in the program; the vendor's chart runs it read-only as another user. */
const OPENPROJECT = ['opf/openproject docker/prod/Dockerfile @ 00c3b43f0 and docker/prod/entrypoint.sh @ 0d0c6de1e']
const OPENPROJECT_CHART = ['opf/helm-charts charts/openproject/templates/_helpers.tpl (openproject.tmpVolumeMounts) @ 0230725f7']
export const openproject = defineImage({
  names: ['openproject/openproject', 'openproject/community'],
  dropsTo: 'app',
  volumes: ['/var/openproject/pgdata', '/var/openproject/assets'],
  inferred: true,
  writes: [
    { path: '/var/openproject/assets', kind: 'data', what: 'attachments and repositories', evidence: OPENPROJECT },
    {
      path: '/var/openproject/pgdata',
      kind: 'data',
      what: 'the database of the all-in-one image',
      when: { not: { any: [{ tag: { matches: 'slim' } }, { command: { matches: 'docker/prod/(web|worker|seeder|cron)' } }] } },
      evidence: OPENPROJECT,
    },
    {
      path: '/app/tmp',
      kind: 'runtime',
      what: 'pid files and caches of Rails',
      ships: 'empty directories',
      hidesNothingNeeded: true,
      evidence: OPENPROJECT_CHART,
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads and exports', evidence: OPENPROJECT_CHART },
  ],
  obstacles: [
    {
      when: { user: 'root' },
      effect: 'fails',
      why: 'started as root, its entrypoint gives directories of the program to its user, and the all-in-one image keeps its servers there',
      instead: 'set `user:` to the owner of /app with the slim image and one command for each part, as the chart of its vendor does',
      evidence: [...OPENPROJECT, ...OPENPROJECT_CHART],
    },
  ],
})

export const redmine = defineImage({
  names: ['redmine'],
  volumes: ['/usr/src/redmine/files'],
  writes: [
    {
      path: '/usr/src/redmine/files',
      kind: 'data',
      what: 'attachments',
      worldWritable: true,
      evidence: ['docker-library/redmine 6.0/trixie/Dockerfile @ f772dee71'],
    },
  ],
  obstacles: [
    {
      at: '/usr/src/redmine/config',
      effect: 'fails',
      why: 'its entrypoint writes config/database.yml into the installation and changes owners and modes there',
      evidence: ['docker-library/redmine 6.0/trixie/docker-entrypoint.sh lines 37-163 @ f772dee71'],
    },
  ],
  healthcheck: false,
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

export const taigaBack = refused(
  { names: ['taigaio/taiga-back'], accounts: { taiga: '999:999' }, dropsTo: 'taiga', healthcheck: false },
  { '/taiga-back/media': 'attachments and exports', '/taiga-back/static': 'files of its pages, which a web server shares' },
  {
    effect: 'fails',
    why: 'its entrypoints give /taiga-back, the program included, to its user and stop where that fails',
    evidence: ['taigaio/taiga-back docker/entrypoint.sh and docker/async_entrypoint.sh @ 3bea7114'],
  },
)

export const taigaFront = defineImage({
  names: ['taigaio/taiga-front'],
  extends: 'nginx',
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'a script of its entrypoint renders conf.json among its pages and edits index.html there',
      evidence: ['taigaio/taiga-front docker/Dockerfile and docker/config_env_subst.sh @ e98660b04'],
    },
  ],
})

export const taigaEvents = refused(
  { names: ['taigaio/taiga-events'], accounts: { taiga: '99:99' }, dropsTo: 'taiga', healthcheck: false },
  {},
  {
    effect: 'fails',
    why: 'its entrypoint writes .env beside the program and gives the directory to its user',
    evidence: ['taigaio/taiga-events docker/entrypoint.sh @ e411856'],
  },
)

export const taigaProtected = refused(
  { names: ['taigaio/taiga-protected'], accounts: { taiga: '999:999' }, dropsTo: 'taiga', healthcheck: false },
  {},
  {
    effect: 'fails',
    why: 'its entrypoint gives /taiga-protected, the program, to its user and stops where that fails',
    evidence: ['taigaio/taiga-protected docker/entrypoint.sh @ 0eeaa8e0f'],
  },
)
