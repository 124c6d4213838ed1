import { temporary } from '../parts.ts'
import type { ImageRecord } from '../record.ts'
import { defineImage } from '../record.ts'

/** Maybe and Sure, its fork: Rails keeps the pid file of the server and its caches in tmp. */
function ruleOfMoney(names: ImageRecord['names'], evidence: string): ImageRecord {
  return {
    names,
    user: '1000:1000',
    accounts: { rails: '1000:1000' },
    inferred: true,
    writes: [
      { path: '/rails/storage', kind: 'data', what: 'uploads, where they are kept on disk', evidence: [evidence] },
      {
        path: '/rails/tmp',
        kind: 'runtime',
        what: 'the pid file of the server and compiled code',
        ships: 'the cache that the build made',
        hidesNothingNeeded: true,
        evidence: [evidence],
      },
      temporary(evidence),
    ],
    gainsPrivileges: 'none',
    capabilities: [{ needs: [] }],
    healthcheck: false,
  }
}

export const maybe = defineImage(
  ruleOfMoney(['ghcr.io/maybe-finance/maybe'], 'maybe-finance/maybe Dockerfile, bin/docker-entrypoint and compose.example.yml @ 77b546983'),
)

export const sure = defineImage(
  ruleOfMoney(['ghcr.io/we-promise/sure'], 'we-promise/sure Dockerfile, bin/docker-entrypoint and compose.example.yml @ 0252787dc'),
)

const FIREFLY = [
  'firefly-iii/base-image Dockerfile.web and scripts/finalize-image.sh @ e9b835683',
  'firefly-iii/docker docker-compose.yml @ 841e32834',
]
const SERVERSIDE_UP = 'serversideup/docker-php src/s6/etc/entrypoint.d/10-init-webserver-config.sh @ 6d9a54f60'
export const fireflyIII = defineImage({
  names: ['fireflyiii/core'],
  user: '33:33',
  accounts: { 'www-data': '33:33' },
  volumes: ['/var/www/html/storage/upload'],
  inferred: true,
  writes: [
    { path: '/var/www/html/storage/upload', kind: 'data', what: 'attachments', evidence: FIREFLY },
    {
      path: '/var/www/html/storage/database',
      kind: 'data',
      what: 'the SQLite database, where it is used',
      when: { env: { DB_CONNECTION: { matches: '^sqlite$' } } },
      evidence: FIREFLY,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint renders the configuration of nginx in /etc/nginx and makes directories next to the program',
      evidence: [...FIREFLY, SERVERSIDE_UP],
    },
  ],
})

const OWNCLOUD = ['owncloud-docker/base v24.04/Dockerfile.multiarch and overlay/etc/entrypoint.d @ 30a86dc97']
export const ownCloudServer = defineImage({
  names: ['owncloud/server'],
  accounts: { 'www-data': '33:33' },
  volumes: ['/mnt/data'],
  writes: [
    {
      path: '/mnt/data',
      kind: 'data',
      what: 'files, settings, apps and sessions',
      evidence: [...OWNCLOUD, 'owncloud-docker/server v24.04/Dockerfile.multiarch @ 60e75e5f0'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint writes /etc/environment and the configuration of Apache and PHP',
      evidence: OWNCLOUD,
    },
  ],
})

const HOMEBRIDGE = ['homebridge/docker-homebridge Dockerfile and rootfs/etc/s6-overlay/scripts/setup.sh @ eff9b9469']
export const homebridge = defineImage({
  names: ['homebridge/homebridge', 'oznu/homebridge', 'ghcr.io/homebridge/homebridge'],
  volumes: [{ path: '/homebridge', when: { not: { tag: { matches: 'none' } } } }],
  writes: [{ path: '/homebridge', kind: 'data', what: 'settings, plug-ins and what they keep', exec: true, evidence: HOMEBRIDGE }],
  obstacles: [
    {
      effect: 'fails',
      why: 'at start it writes /etc/avahi and puts a link in the place of /var/lib/homebridge',
      evidence: HOMEBRIDGE,
    },
  ],
  healthcheck: false,
})

const DOCKUR = ['dockur/windows Dockerfile (COPY ./src /run/), compose.yml and src/entry.sh @ efe47da76']
export const virtualWindows = defineImage({
  names: ['dockurr/windows', 'ghcr.io/dockur/windows', 'dockurr/windows-arm'],
  volumes: ['/storage'],
  writes: [{ path: '/storage', kind: 'data', what: 'the disk of the virtual machine', evidence: DOCKUR }],
  ships: [{ path: '/run', what: 'the scripts by which it starts', evidence: DOCKUR }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its scripts lie in /run, where it also keeps sockets and settings of the virtual machine and of its network',
      evidence: DOCKUR,
    },
  ],
  healthcheck: false,
})
