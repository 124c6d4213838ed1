import { refused, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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

export const discourse = refused(
  { names: ['discourse/base', 'discourse/discourse', 'discourse/discourse_dev', 'discourse/discourse_test', 'local_discourse/*'] },
  { '/shared': 'uploads, backups, logs and the database' },
  {
    effect: 'fails',
    why: 'runit keeps state in /etc/service, and Discourse with its servers works inside its installation',
    evidence: ['discourse/discourse_docker image/base/sbin/boot, image/base/etc/runit and image/base/Dockerfile @ e071c2c'],
  },
)

const REMARK = ['umputun/remark42 Dockerfile, docker-init.sh and docker-compose.yml @ 4793c1cd2']
export const remark42 = defineImage({
  names: ['umputun/remark42', 'ghcr.io/umputun/remark42'],
  accounts: { app: '1001:1001' },
  dropsTo: 'app',
  writes: [{ path: '/srv/var', kind: 'data', what: 'comments, pictures and backups', owner: 'app', chowned: true, evidence: REMARK }],
  obstacles: [
    {
      effect: 'fails',
      why: 'at start it writes REMARK_URL into the pages in /srv/web',
      evidence: REMARK,
    },
  ],
  healthcheck: true,
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
