import { apacheRun, phpTemp, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const YOURLS = ['YOURLS/docker images/yourls/Dockerfile.template and container-entrypoint.sh @ c2eda1848']
export const yourls = defineImage({
  names: ['yourls', 'ghcr.io/yourls/yourls'],
  accounts: { 'www-data': [{ when: { tag: { matches: 'alpine' } }, use: '82:82' }, { use: '33:33' }] },
  inferred: true,
  writes: [
    {
      path: '/var/www/html',
      kind: 'data',
      what: 'YOURLS, its plug-ins and config.php, copied there at the first start',
      owner: 'www-data',
      chowned: true,
      evidence: YOURLS,
    },
    apacheRun({ not: { tag: { matches: 'fpm' } } }),
    phpTemp(),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const SHLINK = ['shlinkio/shlink Dockerfile, docker/docker-entrypoint.sh and config/autoload @ 59c62a2cc']
export const shlink = defineImage({
  names: ['shlinkio/shlink', 'ghcr.io/shlinkio/shlink'],
  user: '1001',
  inferred: true,
  writes: [
    {
      path: '/etc/shlink/data',
      kind: 'data',
      what: 'its SQLite database, where no other one is set, caches, locks and places',
      ships: 'templates and empty directories',
      evidence: SHLINK,
    },
    temporary('shlinkio/shlink Dockerfile (PHP) @ 59c62a2cc'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const SHLINK_WEB = ['shlinkio/shlink-web-client Dockerfile and scripts/docker/servers_from_env.sh @ cd26200e3']
export const shlinkWebClient = defineImage({
  names: ['shlinkio/shlink-web-client', 'ghcr.io/shlinkio/shlink-web-client'],
  extends: 'nginxinc/nginx-unprivileged',
  writes: [],
  obstacles: [
    {
      when: { env: { SHLINK_SERVER_URL: 'set', SHLINK_SERVER_API_KEY: 'set' } },
      effect: 'fails',
      why: 'it writes the server that SHLINK_SERVER_URL names into servers.json, next to its pages',
      instead: 'mount a servers.json of your own at /usr/share/nginx/html/servers.json and leave SHLINK_SERVER_URL unset',
      evidence: SHLINK_WEB,
    },
  ],
  healthcheck: false,
})

const KUTT = 'thedevs-network/kutt Dockerfile, docker-compose.yml and server/env.js @ fc832d7e7'
export const kutt = defineImage({
  names: ['kutt/kutt'],
  inferred: true,
  writes: [
    {
      from: [{ env: 'DB_FILENAME', parent: true }],
      kind: 'data',
      what: 'the SQLite database, where no other one is set',
      when: { not: { env: { DB_CLIENT: { matches: '^(pg|mysql)' } } } },
      evidence: [KUTT],
    },
    {
      path: '/root/.npm',
      kind: 'cache',
      what: 'logs of npm, by which it starts',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: [KUTT],
    },
    temporary(KUTT),
  ],
  obstacles: [
    {
      when: { env: { DB_FILENAME: 'unset' }, not: { env: { DB_CLIENT: { matches: '^(pg|mysql)' } } } },
      at: '/kutt/db',
      effect: 'fails',
      why: 'without DB_FILENAME its SQLite database lies next to the program',
      instead: 'set DB_FILENAME=/var/lib/kutt/data.sqlite and give /var/lib/kutt a volume',
      evidence: [KUTT],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
