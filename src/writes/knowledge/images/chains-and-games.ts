import { jvmTemp, oneDirectory, refused, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

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

const LND = 'lightningnetwork/lnd Dockerfile (VOLUME) @ 90ea05d5a'
export const lnd = defineImage({
  names: ['lightninglabs/lnd'],
  volumes: ['/root/.lnd'],
  inferred: true,
  writes: [
    {
      path: '/root/.lnd',
      from: [{ option: '--lnddir' }],
      kind: 'data',
      what: 'channels, wallet, keys and logs',
      evidence: [LND],
    },
    temporary(LND),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** It makes directories in its home at start, though its data are in /datadir. */
const BTCPAY = ['btcpayserver/btcpayserver Dockerfile, docker-entrypoint.sh and BTCPayServer.Common/BTCPayNetwork.cs @ 03345c288']
export const btcpayServer = defineImage({
  names: ['btcpayserver/btcpayserver'],
  volumes: ['/datadir'],
  inferred: true,
  writes: [
    { path: '/datadir', from: [{ env: 'BTCPAY_DATADIR' }], kind: 'data', what: 'settings, files and keys', evidence: BTCPAY },
    {
      path: '/root/.btcpayserver/Plugins',
      from: [{ env: 'BTCPAY_PLUGINDIR' }],
      kind: 'data',
      what: 'plug-ins that are installed in the browser',
      absent: true,
      evidence: BTCPAY,
    },
    {
      path: '/root/.btcpayserver',
      kind: 'runtime',
      what: 'directories that it makes for its defaults',
      absent: true,
      when: { user: 'root' },
      evidence: BTCPAY,
    },
    {
      path: '/tmp',
      kind: 'runtime',
      what: 'sockets of the .NET diagnostics, uploads',
      evidence: ['https://github.com/dotnet/runtime/issues/86259'],
    },
  ],
  obstacles: [
    {
      effect: 'degrades',
      why: 'host.docker.internal is not added to /etc/hosts',
      instead: 'set `extra_hosts: ["host.docker.internal:host-gateway"]`, where it is needed',
      evidence: BTCPAY,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const NBXPLORER = ['dgarage/NBXplorer Dockerfile @ 0c9a3569e and NBXplorer.Client/NBXplorerDefaultSettings.cs @ 5238f1f2c']
export const nbxplorer = defineImage({
  names: ['nicolasdorier/nbxplorer'],
  volumes: ['/datadir'],
  inferred: true,
  writes: [
    {
      path: '/datadir',
      from: [{ env: 'NBXPLORER_DATADIR' }],
      kind: 'data',
      what: 'settings and the cookie of its API',
      evidence: NBXPLORER,
    },
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

export const steamcmd = refused(
  { names: ['steamcmd/steamcmd'], healthcheck: false },
  {},
  {
    effect: 'fails',
    why: 'SteamCMD updates itself in /root/.local/share/Steam, where it is installed',
    evidence: ['steamcmd/docker dockerfiles/ubuntu-24/Dockerfile @ 2f7f622'],
  },
)

/** SteamCMD and the game servers built on it, which it downloads and updates at start. */
export const cm2network = refused(
  { names: ['cm2network/*'] },
  {},
  {
    effect: 'fails',
    why: 'SteamCMD updates itself in /home/steam/steamcmd, where it is installed, before it updates the game beside it',
    evidence: ['CM2Walki/steamcmd bookworm/Dockerfile @ f4a6e7b', 'CM2Walki/CSGO etc/entry.sh @ 16e92549d'],
  },
)

export const statping = oneDirectory(
  {
    names: ['statping/statping', 'adamboutcher/statping-ng', 'quay.io/statping-ng/statping-ng'],
    volumes: ['/app'],
    gainsPrivileges: 'none',
    healthcheck: true,
  },
  '/app',
  'its configuration, SQLite database, logs and assets',
  'statping-ng/statping-ng Dockerfile (STATPING_DIR) @ ad39c6526',
)
