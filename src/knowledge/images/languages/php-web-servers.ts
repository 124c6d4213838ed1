import { phpTemp, s6Run, WWW_DATA } from '../../parts.ts'
import type { ImageRecord } from '../../record.ts'
import { defineImage } from '../../record.ts'

const WEBDEVOPS = ['webdevops/Dockerfile docker/base/ubuntu-22.04/conf/bin/config.sh lines 35-36 and entrypoint.sh @ 3ba1c2cc8']

/** webdevops' images, one entrypoint for all: it ends at the first error, and links its output below / first. */
export const webdevops = defineImage({
  names: [
    'webdevops/php-nginx',
    'webdevops/php-nginx-dev',
    'webdevops/php-apache',
    'webdevops/php-apache-dev',
    'webdevops/php',
    'webdevops/php-dev',
    'webdevops/php-official',
    'webdevops/nginx',
    'webdevops/apache',
    'webdevops/base',
    'webdevops/base-app',
    'webdevops/ssh',
    'webdevops/vsftp',
  ],
  runtime: true,
  accounts: { application: '1000:1000' },
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint writes /docker.stdout and /docker.stderr and renders the configuration of its servers',
      instead: 'build on php:fpm and a web server of its own',
      evidence: WEBDEVOPS,
    },
  ],
  gainsPrivileges: 'gosu, with which its entrypoint becomes root',
})

const SERVERSIDEUP = 'serversideup/docker-php'
const AT = '@ 6d9a54f60'
const WEB_SERVER = { tag: { matches: 'nginx|apache|unit' } } as const
const CONFIGURES = { not: { env: { DISABLE_DEFAULT_CONFIG: { matches: '^true$' } } } } as const

/** serversideup's PHP starts as www-data; what its start scripts render depends on the variant. */
export const serversideupPhp = defineImage({
  names: ['serversideup/php', 'ghcr.io/serversideup/php'],
  runtime: true,
  user: 'www-data',
  accounts: WWW_DATA,
  writes: [
    phpTemp(),
    { ...s6Run([`${SERVERSIDEUP} src/variations/fpm-nginx/Dockerfile ${AT}`]), when: { tag: { matches: 'nginx|apache' } } },
    {
      path: '/data',
      kind: 'data',
      what: 'certificates of Caddy',
      when: { tag: { matches: 'frankenphp' } },
      evidence: [`${SERVERSIDEUP} src/variations/frankenphp/Dockerfile lines 24-25 and 179-180 ${AT}`],
    },
    {
      path: '/config',
      kind: 'data',
      what: 'configuration of Caddy',
      when: { tag: { matches: 'frankenphp' } },
      evidence: [`${SERVERSIDEUP} src/variations/frankenphp/Dockerfile lines 24-25 and 179-180 ${AT}`],
    },
  ],
  obstacles: [
    {
      when: { all: [WEB_SERVER, CONFIGURES] },
      effect: 'fails',
      why: 'its start renders the configuration of the web server into /etc',
      instead:
        'bring the configuration in a Dockerfile and set DISABLE_DEFAULT_CONFIG=true, or use the fpm variant with a web server beside it',
      evidence: [`${SERVERSIDEUP} src/s6/etc/entrypoint.d/10-init-webserver-config.sh ${AT}`],
    },
    {
      when: { all: [{ env: { LOG_OUTPUT_LEVEL: 'set' } }, { not: { env: { LOG_OUTPUT_LEVEL: { matches: '^warn$' } } } }, CONFIGURES] },
      effect: 'fails',
      why: 'LOG_OUTPUT_LEVEL makes its start change /usr/local/etc/php-fpm.conf',
      instead: 'leave it at warn',
      evidence: [`${SERVERSIDEUP} src/common/etc/entrypoint.d/1-log-output-level.sh ${AT}`],
    },
    {
      when: { env: { SSL_MODE: { matches: '^(mixed|full)$' } } },
      at: '/etc/ssl/private',
      effect: 'fails',
      why: 'SSL_MODE makes its start write a certificate of its own into /etc/ssl',
      instead: 'mount a certificate there, or end TLS at a proxy',
      evidence: [`${SERVERSIDEUP} src/utilities-webservers/etc/entrypoint.d/5-generate-ssl.sh ${AT}`],
    },
    {
      when: { all: [{ env: { AUTORUN_ENABLED: { matches: '^true$' } } }, CONFIGURES] },
      at: '/var/www/html',
      effect: 'fails',
      why: 'AUTORUN_ENABLED makes its start cache configuration, routes and views inside the application',
      instead: 'run these commands at build time, and migrations in a service of their own',
      evidence: [`${SERVERSIDEUP} src/common/etc/entrypoint.d/50-laravel-automations.sh ${AT}`],
    },
    {
      when: { all: [{ user: 'root', tag: { matches: 'fpm' } }, CONFIGURES] },
      effect: 'fails',
      why: 'as root its start adds the user of the workers to /usr/local/etc/php-fpm.d',
      instead: 'leave it to start as www-data',
      evidence: [`${SERVERSIDEUP} src/php-fpm.d/etc/entrypoint.d/5-fpm-pool-user.sh ${AT}`],
    },
  ],
  notes: [{ text: 'Laravel also writes storage/ and bootstrap/cache of the application' }],
})

/** An image for PHP that changes itself at each start. */
function changesItself(
  names: ImageRecord['names'],
  why: string,
  evidence: readonly string[],
  more: Partial<ImageRecord> = {},
): ImageRecord {
  return defineImage({
    names,
    runtime: true,
    writes: [],
    ...more,
    obstacles: [{ effect: 'fails', why, instead: 'build on php:fpm and a web server of its own', evidence }],
  })
}

export const shinsenter = changesItself(
  ['shinsenter/*'],
  'its entrypoint, which insists on root, sets /etc/localtime and the users and leaves a mark in /var/local',
  ['shinsenter/php src/php/common/docker-php-entrypoint @ 9aa162469'],
  { accounts: WWW_DATA },
)

export const thecodingmachinePhp = changesItself(
  ['thecodingmachine/php'],
  'its entrypoint becomes root by sudo, marks /opt and renders the settings of PHP in /etc/php',
  ['thecodingmachine/docker-images-php utils/docker-entrypoint.sh and docker-entrypoint-as-root.sh @ 96ea274ed'],
  { user: 'docker', gainsPrivileges: 'sudo, by which its entrypoint becomes root' },
)

export const richarveyNginxPhpFpm = changesItself(
  ['richarvey/nginx-php-fpm'],
  'its start script edits the settings of nginx and PHP and writes /root/.ssh',
  ['richarvey/nginx-php-fpm scripts/start.sh @ 15f577b18'],
)

/** nginx and PHP-FPM under supervisord, all as nobody. */
export const trafexPhpNginx = defineImage({
  names: ['trafex/php-nginx', 'trafex/alpine-nginx-php7'],
  runtime: true,
  user: 'nobody',
  accounts: { nobody: '65534:65534' },
  writes: [
    {
      path: '/run',
      kind: 'runtime',
      what: 'pid files of nginx and supervisord and the socket of PHP-FPM',
      evidence: ['TrafeX/docker-php-nginx Dockerfile and config (nginx.conf, fpm-pool.conf, supervisord.conf) @ 47835d7d4'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'uploads, sessions and request bodies',
      evidence: ['TrafeX/docker-php-nginx config/nginx.conf @ 47835d7d4', 'https://github.com/TrafeX/docker-php-nginx/issues/144'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})
