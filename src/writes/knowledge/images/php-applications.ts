import { APACHE_LOG_LINKS, apacheRun, phpTemp, WWW_DATA } from '../parts.ts'
import { defineImage } from '../record.ts'

/** Matomo lives in its VOLUME, as WordPress does. */
export const matomo = defineImage({
  names: ['matomo'],
  accounts: WWW_DATA,
  volumes: ['/var/www/html'],
  writes: [
    {
      path: '/var/www/html',
      kind: 'data',
      what: 'Matomo, its configuration and plug-ins',
      evidence: ['matomo-org/docker apache/docker-entrypoint.sh @ adb618afe'],
    },
    apacheRun({ not: { tag: { matches: 'fpm' } } }),
    phpTemp(),
  ],
  ships: [APACHE_LOG_LINKS],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'SETGID', 'SETUID', 'NET_BIND_SERVICE'] }],
  healthcheck: false,
})

export const roundcube = defineImage({
  names: ['roundcube/roundcubemail'],
  accounts: WWW_DATA,
  volumes: ['/var/www/html'],
  inferred: true,
  writes: [
    {
      path: '/var/www/html',
      kind: 'data',
      what: 'Roundcube and its configuration',
      evidence: ['roundcube/roundcubemail-docker apache/docker-entrypoint.sh'],
    },
    {
      path: '/var/roundcube/db',
      kind: 'data',
      what: 'the SQLite database',
      when: { env: { ROUNDCUBEMAIL_DB_TYPE: 'unset' } },
      evidence: ['roundcube/roundcubemail-docker apache/docker-entrypoint.sh line 109'],
    },
    apacheRun({ not: { tag: { matches: 'fpm' } } }),
    phpTemp(),
  ],
  ships: [APACHE_LOG_LINKS],
  obstacles: [
    {
      when: { any: [{ env: { ROUNDCUBEMAIL_UPLOAD_MAX_FILESIZE: 'set' } }, { env: { ROUNDCUBEMAIL_LOCALE: 'set' } }] },
      effect: 'fails',
      why: 'ROUNDCUBEMAIL_UPLOAD_MAX_FILESIZE and ROUNDCUBEMAIL_LOCALE make the entrypoint write into the PHP configuration and /etc',
      instead: 'mount a PHP ini file',
      evidence: ['roundcube/roundcubemail-docker apache/docker-entrypoint.sh lines 222-230'],
    },
  ],
})

export const redmine = defineImage({
  names: ['redmine'],
  volumes: ['/usr/src/redmine/files'],
  writes: [
    {
      path: '/usr/src/redmine/files',
      kind: 'data',
      what: 'attachments',
      worldWritable: true,
      evidence: ['docker-library/redmine 6.0/trixie/Dockerfile @ f772dee71'],
    },
  ],
  obstacles: [
    {
      at: '/usr/src/redmine/config',
      effect: 'fails',
      why: 'its entrypoint writes config/database.yml into the installation and changes owners and modes there',
      evidence: ['docker-library/redmine 6.0/trixie/docker-entrypoint.sh lines 37-163 @ f772dee71'],
    },
  ],
  healthcheck: false,
})

/** FreshRSS edits the PHP configuration at start, and goes on when it cannot. */
export const freshrss = defineImage({
  names: ['freshrss/freshrss', 'ghcr.io/freshrss/freshrss'],
  accounts: WWW_DATA,
  inferred: true,
  writes: [
    {
      path: '/var/www/FreshRSS/data',
      kind: 'data',
      what: 'feeds, users and settings',
      evidence: ['https://github.com/FreshRSS/FreshRSS/blob/edge/Docker/README.md (volumes)'],
    },
    apacheRun(),
    phpTemp(),
  ],
  obstacles: [
    {
      when: { env: { CRON_MIN: 'set' } },
      effect: 'fails',
      why: 'CRON_MIN makes the entrypoint write a crontab and a file next to the program, without which feeds are not refreshed',
      instead: 'refresh the feeds from a container of their own',
      evidence: ['FreshRSS/FreshRSS Docker/entrypoint.sh @ 0179d7701'],
    },
    {
      effect: 'degrades',
      why: 'its time zone and upload limits keep the values of PHP',
      evidence: ['FreshRSS/FreshRSS Docker/entrypoint.sh @ 0179d7701'],
    },
  ],
})

/** MediaWiki is in the image; only uploads and the SQLite database are kept elsewhere. */
export const mediawiki = defineImage({
  names: ['mediawiki'],
  accounts: WWW_DATA,
  inferred: true,
  writes: [
    {
      path: '/var/www/html/images',
      kind: 'data',
      what: 'uploads',
      ships: 'its .htaccess, which keeps uploads from being executed',
      evidence: ['https://hub.docker.com/_/mediawiki (volume at /var/www/html/images)'],
    },
    {
      path: '/var/www/data',
      kind: 'data',
      what: 'the SQLite database',
      when: { mounted: '/var/www/data' },
      evidence: ['wikimedia/mediawiki-docker 1.45/apache/Dockerfile @ 618c79d4d'],
    },
    apacheRun({ not: { tag: { matches: 'fpm' } } }),
    phpTemp(),
  ],
  ships: [APACHE_LOG_LINKS],
  healthcheck: false,
})
