import { data } from '../../parts.ts'
import type { ImageRecord, WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

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
