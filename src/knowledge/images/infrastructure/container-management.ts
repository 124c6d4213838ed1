import { oneBinary, oneDirectory, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** Portainer keeps its database in one VOLUME. */
export const portainer = defineImage({
  names: ['portainer/portainer-ce', 'portainer/portainer-ee', 'portainer/portainer'],
  volumes: ['/data'],
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'its database and stacks',
      evidence: ['portainer/portainer build/linux/Dockerfile @ 17b2322b9'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'uploads and stack deployments',
      evidence: ['tmatens/compose-lint docs/examples/portainer-removed/docker-compose.yml @ a250bcb'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const KOMODO = [
  'moghtech/komodo bin/core/multi-arch.Dockerfile, bin/entrypoint.sh, config/core.config.toml and compose/mongo.compose.yaml @ cc1c5aa5d',
]
export const komodoCore = defineImage({
  names: ['ghcr.io/moghtech/komodo-core'],
  inferred: true,
  writes: [
    { path: '/config/keys', kind: 'data', what: 'its key pair', absent: true, evidence: KOMODO },
    { path: '/backups', kind: 'data', what: 'backups of its database', when: { mounted: '/backups' }, evidence: KOMODO },
    {
      path: '/syncs',
      from: [{ env: 'KOMODO_SYNC_DIRECTORY' }],
      kind: 'data',
      what: 'resource files that are edited in the browser',
      absent: true,
      evidence: KOMODO,
    },
    {
      path: '/repo-cache',
      from: [{ env: 'KOMODO_REPO_DIRECTORY' }],
      kind: 'cache',
      what: 'repositories',
      large: true,
      absent: true,
      evidence: KOMODO,
    },
    {
      path: '/action-cache',
      from: [{ env: 'KOMODO_ACTION_DIRECTORY' }],
      kind: 'cache',
      what: 'scripts of actions and their packages',
      ships: 'packages that every action uses',
      evidence: KOMODO,
    },
    temporary('moghtech/komodo bin/core/multi-arch.Dockerfile @ cc1c5aa5d'),
  ],
  obstacles: [
    {
      when: { mounted: '/usr/local/share/ca-certificates' },
      effect: 'degrades',
      why: 'it cannot take your certificates into /etc/ssl/certs',
      instead: 'mount a bundle that has them at /etc/ssl/certs/ca-certificates.crt',
      evidence: KOMODO,
    },
  ],
  healthcheck: false,
})

const PERIPHERY = [
  'moghtech/komodo bin/periphery/multi-arch.Dockerfile, config/periphery.config.toml and compose/mongo.compose.yaml @ cc1c5aa5d',
]
export const komodoPeriphery = defineImage({
  names: ['ghcr.io/moghtech/komodo-periphery'],
  inferred: true,
  writes: [
    {
      path: '/etc/komodo',
      from: [{ env: 'PERIPHERY_ROOT_DIRECTORY' }],
      kind: 'data',
      what: 'stacks, repositories and certificates, at the same place as on the host',
      absent: true,
      evidence: PERIPHERY,
    },
    { path: '/config/keys', kind: 'data', what: 'its key pair', absent: true, evidence: PERIPHERY },
    { path: '/root/.docker', kind: 'config', what: 'log-ins to registries', absent: true, evidence: PERIPHERY },
    temporary('moghtech/komodo bin/periphery/multi-arch.Dockerfile @ cc1c5aa5d'),
  ],
  healthcheck: false,
})

const ARCANE = 'getarcaneapp/arcane docker/Dockerfile and docker/examples/compose.basic.yaml @ c8ad3ed78'
export const arcane = defineImage({
  names: ['ghcr.io/getarcaneapp/arcane', 'ghcr.io/ofkm/arcane'],
  volumes: ['/app/data'],
  inferred: true,
  writes: [
    { path: '/app/data', kind: 'data', what: 'its database, projects and settings', evidence: [ARCANE] },
    { path: '/builds', kind: 'data', what: 'sources of images', when: { mounted: '/builds' }, evidence: [ARCANE] },
    temporary(ARCANE),
  ],
  obstacles: [
    {
      when: {
        tag: { below: '1.9' },
        any: [{ env: { PUID: { matches: '^(?!0$)' } } }, { env: { PGID: { matches: '^(?!0$)' } } }],
      },
      effect: 'fails',
      why: 'before version 1.9 it makes a user for PUID and PGID at start',
      instead: 'take a newer version',
      evidence: ['getarcaneapp/arcane scripts/docker/entrypoint.sh (removed) @ 3c10e769d'],
    },
  ],
  healthcheck: false,
})

const DOCKGE = 'louislam/dockge docker/Dockerfile, compose.yaml and backend/dockge-server.ts @ f809ae192'
export const dockge = oneDirectory(
  { names: ['louislam/dockge'], volumes: ['/app/data'], healthcheck: true },
  '/app/data',
  'its database and settings',
  DOCKGE,
  [
    {
      path: '/opt/stacks',
      from: [{ env: 'DOCKGE_STACKS_DIR' }],
      kind: 'data',
      what: 'the Compose files that it manages',
      absent: true,
      evidence: [DOCKGE],
    },
  ],
)

/** Laravel and its server render configuration and caches inside the application. */
export const coolify = defineImage({
  names: ['coollabsio/coolify', 'ghcr.io/coollabsio/coolify'],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'it writes into its own storage and bootstrap directories, and s6 renders /etc/nginx',
      evidence: ['coollabsio/coolify docker/production/Dockerfile @ 379abb25'],
    },
  ],
})

export const dozzle = defineImage({
  names: ['amir20/dozzle', 'ghcr.io/amir20/dozzle'],
  // amir20/dozzle Dockerfile @ ca4cab8cb: FROM scratch; wollomatic/socket-proxy examples/docker-compose/dozzle runs it read-only.
  writes: [],
  notes: [{ text: 'Alerts and users that are set up in its pages are kept in /data, which then needs a volume' }],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const portainerAgent = oneBinary(['portainer/agent'])
