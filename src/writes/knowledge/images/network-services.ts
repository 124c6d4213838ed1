import { oneDirectory, s6Run } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

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

export const coredns = defineImage({
  // coredns/coredns Dockerfile @ 4b26cced3: one program on distroless static, with a file capability.
  names: ['coredns/coredns', 'registry.k8s.io/coredns/coredns'],
  user: [{ when: { tag: { atLeast: '1.11' } }, use: '65532:65532' }, { use: 'root' }],
  writes: [],
  gainsPrivileges: 'the file capability NET_BIND_SERVICE of coredns',
  capabilities: [{ needs: ['NET_BIND_SERVICE'] }],
  healthcheck: false,
})

export const coturn = defineImage({
  names: ['coturn/coturn', 'ghcr.io/coturn/coturn'],
  user: '65534:65534',
  volumes: ['/var/lib/coturn'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/coturn',
      kind: 'data',
      what: 'the SQLite database of users',
      oftenCache: true,
      evidence: ['coturn/coturn docker/coturn/debian/Dockerfile and docker/coturn/README.md @ 8024aa634'],
    },
  ],
  gainsPrivileges: 'the file capability NET_BIND_SERVICE of turnserver',
  healthcheck: false,
})

export const livekit = defineImage({
  // livekit/livekit Dockerfile @ 788d4c354: one program on Alpine, its state in memory or Redis.
  names: ['livekit/livekit-server'],
  writes: [],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const CADDY_DOCKER_PROXY = ['lucaslorentz/caddy-docker-proxy Dockerfile-alpine (XDG_DATA_HOME, XDG_CONFIG_HOME) @ d246679c7']
export const caddyDockerProxy = defineImage({
  names: ['lucaslorentz/caddy-docker-proxy', 'ghcr.io/lucaslorentz/caddy-docker-proxy'],
  writes: [
    {
      path: '/data',
      from: [{ env: 'XDG_DATA_HOME' }],
      kind: 'data',
      what: 'certificates, ACME account and internal CA',
      absent: true,
      without: { effect: 'degrades', what: 'certificates are requested anew at each start, until the rate limit' },
      evidence: CADDY_DOCKER_PROXY,
    },
    {
      path: '/config',
      from: [{ env: 'XDG_CONFIG_HOME' }],
      kind: 'data',
      what: 'the last generated configuration',
      absent: true,
      without: { effect: 'degrades', what: 'the last generated configuration is not kept' },
      evidence: CADDY_DOCKER_PROXY,
    },
  ],
  healthcheck: false,
})

const CROWDSEC = ['crowdsecurity/crowdsec build/docker/docker_start.sh @ a88b497b4']
export const crowdsec = defineImage({
  names: ['crowdsecurity/crowdsec', 'ghcr.io/crowdsecurity/crowdsec'],
  inferred: true,
  writes: [
    { path: '/etc/crowdsec', kind: 'data', what: 'its configuration, credentials and hub', absent: true, evidence: CROWDSEC },
    { path: '/var/lib/crowdsec/data', kind: 'data', what: 'its database and data of the hub', evidence: CROWDSEC },
    { path: '/tmp', kind: 'scratch', what: 'edits of its configuration', evidence: CROWDSEC },
  ],
  healthcheck: false,
})

export const ddnsGo = defineImage({
  names: ['jeessy/ddns-go', 'ghcr.io/jeessy2/ddns-go'],
  writes: [],
  obstacles: [
    {
      at: '/root',
      effect: 'fails',
      why: 'it saves its configuration as /root/.ddns_go_config.yaml',
      instead: 'mount a volume at /root',
      evidence: ['jeessy2/ddns-go Dockerfile and README.md (-v /opt/ddns-go:/root) @ 5874c2e66'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const ddnsUpdater = defineImage({
  names: ['qmcgaw/ddns-updater', 'ghcr.io/qdm12/ddns-updater'],
  user: '1000:1000',
  writes: [
    {
      path: '/updater/data',
      from: [{ env: 'DATADIR' }],
      kind: 'data',
      what: 'its configuration and the addresses that it set',
      evidence: ['qdm12/ddns-updater Dockerfile @ 4b180875e'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

export const blocky = defineImage({
  names: ['spx01/blocky', 'ghcr.io/0xerr0r/blocky'],
  user: '100',
  inferred: true,
  writes: [
    {
      path: '/app/cache',
      kind: 'cache',
      what: 'downloaded lists',
      when: { mounted: '/app/cache' },
      evidence: ['0xERR0R/blocky Dockerfile @ 6eb8f467b'],
    },
    {
      path: '/logs',
      kind: 'data',
      what: 'the query log',
      when: { mounted: '/logs' },
      evidence: ['0xERR0R/blocky Dockerfile @ 6eb8f467b'],
    },
  ],
  notes: [{ text: 'A query log that its configuration writes to files needs a volume' }],
  gainsPrivileges: 'none',
  healthcheck: true,
})

export const technitium = oneDirectory(
  { names: ['technitium/dns-server'], healthcheck: false },
  '/etc/dns',
  'zones, settings, apps and logs',
  'TechnitiumSoftware/DnsServer Dockerfile @ aa9044d4d',
)

export const apisix = defineImage({
  names: ['apache/apisix'],
  writes: [],
  obstacles: [
    {
      at: '/usr/local/apisix/conf',
      effect: 'fails',
      why: 'it generates nginx.conf beside the configuration that it ships in /usr/local/apisix/conf',
      evidence: ['apache/apisix-docker debian-dev/docker-entrypoint.sh (apisix init) @ 5c25f5dca'],
    },
  ],
  healthcheck: false,
})

const RUSTDESK = ['rustdesk/rustdesk-server docker-classic/Dockerfile @ 538aef71d']
export const rustdesk = defineImage({
  names: ['rustdesk/rustdesk-server', 'ghcr.io/rustdesk/rustdesk-server'],
  writes: [],
  obstacles: [
    {
      at: '/root',
      effect: 'fails',
      why: 'it keeps its keys and its database in /root, its working directory',
      instead: 'mount a volume at /root',
      evidence: RUSTDESK,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const rustdeskS6 = defineImage({
  names: ['rustdesk/rustdesk-server-s6', 'ghcr.io/rustdesk/rustdesk-server-s6'],
  volumes: ['/data'],
  inferred: true,
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'its keys and its database',
      evidence: ['rustdesk/rustdesk-server docker/Dockerfile @ 538aef71d'],
    },
    s6Run(['rustdesk/rustdesk-server docker/Dockerfile @ 538aef71d']),
  ],
  healthcheck: true,
})
