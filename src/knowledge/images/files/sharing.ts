import { oneDirectory, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** Without FILE_DIR it keeps uploads below /tmp, in a directory that it chooses anew at each start. */
const SEND = ['timvisee/send server/config.js (FILE_DIR, tmpdir) and Dockerfile @ e0a3d2bf2']
export const send = defineImage({
  names: ['registry.gitlab.com/timvisee/send'],
  user: '1000:1000',
  accounts: { app: '1000:1000' },
  inferred: true,
  writes: [
    { from: [{ env: 'FILE_DIR' }], kind: 'data', what: 'uploads', absent: true, evidence: SEND },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'uploads, where FILE_DIR is not set',
      large: true,
      when: { env: { FILE_DIR: 'unset' } },
      evidence: SEND,
    },
  ],
  notes: [{ when: { env: { FILE_DIR: 'unset' } }, text: 'It forgets its uploads at each start: set FILE_DIR and give it a volume' }],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const pingvinShare = defineImage({
  names: ['stonith404/pingvin-share', 'ghcr.io/stonith404/pingvin-share'],
  dropsTo: '1000:1000',
  inferred: true,
  writes: [
    {
      path: '/opt/app/backend/data',
      kind: 'data',
      what: 'shares and its database',
      owner: '1000:1000',
      chowned: true,
      evidence: ['stonith404/pingvin-share docker-compose.yml and scripts/docker/create-user.sh @ 4f9a502e4'],
    },
    temporary('stonith404/pingvin-share Dockerfile @ 4f9a502e4'),
  ],
  obstacles: [
    {
      at: '/opt/app/frontend/public',
      effect: 'degrades',
      why: 'its logo cannot be changed in the browser',
      instead: 'mount a volume at /opt/app/frontend/public/img',
      evidence: ['stonith404/pingvin-share docker-compose.yml @ 4f9a502e4'],
    },
  ],
  healthcheck: true,
})

const ZIPLINE = 'diced/zipline docker-compose.yml and docker-entrypoint.sh @ effe1f9ec'
export const zipline = oneDirectory(
  { names: ['ghcr.io/diced/zipline'], gainsPrivileges: 'none' },
  '/zipline/uploads',
  'uploaded files',
  ZIPLINE,
  [{ path: '/zipline/public', kind: 'data', what: 'files of its pages', when: { mounted: '/zipline/public' }, evidence: [ZIPLINE] }],
)
