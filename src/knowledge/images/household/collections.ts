import { defineImage } from '../../record.ts'

const HOMEBOX = ['sysadminsmedia/homebox Dockerfile, Dockerfile.rootless and Dockerfile.hardened @ 8222a88de']
export const homebox = defineImage({
  names: ['ghcr.io/sysadminsmedia/homebox', 'sysadminsmedia/homebox', 'ghcr.io/hay-kot/homebox'],
  user: [{ when: { tag: { matches: 'rootless|hardened' } }, use: '65532:65532' }, { use: 'root' }],
  volumes: ['/data'],
  writes: [
    { path: '/data', kind: 'data', what: 'its database and attachments', evidence: HOMEBOX },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'uploads that are too large for memory',
      without: { effect: 'degrades', what: 'large uploads fail' },
      evidence: ['https://pkg.go.dev/mime/multipart#Reader.ReadForm'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const KOILLECTION = ['benjaminjonard/koillection docker/entrypoint.sh @ 0b2334a69']
export const koillection = defineImage({
  names: ['koillection/koillection'],
  writes: [{ path: '/uploads', kind: 'data', what: 'pictures', evidence: KOILLECTION }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint writes .env.local next to the program and settings of PHP and nginx in /etc',
      evidence: KOILLECTION,
    },
  ],
})
