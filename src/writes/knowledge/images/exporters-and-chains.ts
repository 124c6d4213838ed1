import { jvmTemp, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

export const processExporter = defineImage({
  // ncabatoff/process-exporter Dockerfile @ e52ab0a1c: a program in an empty image that only reads /proc and its configuration.
  names: ['ncabatoff/process-exporter'],
  inferred: true,
  writes: [],
  configuration: ['/config'],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const CLOUDWATCH = ['prometheus/cloudwatch_exporter Dockerfile @ 8b110cf4b']
export const cloudWatchExporter = defineImage({
  names: ['prom/cloudwatch-exporter', 'quay.io/prometheus/cloudwatch-exporter'],
  user: '65534',
  inferred: true,
  writes: [jvmTemp(CLOUDWATCH)],
  configuration: ['/config'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const mcRouter = defineImage({
  // itzg/mc-router Dockerfile.release @ 442cdae9b: a program that keeps its routes in a file of the user, if anywhere.
  names: ['itzg/mc-router'],
  inferred: true,
  writes: [],
  notes: [{ text: 'A file of routes that ROUTES_CONFIG names needs a mount' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const MC_BACKUP = 'itzg/docker-mc-backup Dockerfile @ c01fc4ecc'
export const mcBackup = defineImage({
  names: ['itzg/mc-backup'],
  volumes: ['/data', '/backups'],
  inferred: true,
  writes: [
    { path: '/backups', from: [{ env: 'DEST_DIR' }], kind: 'data', what: 'backups', evidence: [MC_BACKUP] },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'its home directory, with caches of restic and settings of rclone',
      large: true,
      evidence: [MC_BACKUP],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

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

const OPENVPN = ['kylemanna/docker-openvpn Dockerfile and bin/ovpn_run @ 1228577d4']
export const openVpn = defineImage({
  names: ['kylemanna/openvpn'],
  volumes: ['/etc/openvpn'],
  inferred: true,
  writes: [
    { path: '/etc/openvpn', kind: 'data', what: 'keys, certificates and settings', evidence: OPENVPN },
    { path: '/run', kind: 'runtime', what: 'the lock of iptables', evidence: OPENVPN },
    { path: '/tmp', kind: 'scratch', what: 'state of the clients', evidence: OPENVPN },
  ],
  healthcheck: false,
})

const TILESERVER = ['maptiler/tileserver-gl Dockerfile and docker-entrypoint.sh @ 505a31c51']
export const tileServer = defineImage({
  names: ['maptiler/tileserver-gl', 'klokantech/tileserver-gl'],
  user: 'node',
  volumes: ['/data'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'maps and styles, downloaded where there are none', evidence: TILESERVER },
    { path: '/tmp', kind: 'runtime', what: 'the lock of its display', evidence: TILESERVER },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})
