import { refused, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const FORMBRICKS = ['formbricks/formbricks apps/web/Dockerfile and scripts/docker/next-start.sh @ b66c1dd97']
export const formbricks = defineImage({
  names: ['ghcr.io/formbricks/formbricks', 'formbricks/formbricks'],
  user: '1001',
  volumes: ['/home/nextjs/apps/web/uploads', '/home/nextjs/apps/web/saml-connection'],
  inferred: true,
  writes: [
    { path: '/home/nextjs/apps/web/uploads', kind: 'data', what: 'uploads, where they are kept on disk', evidence: FORMBRICKS },
    {
      path: '/home/nextjs/apps/web/.next/cache',
      kind: 'cache',
      what: 'rendered pages and images',
      absent: true,
      without: { effect: 'degrades', what: 'pages are rendered anew each time' },
      evidence: FORMBRICKS,
    },
    temporary('formbricks/formbricks apps/web/Dockerfile (Node.js) @ b66c1dd97'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const typebot = refused(
  {
    names: ['baptistearno/typebot-builder', 'baptistearno/typebot-viewer'],
    user: '1000:1000',
    accounts: { node: '1000:1000' },
    healthcheck: false,
  },
  {},
  {
    effect: 'fails',
    why: 'its entrypoint writes the settings of its pages into public/__ENV.js, beside the program',
    evidence: ['baptisteArno/typebot.io Dockerfile, scripts/builder-entrypoint.sh and scripts/viewer-entrypoint.sh @ 830ba7139'],
  },
)
