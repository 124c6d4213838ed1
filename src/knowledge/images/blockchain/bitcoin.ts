import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const BITCOIN = ['ruimarinho/docker-bitcoin-core 24/Dockerfile and 24/docker-entrypoint.sh @ e8a853624']
export const bitcoinCore = defineImage({
  names: ['ruimarinho/bitcoin-core'],
  accounts: { bitcoin: '101:101' },
  dropsTo: 'bitcoin',
  volumes: ['/home/bitcoin/.bitcoin'],
  inferred: true,
  writes: [
    { path: '/home/bitcoin/.bitcoin', from: [{ env: 'BITCOIN_DATA' }], kind: 'data', what: 'the chain and wallets', evidence: BITCOIN },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint gives its home directory to its user at start',
      instead: 'set `user:` and give bitcoind as the entrypoint',
      evidence: BITCOIN,
    },
  ],
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
