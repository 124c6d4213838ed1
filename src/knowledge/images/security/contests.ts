import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const CTFD = ['CTFd/CTFd Dockerfile, docker-entrypoint.sh and CTFd/config.py @ 91ced62d4']
export const ctfd = defineImage({
  names: ['ctfd/ctfd', 'ghcr.io/ctfd/ctfd'],
  user: '1001:1001',
  accounts: { ctfd: '1001:1001' },
  inferred: true,
  writes: [
    {
      path: '/opt/CTFd/CTFd/uploads',
      from: [{ env: 'UPLOAD_FOLDER' }],
      kind: 'data',
      what: 'files of challenges and pages',
      evidence: CTFD,
    },
    {
      path: '/opt/CTFd/CTFd/logs',
      from: [{ env: 'LOG_FOLDER' }],
      kind: 'log',
      what: 'logs of sign-ins and submissions',
      evidence: CTFD,
    },
    temporary(CTFD[0] ?? ''),
  ],
  obstacles: [
    {
      when: { env: { SECRET_KEY: 'unset' } },
      at: '/opt/CTFd/.ctfd_secret_key',
      effect: 'degrades',
      why: 'it makes another secret key at each start, which ends all sessions',
      instead: 'give it SECRET_KEY',
      evidence: CTFD,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
