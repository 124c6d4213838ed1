import { defineImage } from '../../record.ts'

export const frp = defineImage({
  // fatedier/frp dockerfiles/Dockerfile-for-frps and Dockerfile-for-frpc @ 40274d8c9: programs that keep nothing, logs apart.
  names: ['fatedier/frps', 'fatedier/frpc', 'ghcr.io/fatedier/frps', 'ghcr.io/fatedier/frpc'],
  inferred: true,
  writes: [],
  notes: [{ text: 'A log file that its configuration names needs a mount' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const chisel = defineImage({
  // jpillora/chisel .github/Dockerfile @ 44310b656: a program in an empty image that keeps nothing.
  names: ['jpillora/chisel'],
  inferred: true,
  writes: [],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const cloudflared = defineImage({
  // cloudflare/cloudflared Dockerfile @ d1df7985b: distroless, started with --no-autoupdate.
  names: ['cloudflare/cloudflared', 'ghcr.io/cloudflare/cloudflared'],
  user: '65532:65532',
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
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
