import { oneDirectory, refused, temporary } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

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

const MAILU = 'Mailu/Mailu @ bbb1c20'

/** Mailu's servers render their configuration into /etc at every start. */
export const mailuServers = defineImage({
  names: [
    'mailu/nginx',
    ...['dovecot', 'postfix', 'rspamd', 'unbound', 'webmail', 'roundcube'].map((name) => `mailu/${name}`),
    ...['nginx', 'dovecot', 'postfix', 'rspamd', 'unbound', 'webmail'].map((name) => `ghcr.io/mailu/${name}`),
  ],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script renders configuration into /etc',
      evidence: [
        `${MAILU} core/nginx/config.py lines 136-140, core/dovecot/start.py, core/postfix/start.py, core/rspamd/start.py, optional/unbound/start.py`,
      ],
    },
  ],
  healthcheck: true,
})
export const mailuAdmin = defineImage({
  names: ['mailu/admin', 'ghcr.io/mailu/admin'],
  volumes: ['/data', '/dkim'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'accounts and domains', evidence: [`${MAILU} core/admin/Dockerfile`] },
    { path: '/dkim', kind: 'data', what: 'signing keys', evidence: [`${MAILU} core/admin/Dockerfile`] },
    { path: '/tmp', kind: 'scratch', what: 'workers of gunicorn', evidence: ['https://github.com/alephdata/aleph/issues/2425'] },
  ],
  healthcheck: true,
})
export const mailuOletools = defineImage({
  names: ['mailu/oletools', 'ghcr.io/mailu/oletools'],
  inferred: true,
  writes: [{ path: '/tmp', kind: 'scratch', what: 'attachments in progress', evidence: [`${MAILU} core/oletools/start.py and olefy.py`] }],
  healthcheck: true,
})

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

const MAIL: WriteFact = {
  path: '/opt/stalwart',
  kind: 'data',
  what: 'configuration and mails of earlier versions',
  when: { mounted: '/opt/stalwart' },
  evidence: ['https://stalw.art/docs/install/platform/docker (volume at /opt/stalwart)'],
}
export const stalwart = oneDirectory(
  {
    names: ['stalwartlabs/stalwart', 'ghcr.io/stalwartlabs/stalwart'],
    user: '2000:2000',
    accounts: { stalwart: '2000:2000' },
    volumes: ['/etc/stalwart', '/var/lib/stalwart'],
    gainsPrivileges: 'the file capability NET_BIND_SERVICE of stalwart',
    healthcheck: true,
  },
  '/var/lib/stalwart',
  'mails and its database',
  'stalwartlabs/stalwart Dockerfile @ d72608f3e',
  [
    {
      path: '/etc/stalwart',
      kind: 'data',
      what: 'its configuration',
      evidence: ['stalwartlabs/stalwart Dockerfile @ d72608f3e'],
    },
    MAIL,
  ],
)

/** The vendor's documentation names what rspamd needs on a read-only root; the rest are VOLUMEs. */
const POSTFIX = ['bokysan/docker-postfix README.md (read-only root filesystem) and Dockerfile @ a2687c54f']
export const bokyPostfix = defineImage({
  names: ['boky/postfix'],
  volumes: ['/var/spool/postfix', '/var/lib/postfix', '/etc/postfix', '/etc/rspamd', '/var/lib/rspamd', '/etc/opendkim/keys', '/run'],
  inferred: true,
  writes: [
    { path: '/var/spool/postfix', kind: 'data', what: 'the queue of mails', evidence: POSTFIX },
    { path: '/var/lib/postfix', kind: 'data', what: 'maps and caches', evidence: POSTFIX },
    {
      path: '/etc/postfix',
      kind: 'config',
      what: 'its configuration, edited at start',
      ships: 'the configuration of Postfix',
      evidence: POSTFIX,
    },
    {
      path: '/etc/rspamd',
      kind: 'config',
      what: 'its configuration, edited at start',
      ships: 'the configuration of rspamd',
      evidence: POSTFIX,
    },
    { path: '/var/lib/rspamd', kind: 'data', what: 'keys of DKIM', evidence: POSTFIX },
    { path: '/run', kind: 'runtime', what: 'pid files and sockets', evidence: POSTFIX },
    temporary('bokysan/docker-postfix Dockerfile (WORKDIR /tmp) @ a2687c54f'),
  ],
  healthcheck: true,
})

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
