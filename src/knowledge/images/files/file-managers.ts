import { oneDirectory, temporary } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

export const filebrowser = defineImage({
  names: ['filebrowser/filebrowser'],
  user: [{ when: { tag: { matches: 's6' } }, use: 'root' }, { use: '1000:1000' }],
  accounts: { user: '1000:1000' },
  volumes: ['/srv', '/config', '/database'],
  inferred: true,
  writes: ['/config', '/database', '/srv'].map(
    (path): WriteFact => ({
      path,
      kind: 'data',
      what: path === '/srv' ? 'the files' : 'settings and users',
      evidence: ['filebrowser/filebrowser Dockerfile and docker/alpine/init.sh @ 833d90888'],
    }),
  ),
  healthcheck: true,
})

const QUANTUM = 'gtsteffaniak/filebrowser _docker/Dockerfile and backend/pkg/settings/config.go (CacheDir) @ 29f9055db'
export const fileBrowserQuantum = defineImage({
  names: ['gtstef/filebrowser', 'ghcr.io/gtsteffaniak/filebrowser'],
  user: '1000:1000',
  accounts: { filebrowser: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/home/filebrowser/data',
      from: [{ env: 'FILEBROWSER_DATABASE_PATH', parent: true }],
      kind: 'data',
      what: 'its settings and database',
      ships: 'config.yaml',
      evidence: [QUANTUM],
    },
    { path: '/srv', kind: 'data', what: 'files', when: { mounted: '/srv' }, evidence: [QUANTUM] },
    {
      path: '/home/filebrowser/tmp',
      kind: 'cache',
      what: 'previews and uploads in progress',
      absent: true,
      large: true,
      evidence: [QUANTUM],
    },
    temporary(QUANTUM),
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const FILESTASH = 'mickael-kerjean/filestash docker/Dockerfile and docker/docker-compose.yml @ ce3086538'
export const filestash = oneDirectory(
  { names: ['machines/filestash'], user: 'filestash', gainsPrivileges: 'none', capabilities: [{ needs: [] }], healthcheck: false },
  '/app/data/state',
  'its settings, database, search index, caches and logs',
  FILESTASH,
)

const ALIST = ['alist-org/alist Dockerfile and entrypoint.sh @ 283057549']
export const alist = defineImage({
  names: ['xhofe/alist', 'ghcr.io/alist-org/alist'],
  volumes: ['/opt/alist/data'],
  inferred: true,
  writes: [
    { path: '/opt/alist/data', kind: 'data', what: 'its database, configuration and temporary files', evidence: ALIST },
    temporary('alist-org/alist Dockerfile @ 283057549'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const OPENLIST = ['OpenListTeam/OpenList Dockerfile and entrypoint.sh @ 0b1e9d094']
export const openList = defineImage({
  names: ['openlistteam/openlist', 'ghcr.io/openlistteam/openlist'],
  user: '1001:1001',
  volumes: ['/opt/openlist/data'],
  inferred: true,
  writes: [
    { path: '/opt/openlist/data', kind: 'data', what: 'its database, configuration and temporary files', evidence: OPENLIST },
    temporary('OpenListTeam/OpenList Dockerfile @ 0b1e9d094'),
  ],
  obstacles: [
    {
      when: { any: [{ env: { RUN_ARIA2: { matches: '^true$' } } }, { tag: { matches: 'aria2|aio' } }] },
      effect: 'fails',
      why: 'it installs the service of aria2 below /opt/service at start',
      evidence: OPENLIST,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
