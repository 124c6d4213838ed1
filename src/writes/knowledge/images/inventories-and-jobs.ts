import { apacheRun, jvmTemp, phpTemp, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

const DASHBOARDS = [
  'opensearch-project/opensearch-build docker/release/config/opensearch-dashboards/opensearch-dashboards-docker-entrypoint-3.x.sh and docker/release/dockerfiles/opensearch-dashboards.al2023.dockerfile @ 4372bf71a',
]
export const openSearchDashboards = defineImage({
  names: ['opensearchproject/opensearch-dashboards', 'public.ecr.aws/opensearchproject/opensearch-dashboards'],
  user: '1000:1000',
  accounts: { 'opensearch-dashboards': '1000:1000' },
  inferred: true,
  writes: [
    { path: '/usr/share/opensearch-dashboards/data', kind: 'data', what: 'its id and reports in work', evidence: DASHBOARDS },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of Node.js', evidence: DASHBOARDS },
  ],
  obstacles: [
    {
      when: { env: { DISABLE_SECURITY_DASHBOARDS_PLUGIN: { matches: '^true$' } } },
      effect: 'fails',
      why: 'DISABLE_SECURITY_DASHBOARDS_PLUGIN makes it remove a plug-in and change its settings at start',
      instead: 'build an image without the plug-in',
      evidence: DASHBOARDS,
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const GLPI = ['glpi-project/docker-images glpi/Dockerfile and glpi/files/opt/glpi/entrypoint @ f74ce47c7']
export const glpi = defineImage({
  names: ['glpi/glpi', 'ghcr.io/glpi-project/glpi'],
  user: '33:33',
  accounts: { 'www-data': '33:33' },
  volumes: ['/var/glpi'],
  inferred: true,
  writes: [
    { path: '/var/glpi', kind: 'data', what: 'settings, keys, documents, plug-ins, sessions and logs', evidence: GLPI },
    {
      path: '/var/www/glpi/marketplace',
      kind: 'data',
      what: 'plug-ins, without which its entrypoint does not go on',
      when: { tag: { below: '11' } },
      mustExist: true,
      evidence: GLPI,
    },
    apacheRun(),
    phpTemp(),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const SNIPE_IT = ['snipe/snipe-it Dockerfile and docker/startup.sh @ 5aa5c4801']
export const snipeIt = defineImage({
  names: ['snipe/snipe-it'],
  volumes: ['/var/lib/snipeit'],
  writes: [{ path: '/var/lib/snipeit', kind: 'data', what: 'uploads, keys and backups', evidence: SNIPE_IT }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script turns modules of Apache on or off in /etc/apache2',
      evidence: SNIPE_IT,
    },
  ],
})

const AKAUNTING = ['akaunting/docker Dockerfile and files/akaunting.sh @ 77a1312c3']
export const akaunting = defineImage({
  names: ['akaunting/akaunting'],
  writes: [
    {
      path: '/var/www/html',
      kind: 'data',
      what: 'the program, its settings and uploads',
      when: { mounted: '/var/www/html' },
      evidence: AKAUNTING,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script turns on a module of Apache in /etc/apache2',
      evidence: AKAUNTING,
    },
  ],
})

const WGER = [
  'wger-project/wger extras/docker/production/Dockerfile and entrypoint.sh @ aaba20184',
  'wger-project/docker docker-compose.yml @ 800fe02e7',
]
export const wger = defineImage({
  names: ['wger/server'],
  user: '1000:1000',
  accounts: { wger: '1000:1000' },
  inferred: true,
  writes: [
    { path: '/home/wger/media', kind: 'data', what: 'pictures and films', evidence: WGER },
    {
      path: '/home/wger/static',
      kind: 'cache',
      what: 'pages and scripts, collected anew at each start',
      evidence: WGER,
    },
    {
      path: '/home/wger/beat',
      kind: 'data',
      what: 'when its tasks ran',
      when: { any: [{ mounted: '/home/wger/beat' }, { command: { matches: 'start-beat' } }] },
      evidence: WGER,
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: WGER },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

const AUTOMATISCH = 'automatisch/automatisch docker/Dockerfile, docker/entrypoint.sh and docker-compose.yml @ 41f3c56a1'
export const automatisch = defineImage({
  names: ['automatischio/automatisch'],
  inferred: true,
  writes: [
    {
      path: '/automatisch/storage',
      kind: 'data',
      what: 'its keys',
      when: { mounted: '/automatisch/storage' },
      evidence: [AUTOMATISCH],
    },
    temporary(AUTOMATISCH),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const MEDIA_CMS = ['mediacms-io/mediacms deploy/docker/entrypoint.sh @ 90b9fad55']
export const mediaCms = defineImage({
  names: ['mediacms/mediacms'],
  writes: [
    {
      path: '/home/mediacms.io/mediacms/media_files',
      kind: 'data',
      what: 'films and pictures',
      when: { mounted: '/home/mediacms.io/mediacms/media_files' },
      evidence: MEDIA_CMS,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint copies settings next to the program, changes groups and takes the program for its user',
      evidence: MEDIA_CMS,
    },
  ],
})

const RUNDECK = ['rundeck/rundeck docker/official/Dockerfile and docker/official/lib/entry.sh @ 2f047102d']
export const rundeck = defineImage({
  names: ['rundeck/rundeck', 'rundeckpro/enterprise'],
  user: 'rundeck',
  volumes: ['/home/rundeck/server/data', '/home/rundeck/var/logs'],
  writes: [
    { path: '/home/rundeck/server/data', kind: 'data', what: 'its database and projects', evidence: RUNDECK },
    { path: '/home/rundeck/var/logs', kind: 'data', what: 'output of the jobs', evidence: RUNDECK },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint renders its settings next to the program',
      evidence: RUNDECK,
    },
  ],
  healthcheck: false,
})

const KESTRA = ['kestra-io/kestra Dockerfile and docker-compose.yml @ 58c1ca2d0']
export const kestra = defineImage({
  names: ['kestra/kestra'],
  user: 'kestra',
  inferred: true,
  writes: [
    { path: '/app/storage', kind: 'data', what: 'files of the flows, where they are kept on disk', absent: true, evidence: KESTRA },
    {
      path: '/tmp/kestra-wd',
      kind: 'data',
      what: 'files of running tasks, at the same place as on the host',
      when: { mounted: '/tmp/kestra-wd' },
      evidence: KESTRA,
    },
    jvmTemp(KESTRA, 'files of running tasks and native libraries of the JVM'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
