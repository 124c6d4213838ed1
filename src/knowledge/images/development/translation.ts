import { defineImage } from '../../record.ts'

const WEBLATE = 'WeblateOrg/docker-compose docker-compose.yml @ 7c74639'

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
