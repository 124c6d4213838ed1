import { s6Run } from '../parts.ts'
import { defineImage } from '../record.ts'

const PAPERLESS = 'paperless-ngx/paperless-ngx Dockerfile @ b0e0e8a35'
const WEBLATE = 'WeblateOrg/docker-compose docker-compose.yml @ 7c74639'
const N8N = 'n8n-io/n8n docker/images/n8n/Dockerfile @ 003abfdc4'

/** n8n runs as node; the cache directory is made in its home, which is the image's. */
export const n8n = defineImage({
  names: ['n8nio/n8n', 'docker.n8n.io/n8nio/n8n', 'ghcr.io/n8n-io/n8n'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  writes: [
    {
      path: '/home/node/.n8n',
      from: [{ env: 'N8N_USER_FOLDER', below: '/.n8n' }],
      kind: 'data',
      what: 'workflows, credentials and the encryption key',
      evidence: [N8N],
    },
    {
      path: '/home/node/.cache',
      kind: 'cache',
      what: 'generated front-end files',
      absent: true,
      evidence: ['https://github.com/n8n-io/n8n/issues/8367', 'https://github.com/n8n-io/n8n/issues/11743'],
    },
    {
      path: '/home/node/.npm',
      kind: 'cache',
      what: 'npm, when community nodes are installed',
      absent: true,
      without: { effect: 'degrades', what: 'community nodes cannot be installed' },
      evidence: ['https://github.com/n8n-io/n8n/pull/26032'],
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads and npm', evidence: ['https://github.com/n8n-io/n8n/pull/26032'] },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Node-RED keeps flows and palette nodes in /data. */
export const nodeRed = defineImage({
  names: ['nodered/node-red'],
  user: '1000:0',
  accounts: { 'node-red': '1000:1000' },
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'flows, credentials and palette nodes',
      evidence: ['node-red/node-red-docker .docker/Dockerfile.alpine and scripts/entrypoint.sh @ 100a725'],
    },
  ],
  settings: [
    {
      environment: { name: 'npm_config_cache', value: '/data/.npm' },
      why: 'palette nodes are installed with npm, whose cache is in the home directory',
      evidence: ['https://docs.npmjs.com/cli/v11/using-npm/config#cache'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

/** Paperless runs on s6-overlay; changing its user and installing languages at start need a writable root. */
export const paperless = defineImage({
  names: ['ghcr.io/paperless-ngx/paperless-ngx', 'paperlessngx/paperless-ngx'],
  accounts: { paperless: '1000:1000' },
  dropsTo: 'paperless',
  volumes: ['/usr/src/paperless/data', '/usr/src/paperless/media', '/usr/src/paperless/consume', '/usr/src/paperless/export'],
  writes: [
    { path: '/usr/src/paperless/data', kind: 'data', what: 'database and index', evidence: [PAPERLESS] },
    { path: '/usr/src/paperless/media', kind: 'data', what: 'documents', evidence: [PAPERLESS] },
    { path: '/usr/src/paperless/consume', kind: 'data', what: 'documents to read in', evidence: [PAPERLESS] },
    { path: '/usr/src/paperless/export', kind: 'data', what: 'exports', evidence: [PAPERLESS] },
    s6Run([PAPERLESS, 'https://github.com/just-containers/s6-overlay/issues/600']),
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'OCR and its scratch directory',
      evidence: ['paperless-ngx/paperless-ngx docker/rootfs/etc/s6-overlay/s6-rc.d/init-folders/run @ b0e0e8a35'],
    },
  ],
  settings: [
    {
      environment: { name: 'S6_READ_ONLY_ROOT', value: '1' },
      why: 's6-overlay then copies its scripts to /run instead of changing them in place',
      evidence: ['paperless-ngx/paperless-ngx docs/configuration.md @ b0e0e8a35', 'just-containers/s6-overlay README.md @ 9658b23'],
    },
  ],
  obstacles: [
    {
      when: {
        any: [
          { env: { USERMAP_UID: { matches: '^(?!1000$)' } } },
          { env: { USERMAP_GID: { matches: '^(?!1000$)' } } },
          { env: { PAPERLESS_OCR_LANGUAGES: 'set' } },
        ],
      },
      effect: 'fails',
      why: 'USERMAP_UID, USERMAP_GID and PAPERLESS_OCR_LANGUAGES change users and install packages at start',
      instead: 'use `user:`, and an image of your own with the languages',
      evidence: [PAPERLESS],
    },
  ],
  healthcheck: true,
})

/** Ghost copies its themes into the VOLUME at start. */
export const ghost = defineImage({
  names: ['ghost', 'ghcr.io/tryghost/ghost'],
  accounts: { node: '1000:1000' },
  dropsTo: 'node',
  volumes: ['/var/lib/ghost/content'],
  writes: [
    {
      path: '/var/lib/ghost/content',
      kind: 'data',
      what: 'posts, images and themes',
      owner: 'node',
      chowned: true,
      worldWritable: true,
      evidence: ['docker-library/ghost 6/bookworm/Dockerfile and docker-entrypoint.sh @ 7edb45d'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'uploads',
      evidence: ['https://nodejs.org/api/os.html#ostmpdir', 'docker-library/ghost 6/bookworm/docker-entrypoint.sh (bash) @ 7edb45d'],
    },
  ],
  obstacles: [
    {
      when: { tag: { atLeast: '4.22', below: '5' } },
      at: '/var/lib/ghost/current/core/frontend/public',
      effect: 'fails',
      why: 'this version rebuilds files below current/core/frontend/public at start',
      instead: 'use version 5 or newer',
      evidence: ['https://github.com/TryGhost/docker-library-ghost/issues/271'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: false,
})

/** Weblate's own Compose files run it read-only. */
export const weblate = defineImage({
  names: ['weblate/weblate', 'ghcr.io/weblateorg/weblate', 'weblate/dev'],
  user: '1000:0',
  accounts: { weblate: '1000:0' },
  volumes: ['/app/data', '/app/cache'],
  writes: [
    { path: '/app/data', kind: 'data', what: 'repositories and settings', worldWritable: true, evidence: [WEBLATE] },
    {
      path: '/app/cache',
      kind: 'cache',
      what: 'compiled files, some of which are executed',
      exec: true,
      worldWritable: true,
      evidence: [WEBLATE, 'WeblateOrg/docker-compose docker-compose-split.yml @ 7c74639'],
    },
    { path: '/run', kind: 'runtime', what: 'sockets and rendered configuration', worldWritable: true, evidence: [WEBLATE] },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: [WEBLATE] },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

/** Mailpit keeps a temporary database unless MP_DATABASE names one. */
export const mailpit = defineImage({
  names: ['axllent/mailpit', 'ghcr.io/axllent/mailpit'],
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'the temporary database of a server without MP_DATABASE',
      when: { env: { MP_DATABASE: 'unset', MP_DATA_FILE: 'unset' } },
      evidence: ['https://mailpit.axllent.org/docs/configuration/runtime-options/ (--database)', 'axllent/mailpit Dockerfile @ 408b30d'],
    },
    {
      from: [
        { env: 'MP_DATABASE', parent: true },
        { env: 'MP_DATA_FILE', parent: true },
      ],
      kind: 'data',
      what: 'the database of mails',
      absent: true,
      evidence: ['https://mailpit.axllent.org/docs/configuration/runtime-options/ (--database)'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

/** MailHog keeps mails in memory. */
export const mailhog = defineImage({
  names: ['mailhog/mailhog'],
  user: '1000:1000',
  // mailhog/MailHog Dockerfile @ 01ce555a2
  writes: [
    {
      from: [{ env: 'MH_MAILDIR_PATH' }],
      kind: 'data',
      what: 'mails',
      evidence: ['mailhog/MailHog docs/CONFIG.md (MH_MAILDIR_PATH)'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
