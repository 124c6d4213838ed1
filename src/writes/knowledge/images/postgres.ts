import { defineImage } from '../record.ts'

const DOCKERFILE_17 = 'docker-library/postgres 17/trixie/Dockerfile @ 6edb0a8c4d'
const DOCKERFILE_18 = 'docker-library/postgres 18/trixie/Dockerfile @ 6edb0a8c4d'
const ENTRYPOINT = 'docker-library/postgres docker-entrypoint.sh @ 6edb0a8c4d'

/** The official PostgreSQL image: since 18 its data lies one directory higher, below the new VOLUME. */
export const postgres = defineImage({
  names: ['postgres'],
  accounts: { postgres: [{ when: { tag: { matches: 'alpine' } }, use: '70:70' }, { use: '999:999' }] },
  volumes: [
    { path: '/var/lib/postgresql/data', when: { tag: { below: '18' } } },
    { path: '/var/lib/postgresql', when: { tag: { atLeast: '18' } } },
  ],
  writes: [
    {
      path: '/var/lib/postgresql/data',
      from: [{ env: 'PGDATA' }],
      kind: 'data',
      what: 'the database',
      // A file that mounts this path and names no version was written for an older one.
      when: { any: [{ tag: { below: '18' } }, { mounted: '/var/lib/postgresql/data' }] },
      owner: 'postgres',
      chowned: true,
      evidence: [DOCKERFILE_17],
    },
    {
      path: '/var/lib/postgresql',
      from: [{ env: 'PGDATA' }],
      kind: 'data',
      what: 'the database',
      when: { tag: { atLeast: '18' }, not: { mounted: '/var/lib/postgresql/data' } },
      owner: 'postgres',
      chowned: true,
      evidence: [DOCKERFILE_18],
    },
    {
      path: '/run/postgresql',
      kind: 'runtime',
      what: 'socket and lock file',
      owner: 'postgres',
      chowned: true,
      worldWritable: true,
      evidence: [DOCKERFILE_18, ENTRYPOINT, 'https://github.com/docker-library/postgres/issues/154'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'here-documents of the entrypoint',
      evidence: [ENTRYPOINT, 'https://github.com/docker-library/postgres/issues/154'],
    },
  ],
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: false,
})
