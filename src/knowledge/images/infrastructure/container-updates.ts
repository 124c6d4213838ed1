import { oneDirectory } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** Watchtower is one binary on scratch. */
export const watchtower = defineImage({
  names: ['containrrr/watchtower', 'ghcr.io/containrrr/watchtower', 'v2tec/watchtower'],
  // containrrr/watchtower dockerfiles/Dockerfile @ 02da45d3f
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

export const nicholasWatchtower = defineImage({
  names: ['ghcr.io/nicholas-fedor/watchtower', 'nickfedor/watchtower'],
  // wollomatic/socket-proxy examples/docker-compose/watchtower runs it read-only without a mount.
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

const WUD = 'getwud/wud Dockerfile, app/store/index.ts and docs/configuration/storage/README.md @ f249e06d9'
export const whatsUpDocker = oneDirectory(
  { names: ['getwud/wud', 'ghcr.io/getwud/wud'], gainsPrivileges: 'none', healthcheck: true },
  '/store',
  'what it knows of the containers',
  WUD,
)

export const diun = defineImage({
  names: ['crazymax/diun', 'ghcr.io/crazy-max/diun'],
  volumes: ['/data'],
  writes: [
    {
      path: '/data',
      from: [{ env: 'DIUN_DB_PATH', parent: true }],
      kind: 'data',
      what: 'what it has seen of each image',
      evidence: ['crazy-max/diun Dockerfile @ 9050b6a23'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const cup = defineImage({
  // sergi0g/cup Dockerfile @ c58c2da6e: a program in an empty image that keeps nothing.
  names: ['ghcr.io/sergi0g/cup'],
  inferred: true,
  writes: [],
  gainsPrivileges: 'none',
  healthcheck: false,
})
