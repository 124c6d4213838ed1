import { oneDirectory, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

const LIGHTHOUSE = 'sigp/lighthouse Dockerfile @ 2e0eb6d1b'
export const lighthouse = defineImage({
  names: ['sigp/lighthouse'],
  inferred: true,
  writes: [
    {
      path: '/root/.lighthouse',
      from: [{ option: '--datadir' }],
      kind: 'data',
      what: 'the chain, keys of validators and what they signed',
      absent: true,
      evidence: [LIGHTHOUSE, 'https://lighthouse-book.sigmaprime.io/installation_docker.html (volumes)'],
    },
    temporary(LIGHTHOUSE),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const FOUNDRY = ['foundry-rs/foundry Dockerfile @ 2a5df2c4d']
export const foundry = defineImage({
  names: ['ghcr.io/foundry-rs/foundry'],
  user: '1000:1000',
  accounts: { foundry: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/home/foundry/.foundry',
      kind: 'cache',
      what: 'what it fetched of chains, and states that anvil unloads',
      absent: true,
      evidence: FOUNDRY,
    },
    {
      path: '/home/foundry/.svm',
      kind: 'cache',
      what: 'compilers, which forge downloads',
      exec: true,
      absent: true,
      when: { command: { matches: 'forge' } },
      evidence: FOUNDRY,
    },
    { path: '/tmp', kind: 'scratch', what: 'states that anvil unloads', evidence: FOUNDRY },
  ],
  notes: [{ text: 'A project that forge builds, or a state that anvil dumps, needs a writable mount' }],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const MEMPOOL = ['mempool/mempool docker/backend/Dockerfile, docker/backend/start.sh and docker/frontend/entrypoint.sh @ 3b6ed8bde']
export const mempool = defineImage({
  names: ['mempool/backend', 'mempool/frontend'],
  user: '1000',
  writes: [
    {
      path: '/backend/cache',
      kind: 'data',
      what: 'what it knows of waiting transactions',
      when: { mounted: '/backend/cache' },
      evidence: MEMPOOL,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'at start it writes its settings next to the program, and the frontend into /etc/nginx too',
      evidence: MEMPOOL,
    },
  ],
  healthcheck: false,
})

const FABRIC_CA = 'hyperledger/fabric-ca images/fabric-ca/Dockerfile (FABRIC_CA_HOME) @ 850b22dd0'
export const fabricCa = oneDirectory(
  {
    names: ['hyperledger/fabric-ca', 'ghcr.io/hyperledger/fabric-ca'],
    gainsPrivileges: 'none',
    capabilities: [{ needs: [] }],
    healthcheck: false,
  },
  '/etc/hyperledger/fabric-ca-server',
  'keys, certificates, its database and settings',
  FABRIC_CA,
)

const SRS = ['ossrs/srs Dockerfile (conf/docker.conf) @ 101382afd']
export const srs = defineImage({
  names: ['ossrs/srs'],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'it keeps its pid file, streams and logs in /usr/local/srs/objs, where its programs lie',
      evidence: SRS,
    },
  ],
  healthcheck: false,
})

export const lemmy = defineImage({
  names: ['dessalines/lemmy'],
  user: '1000:1000',
  accounts: { lemmy: '1000:1000' },
  inferred: true,
  writes: [temporary('LemmyNet/lemmy docker/Dockerfile and docker/docker-compose.yml @ 439734dd6')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
