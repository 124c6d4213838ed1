import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

/** Its vendor's hardened example shows how it runs read-only: the scheduler sends it all that it needs. */
const BUNKER = ['bunkerity/bunkerweb examples/hardened/docker-compose.yml and src/bw/Dockerfile @ 2ae80bbbe']
const BUNKER_WRITES = {
  '/tmp': 'temporary files',
  '/var/tmp/bunkerweb': 'what the scheduler sends',
  '/run/bunkerweb': 'pid file and sockets',
  '/var/cache/bunkerweb': 'results of its jobs',
  '/var/lib/bunkerweb': 'state of its jobs',
  '/var/www/html': 'pages that the scheduler sends',
  '/etc/bunkerweb': 'plug-ins that the scheduler sends',
  '/etc/bunkerweb/configs': 'configuration that the scheduler sends',
  '/etc/nginx': 'configuration that is rendered for it',
} as const
export const bunkerWeb = defineImage({
  names: ['bunkerity/bunkerweb', 'ghcr.io/bunkerity/bunkerweb'],
  user: '101:101',
  accounts: { nginx: '101:101' },
  writes: Object.entries(BUNKER_WRITES).map(
    ([path, what]): WriteFact => ({
      path,
      kind: path === '/tmp' ? 'scratch' : path === '/run/bunkerweb' ? 'runtime' : path.startsWith('/etc') ? 'config' : 'cache',
      what,
      ...(path.startsWith('/etc') || path === '/var/www/html' ? { hidesNothingNeeded: true } : {}),
      mustExist: true,
      evidence: BUNKER,
    }),
  ),
  ships: [
    {
      path: '/var/log/bunkerweb',
      what: 'links of the logs to standard output, so they no longer reach `docker logs`',
      evidence: BUNKER,
    },
  ],
  capabilities: [{ needs: [] }],
})

/** Only the tags that are made for a read-only root have what they write moved aside, to be copied back at start. */
export const modsecurity = defineImage({
  names: ['owasp/modsecurity-crs', 'ghcr.io/coreruleset/modsecurity-crs'],
  user: [{ when: { tag: { matches: 'nginx' } }, use: '101:101' }, { use: 'root' }],
  accounts: { nginx: '101:101' },
  inferred: true,
  writes: ['/etc/nginx', '/etc/modsecurity.d', '/opt/owasp-crs', '/var/cache/nginx', '/tmp'].map(
    (path): WriteFact => ({
      path,
      kind: 'runtime',
      what: 'configuration and rules, copied there at start',
      when: { tag: { matches: 'read-only' } },
      evidence: [
        'coreruleset/modsecurity-crs-docker nginx/Dockerfile (READ_ONLY_FS) and nginx/docker-entrypoint.d/0-move-writables.sh @ 5e3cda3ee',
        'https://github.com/coreruleset/modsecurity-crs-docker/pull/210',
      ],
    }),
  ),
  obstacles: [
    {
      when: { not: { tag: { matches: 'read-only' } } },
      effect: 'fails',
      why: 'its entrypoint renders its rules and the configuration of the server into their directories',
      instead: 'use a tag that ends in -read-only',
      evidence: ['coreruleset/modsecurity-crs-docker README.md "Read-only Root Filesystem" @ 5e3cda3ee'],
    },
  ],
})
