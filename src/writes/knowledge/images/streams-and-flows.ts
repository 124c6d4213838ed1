import { oneDirectory, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

const HASURA = 'hasura/graphql-engine packaging/cli-migrations/v3/Dockerfile and docker-entrypoint.sh @ 2e3cc6cb9'
const HASURA_CLI = {
  kind: 'cache',
  what: 'settings and tools of its command line, by which it applies migrations',
  exec: true,
  absent: true,
  evidence: [HASURA],
} as const
export const hasura = defineImage({
  names: ['hasura/graphql-engine'],
  accounts: { hasura: '1001:1001' },
  inferred: true,
  writes: [
    { path: '/root/.hasura', when: { tag: { matches: 'cli-migrations' }, user: 'root' }, ...HASURA_CLI },
    { path: '/.hasura', when: { tag: { matches: 'cli-migrations' }, user: 'non-root' }, ...HASURA_CLI },
    { path: '/home/hasura/.hasura', when: { tag: { matches: 'cli-migrations' }, user: 'non-root' }, ...HASURA_CLI },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'a copy of the migrations, and temporary files',
      exec: true,
      evidence: [HASURA, 'hasura/graphql-engine packaging/graphql-engine/Dockerfile @ 1c8236d7d'],
    },
  ],
  configuration: ['/hasura-migrations', '/hasura-metadata', '/hasura-seeds'],
  gainsPrivileges: 'none',
})

const LANGFLOW = [
  'langflow-ai/langflow docker/build_and_push.Dockerfile @ 014d2948d',
  'langflow-ai/langflow src/lfx/src/lfx/services/settings/base.py @ 0066de435',
]
export const langflow = defineImage({
  names: ['langflowai/langflow'],
  user: '1000:0',
  inferred: true,
  writes: [
    {
      path: '/app/data/.cache/langflow',
      from: [{ env: 'LANGFLOW_CONFIG_DIR' }],
      kind: 'data',
      what: 'its secret key, files of the users, and its database where that is kept there',
      absent: true,
      evidence: LANGFLOW,
    },
    {
      path: '/app/data/.langflow/knowledge_bases',
      from: [{ env: 'LANGFLOW_KNOWLEDGE_BASES_DIR' }],
      kind: 'data',
      what: 'knowledge bases',
      absent: true,
      without: { effect: 'degrades', what: 'no knowledge base can be made' },
      evidence: LANGFLOW,
    },
    temporary('langflow-ai/langflow docker/build_and_push.Dockerfile (Python) @ 014d2948d'),
  ],
  obstacles: [
    {
      when: { env: { LANGFLOW_DATABASE_URL: 'unset', LANGFLOW_SAVE_DB_IN_CONFIG_DIR: 'unset' } },
      effect: 'fails',
      why: 'without LANGFLOW_DATABASE_URL its SQLite database lies next to the program',
      evidence: LANGFLOW,
    },
    {
      when: { env: { LANGFLOW_ALEMBIC_LOG_TO_STDOUT: 'unset', LANGFLOW_ALEMBIC_LOG_FILE: 'unset' } },
      effect: 'fails',
      why: 'many of its versions write the log of their migrations next to the program',
      instead: 'set LANGFLOW_ALEMBIC_LOG_TO_STDOUT: "true"',
      evidence: [
        'langflow-ai/langflow src/backend/base/langflow/services/database/service.py (the comment on the package directory) @ 00de8a382',
      ],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const OWNCAST = ['owncast/owncast Earthfile @ 0136f2ba4', 'owncast/owncast core/transcoder/thumbnailGenerator.go @ 030f963d5']
export const owncast = defineImage({
  names: ['owncast/owncast', 'ghcr.io/owncast/owncast'],
  inferred: true,
  writes: [
    {
      path: '/app/data',
      kind: 'data',
      what: 'its database, backups, logs and the stream',
      evidence: [...OWNCAST, 'owncast/owncast config/constants.go @ ac1cd9b90'],
    },
    temporary('owncast/owncast Earthfile (FFmpeg) @ 0136f2ba4'),
  ],
  obstacles: [
    {
      when: { tag: { below: '0.1' } },
      effect: 'fails',
      why: 'before version 0.1 it writes pictures into its pages in /app/webroot',
      instead: 'take a newer version',
      evidence: ['owncast/owncast config/constants.go (WebRoot) @ ac1cd9b90'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const RSSHUB = ['DIYgod/RSSHub Dockerfile @ c3da77c89', 'DIYgod/RSSHub lib/utils/logger.ts @ 247137bbc']
export const rssHub = defineImage({
  names: ['diygod/rsshub'],
  inferred: true,
  writes: [
    {
      path: '/app/logs',
      kind: 'log',
      what: 'logs, which go to standard output too',
      evidence: RSSHUB,
    },
    {
      path: '/root/.config',
      kind: 'cache',
      what: 'profile of Chromium',
      when: { tag: { matches: 'chromium' } },
      absent: true,
      evidence: RSSHUB,
    },
    {
      path: '/root/.cache',
      kind: 'cache',
      what: 'caches of Chromium',
      when: { tag: { matches: 'chromium' } },
      absent: true,
      evidence: RSSHUB,
    },
    {
      path: '/root/.npm',
      kind: 'cache',
      what: 'logs of npm, by which it starts',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: RSSHUB,
    },
    temporary('DIYgod/RSSHub Dockerfile (Node.js) @ c3da77c89'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const PINCHFLAT = [
  'kieraneglin/pinchflat docker/selfhosted.Dockerfile @ 019791ccf',
  'kieraneglin/pinchflat config/runtime.exs @ 048209b36',
  'kieraneglin/pinchflat lib/pinchflat/release.ex @ 122aa6137',
]
export const pinchflat = defineImage({
  names: ['ghcr.io/kieraneglin/pinchflat'],
  inferred: true,
  writes: [
    { path: '/config', kind: 'data', what: 'its database, metadata and logs', evidence: PINCHFLAT },
    { path: '/downloads', kind: 'data', what: 'videos', evidence: PINCHFLAT },
    {
      path: '/etc/elixir_tzdata_data',
      from: [{ env: 'TZ_DATA_DIR' }],
      kind: 'cache',
      what: 'time zones that it loads',
      evidence: PINCHFLAT,
    },
    { path: '/tmp', kind: 'scratch', what: 'metadata of downloads, and yt-dlp as it unpacks itself', exec: true, evidence: PINCHFLAT },
  ],
  obstacles: [
    {
      when: { user: 'root' },
      effect: 'fails',
      why: 'it updates yt-dlp in /usr/local/bin each day, without which downloads stop working in time',
      evidence: ['kieraneglin/pinchflat lib/pinchflat/yt_dlp/update_worker.ex @ 7ebb9e522'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

export const libredesk = oneDirectory(
  { names: ['libredesk/libredesk'], configuration: ['/libredesk/config.toml'], gainsPrivileges: 'none', healthcheck: false },
  '/libredesk/uploads',
  'uploads',
  'abhinavxd/libredesk Dockerfile @ 0294cb963 and config.sample.toml @ 06c1744a7',
)
