import { refused, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const strapi = refused(
  { names: ['strapi/strapi'], volumes: ['/srv/app'], healthcheck: false },
  { '/srv/app': 'the project with its packages, database and uploads' },
  {
    effect: 'fails',
    why: 'its entrypoint makes the project and installs its packages at start, with caches outside of it',
    instead: 'build the project in a Dockerfile',
    evidence: ['strapi/strapi-docker strapi/Dockerfile and strapi/docker-entrypoint.sh @ 1565057'],
  },
)

const DIRECTUS = 'directus/directus Dockerfile @ 64308cd11'
export const directus = defineImage({
  names: ['directus/directus'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/directus/uploads',
      from: [{ env: 'STORAGE_LOCAL_ROOT' }],
      kind: 'data',
      what: 'uploads, where they are kept on disk',
      evidence: [DIRECTUS],
    },
    {
      path: '/directus/database',
      from: [{ env: 'DB_FILENAME', parent: true }],
      kind: 'data',
      what: 'the SQLite database',
      when: { any: [{ env: { DB_CLIENT: 'unset' } }, { env: { DB_CLIENT: { matches: '^sqlite3$' } } }] },
      evidence: [DIRECTUS],
    },
    {
      path: '/directus/extensions',
      kind: 'data',
      what: 'extensions that are installed in the browser',
      when: { mounted: '/directus/extensions' },
      evidence: [DIRECTUS],
    },
    { path: '/home/node/.pm2', kind: 'runtime', what: 'sockets, pid files and logs of pm2', absent: true, evidence: [DIRECTUS] },
    temporary(DIRECTUS),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
