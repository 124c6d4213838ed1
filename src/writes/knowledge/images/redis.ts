import { defineImage } from '../record.ts'

/** The official Redis image: writes nothing but its data. */
export const redis = defineImage({
  names: ['redis'],
  accounts: { redis: [{ when: { tag: { matches: 'alpine' } }, use: '999:1000' }, { use: '999:999' }] },
  volumes: ['/data'],
  writes: [
    {
      path: '/data',
      from: [{ option: '--dir' }],
      kind: 'data',
      what: 'snapshots and append-only file',
      when: { not: { command: { matches: '--save[ =](""|\'\'|(?=\\s|$))' } } },
      owner: 'redis',
      chowned: true,
      evidence: ['docker-library/redis Dockerfile @ e9204996', 'redis/docker-library-redis docker-entrypoint.sh @ e5650da9'],
    },
  ],
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: false,
})
