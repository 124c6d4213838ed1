import { jvmTemp, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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

export const redash = defineImage({
  names: ['redash/redash', 'redash/preview'],
  user: 'redash',
  inferred: true,
  writes: [temporary('getredash/redash Dockerfile and bin/docker-entrypoint (gunicorn) @ ca79fe988')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
