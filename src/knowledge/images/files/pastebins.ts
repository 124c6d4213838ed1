import { defineImage } from '../../record.ts'

/** Its vendor's documentation runs it read-only; all that it writes is a VOLUME. */
const PRIVATEBIN = ['PrivateBin/docker-nginx-fpm-alpine Dockerfile and README.md (--read-only) @ 50f330ac1']
export const privatebin = defineImage({
  names: ['privatebin/nginx-fpm-alpine', 'ghcr.io/privatebin/nginx-fpm-alpine'],
  user: '65534:82',
  accounts: { nobody: '65534:82' },
  volumes: ['/run', '/srv/data', '/tmp', '/var/lib/nginx/tmp'],
  writes: [
    { path: '/srv/data', kind: 'data', what: 'pastes', evidence: PRIVATEBIN },
    { path: '/run', kind: 'runtime', what: 'services of s6, which it runs there', exec: true, evidence: PRIVATEBIN },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of PHP', evidence: PRIVATEBIN },
    { path: '/var/lib/nginx/tmp', kind: 'scratch', what: 'request bodies', evidence: PRIVATEBIN },
  ],
  configuration: ['/srv/cfg'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const OPENGIST = ['thomiceli/opengist Dockerfile and docker/entrypoint.sh @ 72c5696cd']
export const opengist = defineImage({
  names: ['ghcr.io/thomiceli/opengist', 'thomiceli/opengist'],
  dropsTo: 'opengist',
  volumes: ['/opengist'],
  inferred: true,
  writes: [
    { path: '/opengist', from: [{ env: 'OG_OPENGIST_HOME' }], kind: 'data', what: 'snippets and its database', evidence: OPENGIST },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of git', evidence: OPENGIST },
  ],
  obstacles: [
    {
      when: { user: 'root', any: [{ env: { UID: 'set' } }, { env: { GID: 'set' } }] },
      effect: 'fails',
      why: 'UID and GID have no effect on a read-only root: it would run as a user of the image and take /opengist for itself',
      instead: 'set `user:` to those ids',
      evidence: OPENGIST,
    },
    {
      when: { user: 'root', env: { UID: 'unset', GID: 'unset' } },
      effect: 'degrades',
      why: 'it runs as the uid that the image has rather than as 1000, and gives /opengist to it',
      instead: 'set `user:`',
      evidence: OPENGIST,
    },
  ],
  healthcheck: true,
})
