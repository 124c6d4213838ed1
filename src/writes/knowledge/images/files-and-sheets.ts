import { oneDirectory, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

const OPENLIST = ['OpenListTeam/OpenList Dockerfile and entrypoint.sh @ 0b1e9d094']
export const openList = defineImage({
  names: ['openlistteam/openlist', 'ghcr.io/openlistteam/openlist'],
  user: '1001:1001',
  volumes: ['/opt/openlist/data'],
  inferred: true,
  writes: [
    { path: '/opt/openlist/data', kind: 'data', what: 'its database, configuration and temporary files', evidence: OPENLIST },
    temporary('OpenListTeam/OpenList Dockerfile @ 0b1e9d094'),
  ],
  obstacles: [
    {
      when: { any: [{ env: { RUN_ARIA2: { matches: '^true$' } } }, { tag: { matches: 'aria2|aio' } }] },
      effect: 'fails',
      why: 'it installs the service of aria2 below /opt/service at start',
      evidence: OPENLIST,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const ALIST = ['alist-org/alist Dockerfile and entrypoint.sh @ 283057549']
export const alist = defineImage({
  names: ['xhofe/alist', 'ghcr.io/alist-org/alist'],
  volumes: ['/opt/alist/data'],
  inferred: true,
  writes: [
    { path: '/opt/alist/data', kind: 'data', what: 'its database, configuration and temporary files', evidence: ALIST },
    temporary('alist-org/alist Dockerfile @ 283057549'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const GRIST = 'gristlabs/grist-core Dockerfile (GRIST_DATA_DIR, GRIST_INST_DIR, TYPEORM_DATABASE) @ f98cda95a'
export const grist = oneDirectory(
  { names: ['gristlabs/grist', 'gristlabs/grist-oss', 'gristlabs/grist-ee'], healthcheck: false },
  '/persist',
  'documents and their index',
  GRIST,
)

export const redash = defineImage({
  names: ['redash/redash', 'redash/preview'],
  user: 'redash',
  inferred: true,
  writes: [temporary('getredash/redash Dockerfile and bin/docker-entrypoint (gunicorn) @ ca79fe988')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const guacd = defineImage({
  names: ['guacamole/guacd'],
  user: '1000:1000',
  inferred: true,
  writes: [
    {
      path: '/home/guacd',
      kind: 'scratch',
      what: 'certificates that FreeRDP has seen',
      without: { effect: 'degrades', what: 'certificates of RDP servers are not remembered' },
      evidence: ['apache/guacamole-server Dockerfile (useradd --create-home) @ 6719b20d0'],
    },
    temporary('apache/guacamole-server Dockerfile @ 6719b20d0'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

export const goatcounter = defineImage({
  names: ['arp242/goatcounter'],
  user: 'goatcounter',
  volumes: ['/home/goatcounter/goatcounter-data'],
  inferred: true,
  writes: [
    {
      path: '/home/goatcounter/goatcounter-data',
      kind: 'data',
      what: 'the SQLite database and certificates',
      evidence: ['arp242/goatcounter Dockerfile @ c957f51c4'],
    },
    temporary('arp242/goatcounter Dockerfile @ c957f51c4'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
