import { temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

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

const LITELLM = 'BerriAI/litellm docker/Dockerfile.database @ 1611cbc3e and docker/prod_entrypoint.sh @ 129d2ba50'
export const litellm = defineImage({
  names: ['ghcr.io/berriai/litellm', 'ghcr.io/berriai/litellm-database', 'docker.litellm.ai/berriai/litellm', 'litellm/litellm'],
  inferred: true,
  writes: [temporary(LITELLM)],
  obstacles: [
    {
      effect: 'degrades',
      why: 'it cannot rearrange the pages of its administration, some of which may not open by their address',
      instead: 'build an image in which that is done, as its documentation shows',
      evidence: ['BerriAI/litellm litellm/proxy/proxy_server.py (_restructure_ui_html_files)'],
    },
  ],
  gainsPrivileges: 'none',
})

export const lobeChat = defineImage({
  names: ['lobehub/lobe-chat', 'lobehub/lobe-chat-database', 'lobehub/lobehub'],
  user: '1001:1001',
  inferred: true,
  writes: [
    {
      path: '/app/.next/cache',
      kind: 'cache',
      what: 'rendered pages and images',
      absent: true,
      without: { effect: 'degrades', what: 'pages are rendered anew each time' },
      evidence: ['lobehub/lobe-chat Dockerfile @ 00dc29b97'],
    },
    temporary('lobehub/lobe-chat Dockerfile (Node.js) @ 00dc29b97'),
  ],
  obstacles: [
    {
      when: { env: { PROXY_URL: { matches: '.' } } },
      effect: 'fails',
      why: 'PROXY_URL makes it write /etc/proxychains4.conf',
      instead: 'set the proxy of the container by HTTP_PROXY and HTTPS_PROXY',
      evidence: ['lobehub/lobe-chat Dockerfile (chown of /etc/proxychains4.conf) @ 00dc29b97'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

const LIBRECHAT = 'danny-avila/LibreChat Dockerfile @ 007100161 and docker-compose.yml @ 8173f5fca'
export const libreChat = defineImage({
  names: [
    'ghcr.io/danny-avila/librechat',
    'ghcr.io/danny-avila/librechat-dev',
    'librechat/librechat',
    'librechat/librechat-dev',
    'registry.librechat.ai/danny-avila/librechat',
    'registry.librechat.ai/danny-avila/librechat-dev',
  ],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  inferred: true,
  writes: [
    { path: '/app/client/public/images', kind: 'data', what: 'pictures', evidence: [LIBRECHAT] },
    { path: '/app/uploads', kind: 'data', what: 'uploaded files', evidence: [LIBRECHAT] },
    { path: '/app/api/logs', kind: 'log', what: 'logs', absent: true, evidence: [LIBRECHAT] },
    { path: '/app/logs', kind: 'log', what: 'logs of newer versions', evidence: [LIBRECHAT] },
    {
      path: '/home/node/.npm',
      kind: 'cache',
      what: 'logs of npm, by which it starts',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: [LIBRECHAT],
    },
    temporary(LIBRECHAT),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const LOCAL_AI = 'mudler/LocalAI Dockerfile, entrypoint.sh and core/cli/run.go @ 82c191afa'
export const localAi = defineImage({
  names: ['localai/localai', 'quay.io/go-skynet/local-ai'],
  volumes: ['/models', '/backends', '/configuration', '/data'],
  inferred: true,
  writes: [
    {
      path: '/models',
      from: [{ env: 'LOCALAI_MODELS_PATH' }, { env: 'MODELS_PATH' }],
      kind: 'data',
      what: 'models',
      evidence: [LOCAL_AI],
    },
    {
      path: '/backends',
      from: [{ env: 'LOCALAI_BACKENDS_PATH' }, { env: 'BACKENDS_PATH' }],
      kind: 'data',
      what: 'programs that it downloads to run models',
      exec: true,
      evidence: [LOCAL_AI],
    },
    {
      path: '/configuration',
      from: [{ env: 'LOCALAI_CONFIG_DIR' }],
      kind: 'data',
      what: 'API keys and settings',
      evidence: [LOCAL_AI],
    },
    { path: '/data', from: [{ env: 'LOCALAI_DATA_PATH' }], kind: 'data', what: 'collections, agents and jobs', evidence: [LOCAL_AI] },
    { path: '/tmp', kind: 'scratch', what: 'generated content and uploads', exec: true, large: true, evidence: [LOCAL_AI] },
  ],
  obstacles: [
    {
      when: { any: [{ tag: { matches: 'aio' } }, { env: { EXTRA_BACKENDS: { matches: '.' } } }] },
      effect: 'fails',
      why: 'it builds the backends that EXTRA_BACKENDS names at start',
      evidence: [LOCAL_AI],
    },
  ],
  healthcheck: true,
})

const ANYTHING = ['Mintplex-Labs/anything-llm docker/Dockerfile, docker/docker-entrypoint.sh and docker/docker-compose.yml @ 72aabbd15']
export const anythingLlm = defineImage({
  names: ['mintplexlabs/anythingllm', 'ghcr.io/mintplex-labs/anything-llm'],
  user: '1000:1000',
  accounts: { anythingllm: '1000:1000' },
  writes: [
    {
      path: '/app/server/storage',
      from: [{ env: 'STORAGE_DIR' }],
      kind: 'data',
      what: 'its database, documents, vectors and models',
      evidence: ANYTHING,
    },
    { path: '/app/collector/hotdir', kind: 'scratch', what: 'uploads to be read', ships: 'notes', evidence: ANYTHING },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'at each start it generates the client of its database into its node_modules, and it keeps its settings in /app/server/.env',
      evidence: ANYTHING,
    },
  ],
  healthcheck: true,
})
