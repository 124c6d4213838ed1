import { jvmTemp } from '../parts.ts'
import { defineImage } from '../record.ts'

/** Metabase makes a user at start unless `user:` is set. */
export const metabase = defineImage({
  names: ['metabase/metabase', 'metabase/metabase-enterprise'],
  inferred: true,
  accounts: { metabase: '2000:2000' },
  writes: [
    {
      path: '/metabase.db',
      from: [{ env: 'MB_DB_FILE', parent: true }],
      kind: 'data',
      what: 'the embedded database',
      when: { env: { MB_DB_TYPE: 'unset' } },
      absent: true,
      evidence: ['metabase/metabase bin/docker/run_metabase.sh @ 0024b8917'],
    },
    {
      path: '/plugins',
      from: [{ env: 'MB_PLUGINS_DIR' }],
      kind: 'cache',
      what: 'drivers unpacked at start',
      exec: true,
      evidence: ['https://www.metabase.com/docs/latest/developers-guide/drivers/plugins'],
    },
    jvmTemp(['https://github.com/xerial/snappy-java/issues/240']),
  ],
  obstacles: [
    {
      when: { user: 'root' },
      effect: 'fails',
      why: 'as root its start script adds a user to /etc/passwd',
      instead: 'set `user: "2000:2000"` and use an external application database',
      evidence: ['metabase/metabase bin/docker/run_metabase.sh @ 0024b8917'],
    },
  ],
  healthcheck: false,
})

export const superset = defineImage({
  names: ['apache/superset'],
  user: '1000:1000',
  accounts: { superset: '1000:1000' },
  writes: [
    {
      path: '/app/superset_home',
      from: [{ env: 'SUPERSET_HOME' }],
      kind: 'data',
      what: 'its default database',
      evidence: ['apache/superset Dockerfile @ 003941c07'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'workers of gunicorn, uploads',
      evidence: ['https://github.com/alephdata/aleph/issues/2425'],
    },
  ],
  obstacles: [
    {
      when: { command: { matches: 'docker-bootstrap|pip' } },
      effect: 'fails',
      why: 'its bootstrap script installs Python packages at start',
      instead: 'install the drivers in a Dockerfile',
      evidence: ['apache/superset docker/docker-bootstrap.sh'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

export const airflow = defineImage({
  names: ['apache/airflow'],
  user: '50000:0',
  accounts: { airflow: '50000:0' },
  inferred: true,
  writes: [
    {
      path: '/opt/airflow/logs',
      kind: 'data',
      what: 'logs of the tasks',
      evidence: ['https://github.com/helm/charts/issues/22938'],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: ['https://github.com/apache/airflow/issues/19206'] },
  ],
  obstacles: [
    {
      when: { not: { mounted: '/opt/airflow/airflow.cfg' } },
      at: '/opt/airflow',
      effect: 'fails',
      why: 'it writes airflow.cfg into /opt/airflow at start',
      instead: 'mount an airflow.cfg and a webserver_config.py of your own',
      evidence: [
        'https://github.com/wellcometrust/reach/issues/281',
        'https://www.astronomer.io/docs/astro-private-cloud/v-1-x/read-only-root-filesystem.md',
      ],
    },
    {
      when: { env: { _PIP_ADDITIONAL_REQUIREMENTS: 'set' } },
      effect: 'fails',
      why: '_PIP_ADDITIONAL_REQUIREMENTS installs Python packages at start',
      instead: 'install them in a Dockerfile',
      evidence: ['https://airflow.apache.org/docs/docker-stack/entrypoint.html'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

/** pgAdmin writes a configuration file next to its program unless another file is named. */
export const pgadmin = defineImage({
  names: ['dpage/pgadmin4', 'elestio/pgadmin'],
  user: '5050:0',
  accounts: { pgadmin: '5050:0' },
  volumes: ['/var/lib/pgadmin'],
  writes: [
    {
      path: '/var/lib/pgadmin',
      kind: 'data',
      what: 'servers, users and saved queries',
      evidence: ['https://github.com/pgadmin-org/pgadmin4/issues/7330'],
    },
    { path: '/tmp', kind: 'scratch', what: 'workers of gunicorn', evidence: ['https://github.com/alephdata/aleph/issues/2425'] },
  ],
  settings: [
    {
      environment: { name: 'PGADMIN_DISABLE_POSTFIX', value: '1' },
      why: 'the mail server writes to /var/spool/postfix',
      evidence: ['https://www.pgadmin.org/docs/pgadmin4/latest/container_deployment.html (PGADMIN_DISABLE_POSTFIX)'],
    },
  ],
  obstacles: [
    {
      when: { env: { PGADMIN_CUSTOM_CONFIG_DISTRO_FILE: 'unset' }, not: { mounted: '/pgadmin4/config_distro.py' } },
      at: '/pgadmin4/config_distro.py',
      effect: 'fails',
      why: 'its entrypoint writes /pgadmin4/config_distro.py, next to the program',
      instead: 'set PGADMIN_CUSTOM_CONFIG_DISTRO_FILE to a file in a volume',
      evidence: ['https://github.com/pgadmin-org/pgadmin4/issues/7330', 'https://github.com/pgadmin-org/pgadmin4/issues/10218'],
    },
  ],
  healthcheck: false,
})

export const mongoExpress = defineImage({
  names: ['mongo-express'],
  // mongo-express/mongo-express-docker 1.0/20-alpine3.19 @ 0752343: waits for the database and starts node.
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const redisCommander = defineImage({
  names: ['rediscommander/redis-commander', 'ghcr.io/joeferner/redis-commander'],
  user: 'redis',
  writes: [],
  obstacles: [
    {
      when: { env: { REDIS_HOSTS: 'set' } },
      effect: 'fails',
      why: 'REDIS_HOSTS is turned into a file next to the program',
      instead: 'use REDIS_HOST and REDIS_PORT, or mount the configuration file',
      evidence: ['joeferner/redis-commander docker/entrypoint.sh @ 0c0ef13f6'],
    },
  ],
  healthcheck: true,
})

export const mssql = defineImage({
  names: ['mcr.microsoft.com/mssql/server'],
  user: '10001:0',
  accounts: { mssql: '10001:0' },
  inferred: true,
  writes: [
    {
      path: '/var/opt/mssql',
      kind: 'data',
      what: 'databases, logs and instance id',
      evidence: [
        'https://github.com/microsoft/mssql-docker/issues/136',
        'https://github.com/dotnet-architecture/eShopOnContainers/issues/1660',
      ],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'nobody is known to run it so, and it falls back to /.system in the root directory',
      evidence: ['https://github.com/microsoft/mssql-docker/issues/693'],
    },
  ],
  healthcheck: false,
})
