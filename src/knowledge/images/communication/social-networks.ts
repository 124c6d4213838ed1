import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const MASTODON = 'mastodon/mastodon Dockerfile (tmp, log, public/system) @ 002973418'
export const mastodon = defineImage({
  names: ['ghcr.io/mastodon/mastodon', 'tootsuite/mastodon'],
  user: '991:991',
  accounts: { mastodon: '991:991' },
  links: { '/mastodon': '/opt/mastodon' },
  inferred: true,
  writes: [
    {
      path: '/opt/mastodon/public/system',
      kind: 'data',
      what: 'media, unless they are kept in S3',
      worldWritable: true,
      when: { not: { env: { S3_ENABLED: { matches: '^true$' } } } },
      evidence: [MASTODON],
    },
    {
      path: '/opt/mastodon/tmp',
      kind: 'runtime',
      what: 'pid file and caches',
      ships: 'caches of the build',
      hidesNothingNeeded: true,
      worldWritable: true,
      evidence: [MASTODON],
    },
    temporary(MASTODON),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const GOTOSOCIAL = ['superseriousbusiness/gotosocial Dockerfile and example/docker-compose/docker-compose.yaml @ 57cb4fe74']
export const gotosocial = defineImage({
  names: ['superseriousbusiness/gotosocial'],
  user: '1000:1000',
  volumes: ['/gotosocial/storage', '/gotosocial/.cache'],
  writes: [
    { path: '/gotosocial/storage', from: [{ env: 'GTS_STORAGE_LOCAL_BASE_PATH' }], kind: 'data', what: 'media', evidence: GOTOSOCIAL },
    {
      from: [{ env: 'GTS_DB_ADDRESS', parent: true }],
      kind: 'data',
      what: 'the SQLite database',
      when: { env: { GTS_DB_TYPE: { matches: '^sqlite$' } } },
      absent: true,
      evidence: GOTOSOCIAL,
    },
    {
      path: '/gotosocial/.cache',
      from: [{ env: 'GTS_WAZERO_COMPILATION_CACHE' }],
      kind: 'cache',
      what: 'compiled ffmpeg',
      without: { effect: 'degrades', what: 'ffmpeg is compiled anew at each start' },
      evidence: GOTOSOCIAL,
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: ['https://pkg.go.dev/mime/multipart#Reader.ReadForm'] },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const lemmy = defineImage({
  names: ['dessalines/lemmy'],
  user: '1000:1000',
  accounts: { lemmy: '1000:1000' },
  inferred: true,
  writes: [temporary('LemmyNet/lemmy docker/Dockerfile and docker/docker-compose.yml @ 439734dd6')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const lemmyUi = defineImage({
  names: ['dessalines/lemmy-ui'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  inferred: true,
  writes: [temporary('LemmyNet/lemmy-ui Dockerfile @ d08625c8')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

const PDS = 'bluesky-social/pds Dockerfile, compose.yaml and README.md (PDS_DATA_DIRECTORY) @ d023aa873'
export const blueskyPds = defineImage({
  names: ['ghcr.io/bluesky-social/pds'],
  inferred: true,
  writes: [
    {
      path: '/pds',
      from: [{ env: 'PDS_DATA_DIRECTORY' }],
      kind: 'data',
      what: 'repositories, accounts and keys',
      absent: true,
      evidence: [PDS],
    },
    {
      path: '/pds/blocks',
      from: [{ env: 'PDS_BLOBSTORE_DISK_LOCATION' }],
      kind: 'data',
      what: 'pictures and films',
      absent: true,
      evidence: [PDS],
    },
    temporary(PDS),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
