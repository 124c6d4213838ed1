import { jvmTemp, oneDirectory, temporary } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

export const pgweb = defineImage({
  // sosedoff/pgweb Dockerfile @ 34cc2b831: one program that starts as pgweb.
  names: ['sosedoff/pgweb', 'ghcr.io/sosedoff/pgweb'],
  user: '1000:1000',
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const CLOUDBEAVER = 'dbeaver/cloudbeaver deploy/docker/cloudbeaver-ce/docker-compose.yml and deploy/scripts/run-server.sh @ 0126b204c'
export const cloudbeaver = defineImage({
  names: ['dbeaver/cloudbeaver', 'dbeaver/cloudbeaver-ee'],
  inferred: true,
  writes: [
    { path: '/opt/cloudbeaver/workspace', kind: 'data', what: 'connections, users and settings', evidence: [CLOUDBEAVER] },
    { path: '/opt/cloudbeaver/logs', kind: 'log', what: 'logs', absent: true, evidence: [CLOUDBEAVER] },
    jvmTemp([CLOUDBEAVER]),
  ],
  healthcheck: false,
})

const DBGATE = ['dbgate/dbgate docker/Dockerfile and docker/entrypoint.sh @ ecf82e662']
export const dbgate = defineImage({
  names: ['dbgate/dbgate'],
  volumes: ['/root/.dbgate'],
  inferred: true,
  writes: [
    {
      path: '/root/.dbgate',
      from: [{ env: 'WORKSPACE_DIR' }],
      kind: 'data',
      what: 'connections and queries',
      when: { user: 'root' },
      evidence: DBGATE,
    },
    temporary('dbgate/dbgate docker/Dockerfile (Node.js) @ ecf82e662'),
  ],
  obstacles: [
    {
      effect: 'degrades',
      why: 'it cannot add the name dockerhost to /etc/hosts',
      instead: 'use `extra_hosts: ["dockerhost:host-gateway"]`',
      evidence: DBGATE,
    },
  ],
  healthcheck: false,
})

export const smtp4dev = oneDirectory(
  { names: ['rnwood/smtp4dev'], volumes: ['/smtp4dev'], healthcheck: false },
  '/smtp4dev',
  'received mails and settings',
  'rnwood/smtp4dev Dockerfile.linux (XDG_CONFIG_HOME) @ 738a75ffb',
)

const AZURITE = ['Azure/Azurite Dockerfile @ 9074bea35']
export const azurite = defineImage({
  names: ['mcr.microsoft.com/azure-storage/azurite'],
  volumes: ['/data'],
  writes: [
    {
      path: '/data',
      from: [{ option: '--location' }, { option: '-l' }],
      kind: 'data',
      what: 'blobs, queues and tables',
      evidence: AZURITE,
    },
    {
      from: [
        { option: '--debug', parent: true },
        { option: '-d', parent: true },
      ],
      kind: 'log',
      what: 'the debug log',
      absent: true,
      evidence: ['https://github.com/Azure/Azurite#debug-log-configuration'],
    },
  ],
  obstacles: [
    {
      when: { command: { matches: '^(?=.*azurite)(?!.*(\\s-l\\s|--location|--inMemoryPersistence))' } },
      at: '/opt/azurite',
      effect: 'fails',
      why: 'its command does not say where to keep data, so that it lies in /opt/azurite, next to the program',
      instead: 'add `--location /data`',
      evidence: AZURITE,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const SELENIUM = [
  'https://github.com/SeleniumHQ/docker-selenium/issues/2648',
  'SeleniumHQ/docker-selenium NodeBase/generate_config @ 3290a305c',
]
export const selenium = defineImage({
  names: ['selenium/standalone-*', 'selenium/node-*', 'selenium/hub', 'seleniarm/standalone-*', 'seleniarm/node-*', 'seleniarm/hub'],
  user: '1200:1201',
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start scripts write /opt/selenium/config.toml, and supervisord writes its logs below /var/log',
      evidence: SELENIUM,
    },
  ],
  gainsPrivileges: 'sudo',
})

const LOCALSTACK = ['localstack/localstack Dockerfile.s3, docker-compose.yml and localstack-core/localstack/config.py @ 8b9a79f05']
export const localstack = defineImage({
  names: ['localstack/localstack', 'localstack/localstack-pro', 'public.ecr.aws/localstack/localstack'],
  volumes: ['/var/lib/localstack'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/localstack',
      kind: 'data',
      what: 'state, caches and downloaded services',
      worldWritable: true,
      oftenCache: true,
      evidence: LOCALSTACK,
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'infrastructure and code of functions',
      exec: true,
      ships: 'an empty directory',
      hidesNothingNeeded: true,
      evidence: LOCALSTACK,
    },
  ],
  notes: [{ text: 'Services that it downloads into its program directories do not work: keep to those that the image has' }],
  healthcheck: true,
})

const SELENOID = ['aerokube/selenoid Dockerfile (-video-output-dir) @ c03e8d194']
export const selenoid = defineImage({
  names: ['aerokube/selenoid'],
  inferred: true,
  writes: [
    {
      path: '/opt/selenoid/video',
      from: [{ option: '-video-output-dir' }],
      kind: 'data',
      what: 'recordings',
      when: { mounted: '/opt/selenoid' },
      absent: true,
      evidence: SELENOID,
    },
    {
      from: [{ option: '-log-output-dir' }],
      kind: 'log',
      what: 'logs of the sessions',
      absent: true,
      evidence: ['https://aerokube.com/selenoid/latest/#_saving_session_logs'],
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: SELENOID },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const VERDACCIO = ['verdaccio/verdaccio Dockerfile @ 00b57662']
export const verdaccio = defineImage({
  names: ['verdaccio/verdaccio'],
  user: '10001',
  volumes: ['/verdaccio/storage'],
  inferred: true,
  writes: [
    { path: '/verdaccio/storage', kind: 'data', what: 'packages, and users where the configuration keeps them there', evidence: VERDACCIO },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: ['https://nodejs.org/api/os.html#ostmpdir'] },
  ],
  configuration: ['/verdaccio/conf'],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const WOODPECKER = 'woodpecker-ci/woodpecker docker/Dockerfile.server.multiarch.rootless and cmd/server/flags.go @ a4cb541b8'
export const woodpeckerServer = defineImage({
  names: ['woodpeckerci/woodpecker-server', 'quay.io/woodpeckerci/woodpecker-server', 'codeberg.org/woodpecker-ci/woodpecker-server'],
  user: [{ when: { tag: { atLeast: '3' } }, use: '1000:1000' }, { use: 'root' }],
  accounts: { woodpecker: '1000:1000' },
  inferred: true,
  writes: [
    { path: '/var/lib/woodpecker', kind: 'data', what: 'the SQLite database and caches', evidence: [WOODPECKER] },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', absent: true, evidence: [WOODPECKER] },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const WOODPECKER_AGENT = ['woodpecker-ci/woodpecker docker/Dockerfile.agent.multiarch and cmd/agent/core/config.go @ a4cb541b8']
export const woodpeckerAgent = defineImage({
  names: ['woodpeckerci/woodpecker-agent', 'quay.io/woodpeckerci/woodpecker-agent', 'codeberg.org/woodpecker-ci/woodpecker-agent'],
  inferred: true,
  writes: [
    {
      path: '/etc/woodpecker',
      from: [{ env: 'WOODPECKER_AGENT_CONFIG_FILE', parent: true }],
      kind: 'data',
      what: 'the id that the server gave it',
      absent: true,
      without: { effect: 'degrades', what: 'it registers anew at each start' },
      evidence: WOODPECKER_AGENT,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', absent: true, evidence: WOODPECKER_AGENT },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

export const drone = defineImage({
  names: ['drone/drone'],
  volumes: ['/data'],
  inferred: true,
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'its database and caches',
      evidence: ['drone/drone docker/Dockerfile.server.linux.amd64 @ 2d34f8e02'],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: ['drone/drone docker/Dockerfile.server.linux.amd64 @ 2d34f8e02'] },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const GOGS = ['gogs/gogs Dockerfile and docker/start.sh @ eb1054e54']
export const gogs = defineImage({
  names: ['gogs/gogs', 'ghcr.io/gogs/gogs'],
  volumes: ['/data', '/backup'],
  writes: (['/data', '/backup'] as const).map(
    (path): WriteFact => ({ path, kind: 'data', what: path === '/data' ? 'repositories, settings and logs' : 'backups', evidence: GOGS }),
  ),
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script changes the ids of its user and writes services below /app/gogs/docker/s6',
      evidence: GOGS,
    },
  ],
  healthcheck: true,
})

export const signalCli = defineImage({
  names: ['bbernhard/signal-cli-rest-api'],
  writes: [
    {
      path: '/home/.local/share/signal-cli',
      from: [{ env: 'SIGNAL_CLI_CONFIG_DIR' }],
      kind: 'data',
      what: 'the account with its keys',
      evidence: ['bbernhard/signal-cli-rest-api Dockerfile @ a08db23a3'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint changes the ids of its user at every start and ends where it cannot',
      evidence: ['bbernhard/signal-cli-rest-api entrypoint.sh @ a08db23a3'],
    },
  ],
  healthcheck: true,
})
