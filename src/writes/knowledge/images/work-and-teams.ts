import { oneDirectory, temporary } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

/** Version 2 has one VOLUME; its vendor's Compose file shows the tmpfs for uploads. */
const PLANKA = ['plankanban/planka Dockerfile, server/start.sh and docker-compose.yml (tmpfs /app/.tmp) @ a8dcd7cef']
export const planka = defineImage({
  names: ['ghcr.io/plankanban/planka', 'meltyshev/planka'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  volumes: [{ path: '/app/data', when: { tag: { atLeast: '2' } } }],
  inferred: true,
  writes: [
    { path: '/app/data', kind: 'data', what: 'attachments and pictures', when: { tag: { atLeast: '2' } }, evidence: PLANKA },
    { path: '/app/.tmp', kind: 'scratch', what: 'uploads in progress', absent: true, evidence: PLANKA },
    { path: '/tmp', kind: 'runtime', what: 'configuration and pid file of its proxy', evidence: PLANKA },
    ...(['/app/public/user-avatars', '/app/public/project-background-images', '/app/private/attachments'] as const).map(
      (path): WriteFact => ({
        path,
        kind: 'data',
        what: 'attachments and pictures of version 1',
        when: { tag: { below: '2' } },
        evidence: ['runtipi/runtipi-appstore apps/planka/docker-compose.yml (version 1.26)'],
      }),
    ),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

const WEKAN = 'wekan/wekan Dockerfile (WRITABLE_PATH) and docker-compose.yml @ f5cc8e373'
export const wekan = defineImage({
  names: ['wekanteam/wekan', 'quay.io/wekan/wekan', 'ghcr.io/wekan/wekan'],
  user: 'wekan',
  inferred: true,
  writes: [
    { path: '/data', from: [{ env: 'WRITABLE_PATH' }], kind: 'data', what: 'attachments, avatars and backups', evidence: [WEKAN] },
    temporary(WEKAN),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

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

const LISTMONK = 'knadh/listmonk docker-entrypoint.sh and docker-compose.yml @ 911e0b774'
export const listmonk = oneDirectory(
  { names: ['listmonk/listmonk', 'ghcr.io/knadh/listmonk'], gainsPrivileges: 'none', healthcheck: false },
  '/listmonk/uploads',
  'uploaded media',
  LISTMONK,
)

export const ghostfolio = defineImage({
  names: ['ghostfolio/ghostfolio'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/home/node/.npm',
      kind: 'cache',
      what: 'logs of npx, by which it migrates its database',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: ['ghostfolio/ghostfolio Dockerfile and docker/entrypoint.sh @ c542997d2'],
    },
    temporary('ghostfolio/ghostfolio docker/entrypoint.sh @ c542997d2'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const KIMAI = ['kimai/kimai Dockerfile and .docker/entrypoint.sh @ 1f421c276']
export const kimai = defineImage({
  names: ['kimai/kimai2'],
  volumes: ['/opt/kimai/var'],
  writes: [{ path: '/opt/kimai/var', kind: 'data', what: 'uploads, exports, caches and its secret', evidence: KIMAI }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint edits php.ini and files of its configuration, and writes /opt/kimai/.env.local',
      evidence: KIMAI,
    },
  ],
  healthcheck: true,
})

const DOCUSEAL = 'docusealco/docuseal Dockerfile, docker-compose.yml and config/dotenv.rb @ a2d8b8554'
export const docuseal = defineImage({
  names: ['docuseal/docuseal', 'ghcr.io/docusealco/docuseal'],
  accounts: { docuseal: '2000:2000' },
  dropsTo: 'docuseal',
  inferred: true,
  writes: [
    {
      path: '/data/docuseal',
      from: [{ env: 'WORKDIR' }],
      kind: 'data',
      what: 'its database, key and documents',
      owner: 'docuseal',
      chowned: true,
      evidence: [DOCUSEAL],
    },
    temporary(DOCUSEAL),
    {
      path: '/app/tmp/cache',
      kind: 'cache',
      what: 'compiled code',
      owner: 'docuseal',
      ships: 'the cache that the build made',
      hidesNothingNeeded: true,
      without: { effect: 'degrades', what: 'code is compiled anew at each start' },
      evidence: [DOCUSEAL],
    },
  ],
  healthcheck: false,
})

const HOMEBOX = ['sysadminsmedia/homebox Dockerfile, Dockerfile.rootless and Dockerfile.hardened @ 8222a88de']
export const homebox = defineImage({
  names: ['ghcr.io/sysadminsmedia/homebox', 'sysadminsmedia/homebox', 'ghcr.io/hay-kot/homebox'],
  user: [{ when: { tag: { matches: 'rootless|hardened' } }, use: '65532:65532' }, { use: 'root' }],
  volumes: ['/data'],
  writes: [
    { path: '/data', kind: 'data', what: 'its database and attachments', evidence: HOMEBOX },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'uploads that are too large for memory',
      without: { effect: 'degrades', what: 'large uploads fail' },
      evidence: ['https://pkg.go.dev/mime/multipart#Reader.ReadForm'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

export const juiceShop = defineImage({
  names: ['bkimminich/juice-shop', 'ghcr.io/juice-shop/juice-shop'],
  user: '65532:0',
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'it restores files in its ftp, i18n and frontend directories at start, next to the program',
      evidence: ['juice-shop/juice-shop lib/startup/restoreOverwrittenFilesWithOriginals.ts @ 33518f5a0'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const SEMAPHORE = ['semaphoreui/semaphore deployment/docker/server/Dockerfile and server-wrapper @ d4a271374']
export const semaphore = defineImage({
  names: ['semaphoreui/semaphore', 'ansiblesemaphore/semaphore'],
  user: '1001:0',
  inferred: true,
  writes: [
    {
      path: '/etc/semaphore',
      from: [{ env: 'SEMAPHORE_CONFIG_PATH' }],
      kind: 'data',
      what: 'its configuration with the key of its secrets',
      evidence: SEMAPHORE,
    },
    { path: '/var/lib/semaphore', from: [{ env: 'SEMAPHORE_DB_PATH' }], kind: 'data', what: 'the file database', evidence: SEMAPHORE },
    {
      from: [{ env: 'SEMAPHORE_TMP_PATH' }],
      kind: 'data',
      what: 'projects and the tools that they bring',
      absent: true,
      evidence: SEMAPHORE,
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'projects and the tools that they bring',
      exec: true,
      ships: 'an empty directory for projects',
      hidesNothingNeeded: true,
      evidence: SEMAPHORE,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const libretranslate = defineImage({
  names: ['libretranslate/libretranslate'],
  user: '1032:1032',
  accounts: { libretranslate: '1032:1032' },
  inferred: true,
  writes: [
    {
      path: '/home/libretranslate/.local',
      kind: 'cache',
      what: 'downloaded languages',
      large: true,
      evidence: ['LibreTranslate/LibreTranslate docker/Dockerfile and docker-compose.yml @ 39429cbe7'],
    },
    {
      path: '/app/db',
      kind: 'data',
      what: 'API keys, where they are used',
      when: { mounted: '/app/db' },
      evidence: ['LibreTranslate/LibreTranslate docker-compose.yml @ 39429cbe7'],
    },
    temporary('LibreTranslate/LibreTranslate docker/Dockerfile @ 39429cbe7'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

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
