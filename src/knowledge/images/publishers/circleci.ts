import { defineImage } from '../../record.ts'

/** Images of pipelines, in which people also start services and tests: not root, with sudo. */
export const circleci = defineImage({
  names: [
    'cimg/base',
    'cimg/node',
    'cimg/python',
    'cimg/go',
    'cimg/openjdk',
    'cimg/php',
    'cimg/ruby',
    'cimg/rust',
    'cimg/elixir',
    'cimg/clojure',
    'cimg/android',
    'cimg/deploy',
  ],
  runtime: true,
  user: 'circleci',
  accounts: { circleci: '1001:1002' },
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of the program and here-documents of the shell',
      exec: true,
      evidence: ['CircleCI-Public/cimg-base 24.04/Dockerfile @ 1e69b08f2'],
    },
  ],
  notes: [{ text: 'Package managers also write below /home/circleci and into the project: install in a Dockerfile' }],
  gainsPrivileges: 'sudo',
})

export const circleciLegacy = defineImage({
  names: [
    'circleci/node',
    'circleci/python',
    'circleci/golang',
    'circleci/openjdk',
    'circleci/php',
    'circleci/ruby',
    'circleci/jruby',
    'circleci/rust',
    'circleci/elixir',
    'circleci/erlang',
    'circleci/clojure',
    'circleci/android',
    'circleci/buildpack-deps',
  ],
  extends: 'cimg/base',
  runtime: true,
  accounts: { circleci: '3434:3434' },
  // circleci/circleci-images shared/images/Dockerfile-basic.template lines 79-90 @ be0c16483
  writes: [],
})

/** The databases of old pipelines are the official images with other settings; their `-ram` variants keep the data in /dev/shm. */
export const circleciPostgres = defineImage({
  names: ['circleci/postgres'],
  extends: 'postgres',
  inferred: true,
  // circleci/circleci-images postgres/resources/Dockerfile-basic.template and Dockerfile-ram.template @ be0c16483
  writes: [],
})
export const circleciMysql = defineImage({
  names: ['circleci/mysql'],
  extends: 'mysql',
  inferred: true,
  // circleci/circleci-images mysql/resources/Dockerfile-basic.template and Dockerfile-ram.template @ be0c16483
  writes: [],
})
export const circleciMariadb = defineImage({
  names: ['circleci/mariadb'],
  extends: 'mariadb',
  inferred: true,
  // circleci/circleci-images mariadb/resources/Dockerfile-ram.template @ be0c16483
  writes: [],
})
export const circleciMongo = defineImage({
  names: ['circleci/mongo'],
  extends: 'mongo',
  inferred: true,
  // circleci/circleci-images mongo/resources/Dockerfile-basic.template and Dockerfile-ram.template @ be0c16483
  writes: [],
})

const CIRCLECI = 'circleci/circleci-images'

export const circleciRedis = defineImage({
  names: ['circleci/redis'],
  extends: 'redis',
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ option: '--dir' }],
      kind: 'data',
      what: 'snapshots and append-only file',
      // Its own command turns both off.
      when: { command: { matches: '\\S' } },
      oftenCache: true,
      evidence: [`${CIRCLECI} redis/resources/Dockerfile-basic.template @ be0c16483`],
    },
  ],
})

const CIMG_POSTGRES = 'CircleCI-Public/cimg-postgres 18.3/Dockerfile and docker-entrypoint.sh @ d965fd6ff'
/** Its account is made by a package, so its number is not known; its entrypoint gives it what it needs. */
export const cimgPostgres = defineImage({
  names: ['cimg/postgres'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/postgresql/data',
      from: [{ env: 'PGDATA' }],
      kind: 'data',
      what: 'the database',
      oftenCache: true,
      absent: true,
      evidence: [CIMG_POSTGRES],
    },
    { path: '/run/postgresql', kind: 'runtime', what: 'socket', absent: true, evidence: [CIMG_POSTGRES] },
    { path: '/tmp', kind: 'scratch', what: 'socket and here-documents of the entrypoint', evidence: [CIMG_POSTGRES] },
  ],
})
