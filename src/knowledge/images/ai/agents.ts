import { temporary } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

const DIFY_API = 'langgenius/dify api/Dockerfile @ f7f6ac2cc and docker/docker-compose.yaml @ 85fc0fdb5'
export const difyApi = defineImage({
  names: ['langgenius/dify-api'],
  inferred: true,
  writes: [
    {
      path: '/app/api/storage',
      from: [{ env: 'OPENDAL_FS_ROOT' }, { env: 'STORAGE_LOCAL_PATH' }],
      kind: 'data',
      what: 'uploads and keys, where they are kept on disk',
      absent: true,
      evidence: [DIFY_API],
    },
    {
      path: '/home/dify',
      kind: 'cache',
      what: 'caches of its user',
      when: { mounted: '/home/dify' },
      evidence: [DIFY_API],
    },
    temporary(DIFY_API),
  ],
  obstacles: [
    {
      when: { env: { MODE: { matches: '^beat$' } } },
      effect: 'fails',
      why: 'in the mode of beat it keeps its schedule in a file next to the program',
      evidence: [
        'langgenius/dify api/docker/entrypoint.sh @ 02940a0f2',
        'https://docs.celeryq.dev/en/stable/userguide/periodic-tasks.html (celerybeat-schedule)',
      ],
    },
  ],
  gainsPrivileges: 'none',
})

const DIFY_WEB = ['langgenius/dify web/Dockerfile @ cd0780d41 and web/docker/entrypoint.sh @ 0072d3535']
export const difyWeb = defineImage({
  names: ['langgenius/dify-web'],
  user: '1001',
  inferred: true,
  writes: [
    { path: '/.pm2', kind: 'runtime', what: 'sockets, pid files and logs of pm2', evidence: DIFY_WEB },
    {
      path: '/app/web/.next/cache',
      kind: 'cache',
      what: 'rendered pages and images',
      absent: true,
      without: { effect: 'degrades', what: 'pages are rendered anew each time' },
      evidence: DIFY_WEB,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of Node.js', evidence: DIFY_WEB },
  ],
  gainsPrivileges: 'none',
})

export const difySandbox = defineImage({
  names: ['langgenius/dify-sandbox'],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint unpacks Node.js to /opt and links it into /usr/local/bin',
      evidence: ['langgenius/dify-sandbox docker/entrypoint.sh @ a94a4666f'],
    },
  ],
})

const DIFY_PLUGINS = 'langgenius/dify-plugin-daemon docker/local.dockerfile and .env.example (PLUGIN_STORAGE_LOCAL_ROOT) @ bdb5642a1'
export const difyPluginDaemon = defineImage({
  names: ['langgenius/dify-plugin-daemon'],
  inferred: true,
  writes: [
    {
      path: '/app/storage',
      from: [{ env: 'PLUGIN_STORAGE_LOCAL_ROOT' }],
      kind: 'data',
      what: 'plug-ins, their packages and what they keep',
      exec: true,
      absent: true,
      evidence: [DIFY_PLUGINS],
    },
    { path: '/root/.cache', kind: 'cache', what: 'packages that uv downloads', large: true, absent: true, evidence: [DIFY_PLUGINS] },
    { path: '/tmp', kind: 'scratch', what: 'builds of packages', exec: true, evidence: [DIFY_PLUGINS] },
  ],
  obstacles: [
    {
      when: { env: { PLUGIN_WORKING_PATH: { matches: '^(?!/app/storage(/|$))' } } },
      effect: 'fails',
      why: 'it makes the environments of its plug-ins in PLUGIN_WORKING_PATH',
      instead: 'set it to a directory below /app/storage',
      evidence: [DIFY_PLUGINS],
    },
    {
      when: { env: { PLUGIN_WORKING_PATH: 'unset' } },
      at: '/app/cwd',
      effect: 'fails',
      why: 'without PLUGIN_WORKING_PATH it makes the environments of its plug-ins next to the program',
      instead: 'set PLUGIN_WORKING_PATH to a directory below /app/storage',
      evidence: [DIFY_PLUGINS],
    },
  ],
})

const FLOWISE = ['FlowiseAI/Flowise docker/README.md and docker/docker-compose.yml @ ababf4c8e']
export const flowise = defineImage({
  names: ['flowiseai/flowise'],
  inferred: true,
  writes: [
    {
      path: '/root/.flowise',
      kind: 'data',
      what: 'its database, key, logs and uploads, where no variable puts them elsewhere',
      when: { user: 'root' },
      absent: true,
      evidence: FLOWISE,
    },
    ...(['DATABASE_PATH', 'SECRETKEY_PATH', 'LOG_PATH', 'BLOB_STORAGE_PATH', 'APIKEY_PATH'] as const).map(
      (env): WriteFact => ({
        from: [{ env }],
        kind: 'data',
        what: 'its database, key, logs or uploads',
        absent: true,
        evidence: FLOWISE,
      }),
    ),
    { path: '/tmp', kind: 'scratch', what: 'uploads and the browser', evidence: ['FlowiseAI/Flowise docker/Dockerfile @ ababf4c8e'] },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
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

/** The project is mounted at /app, where training writes models too. */
const RASA = ['RasaHQ/rasa Dockerfile @ 0352ebf85']
export const rasa = defineImage({
  names: ['rasa/rasa'],
  user: '1001',
  volumes: ['/tmp'],
  inferred: true,
  writes: [
    { path: '/app', kind: 'data', what: 'models and what training keeps', when: { mounted: '/app' }, evidence: RASA },
    { path: '/tmp', kind: 'scratch', what: 'unpacked models', evidence: RASA },
  ],
  obstacles: [
    {
      when: { command: { matches: '(^|[\\s"\'])(train|init)\\b' }, not: { mounted: '/app' } },
      at: '/app',
      effect: 'fails',
      why: 'training writes models and a cache into /app',
      instead: 'mount the project at /app',
      evidence: RASA,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const MCPO = ['open-webui/mcpo Dockerfile (uvx, npx) @ 788ff92e5']
export const mcpo = defineImage({
  names: ['ghcr.io/open-webui/mcpo'],
  inferred: true,
  writes: [
    { path: '/root/.cache', kind: 'cache', what: 'servers that uvx downloads', exec: true, absent: true, evidence: MCPO },
    { path: '/root/.local', kind: 'cache', what: 'interpreters and servers that uv downloads', exec: true, absent: true, evidence: MCPO },
    { path: '/root/.npm', kind: 'cache', what: 'servers that npx downloads', exec: true, absent: true, evidence: MCPO },
    { path: '/tmp', kind: 'scratch', what: 'builds of packages', exec: true, evidence: MCPO },
  ],
  notes: [{ text: 'What the servers that it starts write is not known' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})
