import { APACHE_CAPABILITIES, APACHE_LOG_LINKS, apacheRun, phpTemp, WWW_DATA } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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

/** Composer keeps its home and cache in /tmp and installs into its working directory. */
export const composer = defineImage({
  names: ['composer', 'composer/composer'],
  runtime: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'home and cache of Composer',
      evidence: ['composer/docker latest/Dockerfile (COMPOSER_HOME) @ e1056b5bd'],
    },
  ],
  obstacles: [
    {
      when: {
        command: { matches: '(^|[\\s;&|"\'])(install|update|require|create-project|dump-autoload)\\b' },
        not: { any: ['/app', '/var/www', '/code', '/srv', '/usr/src'].map((mounted) => ({ mounted })) },
      },
      effect: 'fails',
      why: 'it installs packages into its working directory, which is not mounted',
      instead: 'mount the project at /app, or install in a Dockerfile',
      evidence: ['composer/docker latest/Dockerfile (WORKDIR /app) @ e1056b5bd'],
    },
  ],
  gainsPrivileges: 'none',
})

/** Apache and PHP for Moodle's code, which is mounted. */
const MOODLE = ['moodlehq/moodle-php-apache Dockerfile, moodle-docker-php-entrypoint and moodle-docker-php-ini @ 8ced11e']
export const moodlePhpApache = defineImage({
  names: ['moodlehq/moodle-php-apache'],
  runtime: true,
  accounts: { 'www-data': '33:33' },
  writes: [
    {
      path: '/var/www/moodledata',
      kind: 'data',
      what: "Moodle's files, caches and sessions",
      owner: 'www-data',
      evidence: MOODLE,
    },
    {
      path: '/usr/local/etc/php/conf.d',
      kind: 'config',
      what: '20-local.ini, which its entrypoint makes at every start',
      ships: 'the settings of the PHP extensions',
      evidence: MOODLE,
    },
    apacheRun(),
    phpTemp(),
  ],
  ships: [APACHE_LOG_LINKS],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'SETGID', 'SETUID', 'NET_BIND_SERVICE'] }],
  healthcheck: false,
})
