import { refused, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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

export const n8nRunners = defineImage({
  names: ['n8nio/runners', 'ghcr.io/n8n-io/runners'],
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of the tasks',
      evidence: ['n8n-io/n8n docker/images/runners/Dockerfile'],
    },
  ],
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

export const windmill = defineImage({
  names: ['ghcr.io/windmill-labs/windmill', 'ghcr.io/windmill-labs/windmill-ee'],
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'jobs, which it executes there',
      exec: true,
      evidence: ['windmill-labs/windmill docker-compose.yml (volumes below /tmp/windmill)'],
    },
  ],
})

const AUTOMATISCH = 'automatisch/automatisch docker/Dockerfile, docker/entrypoint.sh and docker-compose.yml @ 41f3c56a1'
export const automatisch = defineImage({
  names: ['automatischio/automatisch'],
  inferred: true,
  writes: [
    {
      path: '/automatisch/storage',
      kind: 'data',
      what: 'its keys',
      when: { mounted: '/automatisch/storage' },
      evidence: [AUTOMATISCH],
    },
    temporary(AUTOMATISCH),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const activepieces = refused(
  { names: ['activepieces/activepieces', 'ghcr.io/activepieces/activepieces'], healthcheck: false },
  {},
  {
    effect: 'fails',
    why: 'its entrypoint writes its title into index.html among its web pages',
    evidence: ['activepieces/activepieces Dockerfile @ 004d05885 and docker-entrypoint.sh @ 01177e1c4'],
  },
)
