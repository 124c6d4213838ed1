import { defineImage } from '../record.ts'

const ENTRYPOINT = 'MariaDB/mariadb-docker 11.8/docker-entrypoint.sh @ 1b6429b'
const DOCKERFILE = 'MariaDB/mariadb-docker 11.8/Dockerfile @ 1b6429b'

/** The official MariaDB image. Unlike mysql's, its entrypoint does not create the socket directory, it only gives it to mysql. */
export const mariadb = defineImage({
  names: ['mariadb'],
  accounts: { mysql: '999:999' },
  volumes: ['/var/lib/mysql'],
  writes: [
    {
      path: '/var/lib/mysql',
      kind: 'data',
      what: 'the database',
      owner: 'mysql',
      chowned: true,
      evidence: [DOCKERFILE, ENTRYPOINT],
    },
    {
      path: '/run/mysqld',
      kind: 'runtime',
      what: 'socket and pid file',
      owner: 'mysql',
      chowned: true,
      worldWritable: true,
      mustExist: true,
      evidence: [`${ENTRYPOINT} lines 206-213`],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary tables and here-strings of the entrypoint', evidence: [ENTRYPOINT] },
  ],
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: false,
})
