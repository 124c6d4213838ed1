import { oneDirectory } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** Pi-hole's start script edits files in the root directory. */
export const pihole = defineImage({
  names: ['pihole/pihole', 'ghcr.io/pi-hole/pihole'],
  writes: [
    {
      path: '/etc/pihole',
      kind: 'data',
      what: 'lists, settings and query database',
      evidence: ['pi-hole/docker-pi-hole src/Dockerfile and bash_functions.sh @ dd91b48'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script edits /crontab.txt and /macvendor.db, changes users and installs a crontab',
      evidence: ['pi-hole/docker-pi-hole src/bash_functions.sh @ dd91b48', 'https://github.com/pi-hole/docker-pi-hole/issues/1824'],
    },
  ],
  healthcheck: true,
})

/** AdGuard Home rewrites its configuration by rename, so the directory must be mounted, not the file. */
export const adguardHome = defineImage({
  names: ['adguard/adguardhome'],
  writes: [
    {
      path: '/opt/adguardhome/work',
      kind: 'data',
      what: 'query log, statistics and filters',
      evidence: ['AdguardTeam/AdGuardHome docker/Dockerfile @ 2ab738b30'],
    },
    {
      path: '/opt/adguardhome/conf',
      kind: 'data',
      what: 'AdGuardHome.yaml',
      evidence: ['AdguardTeam/AdGuardHome docker/Dockerfile @ 2ab738b30'],
    },
  ],
  healthcheck: false,
})

export const adGuardHomeSync = defineImage({
  // bakito/adguardhome-sync Dockerfile @ ccbec95fa: a program in an empty image that only reads its configuration.
  names: ['ghcr.io/bakito/adguardhome-sync', 'quay.io/bakito/adguardhome-sync'],
  user: '1001',
  inferred: true,
  writes: [],
  configuration: ['/config'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
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

export const cloudflareDdns = defineImage({
  names: ['favonia/cloudflare-ddns'],
  user: '1000:1000',
  // favonia/cloudflare-ddns Dockerfile (USER 1000:1000) and README.markdown @ 690d5e649 and coollabsio/coolify templates/compose/cloudflare-ddns.yaml run it read-only without a mount.
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})
