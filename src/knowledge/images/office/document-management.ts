import { jvmTemp, refused, s6Run } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const PAPERLESS = 'paperless-ngx/paperless-ngx Dockerfile @ b0e0e8a35'

/** Paperless runs on s6-overlay; changing its user and installing languages at start need a writable root. */
export const paperless = defineImage({
  names: ['ghcr.io/paperless-ngx/paperless-ngx', 'paperlessngx/paperless-ngx'],
  accounts: { paperless: '1000:1000' },
  dropsTo: 'paperless',
  volumes: ['/usr/src/paperless/data', '/usr/src/paperless/media', '/usr/src/paperless/consume', '/usr/src/paperless/export'],
  writes: [
    { path: '/usr/src/paperless/data', kind: 'data', what: 'database and index', evidence: [PAPERLESS] },
    { path: '/usr/src/paperless/media', kind: 'data', what: 'documents', evidence: [PAPERLESS] },
    { path: '/usr/src/paperless/consume', kind: 'data', what: 'documents to read in', evidence: [PAPERLESS] },
    { path: '/usr/src/paperless/export', kind: 'data', what: 'exports', evidence: [PAPERLESS] },
    s6Run([PAPERLESS, 'https://github.com/just-containers/s6-overlay/issues/600']),
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'OCR and its scratch directory',
      evidence: ['paperless-ngx/paperless-ngx docker/rootfs/etc/s6-overlay/s6-rc.d/init-folders/run @ b0e0e8a35'],
    },
  ],
  settings: [
    {
      environment: { name: 'S6_READ_ONLY_ROOT', value: '1' },
      why: 's6-overlay then copies its scripts to /run instead of changing them in place',
      evidence: ['paperless-ngx/paperless-ngx docs/configuration.md @ b0e0e8a35', 'just-containers/s6-overlay README.md @ 9658b23'],
    },
  ],
  obstacles: [
    {
      when: {
        any: [
          { env: { USERMAP_UID: { matches: '^(?!1000$)' } } },
          { env: { USERMAP_GID: { matches: '^(?!1000$)' } } },
          { env: { PAPERLESS_OCR_LANGUAGES: 'set' } },
        ],
      },
      effect: 'fails',
      why: 'USERMAP_UID, USERMAP_GID and PAPERLESS_OCR_LANGUAGES change users and install packages at start',
      instead: 'use `user:`, and an image of your own with the languages',
      evidence: [PAPERLESS],
    },
  ],
  healthcheck: true,
})

const TEEDY = ['sismics/docs Dockerfile, docs.xml (docs.home) and docker-compose.yml @ 17cf68f9']
export const teedy = defineImage({
  names: ['sismics/docs', 'ghcr.io/sismics/docs'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'documents, its database, indices and logs', absent: true, evidence: TEEDY },
    jvmTemp(TEEDY, 'the program that Jetty unpacks, documents in work and native libraries of the JVM'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const mayan = refused(
  { names: ['mayanedms/mayanedms'], accounts: { mayan: '1000:1000' }, dropsTo: 'mayan', volumes: ['/var/lib/mayan'], healthcheck: false },
  { '/var/lib/mayan': 'documents, settings and keys' },
  {
    effect: 'fails',
    why: 'its entrypoint sets the ids of its user in /etc/passwd at every start and stops where it cannot',
    evidence: ['mayan-edms/Mayan-EDMS mayan/apps/platform/templates/platform/docker/entrypoint.tmpl (update_uid_gid) @ 71788a519'],
  },
)

const DOCSPELL = ['eikek/docspell docker/dockerfiles/restserver.dockerfile @ 0657175da and nix/docker.nix @ ea8420ab8']
export const docspellServer = defineImage({
  names: ['docspell/restserver'],
  inferred: true,
  writes: [jvmTemp(DOCSPELL, 'uploads and native libraries of the JVM')],
  obstacles: [
    {
      when: { env: { DOCSPELL_SERVER_BACKEND_JDBC_URL: 'unset' }, command: { matches: '^$' } },
      effect: 'fails',
      why: 'without a database in its settings it keeps documents in /tmp, which a tmpfs would empty at every start',
      instead: 'set a database',
      evidence: [...DOCSPELL, 'eikek/docspell modules/restserver/src/main/resources/reference.conf (jdbc) @ ea8420ab8'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})
