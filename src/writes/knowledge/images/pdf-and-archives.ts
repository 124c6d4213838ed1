import { jvmTemp, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

export const yopass = defineImage({
  // jhaals/yopass Dockerfile @ de900a0cd: a program that keeps its secrets in Memcached or Redis.
  names: ['jhaals/yopass'],
  user: '1000',
  inferred: true,
  writes: [],
  notes: [{ text: 'A directory for files, where its options name one, needs a volume' }],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const cryptgeon = defineImage({
  // cupcakearmy/cryptgeon Dockerfile @ c3e475c16: a program that keeps its notes in Redis.
  names: ['cupcakearmy/cryptgeon', 'ghcr.io/cupcakearmy/cryptgeon'],
  inferred: true,
  writes: [],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const excalidrawRoom = defineImage({
  names: ['excalidraw/excalidraw-room'],
  inferred: true,
  writes: [temporary('excalidraw/excalidraw-room Dockerfile (Node.js, yarn) @ 03ff43586')],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const STIRLING = ['Stirling-Tools/Stirling-PDF docker/embedded/Dockerfile @ cf55ae9db and scripts/init-without-ocr.sh @ 33149551e']
export const stirlingPdf = defineImage({
  names: [
    'stirlingtools/stirling-pdf',
    'docker.stirlingpdf.com/stirlingtools/stirling-pdf',
    'ghcr.io/stirling-tools/stirling-pdf',
    'ghcr.io/stirling-tools/s-pdf',
    'frooodle/s-pdf',
  ],
  accounts: { stirlingpdfuser: '1000:1000' },
  dropsTo: 'stirlingpdfuser',
  inferred: true,
  writes: [
    { path: '/configs', kind: 'data', what: 'settings and its database', owner: 'stirlingpdfuser', chowned: true, evidence: STIRLING },
    { path: '/customFiles', kind: 'data', what: 'files of your own', owner: 'stirlingpdfuser', chowned: true, evidence: STIRLING },
    {
      path: '/pipeline',
      kind: 'data',
      what: 'watched folders and their results',
      ships: 'empty directories for them',
      owner: 'stirlingpdfuser',
      chowned: true,
      evidence: STIRLING,
    },
    { path: '/logs', kind: 'log', what: 'logs', owner: 'stirlingpdfuser', chowned: true, evidence: STIRLING },
    {
      path: '/home/stirlingpdfuser',
      kind: 'cache',
      what: 'profiles of LibreOffice and caches',
      owner: 'stirlingpdfuser',
      chowned: true,
      evidence: STIRLING,
    },
    jvmTemp(STIRLING, 'documents in work and native libraries of the JVM'),
    {
      path: '/tmp/stirling-pdf',
      kind: 'scratch',
      what: 'documents in work, where TMPDIR points there',
      exec: true,
      mustExist: true,
      evidence: STIRLING,
    },
  ],
  obstacles: [
    {
      when: { user: 'root' },
      effect: 'degrades',
      why: 'it runs as root rather than as its own user, since it cannot take the files of the program for it',
      instead: 'set `user:`',
      evidence: STIRLING,
    },
    {
      when: { env: { DOCKER_ENABLE_SECURITY: { matches: '^true$' } } },
      effect: 'fails',
      why: 'DOCKER_ENABLE_SECURITY makes older versions download a program with log-ins at start',
      instead: 'take a version that has it in the image, and set DISABLE_ADDITIONAL_FEATURES=false instead',
      evidence: ['Stirling-Tools/Stirling-PDF scripts/download-security-jar.sh @ 33149551e'],
    },
    {
      when: { any: [{ env: { LANGS: { matches: '.' } } }, { env: { TESSERACT_LANGS: { matches: '.' } } }] },
      effect: 'degrades',
      why: 'it cannot install fonts and languages at start',
      instead: 'take its fat image, or build one with them',
      evidence: ['Stirling-Tools/Stirling-PDF scripts/init.sh @ 0413a7472'],
    },
  ],
})

const QUANTUM = 'gtsteffaniak/filebrowser _docker/Dockerfile and backend/pkg/settings/config.go (CacheDir) @ 29f9055db'
export const fileBrowserQuantum = defineImage({
  names: ['gtstef/filebrowser', 'ghcr.io/gtsteffaniak/filebrowser'],
  user: '1000:1000',
  accounts: { filebrowser: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/home/filebrowser/data',
      from: [{ env: 'FILEBROWSER_DATABASE_PATH', parent: true }],
      kind: 'data',
      what: 'its settings and database',
      ships: 'config.yaml',
      evidence: [QUANTUM],
    },
    { path: '/srv', kind: 'data', what: 'files', when: { mounted: '/srv' }, evidence: [QUANTUM] },
    {
      path: '/home/filebrowser/tmp',
      kind: 'cache',
      what: 'previews and uploads in progress',
      absent: true,
      large: true,
      evidence: [QUANTUM],
    },
    temporary(QUANTUM),
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const ELECTRIC = 'electric-sql/electric packages/sync-service/Dockerfile and config/runtime.exs (ELECTRIC_STORAGE_DIR) @ dc07a1e6c'
export const electric = defineImage({
  names: ['electricsql/electric'],
  inferred: true,
  writes: [
    {
      path: '/app/persistent',
      from: [{ env: 'ELECTRIC_STORAGE_DIR' }],
      kind: 'data',
      what: 'shapes and what it knows of the stream',
      absent: true,
      oftenCache: true,
      evidence: [ELECTRIC],
    },
    temporary(ELECTRIC),
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

export const flagsmith = defineImage({
  names: ['flagsmith/flagsmith', 'flagsmith/flagsmith-api'],
  user: '65534',
  inferred: true,
  writes: [temporary('Flagsmith/flagsmith Dockerfile and api/scripts/run-docker.sh (Python) @ 1ad8487ba')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

const YAMTRACK = ['FuzzyGrim/Yamtrack Dockerfile and entrypoint.sh @ e5a138cf3']
export const yamtrack = defineImage({
  names: ['ghcr.io/fuzzygrim/yamtrack'],
  writes: [{ path: '/yamtrack/db', kind: 'data', what: 'its database', evidence: YAMTRACK }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint changes the ids of its user at start',
      evidence: YAMTRACK,
    },
  ],
  healthcheck: true,
})

const ARCHIVEBOX = ['ArchiveBox/ArchiveBox Dockerfile and bin/docker_entrypoint.sh @ 81d6d36fb']
export const archiveBox = defineImage({
  names: ['archivebox/archivebox'],
  volumes: ['/data'],
  writes: [{ path: '/data', from: [{ env: 'DATA_DIR' }], kind: 'data', what: 'archives, their index and settings', evidence: ARCHIVEBOX }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint changes the ids of its user at start',
      evidence: ARCHIVEBOX,
    },
  ],
  healthcheck: true,
})
