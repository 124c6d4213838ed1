import { jvmTemp, oneDirectory } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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

/** Converts documents with Chromium and LibreOffice, which want a home. */
export const gotenberg = defineImage({
  names: ['gotenberg/gotenberg', 'ghcr.io/gotenberg/gotenberg', 'thecodingmachine/gotenberg'],
  user: '1001:1001',
  accounts: { gotenberg: '1001:1001' },
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'documents in progress and browser profiles',
      evidence: ['gotenberg/gotenberg build/Dockerfile @ 00c6ed038'],
    },
    {
      path: '/home/gotenberg',
      kind: 'cache',
      what: 'profiles and font caches',
      evidence: ['gotenberg/gotenberg build/Dockerfile @ 00c6ed038'],
    },
  ],
  capabilities: [{ needs: [] }],
})

export const tika = defineImage({
  names: ['apache/tika', 'ghcr.io/paperless-ngx/tika'],
  user: [{ when: { tag: { atLeast: '2' } }, use: '35002:35002' }, { use: 'root' }],
  inferred: true,
  writes: [jvmTemp(['apache/tika-docker full/Dockerfile @ 02ea0148b'], 'documents in progress, OCR and native libraries of the JVM')],
  capabilities: [{ needs: [] }],
})

export const convertx = oneDirectory(
  { names: ['ghcr.io/c4illin/convertx', 'c4illin/convertx'], gainsPrivileges: 'none', healthcheck: false },
  '/app/data',
  'its database and converted files',
  'C4illin/ConvertX Dockerfile and compose.yaml @ 84e954948',
)

export const vert = defineImage({
  // VERT-sh/VERT Dockerfile @ e1c83ba4a: FROM nginx with a COPY of the page.
  names: ['ghcr.io/vert-sh/vert'],
  extends: 'nginx',
  writes: [],
  healthcheck: true,
})

export const mazanoke = defineImage({
  // civilblur/mazanoke Dockerfile @ 4dca1f0c4: FROM nginx with pages.
  names: ['ghcr.io/civilblur/mazanoke'],
  extends: 'nginx',
  writes: [],
  obstacles: [
    {
      when: { env: { USERNAME: { matches: '.' }, PASSWORD: { matches: '.' } } },
      effect: 'fails',
      why: 'for USERNAME and PASSWORD it changes the configuration of nginx at start',
      instead: 'let a reverse proxy ask for the password',
      evidence: ['civilblur/mazanoke Dockerfile (basicauth.sh) @ 4dca1f0c4'],
    },
  ],
  healthcheck: false,
})
