import { jvmTemp, refused, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

export const librenms = refused(
  { names: ['librenms/librenms'], accounts: { librenms: '1000:1000' }, volumes: ['/data'], healthcheck: false },
  { '/data': 'graphs, settings, plug-ins and logs' },
  {
    effect: 'fails',
    why: 'its start scripts set the time zone and write the settings of PHP, nginx and SNMP below /etc and in the program, and stop where they cannot',
    evidence: ['librenms/docker Dockerfile and rootfs/etc/cont-init.d/{02-fix-perms,03-config}.sh @ 548aab2c0'],
  },
)

export const addyIo = refused(
  { names: ['anonaddy/anonaddy', 'ghcr.io/anonaddy/anonaddy'], volumes: ['/data'], healthcheck: false },
  { '/data': 'keys, settings and storage' },
  {
    effect: 'fails',
    why: 'its start scripts set the time zone, write the settings of PHP, nginx and Postfix below /etc and link directories of the program to its data',
    evidence: [
      'anonaddy/docker Dockerfile and rootfs/etc/cont-init.d/{10-config,11-config-php,12-config-nginx,15-config-postfix}.sh @ 699058ec7',
    ],
  },
)

export const lychee = refused(
  { names: ['lycheeorg/lychee'], accounts: { 'www-data': '33:33' } },
  {
    '/conf': 'its settings and the SQLite database',
    '/uploads': 'pictures',
    '/sym': 'links to pictures',
    '/logs': 'logs',
    '/lychee-tmp': 'uploads in progress',
  },
  {
    effect: 'fails',
    why: 'its entrypoint replaces directories and files of the program by links to its data',
    evidence: ['LycheeOrg/Lychee-Docker entrypoint.sh and Dockerfile @ 1009d962c'],
  },
)

const PHOTOVIEW = 'photoview/photoview Dockerfile and api/utils/environment_variables.go @ 91cbeb410'
export const photoview = defineImage({
  names: ['photoview/photoview', 'viktorstrate/photoview'],
  user: '999:999',
  accounts: { photoview: '999:999' },
  inferred: true,
  writes: [
    {
      path: '/home/photoview/media-cache',
      from: [{ env: 'PHOTOVIEW_MEDIA_CACHE' }],
      kind: 'data',
      what: 'thumbnails and converted videos',
      absent: true,
      evidence: [PHOTOVIEW],
    },
    {
      from: [{ env: 'PHOTOVIEW_SQLITE_PATH', parent: true }],
      kind: 'data',
      what: 'the SQLite database',
      absent: true,
      evidence: [PHOTOVIEW],
    },
    temporary(PHOTOVIEW),
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

/** The web server before LibrePhotos: its own configuration in the official image. */
export const librePhotosProxy = defineImage({
  names: ['reallibrephotos/librephotos-proxy'],
  extends: 'nginx',
  inferred: true,
  writes: [
    {
      path: '/var/cache/nginx',
      kind: 'cache',
      what: 'request bodies and proxy buffers',
      evidence: ['LibrePhotos/librephotos-docker proxy/Dockerfile and proxy/nginx.conf @ d8b7b504b'],
    },
  ],
})

const ANSWER = 'apache/answer Dockerfile and script/entrypoint.sh @ 3b9f13706'
export const apacheAnswer = defineImage({
  names: ['apache/answer', 'answerdev/answer'],
  volumes: ['/data'],
  inferred: true,
  writes: [{ path: '/data', kind: 'data', what: 'settings, uploads and the SQLite database', evidence: [ANSWER] }, temporary(ANSWER)],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const tinode = refused(
  { names: ['tinode/tinode', 'tinode/tinode-*'], healthcheck: true },
  { '/botdata': 'the credentials of the chat bot' },
  {
    effect: 'fails',
    why: 'its entrypoint writes working.config and files of its web pages into the directory of the program',
    evidence: ['tinode/chat docker/tinode/Dockerfile and docker/tinode/entrypoint.sh @ 22a7c18e9'],
  },
)

export const judge0 = refused(
  { names: ['judge0/judge0'], user: '1000', accounts: { judge0: '1000' } },
  {},
  {
    effect: 'fails',
    why: 'its start writes its environment into the directory of the program, and cron and the server their pid files',
    evidence: ['judge0/judge0 docker-entrypoint.sh, scripts/server and Dockerfile @ 47dfd633b'],
  },
)

const CTFD = ['CTFd/CTFd Dockerfile, docker-entrypoint.sh and CTFd/config.py @ 91ced62d4']
export const ctfd = defineImage({
  names: ['ctfd/ctfd', 'ghcr.io/ctfd/ctfd'],
  user: '1001:1001',
  accounts: { ctfd: '1001:1001' },
  inferred: true,
  writes: [
    {
      path: '/opt/CTFd/CTFd/uploads',
      from: [{ env: 'UPLOAD_FOLDER' }],
      kind: 'data',
      what: 'files of challenges and pages',
      evidence: CTFD,
    },
    {
      path: '/opt/CTFd/CTFd/logs',
      from: [{ env: 'LOG_FOLDER' }],
      kind: 'log',
      what: 'logs of sign-ins and submissions',
      evidence: CTFD,
    },
    temporary(CTFD[0] ?? ''),
  ],
  obstacles: [
    {
      when: { env: { SECRET_KEY: 'unset' } },
      at: '/opt/CTFd/.ctfd_secret_key',
      effect: 'degrades',
      why: 'it makes another secret key at each start, which ends all sessions',
      instead: 'give it SECRET_KEY',
      evidence: CTFD,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const openEmr = refused(
  { names: ['openemr/openemr'], volumes: ['/etc/letsencrypt', '/etc/ssl'] },
  { '/var/www/localhost/htdocs/openemr/sites': 'documents, settings and certificates' },
  {
    effect: 'fails',
    why: 'its start script changes the settings of PHP below /etc, and removes and locks files of the program',
    evidence: ['openemr/openemr-devops docker/openemr/7.0.2/openemr.sh and docker/openemr/7.0.2/Dockerfile @ 2a860af32'],
  },
)

export const satisfactoryServer = refused(
  { names: ['wolveix/satisfactory-server', 'ghcr.io/wolveix/satisfactory-server'], healthcheck: true },
  { '/config': 'the game, its saves and backups' },
  {
    effect: 'fails',
    why: 'its start script makes directories in the home of its account, changes owners there and stops where it cannot',
    evidence: ['wolveix/satisfactory-server init.sh, run.sh and Dockerfile @ b366da0b7'],
  },
)

const DITTO = 'eclipse-ditto/ditto dockerfile-release and gateway/service/src/main/resources/logback.xml @ 4e3576844'
export const eclipseDitto = defineImage({
  names: [
    'eclipse/ditto-policies',
    'eclipse/ditto-things',
    'eclipse/ditto-things-search',
    'eclipse/ditto-gateway',
    'eclipse/ditto-connectivity',
  ],
  user: '1005:1005',
  accounts: { ditto: '1005:1005' },
  inferred: true,
  writes: [
    jvmTemp([DITTO]),
    {
      path: '/var/log/ditto',
      kind: 'log',
      what: 'log files',
      when: { env: { DITTO_LOGGING_FILE_APPENDER: { matches: '^true$' } } },
      evidence: [DITTO],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const NOVU = 'novuhq/novu apps/api/Dockerfile, apps/worker/Dockerfile and apps/ws/Dockerfile @ 74a2e9a6a'
export const novu = defineImage({
  names: ['ghcr.io/novuhq/novu/api', 'ghcr.io/novuhq/novu/worker', 'ghcr.io/novuhq/novu/ws'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  inferred: true,
  writes: [
    { path: '/home/node/.pm2', kind: 'runtime', what: 'sockets, pid files and logs of pm2', absent: true, evidence: [NOVU] },
    temporary(NOVU),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const HATCHET_LITE = 'hatchet-dev/hatchet build/package/lite.dockerfile and hack/lite/start.sh @ 89d130f30'
export const hatchetLite = defineImage({
  names: ['ghcr.io/hatchet-dev/hatchet/hatchet-lite'],
  inferred: true,
  writes: [
    { path: '/config', kind: 'data', what: 'keys and settings that its first start makes', absent: true, evidence: [HATCHET_LITE] },
    temporary(HATCHET_LITE),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const overleaf = refused(
  { names: ['sharelatex/sharelatex', 'quay.io/sharelatex/sharelatex-pro'] },
  { '/var/lib/overleaf': 'projects, their files and its secrets' },
  {
    effect: 'fails',
    why: 'its start scripts write /etc/nginx/nginx.conf, /etc/hosts and environment files of its services below /etc',
    evidence: [
      'overleaf/overleaf server-ce/init_scripts/{100_generate_secrets,100_set_docker_host_ipaddress,200_nginx_config_template}.sh @ 055656531',
    ],
  },
)

export const flarum = refused(
  {
    names: ['mondedie/flarum', 'mondedie/docker-flarum'],
    volumes: ['/etc/nginx/flarum', '/flarum/app/extensions', '/flarum/app/public/assets', '/flarum/app/storage/logs'],
    healthcheck: false,
  },
  { '/flarum/app/extensions': 'extensions', '/flarum/app/public/assets': 'uploads and built pages', '/flarum/app/storage/logs': 'logs' },
  {
    effect: 'fails',
    why: 'its start script edits the settings of nginx and PHP below /etc and installs extensions in the program',
    evidence: ['mondediefr/docker-flarum Dockerfile and rootfs/usr/local/bin/startup @ 3329c5557'],
  },
)

export const activepieces = refused(
  { names: ['activepieces/activepieces', 'ghcr.io/activepieces/activepieces'], healthcheck: false },
  {},
  {
    effect: 'fails',
    why: 'its entrypoint writes its title into index.html among its web pages',
    evidence: ['activepieces/activepieces Dockerfile @ 004d05885 and docker-entrypoint.sh @ 01177e1c4'],
  },
)

const CORTEX = 'TheHive-Project/Cortex package/docker/entrypoint @ 00728425e'
export const cortex = defineImage({
  names: ['thehiveproject/cortex'],
  dropsTo: 'cortex',
  inferred: true,
  writes: [
    jvmTemp([CORTEX], 'its rendered configuration, work directories of jobs and native libraries of the JVM'),
    { path: '/var/log/cortex', kind: 'log', what: 'application.log', mustExist: true, evidence: [CORTEX] },
  ],
  healthcheck: false,
})

/** It starts sshd first, and nothing where that fails: a tmpfs on /run would take away the directory that sshd asks for. */
const WURSTMEISTER = 'wurstmeister/zookeeper-docker Dockerfile and start-zk.sh @ 97957bdea'
export const wurstmeisterZookeeper = defineImage({
  names: ['wurstmeister/zookeeper'],
  volumes: [
    { path: '/opt/zookeeper-3.4.13/conf', when: { tag: { atLeast: '3.4.13' } } },
    { path: '/opt/zookeeper-3.4.13/data', when: { tag: { atLeast: '3.4.13' } } },
  ],
  inferred: true,
  writes: [
    {
      path: '/opt/zookeeper-3.4.13/conf',
      kind: 'config',
      what: 'zoo.cfg and log4j.properties, edited at start',
      ships: 'its configuration',
      when: { tag: { atLeast: '3.4.13' } },
      evidence: [WURSTMEISTER],
    },
    {
      path: '/opt/zookeeper-3.4.13/data',
      kind: 'data',
      what: 'snapshots and transaction log',
      when: { tag: { atLeast: '3.4.13' } },
      evidence: [WURSTMEISTER],
    },
    temporary(WURSTMEISTER),
  ],
  healthcheck: false,
})
