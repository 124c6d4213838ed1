import { oneDirectory, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

const NETBIRD = ['netbirdio/netbird client/Dockerfile, client/Dockerfile-rootless and client/cmd/root.go @ ee253fedd']
export const netbird = defineImage({
  names: ['netbirdio/netbird', 'ghcr.io/netbirdio/netbird'],
  user: [{ when: { tag: { matches: 'rootless' } }, use: 'netbird' }, { use: 'root' }],
  inferred: true,
  writes: [
    {
      path: '/var/lib/netbird',
      from: [{ env: 'NB_STATE_DIR' }],
      kind: 'data',
      what: 'the identity of the peer and its settings',
      evidence: [...NETBIRD, 'netbirdio/netbird client/internal/profilemanager/service.go @ ee253fedd'],
    },
    {
      path: '/etc/netbird',
      kind: 'data',
      what: 'the identity of the peer, in older versions',
      when: { mounted: '/etc/netbird' },
      evidence: ['https://docs.netbird.io/get-started/install/docker (volume)'],
    },
    {
      path: '/var/log/netbird',
      kind: 'log',
      what: 'client.log',
      absent: true,
      when: { not: { tag: { matches: 'rootless' } } },
      evidence: NETBIRD,
    },
    {
      path: '/run',
      kind: 'runtime',
      what: 'netbird.sock',
      when: { not: { tag: { matches: 'rootless' } } },
      evidence: NETBIRD,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: NETBIRD },
  ],
  notes: [{ text: 'It changes /etc/resolv.conf, which the engine mounts writable, and the rules of the firewall' }],
  healthcheck: false,
})

const NETBIRD_SERVER = 'netbirdio/netbird management/Dockerfile, combined/Dockerfile and management/cmd/admin.go @ ee253fedd'
export const netbirdManagement = oneDirectory(
  { names: ['netbirdio/management', 'netbirdio/netbird-server'], gainsPrivileges: 'none', healthcheck: false },
  '/var/lib/netbird',
  'its database and that of the events',
  NETBIRD_SERVER,
  [
    {
      path: '/var/log/netbird',
      kind: 'log',
      what: 'logs, where --log-file names a file',
      when: { command: { matches: '--log-file[= ]/var/log/netbird' } },
      absent: true,
      evidence: [NETBIRD_SERVER],
    },
  ],
)

const NETBIRD_RELAY = 'netbirdio/netbird signal/Dockerfile and relay/Dockerfile @ ee253fedd'
export const netbirdSignal = defineImage({
  names: ['netbirdio/signal', 'netbirdio/relay'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/netbird',
      kind: 'data',
      what: "certificates, where it gets them from Let's Encrypt",
      when: { mounted: '/var/lib/netbird' },
      evidence: [NETBIRD_RELAY],
    },
    temporary(NETBIRD_RELAY),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const netbirdDashboard = defineImage({
  names: ['netbirdio/dashboard'],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'at start it writes its settings into the pages in /usr/share/nginx/html',
      evidence: ['netbirdio/dashboard docker/init_react_envs.sh @ af7745a03'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const CASDOOR = ['casdoor/casdoor Dockerfile, docker-entrypoint.sh and conf/app.conf @ e6b2338f8']
export const casdoor = defineImage({
  names: ['casbin/casdoor'],
  user: '1000',
  inferred: true,
  writes: [
    { path: '/logs', kind: 'log', what: 'casdoor.log', evidence: CASDOOR },
    {
      path: '/files',
      kind: 'data',
      what: 'uploads, where they are kept on disk',
      when: { mounted: '/files' },
      evidence: CASDOOR,
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads and sessions', evidence: CASDOOR },
  ],
  notes: [{ text: 'A SQLite database needs a directory of its own with a volume: dataSourceName names it' }],
  gainsPrivileges: 'sudo, which its start does not use',
  healthcheck: false,
})

export const casdoorAllInOne = defineImage({
  names: ['casbin/casdoor-all-in-one'],
  writes: [],
  obstacles: [
    {
      when: { env: { dataSourceName: 'unset' } },
      effect: 'fails',
      why: 'it makes its SQLite database in the root directory',
      instead: 'set driverName and dataSourceName, with a directory that has a volume',
      evidence: ['casdoor/casdoor docker-entrypoint.sh @ e6b2338f8'],
    },
    {
      when: { env: { dataSourceName: 'set' } },
      at: '/logs',
      effect: 'fails',
      why: 'it writes its log in /logs',
      instead: 'give /logs a volume',
      evidence: CASDOOR,
    },
  ],
  healthcheck: false,
})

const LOGTO = ['logto-io/logto Dockerfile, docker-compose.yml and packages/cli/src/commands/database/alteration/utils.ts @ 1fbc55441']
export const logto = defineImage({
  names: ['svhd/logto', 'ghcr.io/logto-io/logto'],
  inferred: true,
  writes: [
    {
      path: '/etc/logto/packages/cli/alteration-scripts',
      kind: 'scratch',
      what: 'changes of the database that its CLI carries out',
      evidence: LOGTO,
    },
    {
      path: '/etc/logto/packages/core/connectors',
      kind: 'data',
      what: 'connectors that are added to the image',
      when: { mounted: '/etc/logto/packages/core/connectors' },
      evidence: LOGTO,
    },
    {
      path: '/root/.npm',
      kind: 'cache',
      what: 'logs of npm, by which it starts',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: LOGTO,
    },
    temporary('logto-io/logto Dockerfile (Node.js) @ 1fbc55441'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
