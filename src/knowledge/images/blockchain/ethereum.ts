import { jvmTemp, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const GETH = 'ethereum/go-ethereum Dockerfile @ 02b73d4ea'
export const geth = defineImage({
  names: ['ethereum/client-go'],
  inferred: true,
  writes: [
    {
      path: '/root/.ethereum',
      from: [{ option: '--datadir' }],
      kind: 'data',
      what: 'the chain, keys and the socket of geth',
      absent: true,
      evidence: [GETH, 'https://geth.ethereum.org/docs/getting-started/installing-geth (Docker container)'],
    },
    {
      path: '/root/.ethash',
      from: [{ option: '--ethash.dagdir' }],
      kind: 'cache',
      what: 'tables for mining, in older versions',
      when: { tag: { below: '1.12' } },
      absent: true,
      large: true,
      evidence: [GETH],
    },
    temporary(GETH),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** Without a data path Besu keeps the chain in its home, /opt/besu, among its programs. */
const BESU = [
  'hyperledger/besu docker/Dockerfile, app/src/main/scripts/besu-entry.sh and DefaultCommandValues.java (getDefaultBesuDataPath) @ 3fd224e2e',
]
export const besu = defineImage({
  names: ['hyperledger/besu', 'ghcr.io/hyperledger/besu'],
  accounts: { besu: '1000:1000' },
  dropsTo: 'besu',
  inferred: true,
  writes: [
    {
      from: [{ option: '--data-path' }, { env: 'BESU_DATA_PATH' }],
      kind: 'data',
      what: 'the chain and the key of the node',
      owner: 'besu',
      chowned: true,
      absent: true,
      evidence: BESU,
    },
    jvmTemp(BESU, 'its pid file, and native libraries of the JVM'),
  ],
  obstacles: [
    {
      when: {
        env: { BESU_DATA_PATH: 'unset', BESU_CONFIG_FILE: 'unset' },
        not: { command: { matches: '--(data-path|config-file)|--(version|help)\\b' } },
      },
      at: '/opt/besu',
      effect: 'fails',
      why: 'it keeps the chain in /opt/besu, among its programs',
      instead: 'set --data-path to a directory of its own, with a volume there',
      evidence: BESU,
    },
  ],
  notes: [
    {
      when: { any: [{ env: { BESU_CONFIG_FILE: 'set' } }, { command: { matches: '--config-file' } }] },
      text: 'The data-path of its configuration file must be on a mount',
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

/** Without a data directory it keeps all in VOLUMEs beside the program. */
const inItsHome = { env: { NETHERMIND_DATADIR: 'unset' }, not: { command: { matches: '(^|\\s)(--data-?dir|-dd?)[\\s=]' } } } as const
const NETHERMIND = ['NethermindEth/nethermind Dockerfile @ 015b4368b']
export const nethermind = defineImage({
  names: ['nethermind/nethermind'],
  volumes: ['/nethermind/keystore', '/nethermind/logs', '/nethermind/nethermind_db'],
  inferred: true,
  writes: [
    {
      from: [{ option: '--datadir' }, { option: '--data-dir' }, { option: '-dd' }, { option: '-d' }, { env: 'NETHERMIND_DATADIR' }],
      kind: 'data',
      what: 'the chain, keys and logs',
      absent: true,
      evidence: NETHERMIND,
    },
    { path: '/nethermind/nethermind_db', kind: 'data', what: 'the chain', when: inItsHome, evidence: NETHERMIND },
    { path: '/nethermind/keystore', kind: 'data', what: 'keys', when: inItsHome, evidence: NETHERMIND },
    { path: '/nethermind/logs', kind: 'log', what: 'logs', when: inItsHome, evidence: NETHERMIND },
    {
      path: '/tmp',
      kind: 'runtime',
      what: 'sockets of the .NET diagnostics',
      evidence: ['https://github.com/dotnet/runtime/issues/86259'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

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

/** The chain is kept in a temporary directory, but for a database path. */
const GANACHE = ['trufflesuite/ganache packages/ganache/Dockerfile and packages/ethereum/ethereum/src/database.ts @ 547c900a5']
export const ganache = defineImage({
  names: ['trufflesuite/ganache'],
  inferred: true,
  writes: [
    { path: '/tmp', kind: 'scratch', what: 'the chain, where no path is given for it', evidence: GANACHE },
    {
      from: [{ option: '--database.dbPath' }, { option: '--db' }, { option: '--db_path' }],
      kind: 'data',
      what: 'the chain',
      absent: true,
      evidence: GANACHE,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
