import { APACHE_LOG_LINKS, apacheRun, phpTemp, WWW_DATA } from '../parts.ts'
import { defineImage } from '../record.ts'

const NOT_APACHE = 'fpm|cli|zts'
const APACHE_VARIANT = { not: { tag: { matches: NOT_APACHE } } } as const
const APACHE_CAPABILITIES = [{ when: { user: 'root' }, needs: ['CHOWN', 'SETGID', 'SETUID', 'NET_BIND_SERVICE'] }] as const

/** The official PHP image: what the application writes beside uploads and sessions is not known. */
export const php = defineImage({
  names: ['php'],
  runtime: true,
  accounts: WWW_DATA,
  writes: [apacheRun({ tag: { matches: 'apache' } }), phpTemp()],
  ships: [APACHE_LOG_LINKS],
  gainsPrivileges: 'none',
  capabilities: [...APACHE_CAPABILITIES],
  healthcheck: false,
})

/** WordPress lives in its VOLUME: code, plug-ins, uploads and wp-config.php. */
export const wordpress = defineImage({
  names: ['wordpress'],
  user: [{ when: { tag: { matches: 'cli' } }, use: 'www-data' }, { use: 'root' }],
  accounts: { 'www-data': [{ when: { tag: { matches: 'alpine|cli' } }, use: '82:82' }, { use: '33:33' }] },
  volumes: ['/var/www/html'],
  writes: [
    {
      path: '/var/www/html',
      kind: 'data',
      what: 'WordPress, its plug-ins and uploads',
      owner: 'www-data',
      chowned: true,
      worldWritable: true,
      evidence: ['docker-library/wordpress latest/php8.3/apache/docker-entrypoint.sh @ bf223d1c2'],
    },
    apacheRun(APACHE_VARIANT),
    phpTemp(),
  ],
  ships: [APACHE_LOG_LINKS],
  gainsPrivileges: 'none',
  capabilities: [...APACHE_CAPABILITIES],
  healthcheck: false,
})

/** Nextcloud lives in its VOLUME; with Redis its entrypoint writes a PHP setting into the image. */
export const nextcloud = defineImage({
  names: ['nextcloud'],
  accounts: WWW_DATA,
  volumes: ['/var/www/html'],
  writes: [
    {
      path: '/var/www/html',
      kind: 'data',
      what: 'Nextcloud, its configuration and files',
      owner: 'www-data',
      chowned: true,
      worldWritable: true,
      evidence: ['nextcloud/docker docker-entrypoint.sh @ 4de1eed6'],
    },
    {
      path: '/usr/local/etc/php/conf.d',
      kind: 'config',
      what: 'redis-session.ini, written at every start',
      when: { env: { REDIS_HOST: 'set' }, not: { mounted: '/usr/local/etc/php/conf.d/redis-session.ini' } },
      ships: 'the settings of the PHP extensions',
      evidence: ['nextcloud/docker docker-entrypoint.sh configure_redis_session @ 4de1eed6'],
    },
    apacheRun(APACHE_VARIANT),
    phpTemp(),
  ],
  ships: [APACHE_LOG_LINKS],
  obstacles: [
    {
      when: { env: { APACHE_DISABLE_REWRITE_IP: 'set' } },
      at: '/etc/apache2',
      effect: 'fails',
      why: 'APACHE_DISABLE_REWRITE_IP makes the entrypoint change /etc/apache2',
      instead: 'leave it unset and set TRUSTED_PROXIES',
      evidence: ['nextcloud/docker docker-entrypoint.sh @ 4de1eed6'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [...APACHE_CAPABILITIES],
  healthcheck: false,
})

/** Drupal has no VOLUME: sites (settings and files) must be kept, with the shipped content in it. */
export const drupal = defineImage({
  names: ['drupal'],
  accounts: WWW_DATA,
  links: { '/var/www/html': '/opt/drupal/web' },
  writes: [
    {
      path: '/opt/drupal/web/sites',
      kind: 'data',
      what: 'settings.php and uploaded files',
      ships: 'the default site',
      evidence: [
        'docker-library/drupal 11.4/php8.4/apache-trixie/Dockerfile @ 305e3e2',
        'docker-library/docs drupal/content.md @ c4a9ba414',
      ],
    },
    apacheRun(APACHE_VARIANT),
    phpTemp(),
  ],
  ships: [APACHE_LOG_LINKS],
  notes: [{ text: 'Modules and themes installed at run time need volumes at /opt/drupal/web/modules and /opt/drupal/web/themes' }],
  gainsPrivileges: 'none',
  capabilities: [...APACHE_CAPABILITIES],
  healthcheck: false,
})

/** Joomla lives in its VOLUME. */
export const joomla = defineImage({
  names: ['joomla'],
  accounts: WWW_DATA,
  volumes: ['/var/www/html'],
  writes: [
    {
      path: '/var/www/html',
      kind: 'data',
      what: 'Joomla, its extensions and uploads',
      owner: 'www-data',
      chowned: true,
      worldWritable: true,
      evidence: ['joomla-docker/docker-joomla 5.4/php8.3/apache @ 562e0fe'],
    },
    apacheRun(APACHE_VARIANT),
    phpTemp(),
  ],
  ships: [APACHE_LOG_LINKS],
  gainsPrivileges: 'none',
  capabilities: [...APACHE_CAPABILITIES],
  healthcheck: false,
})

/** phpMyAdmin writes a secret beside its shipped configuration, and every page fails without it. */
export const phpmyadmin = defineImage({
  names: ['phpmyadmin', 'phpmyadmin/phpmyadmin'],
  accounts: WWW_DATA,
  writes: [
    {
      path: '/sessions',
      from: [{ env: 'SESSION_SAVE_PATH' }],
      kind: 'runtime',
      what: 'PHP sessions',
      worldWritable: true,
      evidence: ['phpmyadmin/docker apache/Dockerfile lines 75-83 @ 452a995'],
    },
    {
      path: '/etc/phpmyadmin',
      kind: 'config',
      what: 'config.secret.inc.php, written at the first start',
      when: { not: { mounted: '/etc/phpmyadmin/config.secret.inc.php' } },
      ships: 'config.inc.php',
      without: { effect: 'degrades', what: 'every page is a PHP error while the container stays up' },
      evidence: ['phpmyadmin/docker apache/docker-entrypoint.sh and config.inc.php @ 452a995'],
    },
    {
      path: '/var/www/html/tmp',
      kind: 'cache',
      what: 'compiled templates',
      worldWritable: true,
      without: { effect: 'degrades', what: 'the template cache is off' },
      evidence: ['phpmyadmin/docker apache/Dockerfile lines 139-149 @ 452a995'],
    },
    apacheRun(APACHE_VARIANT),
    phpTemp(),
  ],
  ships: [APACHE_LOG_LINKS],
  obstacles: [
    {
      when: { env: { APACHE_PORT: 'set' } },
      at: '/etc/apache2',
      effect: 'fails',
      why: 'APACHE_PORT makes the entrypoint edit /etc/apache2/ports.conf',
      instead: 'publish the port with `ports:`',
      evidence: ['phpmyadmin/docker apache/docker-entrypoint.sh @ 452a995'],
    },
    {
      when: { env: { HIDE_PHP_VERSION: 'set' } },
      effect: 'degrades',
      why: 'HIDE_PHP_VERSION has no effect, because it writes into the PHP configuration',
      evidence: ['phpmyadmin/docker apache/docker-entrypoint.sh @ 452a995'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [...APACHE_CAPABILITIES],
  healthcheck: false,
})

/** Adminer keeps its sessions in /tmp; design and plug-ins from the environment are written into the web root. */
export const adminer = defineImage({
  names: ['adminer'],
  user: 'adminer',
  accounts: { adminer: '100:101' },
  writes: [
    {
      path: '/tmp',
      kind: 'runtime',
      what: 'PHP sessions',
      without: { effect: 'degrades', what: 'the page loads and the login does not stick' },
      evidence: ['TimWolla/docker-adminer 5/Dockerfile @ 7088bf0'],
    },
  ],
  obstacles: [
    {
      when: { any: [{ env: { ADMINER_DESIGN: 'set' } }, { env: { ADMINER_PLUGINS: 'set' } }] },
      at: '/var/www/html',
      effect: 'fails',
      why: 'ADMINER_DESIGN and ADMINER_PLUGINS make the entrypoint write into /var/www/html',
      instead: 'mount the files into /var/www/html/plugins-enabled',
      evidence: ['TimWolla/docker-adminer 5/entrypoint.sh @ 7088bf0'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
