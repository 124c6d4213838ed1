import { defineImage } from '../../record.ts'

const KUBO = ['ipfs/kubo Dockerfile and bin/container_daemon @ 867cdc5d8']
export const kubo = defineImage({
  names: ['ipfs/kubo', 'ipfs/go-ipfs'],
  accounts: { ipfs: '1000:100' },
  dropsTo: 'ipfs',
  volumes: ['/data/ipfs'],
  inferred: true,
  writes: [
    {
      path: '/data/ipfs',
      from: [{ env: 'IPFS_PATH' }],
      kind: 'data',
      what: 'its key, configuration and blocks',
      owner: 'ipfs',
      chowned: true,
      evidence: KUBO,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: KUBO },
  ],
  gainsPrivileges: 'fusermount, which is setuid root',
  healthcheck: true,
})
