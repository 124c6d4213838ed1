import { defineImage } from '../../record.ts'

/** Vaultwarden keeps everything, temporary files included, in its VOLUME. */
export const vaultwarden = defineImage({
  names: ['vaultwarden/server', 'ghcr.io/dani-garcia/vaultwarden', 'quay.io/vaultwarden/server', 'bitwardenrs/server'],
  volumes: ['/data'],
  writes: [
    {
      path: '/data',
      from: [{ env: 'DATA_FOLDER' }],
      kind: 'data',
      what: 'the vault, attachments and keys',
      evidence: ['dani-garcia/vaultwarden docker/Dockerfile.debian, src/config.rs line 515, .env.template @ 46d71107'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: ['NET_BIND_SERVICE'] }],
  healthcheck: true,
})

const PASSBOLT = ['passbolt/passbolt_docker debian/Dockerfile, debian/Dockerfile.rootless and scripts/entrypoint @ 7c9e247f3']
export const passbolt = defineImage({
  names: ['passbolt/passbolt'],
  user: [{ when: { tag: { matches: 'non-root' } }, use: '33:33' }, { use: 'root' }],
  accounts: { 'www-data': '33:33' },
  writes: [
    { path: '/etc/passbolt/gpg', kind: 'data', what: 'the key pair of the server', owner: 'www-data', evidence: PASSBOLT },
    { path: '/etc/passbolt/jwt', kind: 'data', what: 'the keys of the sessions', owner: 'www-data', evidence: PASSBOLT },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint writes /etc/environment and a certificate in /etc/ssl',
      evidence: PASSBOLT,
    },
  ],
  healthcheck: false,
})

const TWO_F_AUTH = ['Bubka/2FAuth Dockerfile and docker/entrypoint.sh @ b823160b6']
export const twoFAuth = defineImage({
  names: ['2fauth/2fauth'],
  user: '1000:1000',
  writes: [
    {
      path: '/2fauth',
      kind: 'data',
      what: 'its database, keys, icons and logs',
      evidence: TWO_F_AUTH,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint moves /srv/storage to its volume and puts a link in its place, next to the program',
      evidence: TWO_F_AUTH,
    },
  ],
  healthcheck: false,
})
