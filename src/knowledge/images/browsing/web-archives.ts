import { oneDirectory } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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

export const kiwix = oneDirectory(
  { names: ['ghcr.io/kiwix/kiwix-serve', 'kiwix/kiwix-serve'], user: '1001:1001', volumes: ['/data'], gainsPrivileges: 'none' },
  '/data',
  'archives that it serves, and those that it downloads',
  'kiwix/kiwix-tools docker/server/Dockerfile and docker/server/start.sh @ f76e38bdc',
)
