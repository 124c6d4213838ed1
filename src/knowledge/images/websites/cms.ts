import { APACHE_CAPABILITIES, APACHE_LOG_LINKS, APACHE_VARIANT, apacheRun, phpTemp, WWW_DATA } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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

/** Ghost copies its themes into the VOLUME at start. */
export const ghost = defineImage({
  names: ['ghost', 'ghcr.io/tryghost/ghost'],
  accounts: { node: '1000:1000' },
  dropsTo: 'node',
  volumes: ['/var/lib/ghost/content'],
  writes: [
    {
      path: '/var/lib/ghost/content',
      kind: 'data',
      what: 'posts, images and themes',
      owner: 'node',
      chowned: true,
      worldWritable: true,
      evidence: ['docker-library/ghost 6/bookworm/Dockerfile and docker-entrypoint.sh @ 7edb45d'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'uploads',
      evidence: ['https://nodejs.org/api/os.html#ostmpdir', 'docker-library/ghost 6/bookworm/docker-entrypoint.sh (bash) @ 7edb45d'],
    },
  ],
  obstacles: [
    {
      when: { tag: { atLeast: '4.22', below: '5' } },
      at: '/var/lib/ghost/current/core/frontend/public',
      effect: 'fails',
      why: 'this version rebuilds files below current/core/frontend/public at start',
      instead: 'use version 5 or newer',
      evidence: ['https://github.com/TryGhost/docker-library-ghost/issues/271'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: false,
})
