import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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

const NEXTCHAT = ['ChatGPTNextWeb/NextChat Dockerfile @ 706a18b95']
export const nextChat = defineImage({
  names: ['yidadaa/chatgpt-next-web', 'ghcr.io/chatgptnextweb/chatgpt-next-web'],
  inferred: true,
  writes: [
    {
      path: '/app/.next/cache',
      kind: 'cache',
      what: 'rendered pages and images',
      absent: true,
      without: { effect: 'degrades', what: 'pages are rendered anew each time' },
      evidence: NEXTCHAT,
    },
  ],
  obstacles: [
    {
      when: { env: { PROXY_URL: 'set' } },
      effect: 'fails',
      why: 'PROXY_URL makes it write /etc/proxychains.conf at start',
      evidence: NEXTCHAT,
    },
    {
      when: { env: { ENABLE_MCP: { matches: '^true$' } } },
      at: '/app/app/mcp',
      effect: 'degrades',
      why: 'the list of MCP servers cannot be changed',
      evidence: NEXTCHAT,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const SILLY = ['SillyTavern/SillyTavern Dockerfile, docker/docker-entrypoint.sh and docker/docker-compose.yml @ ba6f7b7a9']
export const sillyTavern = defineImage({
  names: ['ghcr.io/sillytavern/sillytavern'],
  inferred: true,
  writes: [
    { path: '/home/node/app/config', kind: 'data', what: 'its settings', evidence: SILLY },
    { path: '/home/node/app/data', kind: 'data', what: 'characters, chats and caches', absent: true, evidence: SILLY },
    { path: '/home/node/app/plugins', kind: 'data', what: 'plug-ins', when: { mounted: '/home/node/app/plugins' }, evidence: SILLY },
    {
      path: '/home/node/app/public/scripts/extensions/third-party',
      kind: 'data',
      what: 'extensions that are installed in the browser',
      when: { mounted: '/home/node/app/public/scripts/extensions/third-party' },
      evidence: SILLY,
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: SILLY },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
