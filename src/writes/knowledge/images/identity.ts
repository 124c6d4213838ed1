import { defineImage } from '../record.ts'

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

/** Keycloak: an image that is not built with `kc.sh build` re-augments itself at start, inside the program. */
export const keycloak = defineImage({
  names: ['quay.io/keycloak/keycloak', 'keycloak/keycloak'],
  user: '1000:0',
  accounts: { keycloak: '1000:0' },
  writes: [
    {
      path: '/opt/keycloak/data/tmp',
      kind: 'cache',
      what: 'compressed theme files',
      absent: true,
      without: { effect: 'degrades', what: 'theme files answer HTTP 500 while health is green' },
      evidence: ['https://github.com/keycloak/keycloak/issues/37533', 'https://github.com/quarkusio/quarkus/issues/46388'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'cache of Vert.x',
      evidence: ['https://github.com/quarkusio/quarkus/issues/40531', 'https://github.com/quarkusio/quarkus/issues/28094'],
    },
  ],
  obstacles: [
    {
      when: { any: [{ tag: { below: '17' } }, { tag: { matches: 'legacy' } }] },
      effect: 'fails',
      why: 'versions before 17 change the configuration of WildFly at start, beside its programs',
      instead: 'use version 17 or newer',
      evidence: ['keycloak/keycloak-containers server/tools/docker-entrypoint.sh @ 06382ea5b'],
    },
    {
      when: { not: { command: { matches: '--optimized' } } },
      at: '/opt/keycloak/lib/quarkus',
      effect: 'fails',
      why: 'without --optimized it rebuilds itself at start, inside /opt/keycloak/lib',
      instead: 'build an image with `kc.sh build` and start it with `start --optimized`',
      evidence: ['https://github.com/keycloak/keycloak/issues/44632'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** authentik writes to /dev/shm for temporary files; where its media lie changed with 2025.12. */
export const authentik = defineImage({
  names: ['ghcr.io/goauthentik/server', 'goauthentik/server', 'beryju/authentik'],
  user: '1000:1000',
  accounts: { authentik: '1000:1000' },
  writes: [
    {
      path: '/media',
      kind: 'data',
      what: 'icons and uploads',
      when: { any: [{ tag: { below: '2025.12' } }, { mounted: '/media' }] },
      evidence: ['https://github.com/goauthentik/authentik/issues/16350', 'goauthentik/authentik Dockerfile @ 0027813e4'],
    },
    {
      path: '/data',
      kind: 'data',
      what: 'icons and uploads',
      when: { tag: { atLeast: '2025.12' }, not: { mounted: '/media' } },
      evidence: ['goauthentik/authentik Dockerfile @ 0027813e4'],
    },
    {
      path: '/dev/shm',
      kind: 'scratch',
      what: 'temporary files (TMPDIR)',
      evidence: ['goauthentik/authentik Dockerfile @ 0027813e4', 'https://github.com/moby/moby/issues/28639'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'non-root' }, needs: [] }],
  healthcheck: true,
})

/** Authelia rewrites a file next to its program at start, unless its health check is off in the configuration. */
export const authelia = defineImage({
  names: ['authelia/authelia', 'ghcr.io/authelia/authelia'],
  writes: [
    {
      path: '/config',
      kind: 'data',
      what: 'database, users and notifications',
      evidence: ['authelia/authelia entrypoint.sh @ 23572030b'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files',
      evidence: ['tmatens/compose-lint docs/examples/clean-edge-proxy/docker-compose.yml @ a250bcb'],
    },
  ],
  obstacles: [
    {
      when: {
        not: { any: [{ env: { AUTHELIA_SERVER_DISABLE_HEALTHCHECK: { matches: '^[Tt]rue$' } } }, { mounted: '/app/.healthcheck.env' }] },
      },
      at: '/app/.healthcheck.env',
      effect: 'fails',
      why: 'it rewrites /app/.healthcheck.env at start and stops when it cannot',
      instead: 'set AUTHELIA_SERVER_DISABLE_HEALTHCHECK=true (server.disable_healthcheck) first',
      evidence: [
        'authelia/authelia internal/middlewares/startup.go lines 15-22,129-141 and internal/commands/root.go lines 91-97 @ 23572030b',
      ],
    },
  ],
  healthcheck: true,
})
