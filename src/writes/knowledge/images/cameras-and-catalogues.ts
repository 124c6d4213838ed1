import { jvmTemp, refused, s6Run } from '../parts.ts'
import { defineImage } from '../record.ts'

const SCRYPTED = ['koush/scrypted install/docker/Dockerfile.s6, Dockerfile.full (SCRYPTED_VOLUME) and docker-compose.yml @ 06c989b63']
export const scrypted = defineImage({
  names: ['ghcr.io/koush/scrypted', 'koush/scrypted'],
  inferred: true,
  writes: [
    {
      path: '/server/volume',
      from: [{ env: 'SCRYPTED_VOLUME' }],
      kind: 'data',
      what: 'settings, its database and plug-ins',
      absent: true,
      evidence: SCRYPTED,
    },
    {
      path: '/root/.npm',
      kind: 'cache',
      what: 'caches and logs of npm, by which it starts and installs plug-ins',
      exec: true,
      evidence: SCRYPTED,
    },
    s6Run(SCRYPTED),
    { path: '/tmp', kind: 'scratch', what: 'temporary files of plug-ins', exec: true, evidence: SCRYPTED },
  ],
  obstacles: [
    {
      when: { env: { SCRYPTED_DOCKER_AVAHI: { matches: '^true$' } } },
      effect: 'fails',
      why: 'SCRYPTED_DOCKER_AVAHI makes its start edit /etc/avahi/avahi-daemon.conf',
      instead: 'use the avahi of the host, by its socket',
      evidence: ['koush/scrypted install/docker/fs/etc/s6-overlay/scripts/setup.sh @ 06c989b63'],
    },
  ],
  healthcheck: false,
})

const MOTIONEYE = [
  'motioneye-project/motioneye docker/Dockerfile, docker/entrypoint.sh and motioneye/extra/motioneye.conf.sample @ 505e250f',
]
export const motioneye = defineImage({
  names: ['ghcr.io/motioneye-project/motioneye'],
  accounts: { motion: '0:0' },
  volumes: ['/etc/motioneye', '/var/lib/motioneye'],
  inferred: true,
  writes: [
    { path: '/etc/motioneye', kind: 'data', what: 'cameras and settings', evidence: MOTIONEYE },
    { path: '/var/lib/motioneye', kind: 'data', what: 'pictures and films', evidence: MOTIONEYE },
    { path: '/var/log/motioneye', kind: 'log', what: 'logs', evidence: MOTIONEYE },
    { path: '/run', kind: 'runtime', what: 'pid files', evidence: MOTIONEYE },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of Python', evidence: MOTIONEYE },
  ],
  healthcheck: false,
})

export const iobroker = refused(
  { names: ['buanet/iobroker', 'iobroker/iobroker'], volumes: ['/opt/iobroker'], dropsTo: 'iobroker', healthcheck: true },
  { '/opt/iobroker': 'the program with its adapters, states and settings' },
  {
    effect: 'fails',
    why: 'its start script changes the ids of its user and writes marks into /opt/.docker_config and /opt/scripts',
    evidence: ['buanet/ioBroker.docker debian12/scripts/iobroker_startup.sh and debian12/Dockerfile @ a5763c2'],
  },
)

const DOMOTICZ = ['domoticz/domoticz-docker Dockerfile and docker-entrypoint.sh @ c8221b5']
export const domoticz = defineImage({
  names: ['domoticz/domoticz'],
  volumes: ['/opt/domoticz/userdata'],
  inferred: true,
  writes: [
    { path: '/opt/domoticz/userdata', kind: 'data', what: 'its database, scripts, plug-ins and backups', evidence: DOMOTICZ },
    { from: [{ env: 'DATABASE_PATH', parent: true }], kind: 'data', what: 'its database', absent: true, evidence: DOMOTICZ },
    { from: [{ env: 'LOG_PATH', parent: true }], kind: 'log', what: 'its log', absent: true, evidence: DOMOTICZ },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of scripts and plug-ins', evidence: DOMOTICZ },
  ],
  obstacles: [
    {
      effect: 'degrades',
      why: 'userdata/customstart.sh is run at every start instead of the first one, and cannot install packages of the system',
      evidence: DOMOTICZ,
    },
  ],
  healthcheck: false,
})

export const tasmoadmin = refused(
  { names: ['ghcr.io/tasmoadmin/tasmoadmin'], volumes: ['/data'], healthcheck: true },
  { '/data': 'devices, settings and certificates' },
  {
    effect: 'fails',
    why: 'its start scripts replace nginx.conf in /etc/nginx and a directory of the program by links',
    evidence: ['TasmoAdmin/TasmoAdmin .docker/rootfs/etc/s6-overlay/s6-rc.d/{init-nginx,init-tasmoadmin}/run @ d5bec2c6'],
  },
)

export const rtl433 = defineImage({
  // hertzg/rtl_433_docker images/alpine/build-context/Dockerfile @ 82cc551: one program on Alpine, which writes where its options say.
  names: ['hertzg/rtl_433'],
  inferred: true,
  writes: [],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const TEEDY = ['sismics/docs Dockerfile, docs.xml (docs.home) and docker-compose.yml @ 17cf68f9']
export const teedy = defineImage({
  names: ['sismics/docs', 'ghcr.io/sismics/docs'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'documents, its database, indices and logs', absent: true, evidence: TEEDY },
    jvmTemp(TEEDY, 'the program that Jetty unpacks, documents in work and native libraries of the JVM'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const calibreWebAutomated = refused(
  {
    names: ['crocodilestick/calibre-web-automated', 'ghcr.io/crocodilestick/calibre-web-automated'],
    volumes: ['/config', '/cwa-book-ingest', '/calibre-library'],
    dropsTo: '911:911',
    healthcheck: false,
  },
  { '/config': 'settings and its database', '/calibre-library': 'books', '/cwa-book-ingest': 'books that it takes in' },
  {
    effect: 'fails',
    why: 'its start scripts make links in /etc, change owners and keep a cache and marks in /app, beside the program',
    evidence: ['crocodilestick/Calibre-Web-Automated root/etc/s6-overlay/s6-rc.d/cwa-init/run and Dockerfile @ 43718d85'],
  },
)

export const transmissionOpenvpn = refused(
  { names: ['haugene/transmission-openvpn'], healthcheck: true },
  { '/config': 'settings of Transmission', '/data': 'downloads' },
  {
    effect: 'fails',
    why: 'its start script fetches and edits configurations below /etc/openvpn and makes /dev/net/tun anew',
    evidence: ['haugene/docker-transmission-openvpn Dockerfile and openvpn/start.sh @ 4f22965b2'],
  },
)

export const maintainerr = refused(
  {
    names: ['ghcr.io/maintainerr/maintainerr', 'maintainerr/maintainerr', 'ghcr.io/jorenn92/maintainerr', 'jorenn92/maintainerr'],
    user: '1000:1000',
    accounts: { node: '1000:1000' },
    volumes: ['/opt/data'],
    healthcheck: false,
  },
  { '/opt/data': 'its database and logs' },
  {
    effect: 'fails',
    why: 'its start script edits the files of its pages, and its vendor asks for a writable root',
    evidence: ['Maintainerr/Maintainerr docker/start.sh @ 002bd348a and Dockerfile @ 0fc73f0a5'],
  },
)

export const gaseous = refused(
  { names: ['gaseousgames/gaseousserver'], volumes: ['/home/gaseous/.gaseous-server'], healthcheck: true },
  { '/home/gaseous/.gaseous-server': 'games, settings and metadata' },
  {
    effect: 'fails',
    why: 'its entrypoint makes its user in /etc/passwd and gives /App, the program, to it',
    evidence: ['gaseous-project/gaseous-server build/standard/entrypoint.sh @ 070589f71 and build/Dockerfile @ 010dcba85'],
  },
)

export const geonetwork = refused(
  { names: ['geonetwork'], user: 'jetty', healthcheck: false },
  { '/catalogue-data': 'records, attachments and settings, since version 4' },
  {
    effect: 'fails',
    why: 'its entrypoint writes the place of the program into the directory of its server, and the program works inside its installation',
    evidence: ['geonetwork/docker-geonetwork 4.4.9/Dockerfile, 4.4.9/docker-entrypoint.sh and 4.4.9/docker-compose.yml @ 2894c70'],
  },
)

/** Its start script puts plug-ins and secrets into the one file of settings, beside the program. */
const CKAN = ['ckan/ckan-docker-base ckan-2.11/Dockerfile, setup/start_ckan.sh and setup/prerun.py (update_plugins) @ cc0887e']
export const ckan = defineImage({
  names: ['ckan/ckan-base', 'ckan/ckan-dev'],
  user: 'ckan',
  accounts: { ckan: '503:502' },
  inferred: true,
  writes: [
    { path: '/var/lib/ckan', from: [{ env: 'CKAN_STORAGE_PATH' }], kind: 'data', what: 'uploads', evidence: CKAN },
    { path: '/tmp', kind: 'scratch', what: 'the socket of uWSGI, temporary files of Python', evidence: CKAN },
  ],
  obstacles: [
    {
      when: { any: [{ command: { matches: '^$' } }, { command: { matches: 'start_ckan' } }] },
      effect: 'fails',
      why: 'its start script writes plug-ins and secrets into /srv/app/ckan.ini, beside the program',
      evidence: CKAN,
    },
  ],
  healthcheck: false,
})

const CKAN_SOLR = 'ckan/ckan-solr solr-9/Dockerfile and solr-8/Dockerfile (FROM solr, solr-precreate) @ 235381b'
export const ckanSolr = defineImage({
  // No extension of `solr`: its tags count versions of CKAN.
  names: ['ckan/ckan-solr'],
  user: '8983:8983',
  accounts: { solr: '8983:8983' },
  volumes: ['/var/solr'],
  writes: [
    {
      path: '/var/solr',
      kind: 'data',
      what: 'the index, logs and pid file',
      evidence: [CKAN_SOLR, 'apache/solr-docker 9.9/Dockerfile @ 884b2e6'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of Jetty and the JVM',
      evidence: ['apache/solr solr/bin/solr (-Djava.io.tmpdir, jetty.tmpdir default)'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
