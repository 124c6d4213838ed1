import { oneDirectory } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** NetBox runs NGINX Unit, whose state and sockets lie in one directory. */
export const netbox = defineImage({
  names: ['netboxcommunity/netbox', 'ghcr.io/netbox-community/netbox', 'quay.io/netboxcommunity/netbox'],
  inferred: true,
  writes: [
    {
      path: '/opt/unit',
      kind: 'runtime',
      what: 'sockets and state of NGINX Unit',
      ships: 'the directories state and tmp, which Unit expects',
      when: { not: { command: { matches: 'rqworker|housekeeping' } } },
      evidence: ['netbox-community/netbox-docker docker/launch-netbox.sh and Dockerfile @ 27bf52c'],
    },
    {
      path: '/opt/netbox/netbox/media',
      kind: 'data',
      what: 'uploads',
      evidence: ['netbox-community/netbox-docker docker-compose.yml @ 27bf52c'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of Python',
      evidence: ['https://github.com/alephdata/aleph/issues/2425'],
    },
  ],
})

export const watchYourLan = oneDirectory(
  { names: ['aceberg/watchyourlan', 'ghcr.io/aceberg/watchyourlan'], gainsPrivileges: 'none', healthcheck: false },
  '/data',
  'its configuration and database',
  'aceberg/WatchYourLAN Dockerfile and docker-compose.yml @ ca9f644bc',
)

const UPSNAP = 'seriousm4x/UpSnap Dockerfile and docker-compose.yml @ 8f52541fe'
export const upSnap = oneDirectory(
  { names: ['ghcr.io/seriousm4x/upsnap', 'seriousm4x/upsnap'], healthcheck: true },
  '/app/pb_data',
  'its database and uploads',
  UPSNAP,
)
