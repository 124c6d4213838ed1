import { defineImage } from '../../record.ts'

const COMPOSE_LINT_MULTI = 'tmatens/compose-lint docs/examples/read-only-multi-service @ a250bcb'

export const immichServer = defineImage({
  names: ['ghcr.io/immich-app/immich-server'],
  volumes: [],
  writes: [
    {
      path: '/data',
      from: [{ env: 'IMMICH_MEDIA_LOCATION' }],
      kind: 'data',
      what: 'photos and videos',
      when: { not: { mounted: '/usr/src/app/upload' } },
      evidence: [COMPOSE_LINT_MULTI],
    },
    {
      path: '/usr/src/app/upload',
      kind: 'data',
      what: 'photos and videos',
      when: { mounted: '/usr/src/app/upload' },
      evidence: [COMPOSE_LINT_MULTI],
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads in progress', evidence: [COMPOSE_LINT_MULTI] },
  ],
  healthcheck: true,
})

export const immichMachineLearning = defineImage({
  names: ['ghcr.io/immich-app/immich-machine-learning'],
  writes: [
    { path: '/cache', kind: 'cache', what: 'downloaded models', large: true, evidence: [COMPOSE_LINT_MULTI] },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: [COMPOSE_LINT_MULTI] },
  ],
  settings: [
    {
      environment: { name: 'MPLCONFIGDIR', value: '/tmp/matplotlib' },
      why: 'matplotlib writes its configuration into the home directory',
      evidence: [COMPOSE_LINT_MULTI],
    },
  ],
  healthcheck: true,
})

const PHOTOPRISM = [
  'photoprism/photoprism docker/photoprism/bookworm/Dockerfile, scripts/dist/entrypoint.sh and entrypoint-init.sh @ 382ffa899',
]
export const photoprism = defineImage({
  names: ['photoprism/photoprism'],
  inferred: true,
  writes: [
    {
      path: '/photoprism/storage',
      from: [{ env: 'PHOTOPRISM_STORAGE_PATH' }],
      kind: 'data',
      what: 'its database, settings, sidecar files, previews and caches',
      worldWritable: true,
      evidence: PHOTOPRISM,
    },
    {
      path: '/photoprism/originals',
      from: [{ env: 'PHOTOPRISM_ORIGINALS_PATH' }],
      kind: 'data',
      what: 'pictures and films',
      worldWritable: true,
      evidence: PHOTOPRISM,
    },
    {
      path: '/photoprism/import',
      from: [{ env: 'PHOTOPRISM_IMPORT_PATH' }],
      kind: 'data',
      what: 'files to be imported',
      when: { mounted: '/photoprism/import' },
      evidence: PHOTOPRISM,
    },
    { path: '/tmp', kind: 'scratch', what: 'pictures and films in work', evidence: PHOTOPRISM },
  ],
  obstacles: [
    {
      when: {
        user: 'root',
        any: [{ env: { PHOTOPRISM_UID: { matches: '^(?!0$)' } } }, { env: { PUID: { matches: '^(?!0$)' } } }],
      },
      effect: 'fails',
      why: 'it makes the user that PHOTOPRISM_UID asks for at start',
      instead: 'set `user:` to those ids',
      evidence: PHOTOPRISM,
    },
    {
      when: { not: { env: { PHOTOPRISM_INIT: { matches: '^$' } } } },
      effect: 'degrades',
      why: 'it cannot install what PHOTOPRISM_INIT names, which is a certificate unless it is set',
      instead: 'set PHOTOPRISM_INIT to nothing and let a reverse proxy do TLS',
      evidence: PHOTOPRISM,
    },
  ],
})
