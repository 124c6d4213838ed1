import { refused, temporary } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

export const onlyoffice = defineImage({
  names: ['onlyoffice/documentserver', 'onlyoffice/documentserver-ee', 'onlyoffice/documentserver-de'],
  writes: (['/var/www/onlyoffice/Data', '/var/lib/onlyoffice', '/var/log/onlyoffice'] as const).map(
    (path): WriteFact => ({
      path,
      kind: path === '/var/log/onlyoffice' ? 'log' : 'data',
      what: path === '/var/log/onlyoffice' ? 'logs' : 'documents in work, fonts and certificates',
      evidence: ['https://github.com/ONLYOFFICE/Docker-DocumentServer#storing-data'],
    }),
  ),
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script edits the configuration of supervisord and starts the services of the system',
      evidence: ['ONLYOFFICE/Docker-DocumentServer run-document-server.sh @ ce58202'],
    },
  ],
})

export const collaboraCode = refused(
  { names: ['collabora/code'] },
  {},
  {
    effect: 'fails',
    why: 'its start script writes keys and settings into /etc/coolwsd and into the template of its jails, and makes the jails in /opt/cool',
    evidence: ['CollaboraOnline/online docker/from-packages/scripts/start-collabora-online.sh @ 07d76bf70'],
  },
)

export const cryptpad = refused(
  {
    names: ['cryptpad/cryptpad'],
    user: '4001:4001',
    accounts: { cryptpad: '4001:4001' },
    volumes: ['/cryptpad/blob', '/cryptpad/block', '/cryptpad/customize', '/cryptpad/data', '/cryptpad/datastore'],
    healthcheck: true,
  },
  {
    '/cryptpad/blob': 'files',
    '/cryptpad/block': 'login blocks',
    '/cryptpad/customize': 'changes of its pages',
    '/cryptpad/data': 'logs, pins and tasks',
    '/cryptpad/datastore': 'documents',
  },
  {
    effect: 'fails',
    why: 'its entrypoint builds pages at every start, into www beside the program, and stops where it cannot',
    evidence: ['cryptpad/cryptpad Dockerfile, docker-entrypoint.sh and scripts/build.js @ 9004ad2dd'],
  },
)

const ETHERPAD = ['ether/etherpad-lite Dockerfile, docker-compose.yml and settings.json.docker @ b827f5b3d']
export const etherpad = defineImage({
  names: ['etherpad/etherpad'],
  user: '5001:0',
  inferred: true,
  writes: [
    { path: '/opt/etherpad-lite/var', kind: 'data', what: 'the file database and the list of plug-ins', evidence: ETHERPAD },
    {
      path: '/opt/etherpad-lite/src/plugin_packages',
      kind: 'data',
      what: 'plug-ins that are installed in the browser',
      ships: 'the plug-ins of the image',
      when: { mounted: '/opt/etherpad-lite/src/plugin_packages' },
      evidence: ETHERPAD,
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'imports and exports',
      evidence: ['ether/etherpad-lite src/node/handler/ExportHandler.ts @ b827f5b3d', 'https://nodejs.org/api/os.html#ostmpdir'],
    },
  ],
  obstacles: [
    {
      when: { any: [{ tag: { below: '2' } }, { env: { AUTHENTICATION_METHOD: { matches: '^apikey$' } } }] },
      at: '/opt/etherpad-lite/APIKEY.txt',
      effect: 'fails',
      why: 'it makes its API key in /opt/etherpad-lite/APIKEY.txt, next to the program',
      instead: 'mount an APIKEY.txt of your own',
      evidence: ['ether/etherpad-lite src/node/handler/APIKeyHandler.ts @ b827f5b3d'],
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

export const overleaf = refused(
  { names: ['sharelatex/sharelatex', 'quay.io/sharelatex/sharelatex-pro'] },
  { '/var/lib/overleaf': 'projects, their files and its secrets' },
  {
    effect: 'fails',
    why: 'its start scripts write /etc/nginx/nginx.conf, /etc/hosts and environment files of its services below /etc',
    evidence: [
      'overleaf/overleaf server-ce/init_scripts/{100_generate_secrets,100_set_docker_host_ipaddress,200_nginx_config_template}.sh @ 055656531',
    ],
  },
)
