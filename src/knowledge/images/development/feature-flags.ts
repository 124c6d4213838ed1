import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const flagsmith = defineImage({
  names: ['flagsmith/flagsmith', 'flagsmith/flagsmith-api'],
  user: '65534',
  inferred: true,
  writes: [temporary('Flagsmith/flagsmith Dockerfile and api/scripts/run-docker.sh (Python) @ 1ad8487ba')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

const FLIPT = 'flipt-io/flipt build/Dockerfile @ f1905b61b'
export const flipt = defineImage({
  names: ['flipt/flipt', 'docker.flipt.io/flipt/flipt', 'ghcr.io/flipt-io/flipt'],
  user: 'flipt',
  inferred: true,
  writes: [{ path: '/var/opt/flipt', kind: 'data', what: 'its database or the storage of its flags', evidence: [FLIPT] }, temporary(FLIPT)],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Its Dockerfile names what it writes: uploads and /tmp. */
const GROWTHBOOK = ['growthbook/growthbook Dockerfile (read-only root filesystem) and docker-compose.yml @ 8f1db4456']
export const growthbook = defineImage({
  names: ['growthbook/growthbook'],
  user: '1000:1000',
  inferred: true,
  writes: [
    {
      path: '/usr/local/src/app/packages/back-end/uploads',
      kind: 'data',
      what: 'uploads, where they are kept on disk',
      evidence: GROWTHBOOK,
    },
    { path: '/tmp', kind: 'runtime', what: 'sockets, pid files and logs of pm2', evidence: GROWTHBOOK },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
