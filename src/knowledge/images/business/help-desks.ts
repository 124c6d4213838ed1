import { oneDirectory } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const zammad = defineImage({
  names: ['ghcr.io/zammad/zammad', 'zammad/zammad-docker-compose', 'zammad/zammad'],
  user: '1000:1000',
  accounts: { zammad: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/opt/zammad/tmp',
      kind: 'scratch',
      what: 'pid files, sockets and caches of Rails',
      evidence: ['https://github.com/zammad/zammad-docker-compose/issues/617'],
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: ['https://github.com/zammad/zammad-docker-compose/issues/617'] },
  ],
  obstacles: [
    {
      when: { command: { matches: 'zammad-nginx' } },
      effect: 'fails',
      why: 'this role renders the configuration of nginx into /etc/nginx',
      evidence: ['https://github.com/zammad/zammad-docker-compose/issues/617'],
    },
  ],
})

const CHATWOOT = 'chatwoot/chatwoot docker/Dockerfile @ 02cf698fa'
export const chatwoot = oneDirectory(
  { names: ['chatwoot/chatwoot'], gainsPrivileges: 'none', healthcheck: false },
  '/app/storage',
  'attachments, where they are kept in files',
  'chatwoot/chatwoot docker-compose.production.yaml (/app/storage)',
  [
    {
      path: '/app/tmp',
      kind: 'runtime',
      what: 'pid file and caches',
      ships: 'nothing that is needed',
      hidesNothingNeeded: true,
      evidence: [CHATWOOT],
    },
  ],
)

export const libredesk = oneDirectory(
  { names: ['libredesk/libredesk'], configuration: ['/libredesk/config.toml'], gainsPrivileges: 'none', healthcheck: false },
  '/libredesk/uploads',
  'uploads',
  'abhinavxd/libredesk Dockerfile @ 0294cb963 and config.sample.toml @ 06c1744a7',
)
