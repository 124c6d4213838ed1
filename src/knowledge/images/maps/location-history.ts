import { oneDirectory } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const OWNTRACKS = 'owntracks/docker-recorder Dockerfile and entrypoint.sh @ 888f909b3'
export const ownTracks = oneDirectory(
  { names: ['owntracks/recorder'], volumes: ['/store', '/config'], gainsPrivileges: 'none', healthcheck: false },
  '/store',
  'places and their index',
  OWNTRACKS,
)

const DAWARICH = ['Freika/dawarich docker/Dockerfile, docker/web-entrypoint.sh and docker/docker-compose.yml @ 60734da42']
export const dawarich = defineImage({
  names: ['freikin/dawarich'],
  inferred: true,
  writes: [
    {
      path: '/var/app/public',
      kind: 'data',
      what: 'pages, copied there at each start, and exports',
      ships: 'its pages',
      evidence: DAWARICH,
    },
    { path: '/var/app/storage', kind: 'data', what: 'imports and exports', evidence: DAWARICH },
    {
      path: '/var/app/tmp',
      kind: 'runtime',
      what: 'the pid file of the server and caches',
      ships: 'empty directories for them',
      evidence: DAWARICH,
    },
    {
      path: '/var/app/tmp/imports/watched',
      kind: 'data',
      what: 'files to be imported',
      when: { mounted: '/var/app/tmp/imports/watched' },
      evidence: DAWARICH,
    },
    { path: '/var/app/log', kind: 'log', what: 'logs', evidence: DAWARICH },
  ],
  ships: [{ path: '/tmp', what: 'its pages, which each start copies from /tmp/public_assets', evidence: DAWARICH }],
  obstacles: [
    {
      effect: 'fails',
      why: 'it ships its pages in /tmp, where it also needs to write',
      evidence: DAWARICH,
    },
  ],
  healthcheck: false,
})
