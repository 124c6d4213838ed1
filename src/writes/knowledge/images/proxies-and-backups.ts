import { defineImage } from '../record.ts'

export const frp = defineImage({
  // fatedier/frp dockerfiles/Dockerfile-for-frps and Dockerfile-for-frpc @ 40274d8c9: programs that keep nothing, logs apart.
  names: ['fatedier/frps', 'fatedier/frpc', 'ghcr.io/fatedier/frps', 'ghcr.io/fatedier/frpc'],
  inferred: true,
  writes: [],
  notes: [{ text: 'A log file that its configuration names needs a mount' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const XRAY = ['XTLS/Xray-core .github/docker/Dockerfile @ 2323273e3']
export const xray = defineImage({
  names: ['ghcr.io/xtls/xray-core'],
  user: '65532:65532',
  volumes: ['/usr/local/etc/xray', '/var/log/xray'],
  inferred: true,
  writes: [{ path: '/var/log/xray', kind: 'log', what: 'logs', ships: 'empty log files', hidesNothingNeeded: true, evidence: XRAY }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const SING_BOX = [
  'SagerNet/sing-box Dockerfile @ 7df171ff2',
  'https://sing-box.sagernet.org/installation/docker/ (run -D /var/lib/sing-box)',
]
export const singBox = defineImage({
  names: ['ghcr.io/sagernet/sing-box'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/sing-box',
      from: [{ option: '-D' }],
      kind: 'data',
      what: 'its cache file and rule sets',
      when: { any: [{ command: { matches: '-D[= ]/var/lib/sing-box' } }, { mounted: '/var/lib/sing-box' }] },
      absent: true,
      evidence: SING_BOX,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const TRIVY = 'aquasecurity/trivy Dockerfile @ dc3c56eed'
export const trivy = defineImage({
  names: ['aquasec/trivy', 'ghcr.io/aquasecurity/trivy', 'public.ecr.aws/aquasecurity/trivy'],
  inferred: true,
  writes: [
    {
      path: '/root/.cache',
      from: [{ env: 'TRIVY_CACHE_DIR' }, { option: '--cache-dir' }],
      kind: 'cache',
      what: 'vulnerability databases and scanned layers',
      large: true,
      absent: true,
      evidence: [TRIVY, 'https://trivy.dev/latest/docs/configuration/cache/'],
    },
    { path: '/tmp', kind: 'scratch', what: 'images and archives in work', large: true, evidence: [TRIVY] },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const BORGMATIC = ['borgmatic-collective/docker-borgmatic Dockerfile, docker-compose.yml and s6-rc.d/svc-cron/run @ 635c67ccb']
export const borgmatic = defineImage({
  names: ['ghcr.io/borgmatic-collective/borgmatic', 'b3vis/borgmatic'],
  volumes: ['/root/.local/state/borgmatic', '/root/.config/borg', '/root/.cache/borg'],
  writes: [
    {
      path: '/mnt/borg-repository',
      kind: 'data',
      what: 'backups',
      when: { mounted: '/mnt/borg-repository' },
      evidence: BORGMATIC,
    },
    { path: '/root/.config/borg', kind: 'data', what: 'keys of the repositories', evidence: BORGMATIC },
    { path: '/root/.local/state/borgmatic', kind: 'data', what: 'when it checked what', evidence: BORGMATIC },
    { path: '/root/.cache/borg', kind: 'cache', what: 'the index of the repositories', large: true, evidence: BORGMATIC },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'it writes its schedule to /etc/crontabs/root at start',
      evidence: BORGMATIC,
    },
  ],
  healthcheck: false,
})

const BACKREST = ['garethgeorge/backrest Dockerfile.alpine, cmd/docker-entrypoint/main.go and README.md @ 626156cd8']
export const backrest = defineImage({
  names: ['garethgeorge/backrest', 'ghcr.io/garethgeorge/backrest'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'BACKREST_DATA' }],
      kind: 'data',
      what: 'its database and logs of operations',
      absent: true,
      exec: true,
      evidence: BACKREST,
    },
    {
      path: '/config',
      from: [{ env: 'BACKREST_CONFIG', parent: true }],
      kind: 'data',
      what: 'its settings with the passwords of the repositories',
      absent: true,
      evidence: BACKREST,
    },
    {
      path: '/cache',
      from: [{ env: 'XDG_CACHE_HOME' }],
      kind: 'cache',
      what: 'the index of the repositories',
      large: true,
      absent: true,
      evidence: BACKREST,
    },
    { path: '/tmp', kind: 'scratch', what: 'files to be restored and downloaded', large: true, evidence: BACKREST },
  ],
  notes: [{ text: 'rclone keeps its settings, refreshed tokens included, in /root/.config/rclone: mount it writable' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})
