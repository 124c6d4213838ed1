import { oneDirectory, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

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

const WUD = 'getwud/wud Dockerfile, app/store/index.ts and docs/configuration/storage/README.md @ f249e06d9'
export const whatsUpDocker = oneDirectory(
  { names: ['getwud/wud', 'ghcr.io/getwud/wud'], gainsPrivileges: 'none', healthcheck: true },
  '/store',
  'what it knows of the containers',
  WUD,
)

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

const PREFECT = 'PrefectHQ/prefect Dockerfile, scripts/entrypoint.sh and src/prefect/settings/models/root.py (home) @ ce79dd3d6'
export const prefect = defineImage({
  names: ['prefecthq/prefect'],
  inferred: true,
  writes: [
    {
      path: '/root/.prefect',
      from: [{ env: 'PREFECT_HOME' }],
      kind: 'data',
      what: 'its SQLite database, profiles and results',
      absent: true,
      evidence: [PREFECT],
    },
    temporary(PREFECT),
  ],
  obstacles: [
    {
      when: { env: { EXTRA_PIP_PACKAGES: { matches: '.' } } },
      effect: 'fails',
      why: 'EXTRA_PIP_PACKAGES makes it install packages at start',
      instead: 'build an image with them',
      evidence: [PREFECT],
    },
  ],
  notes: [{ text: 'Flows that a worker runs, or code that it fetches, may write elsewhere' }],
  gainsPrivileges: 'none',
  healthcheck: false,
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

const PYPI = ['pypiserver/pypiserver Dockerfile and docker/entrypoint.sh @ d87ef03f9']
export const pypiServer = defineImage({
  names: ['pypiserver/pypiserver'],
  accounts: { pypiserver: '9898:9898' },
  dropsTo: 'pypiserver',
  volumes: ['/data/packages'],
  inferred: true,
  writes: [
    { path: '/data/packages', kind: 'data', what: 'packages', owner: 'pypiserver', chowned: true, evidence: PYPI },
    temporary('pypiserver/pypiserver Dockerfile (Python) @ d87ef03f9'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const KROKI = ['yuzutech/kroki server/ops/docker/Dockerfile @ 6392089ab']
export const kroki = defineImage({
  names: ['yuzutech/kroki'],
  user: '1001:1001',
  accounts: { kroki: '1001:1001' },
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'diagrams in work, and programs that it unpacks and runs',
      exec: true,
      ships: 'an empty directory for caches',
      hidesNothingNeeded: true,
      evidence: KROKI,
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const KROKI_BROWSERS = [
  'yuzutech/kroki mermaid, bpmn, excalidraw and diagrams.net/Dockerfile (XDG_CONFIG_HOME, XDG_CACHE_HOME) @ 6392089ab',
]
export const krokiCompanions = defineImage({
  names: ['yuzutech/kroki-mermaid', 'yuzutech/kroki-bpmn', 'yuzutech/kroki-excalidraw', 'yuzutech/kroki-diagramsnet'],
  user: '1001:1001',
  accounts: { kroki: '1001:1001' },
  inferred: true,
  writes: [{ path: '/tmp', kind: 'scratch', what: 'settings, caches and profiles of its browser', evidence: KROKI_BROWSERS }],
  healthcheck: false,
})

export const ofelia = defineImage({
  // mcuadros/ofelia Dockerfile @ ebd2b12f0: a program that keeps nothing unless its configuration asks for reports.
  names: ['mcuadros/ofelia', 'ghcr.io/mcuadros/ofelia'],
  inferred: true,
  writes: [],
  notes: [{ text: 'A save-folder that its configuration names needs a mount, and so does what its local jobs write' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const SOFT_SERVE = 'charmbracelet/soft-serve Dockerfile (SOFT_SERVE_DATA_PATH) @ db5f041fa'
export const softServe = defineImage({
  names: ['charmcli/soft-serve', 'ghcr.io/charmbracelet/soft-serve'],
  volumes: ['/soft-serve'],
  inferred: true,
  writes: [
    {
      path: '/soft-serve',
      from: [{ env: 'SOFT_SERVE_DATA_PATH' }],
      kind: 'data',
      what: 'repositories, its database and keys',
      exec: true,
      evidence: [SOFT_SERVE],
    },
    temporary(SOFT_SERVE),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
