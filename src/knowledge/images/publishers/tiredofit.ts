import { refused } from '../../parts.ts'

/** All images of this author start by the scripts of one base image. */
export const tiredofit = refused(
  { names: ['tiredofit/*', 'ghcr.io/tiredofit/*'] },
  {},
  {
    effect: 'fails',
    why: 'its start scripts write settings of its services below /etc and change accounts there',
    evidence: [
      'tiredofit/docker-alpine install/etc/cont-init.d/02-permissions, 04-scheduling and 05-logging @ 06ce99a',
      'tiredofit/docker-freescout Dockerfile and install/etc/cont-init.d/30-freescout @ b5a35a9',
    ],
  },
)
