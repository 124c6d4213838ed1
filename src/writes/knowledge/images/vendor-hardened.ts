import { s6Run } from '../parts.ts'
import { defineImage, type ImageRecord, type WriteFact } from '../record.ts'

const AIO = 'nextcloud/all-in-one manual-install/latest.yml @ 50636f2a'
const JITSI = 'jitsi/docker-jitsi-meet docker-compose.yml (read_only, tmpfs) @ 2e6b31d'

const scratch = (evidence: string, ...paths: string[]): WriteFact[] =>
  paths.map((path) => ({
    path,
    kind: path.startsWith('/run') ? 'runtime' : path.includes('/log') ? 'log' : 'scratch',
    what: path.startsWith('/run') ? 'sockets and pid files' : path.includes('/log') ? 'logs' : 'temporary files',
    // The vendor mounts plain tmpfs for users that are not root, so the directories are open to them.
    worldWritable: true,
    evidence: [evidence],
  }))
const data = (evidence: string, path: string, what: string): WriteFact => ({ path, kind: 'data', what, evidence: [evidence] })

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

/** Jitsi Meet's containers run on s6-overlay, read-only in their vendor's Compose file. */
export const jitsi = defineImage({
  names: [
    'ghcr.io/jitsi/web',
    ...['prosody', 'jicofo', 'jvb', 'jibri', 'jigasi'].map((name) => `ghcr.io/jitsi/${name}`),
    ...['web', 'prosody', 'jicofo', 'jvb', 'jibri', 'jigasi'].map((name) => `jitsi/${name}`),
  ],
  writes: [data(JITSI, '/config', 'rendered configuration, keys and accounts'), s6Run([JITSI]), ...scratch(JITSI, '/tmp')],
})

/** Images by 11notes are made to run read-only as uid 1000; the paths are those of their own Compose files. */
function eleven(name: string, repository: string, commit: string, own: (evidence: string) => readonly WriteFact[]): ImageRecord {
  return defineImage({
    names: [`11notes/${name}`, `ghcr.io/11notes/${name}`],
    user: '1000:1000',
    accounts: { docker: '1000:1000' },
    writes: own(`11notes/${repository} compose.yml @ ${commit}`),
    gainsPrivileges: 'none',
    capabilities: [{ needs: [] }],
  })
}
const owned = (evidence: string, ...paths: string[]): WriteFact[] =>
  paths.map((path) => ({ path, kind: path.endsWith('run') ? 'runtime' : 'cache', what: 'temporary files', evidence: [evidence] }))

export const elevenNginx = eleven('nginx', 'docker-nginx', '3eb8808', (evidence) => owned(evidence, '/nginx/cache', '/nginx/run'))
export const elevenPostgres = eleven('postgres', 'docker-postgres', 'eba271c', (evidence) => [
  data(evidence, '/postgres/var', 'the database'),
  data(evidence, '/postgres/backup', 'dumps of the database'),
  ...owned(evidence, '/postgres/run', '/postgres/log'),
])
export const elevenRedis = eleven('redis', 'docker-redis', '6e0ac82', (evidence) => [
  // Its replica, in-memory and client modes are asked for by a command and keep nothing.
  { ...data(evidence, '/redis/var', 'snapshots'), oftenCache: true, when: { not: { command: { matches: '.' } } } },
  ...owned(evidence, '/run').map((fact): WriteFact => ({ ...fact, when: { not: { command: { matches: '--cmd' } } } })),
])
export const elevenTraefik = eleven('traefik', 'docker-traefik', '43843e2', () => [])
export const elevenPrometheus = eleven('prometheus', 'docker-traefik', '43843e2', (evidence) => [
  data(evidence, '/prometheus/var', 'time series'),
])
