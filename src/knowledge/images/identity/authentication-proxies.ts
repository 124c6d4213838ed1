import { oneBinary, PLAIN_UNPROBED } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const oauth2Proxy = oneBinary(
  // oauth2-proxy/oauth2-proxy Dockerfile and Makefile (distroless nonroot; Alpine without USER) @ 14af2951e.
  ['quay.io/oauth2-proxy/oauth2-proxy'],
  [{ when: { tag: { matches: 'alpine' } }, use: 'root' }, { use: '65532:65532' }],
)

export const tinyauth = defineImage({
  names: ['ghcr.io/steveiliop56/tinyauth'],
  volumes: ['/data'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [
        { env: 'TINYAUTH_DATABASE_PATH', parent: true },
        { env: 'DATABASE_PATH', parent: true },
      ],
      kind: 'data',
      what: 'sessions',
      evidence: ['steveiliop56/tinyauth Dockerfile @ 479f16578'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

export const traefikForwardAuth = defineImage({
  // thomseddon/traefik-forward-auth Dockerfile @ 26e7995ea: FROM scratch, its state in cookies.
  names: ['thomseddon/traefik-forward-auth'],
  writes: [],
  ...PLAIN_UNPROBED,
})
