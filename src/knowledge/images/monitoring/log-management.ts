import { jvmTemp, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const GRAYLOG = ['Graylog2/graylog-docker docker/oss/Dockerfile and docker-entrypoint.sh @ 94968e4aa']
export const graylog = defineImage({
  names: ['graylog/graylog', 'graylog/graylog-enterprise'],
  user: '1100:1100',
  accounts: { graylog: '1100:1100' },
  volumes: ['/usr/share/graylog/data'],
  inferred: true,
  writes: [
    {
      path: '/usr/share/graylog/data',
      kind: 'data',
      what: 'its journal, configuration and node id',
      ships: 'graylog.conf and log4j2.xml',
      evidence: GRAYLOG,
    },
    { path: '/usr/share/graylog/plugins-merged', kind: 'runtime', what: 'copies of the plug-ins', evidence: GRAYLOG },
    jvmTemp(GRAYLOG, 'pid file and native libraries of the JVM'),
  ],
  gainsPrivileges: 'the file capability NET_BIND_SERVICE of java',
  healthcheck: true,
})

export const seq = defineImage({
  names: ['datalust/seq', 'public.ecr.aws/datalust/seq'],
  inferred: true,
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'events, settings and the key of its secrets',
      evidence: ['https://datalust.co/docs/docker-storage'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'sockets of the .NET diagnostics',
      evidence: ['https://github.com/dotnet/runtime/issues/86259'],
    },
  ],
})

const OPENOBSERVE = 'openobserve/openobserve deploy/build/Dockerfile and src/config/src/config.rs (ZO_DATA_DIR) @ fbab9b80a'
export const openObserve = defineImage({
  names: ['public.ecr.aws/zinclabs/openobserve', 'openobserve/openobserve', 'o2cr.ai/openobserve/openobserve'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'ZO_DATA_DIR' }],
      kind: 'data',
      what: 'logs, metrics and traces, its database and caches',
      evidence: [OPENOBSERVE],
    },
    temporary(OPENOBSERVE),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const SIGNOZ = 'SigNoz/signoz cmd/community/Dockerfile and pkg/sqlstore/config.go @ 9997c3da9'
export const signoz = defineImage({
  names: ['signoz/signoz', 'signoz/signoz-community'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/signoz',
      from: [{ env: 'SIGNOZ_SQLSTORE_SQLITE_PATH', parent: true }],
      kind: 'data',
      what: 'its SQLite database',
      absent: true,
      evidence: [SIGNOZ],
    },
    temporary(SIGNOZ),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
