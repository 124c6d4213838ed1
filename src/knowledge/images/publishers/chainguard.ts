import { OLD_BASH } from '../../parts.ts'
import type { ImageRecord } from '../../record.ts'
import { defineImage } from '../../record.ts'

const locked = (name: string) => `chainguard-images/images images/${name}/locked_config.json @ cd7edd236`
const NONROOT = { nonroot: '65532:65532' } as const

/** An image's names: the public registry, the registry of a customer, Docker Hub. */
function named(...images: string[]): ImageRecord['names'] {
  const [first = '', ...more] = images.flatMap((image) => [`cgr.dev/chainguard/${image}`, `cgr.dev/*/${image}`, `chainguard/${image}`])
  return [first, ...more]
}

export const wolfi = defineImage({
  names: named('wolfi-base', 'bash'),
  runtime: true,
  accounts: NONROOT,
  writes: [{ path: '/tmp', kind: 'scratch', what: 'temporary files of the program', evidence: [locked('wolfi-base')] }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** Without a shell, but with /tmp: all of them hold wolfi-baselayout. */
export const chainguardStatic = defineImage({
  names: named('static', 'glibc-dynamic', 'busybox'),
  runtime: true,
  user: '65532:65532',
  accounts: NONROOT,
  writes: [{ path: '/tmp', kind: 'scratch', what: 'temporary files of the program', evidence: [locked('static')] }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const chainguardNode = defineImage({
  names: named('node'),
  runtime: true,
  user: '65532:65532',
  accounts: { node: '65532:65532' },
  writes: [{ path: '/tmp', kind: 'scratch', what: 'temporary files of the program', evidence: [locked('node')] }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** The runtime of a language as uid 65532; what it writes is what it writes elsewhere. */
function asNonroot(names: ImageRecord['names'], parent: string, account = 'nonroot'): ImageRecord {
  return defineImage({
    names,
    extends: parent,
    runtime: true,
    user: '65532:65532',
    accounts: { [account]: '65532:65532' },
    // chainguard-images/images images/<name>/locked_config.json (run-as) @ cd7edd236
    writes: [],
    gainsPrivileges: 'none',
    healthcheck: false,
  })
}

export const chainguardPython = asNonroot(named('python'), 'python')
export const chainguardRuby = asNonroot(named('ruby'), 'ruby')
export const chainguardJava = asNonroot(named('jre', 'jdk', 'maven', 'gradle'), 'eclipse-temurin', 'java')
export const chainguardDotnet = asNonroot(named('dotnet-runtime'), 'mcr.microsoft.com/dotnet/runtime')
export const chainguardAspnet = asNonroot(named('aspnet-runtime'), 'mcr.microsoft.com/dotnet/aspnet')
export const chainguardDotnetSdk = asNonroot(named('dotnet-sdk'), 'mcr.microsoft.com/dotnet/sdk')

export const chainguardPhp = defineImage({
  names: named('php'),
  runtime: true,
  user: '65532:65532',
  accounts: { php: '65532:65532' },
  writes: [{ path: '/tmp', kind: 'scratch', what: 'PHP uploads and sessions', evidence: [locked('php')] }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const NGINX = ['chainguard-images/images images/nginx/README.md "Run in a read-only File System" @ cd7edd236', locked('nginx')]

/** nginx starts as uid 65532 and its vendor says what a read-only root needs. */
export const chainguardNginx = defineImage({
  names: named('nginx'),
  user: '65532:65532',
  accounts: { nginx: '65532:65532' },
  writes: [
    { path: '/run', kind: 'runtime', what: 'nginx.pid', worldWritable: true, evidence: NGINX },
    { path: '/var/lib/nginx/tmp', kind: 'cache', what: 'request bodies and proxy buffers', worldWritable: true, evidence: NGINX },
  ],
  configuration: ['/etc/nginx'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Redis and Valkey keep their data in the working directory, which is no VOLUME here. */
export const chainguardRedis = defineImage({
  names: named('redis', 'valkey'),
  user: '65532:65532',
  accounts: { redis: '65532:65532', valkey: '65532:65532' },
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ option: '--dir' }],
      kind: 'data',
      what: 'snapshots and append-only file',
      when: { not: { command: { matches: '--save[ =](""|\'\'|(?=\\s|$))' } } },
      oftenCache: true,
      evidence: [
        'chainguard-images/images images/redis/README.md and images/valkey/README.md "Users and Directories" @ cd7edd236',
        locked('redis'),
        locked('valkey'),
      ],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** PostgreSQL starts as root and keeps one data directory in all versions, which is no VOLUME. */
export const chainguardPostgres = defineImage({
  names: named('postgres'),
  accounts: { postgres: '70:70' },
  dropsTo: 'postgres',
  inferred: true,
  writes: [
    {
      path: '/var/lib/postgresql/data',
      from: [{ env: 'PGDATA' }],
      kind: 'data',
      what: 'the database',
      owner: 'postgres',
      chowned: true,
      absent: true,
      evidence: ['chainguard-images/images images/postgres/README.md @ cd7edd236', locked('postgres')],
    },
    { path: '/run/postgresql', kind: 'runtime', what: 'socket and lock file', worldWritable: true, evidence: [locked('postgres')] },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'here-documents of the entrypoint',
      without: OLD_BASH,
      evidence: [locked('postgres'), 'https://github.com/docker-library/postgres/issues/154'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const chainguardMariadb = defineImage({
  names: named('mariadb'),
  user: '65532:65532',
  accounts: { mysql: '65532:65532' },
  inferred: true,
  writes: [
    { path: '/var/lib/mysql', kind: 'data', what: 'the database', worldWritable: true, evidence: [locked('mariadb')] },
    {
      path: '/run/mysqld',
      kind: 'runtime',
      what: 'socket and pid file',
      worldWritable: true,
      mustExist: true,
      evidence: [locked('mariadb')],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary tables', evidence: [locked('mariadb')] },
    { path: '/var/tmp', kind: 'scratch', what: 'temporary files', evidence: [locked('mariadb')] },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const chainguardMongodb = defineImage({
  names: named('mongodb'),
  user: '65532:65532',
  accounts: { mongo: '65532:65532' },
  inferred: true,
  writes: [
    { path: '/data/db', from: [{ option: '--dbpath' }], kind: 'data', what: 'the database', evidence: [locked('mongodb')] },
    { path: '/tmp', kind: 'runtime', what: 'socket', evidence: [locked('mongodb')] },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
