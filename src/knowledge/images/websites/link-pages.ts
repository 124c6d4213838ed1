import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const LINK_STACK = ['LinkStackOrg/linkstack-docker Dockerfile and docker-entrypoint.sh @ 0e6b851b5']
export const linkStack = defineImage({
  names: ['linkstackorg/linkstack'],
  user: 'apache',
  writes: [
    { path: '/htdocs', kind: 'data', what: 'the program, its database, pages and uploads', ships: 'the program', evidence: LINK_STACK },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint adds lines to /etc/php83/conf.d at each start',
      evidence: LINK_STACK,
    },
  ],
  healthcheck: true,
})

export const littlelink = defineImage({
  names: ['ghcr.io/techno-tim/littlelink-server', 'timothystewart6/littlelink-server'],
  inferred: true,
  writes: [temporary('techno-tim/littlelink-server Dockerfile @ bc1b832')],
  gainsPrivileges: 'none',
  healthcheck: false,
})
