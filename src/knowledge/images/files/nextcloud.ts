import { APACHE_CAPABILITIES, APACHE_LOG_LINKS, APACHE_VARIANT, apacheRun, data, phpTemp, refused, scratch, WWW_DATA } from '../../parts.ts'
import type { ImageRecord, WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

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

export const nextcloudAio = refused(
  {
    names: ['nextcloud/all-in-one', 'ghcr.io/nextcloud-releases/all-in-one'],
    volumes: ['/mnt/docker-aio-config'],
    healthcheck: true,
  },
  { '/mnt/docker-aio-config': 'its configuration and sessions' },
  {
    effect: 'fails',
    why: 'its start script puts its user into the group of docker.sock, in /etc/group',
    evidence: ['nextcloud/all-in-one Containers/mastercontainer/start.sh @ 50636f2ad'],
  },
)

const AIO = 'nextcloud/all-in-one manual-install/latest.yml @ 50636f2a'

/** The containers of Nextcloud All-in-One, which its vendor runs read-only. */
function aio(name: string, user: string, writes: readonly WriteFact[]): ImageRecord {
  return defineImage({
    names: [`ghcr.io/nextcloud-releases/aio-${name}`, `nextcloud/aio-${name}`],
    user,
    writes,
    gainsPrivileges: 'none',
    healthcheck: true,
  })
}

export const aioApache = aio('apache', '33', [
  data(AIO, '/mnt/data', 'certificates'),
  ...scratch(AIO, '/var/log/supervisord', '/run/supervisord', '/usr/local/apache2/logs', '/tmp', '/home/www-data'),
])
export const aioPostgresql = aio('postgresql', '999', [
  data(AIO, '/var/lib/postgresql/data', 'the database'),
  data(AIO, '/mnt/data', 'dumps of the database'),
  ...scratch(AIO, '/run/postgresql'),
])
export const aioRedis = aio('redis', '999', [data(AIO, '/data', 'snapshots')])
export const aioNotifyPush = aio('notify-push', '33', [])
export const aioTalk = aio('talk', '1000', scratch(AIO, '/var/log/supervisord', '/run/supervisord', '/opt/eturnal/run', '/conf', '/tmp'))
export const aioTalkRecording = aio('talk-recording', '122', [
  { path: '/tmp', kind: 'scratch', what: 'recordings in progress', large: true, evidence: [AIO] },
  ...scratch(AIO, '/conf'),
])
export const aioClamav = aio('clamav', '100', [
  data(AIO, '/var/lib/clamav', 'signatures'),
  ...scratch(AIO, '/tmp', '/var/log/clamav', '/run/clamav', '/var/log/supervisord', '/run/supervisord'),
])
export const aioImaginary = aio('imaginary', '65534', scratch(AIO, '/tmp'))
export const aioWhiteboard = aio('whiteboard', '65534', scratch(AIO, '/tmp'))
export const aioHarp = aio('harp', 'root', [data(AIO, '/certs', 'certificates'), ...scratch(AIO, '/tmp', '/run/harp')])
