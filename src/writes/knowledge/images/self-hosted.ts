import { jvmTemp, oneDirectory, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

export const memos = oneDirectory(
  { names: ['neosmemo/memos', 'ghcr.io/usememos/memos'], volumes: ['/var/opt/memos'] },
  '/var/opt/memos',
  'notes and uploads',
  'usememos/memos scripts/Dockerfile and scripts/entrypoint.sh @ 76a762924',
)

export const navidrome = oneDirectory(
  { names: ['deluan/navidrome', 'ghcr.io/navidrome/navidrome'], volumes: ['/data', '/music'] },
  '/data',
  'its database and caches',
  'navidrome/navidrome Dockerfile @ 295886cb9',
)

export const gotify = oneDirectory(
  { names: ['gotify/server', 'ghcr.io/gotify/server'], healthcheck: true },
  '/app/data',
  'its database, images and plug-ins',
  'gotify/server docker/Dockerfile @ d543a8aad, https://gotify.net/docs/install',
)

export const uptimeKuma = oneDirectory(
  {
    names: ['louislam/uptime-kuma', 'ghcr.io/louislam/uptime-kuma'],
    user: [{ when: { tag: { matches: 'rootless' } }, use: '1000:1000' }, { use: 'root' }],
    accounts: { node: '1000:1000' },
    volumes: [{ path: '/app/data', when: { tag: { below: '2' } } }],
    healthcheck: true,
  },
  '/app/data',
  'its database and uploads',
  'louislam/uptime-kuma docker/dockerfile @ 6398a9581',
)

const AUDIOBOOKSHELF = 'advplyr/audiobookshelf Dockerfile (CONFIG_PATH, METADATA_PATH) @ 1b46d6802'
export const audiobookshelf = defineImage({
  names: ['ghcr.io/advplyr/audiobookshelf', 'advplyr/audiobookshelf'],
  inferred: true,
  writes: [
    { path: '/config', from: [{ env: 'CONFIG_PATH' }], kind: 'data', what: 'its database', evidence: [AUDIOBOOKSHELF] },
    { path: '/metadata', from: [{ env: 'METADATA_PATH' }], kind: 'data', what: 'covers, logs and backups', evidence: [AUDIOBOOKSHELF] },
    temporary(AUDIOBOOKSHELF),
  ],
  healthcheck: false,
})

export const changedetection = oneDirectory(
  { names: ['ghcr.io/dgtlmoon/changedetection.io', 'dgtlmoon/changedetection.io'] },
  '/datastore',
  'watches and snapshots',
  'dgtlmoon/changedetection.io Dockerfile and docker-compose.yml',
)

export const openWebui = defineImage({
  names: ['ghcr.io/open-webui/open-webui'],
  inferred: true,
  writes: [
    {
      path: '/app/backend/data',
      kind: 'data',
      what: 'chats, users and models',
      evidence: ['open-webui/open-webui Dockerfile @ 00a89829a'],
    },
    temporary('open-webui/open-webui Dockerfile @ 00a89829a'),
  ],
  obstacles: [
    {
      when: { env: { WEBUI_SECRET_KEY: 'unset' } },
      at: '/app/backend/.webui_secret_key',
      effect: 'fails',
      why: 'without WEBUI_SECRET_KEY it makes one in /app/backend/.webui_secret_key, next to the program',
      instead: 'set WEBUI_SECRET_KEY',
      evidence: ['open-webui/open-webui backend/start.sh (KEY_FILE)'],
    },
  ],
  healthcheck: true,
})
export const nocodb = oneDirectory(
  { names: ['nocodb/nocodb'] },
  '/usr/app/data',
  'its database',
  'https://nocodb.com/docs/self-hosting/installation/docker',
)

export const actual = oneDirectory(
  { names: ['actualbudget/actual-server', 'ghcr.io/actualbudget/actual'] },
  '/data',
  'budgets and accounts',
  'https://actualbudget.org/docs/install/docker',
)

export const trilium = oneDirectory(
  { names: ['ghcr.io/triliumnext/trilium', 'triliumnext/trilium', 'triliumnext/notes'] },
  '/home/node/trilium-data',
  'notes',
  'https://triliumnext.github.io/Docs/Wiki/docker-server-installation.html',
)

export const odoo = oneDirectory(
  { names: ['odoo'], user: 'odoo', volumes: ['/var/lib/odoo', '/mnt/extra-addons'] },
  '/var/lib/odoo',
  'the file store and sessions',
  'odoo/docker 19.0/Dockerfile @ odoo/docker',
)

export const nexus = defineImage({
  names: ['sonatype/nexus3'],
  user: '200:200',
  accounts: { nexus: '200:200' },
  volumes: ['/nexus-data'],
  inferred: true,
  writes: [
    {
      path: '/nexus-data',
      kind: 'data',
      what: 'repositories, configuration and logs',
      evidence: ['sonatype/docker-nexus3 Dockerfile.java21 @ 7b38e1c8a'],
    },
    jvmTemp(['sonatype/docker-nexus3 Dockerfile.java21 @ 7b38e1c8a']),
  ],
  capabilities: [{ needs: [] }],
})

export const ollama = defineImage({
  names: ['ollama/ollama'],
  inferred: true,
  writes: [
    {
      path: '/root/.ollama',
      from: [{ env: 'OLLAMA_MODELS' }],
      kind: 'data',
      what: 'models and keys',
      when: { user: 'root' },
      absent: true,
      evidence: ['https://hub.docker.com/r/ollama/ollama (-v ollama:/root/.ollama)'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'runner libraries, which it loads from there',
      exec: true,
      evidence: ['ollama/ollama docs/faq.md (OLLAMA_TMPDIR)'],
    },
  ],
})

export const vikunja = defineImage({
  names: ['vikunja/vikunja'],
  user: '1000:1000',
  inferred: true,
  writes: [
    {
      path: '/app/vikunja/files',
      from: [{ env: 'VIKUNJA_FILES_BASEPATH' }],
      kind: 'data',
      what: 'attachments',
      absent: true,
      evidence: ['go-vikunja/vikunja Dockerfile @ 00a87dc55'],
    },
    {
      path: '/db',
      from: [{ env: 'VIKUNJA_DATABASE_PATH', parent: true }],
      kind: 'data',
      what: 'the SQLite database',
      when: { env: { VIKUNJA_DATABASE_TYPE: 'unset' } },
      absent: true,
      evidence: ['go-vikunja/vikunja Dockerfile @ 00a87dc55'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'uploads',
      absent: true,
      evidence: ['go-vikunja/vikunja Dockerfile (FROM scratch) @ 00a87dc55'],
    },
  ],
  capabilities: [{ needs: [] }],
})
