import { refused } from '../../parts.ts'
import type { Obstacle } from '../../record.ts'
import { defineImage } from '../../record.ts'

/** What the images of Wodby stand on; those for Drupal, WordPress and others are built on these. */
export const wodby = refused(
  {
    names: [
      'wodby/nginx',
      'wodby/php',
      'wodby/mariadb',
      'wodby/php-nginx',
      'wodby/drupal',
      'wodby/drupal*',
      'wodby/wordpress',
      'wodby/wordpress*',
      'wodby/laravel*',
      'wodby/matomo',
      'wodby/matomo*',
    ],
    healthcheck: false,
  },
  {},
  {
    effect: 'fails',
    why: 'its entrypoint renders the configuration of the server and of its tools into /etc and /usr/local/etc at each start',
    evidence: [
      'wodby/nginx docker-entrypoint.sh (process_templates) @ d43a5a7',
      'wodby/php 8/docker-entrypoint.sh (process_templates) @ 9b55ad9',
      'wodby/mariadb 11/docker-entrypoint.sh @ a326fbc',
    ],
  },
)

const WODBY_SUDO = 'sudo, with which its entrypoint sets owners and its server is started'

/** wodby's images render configuration from templates at each start; those that stand in no common record. */
export const wodbyRuntimes = defineImage({
  names: ['wodby/apache', 'wodby/python', 'wodby/ruby'],
  runtime: true,
  user: '1000:1000',
  accounts: { wodby: '1000:1000' },
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint renders the settings of its server below /usr/local',
      instead: 'use the official image with your own configuration',
      evidence: [
        'wodby/apache docker-entrypoint.sh @ 86d68a883',
        'wodby/python docker-entrypoint.sh @ b6cfa49b7',
        'wodby/ruby docker-entrypoint.sh @ 3e0e6b574',
      ],
    },
  ],
  gainsPrivileges: WODBY_SUDO,
})

function rendered(why: string, evidence: string, at?: string): Obstacle[] {
  return [{ ...(at === undefined ? {} : { at }), effect: 'fails', why, evidence: [evidence] }]
}

export const wodbyRedis = defineImage({
  names: ['wodby/redis'],
  extends: 'redis',
  inferred: true,
  writes: [],
  obstacles: rendered('its entrypoint renders /etc/redis.conf', 'wodby/redis docker-entrypoint.sh @ 0f115fa25'),
})

export const wodbyValkey = defineImage({
  names: ['wodby/valkey'],
  extends: 'valkey/valkey',
  inferred: true,
  writes: [],
  obstacles: rendered('its entrypoint renders /etc/valkey.conf', 'wodby/valkey docker-entrypoint.sh @ 282be0169'),
})

/** The only file that is rendered here has a directory of its own. */
export const wodbyPostgres = defineImage({
  names: ['wodby/postgres'],
  extends: 'postgres',
  accounts: { postgres: '70:70' },
  inferred: true,
  writes: [
    {
      path: '/etc/postgresql',
      kind: 'config',
      what: 'postgresql.conf, rendered at each start',
      absent: true,
      evidence: ['wodby/postgres docker-entrypoint.sh and Dockerfile @ 6185c455c'],
    },
  ],
})

export const wodbyMemcached = defineImage({
  names: ['wodby/memcached'],
  extends: 'memcached',
  inferred: true,
  // wodby/memcached docker-entrypoint.sh @ 65e81a999: it only adds options.
  writes: [],
})

export const wodbyVarnish = defineImage({
  names: ['wodby/varnish'],
  user: 'varnish',
  volumes: ['/var/lib/varnish'],
  writes: [],
  obstacles: rendered('its entrypoint renders /etc/varnish and /etc/init.d/varnishd', 'wodby/varnish docker-entrypoint.sh @ d74ab201c'),
})
