import { refused, temporary } from '../../parts.ts'
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

export const lychee = refused(
  { names: ['lycheeorg/lychee'], accounts: { 'www-data': '33:33' } },
  {
    '/conf': 'its settings and the SQLite database',
    '/uploads': 'pictures',
    '/sym': 'links to pictures',
    '/logs': 'logs',
    '/lychee-tmp': 'uploads in progress',
  },
  {
    effect: 'fails',
    why: 'its entrypoint replaces directories and files of the program by links to its data',
    evidence: ['LycheeOrg/Lychee-Docker entrypoint.sh and Dockerfile @ 1009d962c'],
  },
)

const PHOTOVIEW = 'photoview/photoview Dockerfile and api/utils/environment_variables.go @ 91cbeb410'
export const photoview = defineImage({
  names: ['photoview/photoview', 'viktorstrate/photoview'],
  user: '999:999',
  accounts: { photoview: '999:999' },
  inferred: true,
  writes: [
    {
      path: '/home/photoview/media-cache',
      from: [{ env: 'PHOTOVIEW_MEDIA_CACHE' }],
      kind: 'data',
      what: 'thumbnails and converted videos',
      absent: true,
      evidence: [PHOTOVIEW],
    },
    {
      from: [{ env: 'PHOTOVIEW_SQLITE_PATH', parent: true }],
      kind: 'data',
      what: 'the SQLite database',
      absent: true,
      evidence: [PHOTOVIEW],
    },
    temporary(PHOTOVIEW),
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

/** The web server before LibrePhotos: its own configuration in the official image. */
export const librePhotosProxy = defineImage({
  names: ['reallibrephotos/librephotos-proxy'],
  extends: 'nginx',
  inferred: true,
  writes: [
    {
      path: '/var/cache/nginx',
      kind: 'cache',
      what: 'request bodies and proxy buffers',
      evidence: ['LibrePhotos/librephotos-docker proxy/Dockerfile and proxy/nginx.conf @ d8b7b504b'],
    },
  ],
})
