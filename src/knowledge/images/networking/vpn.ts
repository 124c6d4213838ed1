import { oneDirectory, temporary } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

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

/** Tailscale keeps its state where TS_STATE_DIR says, its socket in /tmp. */
export const tailscale = defineImage({
  names: ['tailscale/tailscale', 'ghcr.io/tailscale/tailscale'],
  inferred: true,
  writes: [
    {
      from: [{ env: 'TS_STATE_DIR' }],
      kind: 'data',
      what: 'keys of the node',
      absent: true,
      evidence: ['https://tailscale.com/kb/1282/docker (TS_STATE_DIR)'],
    },
    { path: '/tmp', kind: 'runtime', what: 'its socket', evidence: ['https://tailscale.com/kb/1282/docker (TS_SOCKET)'] },
    { path: '/run', kind: 'runtime', what: 'lock of iptables', evidence: ['iptables(8), XTABLES_LOCKFILE'] },
  ],
})

const HEADSCALE = ['juanfont/headscale docs/setup/install/container.md (read_only, tmpfs /var/run/headscale) @ f20f1f127']
export const headscale = defineImage({
  names: ['headscale/headscale', 'ghcr.io/juanfont/headscale'],
  writes: [
    { path: '/run/headscale', kind: 'runtime', what: 'the socket for its command line', absent: true, evidence: HEADSCALE },
    { path: '/var/lib/headscale', kind: 'data', what: 'its keys and the SQLite database', absent: true, evidence: HEADSCALE },
  ],
  configuration: ['/etc/headscale'],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const XTABLES: WriteFact = {
  path: '/run',
  kind: 'runtime',
  what: 'lock of iptables',
  evidence: ['https://github.com/wg-easy/wg-easy/issues/2358', 'iptables(8), XTABLES_LOCKFILE'],
}

export const wgEasy = defineImage({
  names: ['ghcr.io/wg-easy/wg-easy', 'weejewel/wg-easy'],
  links: { '/etc/amnezia/amneziawg': '/etc/wireguard' },
  inferred: true,
  writes: [
    {
      path: '/etc/wireguard',
      from: [{ env: 'WG_PATH' }],
      kind: 'data',
      what: 'keys, clients and its database',
      evidence: ['wg-easy/wg-easy docker-compose.yml and Dockerfile @ bc05e0eac'],
    },
    XTABLES,
  ],
  healthcheck: true,
})

export const gluetun = defineImage({
  names: ['qmcgaw/gluetun', 'ghcr.io/qdm12/gluetun'],
  writes: [
    {
      path: '/gluetun',
      kind: 'data',
      what: 'the list of servers',
      absent: true,
      without: { effect: 'degrades', what: 'it keeps the servers that it ships' },
      evidence: ['qdm12/gluetun README.md (volumes of the Compose file) @ b11932524'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'it changes /etc/resolv.conf, which the engine mounts read-only as well, and writes /etc/openvpn/target.ovpn',
      evidence: [
        'qdm12/gluetun internal/dns/loop.go and internal/openvpn/paths.go @ b11932524',
        'https://github.com/moby/moby/issues/11577',
      ],
    },
  ],
  healthcheck: true,
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

const ZEROTIER = 'zerotier/ZeroTierOne entrypoint.sh.release @ 2388c9f4e and Dockerfile.release @ 00d9abb61'
export const zeroTier = oneDirectory(
  { names: ['zerotier/zerotier'], healthcheck: true },
  '/var/lib/zerotier-one',
  'the identity of the node and the networks that it joined',
  ZEROTIER,
)
