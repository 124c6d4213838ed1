import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const sftp = defineImage({
  names: ['atmoz/sftp'],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint creates its users and host keys below /etc at start',
      evidence: ['atmoz/sftp files/entrypoint and files/create-sftp-user @ 46a8b3db4'],
    },
  ],
  healthcheck: false,
})

const SFTPGO = ['drakkan/sftpgo Dockerfile @ 42f7a4d41']
export const sftpgo = defineImage({
  names: ['drakkan/sftpgo', 'ghcr.io/drakkan/sftpgo'],
  user: '1000:1000',
  accounts: { sftpgo: '1000:1000' },
  inferred: true,
  writes: [
    { path: '/var/lib/sftpgo', kind: 'data', what: 'host keys and the SQLite database', evidence: SFTPGO },
    { path: '/srv/sftpgo', kind: 'data', what: 'files and backups', evidence: SFTPGO },
    temporary('drakkan/sftpgo Dockerfile @ 42f7a4d41'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** Its vendor's Compose file runs it read-only; the rest that it writes are VOLUMEs, /etc among them. */
const SAMBA = ['dperson/samba docker-compose.yml (read_only, tmpfs /tmp) and Dockerfile @ d407fa1b6']
export const samba = defineImage({
  names: ['dperson/samba'],
  volumes: ['/etc', '/var/cache/samba', '/var/lib/samba', '/var/log/samba', '/run/samba'],
  inferred: true,
  writes: [
    { path: '/var/lib/samba', kind: 'data', what: 'users and locks', evidence: SAMBA },
    { path: '/var/cache/samba', kind: 'cache', what: 'caches', evidence: SAMBA },
    { path: '/var/log/samba', kind: 'log', what: 'logs', evidence: SAMBA },
    { path: '/run/samba', kind: 'runtime', what: 'pid files and sockets', evidence: SAMBA },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: SAMBA },
  ],
  healthcheck: true,
})

const RCLONE = ['rclone/rclone Dockerfile (XDG_CONFIG_HOME) @ 64ab1ac32']
export const rclone = defineImage({
  names: ['rclone/rclone', 'ghcr.io/rclone/rclone'],
  inferred: true,
  writes: [
    {
      path: '/config/rclone',
      kind: 'data',
      what: 'remotes and their tokens, which are renewed',
      absent: true,
      without: { effect: 'degrades', what: 'renewed tokens cannot be saved' },
      evidence: RCLONE,
    },
    {
      path: '/root/.cache/rclone',
      from: [{ option: '--cache-dir' }],
      kind: 'cache',
      what: 'files of a mount or a server',
      when: { user: 'root', command: { matches: '\\b(mount|serve|rcd|nfsmount)\\b' } },
      large: true,
      absent: true,
      evidence: ['https://rclone.org/docs/#cache-dir-string'],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: ['https://rclone.org/docs/#temp-dir-string'] },
  ],
  healthcheck: false,
})

export const syncthing = defineImage({
  names: ['syncthing/syncthing', 'ghcr.io/syncthing/syncthing'],
  // Its entrypoint hands over to PUID and PGID, 1000 where they are not set.
  dropsTo: '1000:1000',
  volumes: ['/var/syncthing'],
  writes: [
    {
      path: '/var/syncthing',
      kind: 'data',
      what: 'its configuration, keys and folders',
      owner: '1000:1000',
      chowned: true,
      evidence: ['syncthing/syncthing Dockerfile and script/docker-entrypoint.sh @ 328d910ae'],
    },
  ],
  obstacles: [
    {
      when: { env: { PCAP: 'set' } },
      effect: 'fails',
      why: 'PCAP makes the entrypoint run setcap on the program',
      instead: 'leave PCAP unset',
      evidence: ['syncthing/syncthing script/docker-entrypoint.sh @ 328d910ae'],
    },
  ],
  healthcheck: true,
})
