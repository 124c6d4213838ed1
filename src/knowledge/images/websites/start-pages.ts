import { defineImage } from '../../record.ts'

const HOMER = ['bastienwirtz/homer Dockerfile and entrypoint.sh @ 6972395b6']
export const homer = defineImage({
  names: ['b4bz/homer', 'ghcr.io/bastienwirtz/homer'],
  user: '1000:1000',
  inferred: true,
  writes: [
    {
      path: '/www/assets',
      kind: 'data',
      what: 'its configuration and icons, which its first start copies there',
      evidence: HOMER,
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

const DASHY = ['Lissy93/dashy Dockerfile and docker-compose.yml @ fde99410f']
export const dashy = defineImage({
  names: ['lissy93/dashy', 'ghcr.io/lissy93/dashy'],
  user: [{ when: { tag: { atLeast: '4' } }, use: '1000:1000' }, { use: 'root' }],
  accounts: { node: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/app/user-data',
      kind: 'data',
      what: 'its configuration, where it is changed in the browser',
      ships: 'conf.yml',
      without: { effect: 'degrades', what: 'changes that are made in the browser cannot be saved' },
      evidence: DASHY,
    },
  ],
  obstacles: [
    {
      when: { tag: { below: '4' } },
      at: '/app',
      effect: 'fails',
      why: 'versions before 4 build their pages again when the configuration changes, next to the program',
      instead: 'use version 4 or newer',
      evidence: ['Lissy93/dashy docs/configuring.md (recompiled automatically in Docker) @ fde99410f'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const HOMARR = 'homarr-labs/homarr Dockerfile and scripts/run.sh @ 464d98e12'
export const homarr = defineImage({
  names: ['ghcr.io/homarr-labs/homarr'],
  volumes: ['/appdata'],
  writes: [{ path: '/appdata', kind: 'data', what: 'its database and certificates', evidence: [HOMARR] }],
  obstacles: [
    {
      at: '/etc/nginx',
      effect: 'fails',
      why: 'its start script renders /etc/nginx/nginx.conf from a template that lies beside it',
      evidence: [HOMARR],
    },
  ],
  healthcheck: false,
})

/** Homepage copies missing configuration into its directory, and caches images below .next. */
export const homepage = defineImage({
  names: ['ghcr.io/gethomepage/homepage', 'gethomepage/homepage'],
  inferred: true,
  writes: [
    {
      path: '/app/config',
      kind: 'data',
      what: 'its configuration and logs',
      absent: true,
      evidence: ['gethomepage/homepage Dockerfile and docker-entrypoint.sh @ b2a52ff2a'],
    },
    {
      path: '/app/.next/cache',
      kind: 'cache',
      what: 'resized images',
      absent: true,
      without: { effect: 'degrades', what: 'images are resized anew each time' },
      evidence: ['https://nextjs.org/docs/app/api-reference/components/image#caching-behavior'],
    },
  ],
  healthcheck: true,
})

export const glance = defineImage({
  // glanceapp/glance Dockerfile.goreleaser @ 20672ee30: reads its configuration, keeps nothing.
  names: ['glanceapp/glance'],
  writes: [],
  configuration: ['/app/config'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const FLAME = ['pawelmalak/flame .docker/Dockerfile, utils/init/createFile.js and db/index.js @ 3e03c2513']
export const flame = defineImage({
  names: ['pawelmalak/flame'],
  writes: [{ path: '/app/data', kind: 'data', what: 'bookmarks, settings and uploads', evidence: FLAME }],
  obstacles: [
    {
      effect: 'fails',
      why: 'at each start it copies its style sheet into its pages in /app/public',
      evidence: FLAME,
    },
  ],
  healthcheck: false,
})
