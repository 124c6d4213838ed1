import { OLD_BASH } from '../../parts.ts'
import type { Condition, ImageRecord, WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'
import { postgres } from './postgres.ts'

const DOCKERFILE_17 = 'docker-library/postgres 17/trixie/Dockerfile @ 6edb0a8c4d'
const DOCKERFILE_18 = 'docker-library/postgres 18/trixie/Dockerfile @ 6edb0a8c4d'

const DATA_17 = '/var/lib/postgresql/data'
const DATA_18 = '/var/lib/postgresql'

/** The tag names PostgreSQL apart from the extension (`pg17`, `0.8.0-pg16`, `release_PG16_1.6.0`). */
const TAGGED_BELOW_18: Condition = { tag: { matches: '(^|[^A-Za-z])[Pp][Gg]-?(9|1[0-7])(?![0-9])' } }

/**
 * Built FROM postgres, with a tag whose first number is that of an extension, so that the version of PostgreSQL, which decides where
 * the data lies, must be found by other means than for `postgres` itself: by a condition, or because there is none for 18 and later.
 */
function kin(names: ImageRecord['names'], below18: Condition | 'always', more: Partial<ImageRecord> = {}): ImageRecord {
  const data = (path: string, evidence: string, when?: Condition): WriteFact => ({
    path,
    from: [{ env: 'PGDATA' }],
    kind: 'data',
    what: 'the database',
    ...(when && { when }),
    owner: 'postgres',
    chowned: true,
    evidence: [evidence],
  })
  const others = postgres.writes.filter(({ path }) => path !== DATA_17 && path !== DATA_18)
  if (below18 === 'always') {
    return defineImage({ ...postgres, names, volumes: [DATA_17], writes: [data(DATA_17, DOCKERFILE_17), ...others], ...more })
  }
  // A file that mounts this path and names no version was written for an older one.
  const old: Condition = { any: [below18, { mounted: DATA_17 }] }
  return defineImage({
    ...postgres,
    names,
    volumes: [
      { path: DATA_17, when: below18 },
      { path: DATA_18, when: { not: below18 } },
    ],
    writes: [data(DATA_17, DOCKERFILE_17, old), data(DATA_18, DOCKERFILE_18, { not: old }), ...others],
    ...more,
  })
}

/** Built FROM postgres, adding only an extension. */
export const pgvector = kin(['pgvector/pgvector'], TAGGED_BELOW_18)

/** The image that pgvector had before: its newest is for PostgreSQL 15. */
export const pgvectorBefore = kin(['ankane/pgvector'], 'always', { inferred: true })

/** Built FROM postgres on Alpine; a start script tunes postgresql.conf inside the data directory. */
export const timescaledb = kin(['timescale/timescaledb'], TAGGED_BELOW_18, {
  accounts: { postgres: '70:70' },
  inferred: true,
})

/** Another build of it, with Patroni and pgBackRest, that starts as postgres and keeps its data in the home of that user. */
const TIMESCALE_HA = ['timescale/timescaledb-docker-ha Dockerfile (PGDATA, USER) @ 011c2ffac']
export const timescaledbHa = defineImage({
  names: ['timescale/timescaledb-ha'],
  user: 'postgres',
  inferred: true,
  writes: [
    {
      path: '/home/postgres/pgdata/data',
      from: [{ env: 'PGDATA' }],
      kind: 'data',
      what: 'the database',
      evidence: TIMESCALE_HA,
    },
    { path: '/run/postgresql', kind: 'runtime', what: 'socket and lock file', evidence: TIMESCALE_HA },
    { path: '/tmp', kind: 'scratch', what: 'here-documents of the entrypoint', without: OLD_BASH, evidence: TIMESCALE_HA },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

// tensorchord/pgvecto.rs docker/pgvecto-rs.Dockerfile @ 2b290b34e: PostgreSQL 14 to 17.
export const pgvectoRs = kin(['tensorchord/pgvecto-rs'], 'always')

// tensorchord/VectorChord-images vchord/Dockerfile and vchord-suite/Dockerfile @ 4ba6702a8.
export const vectorChord = kin(
  ['tensorchord/vchord-postgres', 'ghcr.io/tensorchord/vchord-postgres', 'tensorchord/vchord-suite', 'ghcr.io/tensorchord/vchord-suite'],
  TAGGED_BELOW_18,
)

// apache/age docker/Dockerfile @ 4d9b25066: FROM postgres:18 on its main branch, with a tag such as PG16_latest for others.
export const age = kin(['apache/age'], TAGGED_BELOW_18)

export const citus = defineImage({
  // citusdata/docker Dockerfile @ 6bf0d2447: FROM postgres with an extension.
  names: ['citusdata/citus'],
  extends: 'postgres',
  inferred: true,
  writes: [],
  healthcheck: true,
})

const KARTOZA = [
  'kartoza/docker-postgis scripts/docker-entrypoint.sh, scripts/setup-conf.sh, scripts/setup-ssl.sh and scripts/env-data.sh @ 3c742c8a8',
]
export const kartozaPostgis = defineImage({
  names: ['kartoza/postgis'],
  writes: [
    { path: DATA_18, from: [{ env: 'DATADIR' }], kind: 'data', what: 'the database', evidence: KARTOZA },
    {
      path: '/opt/archivedir',
      from: [{ env: 'WAL_ARCHIVE' }],
      kind: 'data',
      what: 'the archive of the write-ahead log',
      when: { any: [{ mounted: '/opt/archivedir' }, { env: { ARCHIVE_MODE: 'set' } }] },
      evidence: KARTOZA,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'at its first start its entrypoint replaces /etc/ssl, appends to /etc/sysctl.conf and renders its configuration below /etc/postgresql',
      instead: 'use postgis/postgis',
      evidence: KARTOZA,
    },
  ],
  healthcheck: false,
})

// debezium/container-images postgres/17/Dockerfile @ 07fabf054: the tag is that of PostgreSQL.
export const debeziumPostgres = defineImage({
  names: ['debezium/postgres', 'quay.io/debezium/postgres'],
  extends: 'postgres',
  writes: [],
})

// debezium/container-images examples/postgres/*/Dockerfile @ 07fabf054: FROM version 18 since 3.4, from earlier ones before.
export const debeziumExamplePostgres = kin(['quay.io/debezium/example-postgres'], { tag: { below: '3.4' } })

/** Docker Hub has no version as new as that. */
export const debeziumExamplePostgresBefore = kin(['debezium/example-postgres'], 'always', { inferred: true })

// big-data-europe/docker-hive-metastore-postgresql Dockerfile @ 2e88b2e47: FROM version 15, earlier ones from 9.5.
export const hiveMetastorePostgres = kin(['bde2020/hive-metastore-postgresql'], 'always')
