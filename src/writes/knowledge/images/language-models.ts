import { oneDirectory } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

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

export const oneApi = oneDirectory(
  { names: ['justsong/one-api', 'ghcr.io/songquanpeng/one-api'], gainsPrivileges: 'none', healthcheck: false },
  '/data',
  'the SQLite database and logs',
  'songquanpeng/one-api Dockerfile (WORKDIR /data), common/database.go and common/init.go @ 8df4a2670',
)

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

const LANGFUSE = ['langfuse/langfuse web/Dockerfile and web/entrypoint.sh @ 627514461']
const unprivileged = {
  user: '1001:1001',
  inferred: true,
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
} as const
export const langfuse = defineImage({
  names: ['langfuse/langfuse', 'ghcr.io/langfuse/langfuse'],
  ...unprivileged,
  writes: [
    {
      path: '/app/web/.next/cache',
      kind: 'cache',
      what: 'rendered pages and images',
      absent: true,
      without: { effect: 'degrades', what: 'pages are rendered anew each time' },
      evidence: LANGFUSE,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: LANGFUSE },
  ],
})

export const langfuseWorker = defineImage({
  names: ['langfuse/langfuse-worker', 'ghcr.io/langfuse/langfuse-worker'],
  ...unprivileged,
  writes: [{ path: '/tmp', kind: 'scratch', what: 'exports', evidence: ['langfuse/langfuse worker/Dockerfile @ 627514461'] }],
})
