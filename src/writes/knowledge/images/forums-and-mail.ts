import { refused, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

export const nodebb = refused(
  {
    names: ['ghcr.io/nodebb/nodebb'],
    user: '1001:1001',
    accounts: { nodebb: '1001:1001' },
    volumes: ['/usr/src/app/node_modules', '/usr/src/app/build', '/usr/src/app/public/uploads', '/opt/config'],
    healthcheck: false,
  },
  {
    '/opt/config': 'its configuration and list of packages',
    '/usr/src/app/public/uploads': 'uploads',
    '/usr/src/app/build': 'files of its pages, which it builds',
  },
  {
    effect: 'fails',
    why: 'its entrypoint links package.json and its lock file into the program and installs packages at every start',
    evidence: ['NodeBB/NodeBB Dockerfile and install/docker/entrypoint.sh @ ab329b3b4'],
  },
)

export const lemmyUi = defineImage({
  names: ['dessalines/lemmy-ui'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  inferred: true,
  writes: [temporary('LemmyNet/lemmy-ui Dockerfile @ d08625c8')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

const PEERTUBE = ['Chocobozzz/PeerTube support/docker/production/Dockerfile.bookworm @ 25d2580f4 and entrypoint.sh @ 1b7861be0']
export const peertube = defineImage({
  names: ['chocobozzz/peertube'],
  dropsTo: 'peertube',
  volumes: ['/data', '/config'],
  inferred: true,
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'videos, plug-ins, logs and work files',
      exec: true,
      evidence: PEERTUBE,
    },
    {
      path: '/config',
      kind: 'data',
      what: 'settings that are changed in the browser',
      evidence: PEERTUBE,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of Node.js', evidence: PEERTUBE },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const discourse = refused(
  { names: ['discourse/base', 'discourse/discourse', 'discourse/discourse_dev', 'discourse/discourse_test', 'local_discourse/*'] },
  { '/shared': 'uploads, backups, logs and the database' },
  {
    effect: 'fails',
    why: 'runit keeps state in /etc/service, and Discourse with its servers works inside its installation',
    evidence: ['discourse/discourse_docker image/base/sbin/boot, image/base/etc/runit and image/base/Dockerfile @ e071c2c'],
  },
)

/** The parts of mailcow that write their settings anew at every start. */
export const mailcow = refused(
  {
    names: [
      'ghcr.io/mailcow/unbound',
      'ghcr.io/mailcow/clamd',
      'ghcr.io/mailcow/dovecot',
      'ghcr.io/mailcow/postfix',
      'ghcr.io/mailcow/sogo',
      'ghcr.io/mailcow/phpfpm',
      'ghcr.io/mailcow/nginx',
      'mailcow/unbound',
      'mailcow/clamd',
      'mailcow/dovecot',
      'mailcow/postfix',
      'mailcow/sogo',
      'mailcow/phpfpm',
      'mailcow/nginx',
    ],
  },
  {},
  {
    effect: 'fails',
    why: 'its start script writes the settings of its servers into the image',
    evidence: [
      'mailcow/mailcow-dockerized data/Dockerfiles/{unbound,dovecot,postfix,phpfpm}/docker-entrypoint.sh, clamd/clamd.sh, sogo/bootstrap-sogo.sh and nginx/bootstrap.py @ 06424670f',
    ],
  },
)

const MADDY = ['foxcpp/maddy Dockerfile, directories_docker.go and docs/docker.md @ 837b1b8']
export const maddy = defineImage({
  names: ['foxcpp/maddy', 'ghcr.io/foxcpp/maddy'],
  volumes: ['/data'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'mails, accounts, queues and keys', ships: 'maddy.conf, its configuration', evidence: MADDY },
    { path: '/tmp', kind: 'runtime', what: 'sockets between its parts and its command line', evidence: MADDY },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
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

const SIMPLELOGIN = 'simple-login/app Dockerfile, app/config.py and README.md @ dbc45fcc'
export const simplelogin = defineImage({
  names: ['simplelogin/app', 'simplelogin/app-ci'],
  inferred: true,
  writes: [
    {
      from: [{ env: 'GNUPGHOME' }],
      kind: 'data',
      what: 'PGP keys',
      absent: true,
      evidence: [SIMPLELOGIN],
    },
    {
      path: '/code/static/upload',
      kind: 'data',
      what: 'uploaded pictures',
      absent: true,
      when: { env: { LOCAL_FILE_UPLOAD: 'set' } },
      evidence: [SIMPLELOGIN],
    },
    { from: [{ env: 'TEMP_DIR' }], kind: 'scratch', what: 'mails in work', absent: true, evidence: [SIMPLELOGIN] },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of Python, and PGP keys where GNUPGHOME is not set', evidence: [SIMPLELOGIN] },
  ],
  notes: [{ text: 'Its settings are read from /code/.env: a GNUPGHOME, LOCAL_FILE_UPLOAD or TEMP_DIR there needs a mount too' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const KEILA = 'pentacent/keila ops/Dockerfile, config/config.exs and config/runtime.exs (USER_CONTENT_DIR) @ 14f1a12'
export const keila = defineImage({
  names: ['pentacent/keila'],
  inferred: true,
  writes: [
    {
      path: '/opt/app/uploads',
      from: [{ env: 'USER_CONTENT_DIR' }],
      kind: 'data',
      what: 'uploaded pictures',
      absent: true,
      evidence: [KEILA],
    },
    temporary(KEILA),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** Mails are kept in a SQLite database in memory. */
export const mailcatchers = defineImage({
  names: ['schickling/mailcatcher', 'dockage/mailcatcher'],
  inferred: true,
  writes: [temporary('schickling/dockerfiles mailcatcher/Dockerfile @ e317585, dockage/mailcatcher Dockerfile @ 4872b3f')],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** All images of this author start by the scripts of one base image. */
export const tiredofit = refused(
  { names: ['tiredofit/*', 'ghcr.io/tiredofit/*'] },
  {},
  {
    effect: 'fails',
    why: 'its start scripts write settings of its services below /etc and change accounts there',
    evidence: [
      'tiredofit/docker-alpine install/etc/cont-init.d/02-permissions, 04-scheduling and 05-logging @ 06ce99a',
      'tiredofit/docker-freescout Dockerfile and install/etc/cont-init.d/30-freescout @ b5a35a9',
    ],
  },
)
