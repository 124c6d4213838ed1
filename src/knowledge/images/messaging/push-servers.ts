import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const soketi = defineImage({
  // soketi/soketi Dockerfile @ 5d188786b: a program on Node.js that keeps nothing.
  names: ['quay.io/soketi/soketi'],
  inferred: true,
  writes: [temporary('soketi/soketi Dockerfile (Node.js) @ 5d188786b')],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const svix = defineImage({
  names: ['svix/svix-server'],
  user: '1001',
  inferred: true,
  writes: [temporary('svix/svix-webhooks server/Dockerfile @ 4fc0cfb8b')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Mercure is Caddy with a module, which keeps the updates of the hub beside the certificates. */
export const mercure = defineImage({
  names: ['dunglas/mercure'],
  extends: 'caddy',
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'XDG_DATA_HOME' }],
      kind: 'data',
      what: 'certificates and the history of updates',
      evidence: ['dunglas/mercure caddy/bolt.go line 45 and docs/deployment/docker.md @ 192faaaf9'],
    },
    {
      path: '/srv',
      kind: 'data',
      what: 'the history of updates (bolt.db)',
      when: {
        tag: { atLeast: '0.17', below: '0.21.3' },
        not: {
          any: [{ env: { MERCURE_TRANSPORT_URL: 'set' } }, { env: { MERCURE_EXTRA_DIRECTIVES: { matches: 'transport' } } }],
        },
      },
      evidence: ['dunglas/mercure bolt.go line 89 and Dockerfile @ v0.17.0', 'dunglas/mercure caddy/bolt.go @ a26e78d'],
    },
  ],
  healthcheck: true,
})
