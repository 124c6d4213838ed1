import { APACHE_LOG_LINKS, apacheRun, phpTemp, refused, WWW_DATA } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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

export const snappymail = refused(
  { names: ['djmaze/snappymail'], accounts: { 'www-data': '82:82' }, volumes: ['/var/lib/snappymail'], healthcheck: false },
  { '/var/lib/snappymail': 'settings and contacts' },
  {
    effect: 'fails',
    why: 'its entrypoint edits the settings of PHP and nginx in the image and stops where it cannot',
    evidence: ['the-djmaze/snappymail .docker/release/files/entrypoint.sh and .docker/release/Dockerfile @ ba496919d'],
  },
)
