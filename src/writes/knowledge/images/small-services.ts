import { oneDirectory, temporary } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

const PLAIN = { gainsPrivileges: 'none', capabilities: [{ needs: [] }] } as const

export const redlib = defineImage({
  // redlib-org/redlib compose.yaml (read_only without a mount) and Dockerfile @ a4d36e954.
  names: ['quay.io/redlib/redlib'],
  user: 'redlib',
  writes: [],
  ...PLAIN,
  healthcheck: true,
})

export const nitter = defineImage({
  // zedeus/nitter compose.yml (read_only without a mount) and Dockerfile @ a68b57629.
  names: ['zedeus/nitter'],
  user: 'nitter',
  writes: [],
  ...PLAIN,
  healthcheck: false,
})

const WHOOGLE = ['benbusby/whoogle-search docker-compose.yml (tmpfs) and Dockerfile @ 13e52132e']
export const whoogle = defineImage({
  names: ['benbusby/whoogle-search', 'ghcr.io/benbusby/whoogle-search'],
  user: '927:927',
  accounts: { whoogle: '927:927' },
  volumes: ['/config'],
  inferred: true,
  writes: [
    { path: '/config', from: [{ env: 'CONFIG_VOLUME' }], kind: 'cache', what: 'settings of its visitors and keys', evidence: WHOOGLE },
    { path: '/var/lib/tor', kind: 'cache', what: 'the state of Tor', evidence: WHOOGLE },
    { path: '/run/tor', kind: 'runtime', what: 'the socket of Tor', absent: true, evidence: WHOOGLE },
    temporary('benbusby/whoogle-search Dockerfile @ 13e52132e'),
  ],
  obstacles: [
    {
      at: '/whoogle/app/static/build',
      effect: 'fails',
      why: 'it makes scripts and styles in app/static/build at start, next to the program',
      evidence: ['benbusby/whoogle-search Dockerfile (app/static/build) @ 13e52132e'],
    },
  ],
  ...PLAIN,
  healthcheck: true,
})

export const invidious = defineImage({
  names: ['quay.io/invidious/invidious'],
  user: '1000',
  inferred: true,
  writes: [temporary('iv-org/invidious docker/Dockerfile @ eff609d0c')],
  ...PLAIN,
})

/** Its vendor's Compose file runs it read-only; the rest that it writes are VOLUMEs, /etc among them. */
const SAMBA = ['dperson/samba docker-compose.yml (read_only, tmpfs /tmp) and Dockerfile @ d407fa1b6']
export const samba = defineImage({
  names: ['dperson/samba'],
  volumes: ['/etc', '/var/cache/samba', '/var/lib/samba', '/var/log/samba', '/run/samba'],
  inferred: true,
  writes: [
    { path: '/var/lib/samba', kind: 'data', what: 'users and locks', evidence: SAMBA },
    { path: '/var/cache/samba', kind: 'cache', what: 'caches', evidence: SAMBA },
    { path: '/var/log/samba', kind: 'log', what: 'logs', evidence: SAMBA },
    { path: '/run/samba', kind: 'runtime', what: 'pid files and sockets', evidence: SAMBA },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: SAMBA },
  ],
  healthcheck: true,
})

/** The vendor's documentation names what rspamd needs on a read-only root; the rest are VOLUMEs. */
const POSTFIX = ['bokysan/docker-postfix README.md (read-only root filesystem) and Dockerfile @ a2687c54f']
export const bokyPostfix = defineImage({
  names: ['boky/postfix'],
  volumes: ['/var/spool/postfix', '/var/lib/postfix', '/etc/postfix', '/etc/rspamd', '/var/lib/rspamd', '/etc/opendkim/keys', '/run'],
  inferred: true,
  writes: [
    { path: '/var/spool/postfix', kind: 'data', what: 'the queue of mails', evidence: POSTFIX },
    { path: '/var/lib/postfix', kind: 'data', what: 'maps and caches', evidence: POSTFIX },
    {
      path: '/etc/postfix',
      kind: 'config',
      what: 'its configuration, edited at start',
      ships: 'the configuration of Postfix',
      evidence: POSTFIX,
    },
    {
      path: '/etc/rspamd',
      kind: 'config',
      what: 'its configuration, edited at start',
      ships: 'the configuration of rspamd',
      evidence: POSTFIX,
    },
    { path: '/var/lib/rspamd', kind: 'data', what: 'keys of DKIM', evidence: POSTFIX },
    { path: '/run', kind: 'runtime', what: 'pid files and sockets', evidence: POSTFIX },
    temporary('bokysan/docker-postfix Dockerfile (WORKDIR /tmp) @ a2687c54f'),
  ],
  healthcheck: true,
})

export const kometa = oneDirectory(
  { names: ['kometateam/kometa', 'meisnate12/plex-meta-manager'], volumes: ['/config'], healthcheck: false },
  '/config',
  'its configuration, caches and logs',
  'Kometa-Team/Kometa Dockerfile @ 398993b4f',
)

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

export const rssBridge = defineImage({
  names: ['rssbridge/rss-bridge', 'ghcr.io/rss-bridge/rss-bridge'],
  writes: [],
  obstacles: [
    {
      when: { mounted: '/config' },
      at: '/app',
      effect: 'fails',
      why: 'it copies what lies in /config over its program at start',
      evidence: ['RSS-Bridge/rss-bridge docker-entrypoint.sh @ 309af5b06'],
    },
  ],
  inferred: true,
})
