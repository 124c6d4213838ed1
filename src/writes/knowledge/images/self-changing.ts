import { refused, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

export const dockerMailserver = refused(
  { names: ['mailserver/docker-mailserver', 'ghcr.io/docker-mailserver/docker-mailserver'] },
  { '/var/mail': 'mails', '/var/mail-state': 'the state of its services' },
  {
    effect: 'fails',
    why: 'its start scripts configure Postfix and the other services below /etc, and its vendor says that it writes too many files for that',
    evidence: [
      'docker-mailserver/docker-mailserver docs/content/config/advanced/kubernetes.md (no-read-only-root-fs) and compose.yaml @ c9b015ddc',
    ],
  },
)

const MY_INIT = 'phusion/baseimage-docker image/bin/my_init (export_envvars, start_runit) @ 03f4d0b5c'
export const phusion = defineImage({
  names: ['phusion/baseimage', 'phusion/passenger-*'],
  inferred: true,
  writes: [temporary(MY_INIT)],
  obstacles: [
    {
      // Nothing but the image's own start, or a command that goes through it.
      when: { any: [{ command: { matches: '^$' } }, { command: { matches: 'my_init' } }] },
      effect: 'fails',
      why: 'my_init writes the environment to /etc/container_environment and its files beside it, and runit keeps state in /etc/service',
      instead: 'start the program itself, without my_init',
      evidence: [MY_INIT, 'phusion/passenger-docker image/Dockerfile @ abb98b817'],
    },
  ],
})

export const openldap = refused(
  { names: ['osixia/openldap'], dropsTo: 'openldap', healthcheck: false },
  { '/var/lib/ldap': 'the directory', '/etc/ldap/slapd.d': 'its configuration' },
  {
    effect: 'fails',
    why: 'its start script gives /etc/ldap and its own service directory to the server and writes certificates and configuration there',
    evidence: ['osixia/docker-openldap image/service/slapd/startup.sh and image/Dockerfile @ 635034a75'],
  },
)

/** Every part of Zabbix edits its configuration by the variables that it is given, and goes on without them where it cannot. */
export const zabbix = refused(
  { names: ['zabbix/zabbix-*', 'ghcr.io/zabbix/zabbix-*'], user: '1997:0' },
  {},
  {
    at: '/etc/zabbix',
    effect: 'fails',
    why: 'its entrypoint edits the files in /etc/zabbix by its variables, and starts with the defaults where it cannot',
    evidence: ['zabbix/zabbix-docker Dockerfiles/server-pgsql/alpine/docker-entrypoint.sh (update_config_var) @ 66a0efd50'],
  },
)

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

export const factorio = refused(
  { names: ['factoriotools/factorio'], volumes: ['/factorio'], dropsTo: 'factorio', healthcheck: false },
  { '/factorio': 'saves, mods and settings' },
  {
    effect: 'fails',
    why: 'its entrypoint changes the ids of its user and edits config.ini beside the program',
    evidence: ['factoriotools/factorio-docker docker/files/docker-entrypoint.sh @ 509594995'],
  },
)

export const valheim = refused(
  { names: ['lloesche/valheim-server', 'ghcr.io/lloesche/valheim-server'] },
  { '/config': 'worlds and settings', '/opt/valheim': 'the server, which it downloads' },
  {
    effect: 'fails',
    why: 'its start script writes /etc/localtime, /etc/timezone and the configuration of its services below /usr/local/etc',
    evidence: ['lloesche/valheim-server-docker bootstrap @ 951992b93'],
  },
)

const BEDROCK = ['itzg/docker-minecraft-bedrock-server Dockerfile @ e2b5c995b']
export const bedrock = defineImage({
  names: ['itzg/minecraft-bedrock-server'],
  volumes: ['/data'],
  dropsTo: 'the owner of /data',
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'the world and the server itself', evidence: BEDROCK },
    { path: '/tmp', kind: 'scratch', what: 'downloads', evidence: BEDROCK },
  ],
  healthcheck: true,
})

/** Bridges between Matrix and other networks, all started by the same script. */
const MAUTRIX = ['mautrix/whatsapp Dockerfile and docker-run.sh @ d70eb6b13']
export const mautrix = defineImage({
  names: ['dock.mau.dev/mautrix/*'],
  volumes: ['/data'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'its configuration, registration and database', evidence: MAUTRIX },
    { path: '/tmp', kind: 'scratch', what: 'media in work', evidence: MAUTRIX },
  ],
  healthcheck: false,
})

export const droneRunner = defineImage({
  // drone-runners/drone-runner-docker docker/Dockerfile.linux.amd64 @ 9ea626aa4: one program on Alpine.
  names: ['drone/drone-runner-docker'],
  inferred: true,
  writes: [],
  healthcheck: false,
})

export const textEmbeddings = defineImage({
  names: ['ghcr.io/huggingface/text-embeddings-inference'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'HUGGINGFACE_HUB_CACHE' }],
      kind: 'cache',
      what: 'downloaded models',
      large: true,
      absent: true,
      evidence: ['huggingface/text-embeddings-inference Dockerfile (HUGGINGFACE_HUB_CACHE) @ 0d124dc97'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'sockets of its back ends',
      evidence: ['huggingface/text-embeddings-inference router/src/main.rs (uds_path)'],
    },
  ],
  healthcheck: false,
})

const CODE_SERVER = ['coder/code-server ci/release-image/Dockerfile and ci/release-image/entrypoint.sh @ 88c2b7432']
export const codeServer = defineImage({
  names: ['codercom/code-server', 'ghcr.io/coder/code-server'],
  user: '1000:1000',
  accounts: { coder: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/home/coder',
      kind: 'data',
      what: 'settings, extensions and projects',
      ships: 'the files of a new home directory',
      evidence: CODE_SERVER,
    },
    { path: '/run', kind: 'runtime', what: 'the mark of fixuid that it ran', evidence: CODE_SERVER },
    { path: '/tmp', kind: 'scratch', what: 'sockets and temporary files', evidence: CODE_SERVER },
  ],
  obstacles: [
    {
      when: { env: { DOCKER_USER: 'set' } },
      effect: 'fails',
      why: 'DOCKER_USER renames its user at start',
      evidence: CODE_SERVER,
    },
    { effect: 'degrades', why: 'packages of the system cannot be installed from its terminal', evidence: CODE_SERVER },
  ],
  gainsPrivileges: 'sudo, and fixuid, which is setuid root',
  healthcheck: false,
})

const JUPYTER = [
  'jupyter/docker-stacks images/docker-stacks-foundation/Dockerfile and images/docker-stacks-foundation/start.sh @ 820938695',
]
export const jupyter = defineImage({
  names: ['quay.io/jupyter/*-notebook', 'jupyter/*-notebook'],
  user: '1000:100',
  accounts: { jovyan: '1000:100' },
  inferred: true,
  writes: [
    {
      path: '/home/jovyan',
      kind: 'data',
      what: 'notebooks, settings and kernels that run',
      ships: 'settings of conda and an empty work directory',
      evidence: JUPYTER,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: JUPYTER },
  ],
  obstacles: [
    {
      when: { user: 'root' },
      effect: 'fails',
      why: 'started as root, it changes its users and /etc/sudoers.d',
      instead: 'leave out `user: root`',
      evidence: JUPYTER,
    },
    { effect: 'degrades', why: 'packages cannot be installed into /opt/conda', instead: 'install them in a Dockerfile', evidence: JUPYTER },
  ],
  healthcheck: true,
})

const ERPNEXT = ['frappe/frappe_docker images/production/Containerfile and resources/core/nginx/nginx-entrypoint.sh @ 4b9d35666']
const isNginx = { command: { matches: 'nginx-entrypoint' } } as const
export const erpnext = defineImage({
  names: ['frappe/erpnext', 'frappe/erpnext-worker'],
  user: '1000:1000',
  accounts: { frappe: '1000:1000' },
  volumes: ['/home/frappe/frappe-bench/sites', '/home/frappe/frappe-bench/logs'],
  inferred: true,
  writes: [
    {
      path: '/home/frappe/frappe-bench/sites',
      kind: 'data',
      what: 'sites, files and links to the pages',
      ships: 'the configuration of the bench',
      evidence: ERPNEXT,
    },
    { path: '/home/frappe/frappe-bench/logs', kind: 'log', what: 'logs', evidence: ERPNEXT },
    { path: '/etc/nginx/conf.d', kind: 'config', what: 'the site of nginx', when: isNginx, evidence: ERPNEXT },
    { path: '/var/lib/nginx', kind: 'scratch', what: 'request bodies and proxy buffers', when: isNginx, evidence: ERPNEXT },
    { path: '/run', kind: 'runtime', what: 'nginx.pid', when: isNginx, evidence: ERPNEXT },
    { path: '/tmp', kind: 'scratch', what: 'uploads and reports', evidence: ERPNEXT },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

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
