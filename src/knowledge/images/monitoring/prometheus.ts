import { defineImage } from '../../record.ts'

const DISTROLESS = { tag: { matches: 'distroless' } } as const
const PROMETHEUS = 'prometheus/prometheus Dockerfile and Dockerfile.distroless @ d15adb9ad7'

/** Prometheus: the busybox image has a VOLUME for its data, the distroless one has not. */
export const prometheus = defineImage({
  names: ['prom/prometheus', 'quay.io/prometheus/prometheus'],
  user: [{ when: DISTROLESS, use: '65532:65532' }, { use: '65534:65534' }],
  accounts: { nobody: '65534:65534' },
  volumes: [{ path: '/prometheus', when: { not: DISTROLESS } }],
  writes: [
    {
      path: '/prometheus',
      from: [{ option: '--storage\\.tsdb\\.path' }, { option: '--storage\\.agent\\.path' }],
      kind: 'data',
      what: 'time series',
      evidence: [PROMETHEUS],
    },
  ],
  configuration: ['/etc/prometheus'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Alertmanager: as Prometheus. */
export const alertmanager = defineImage({
  names: ['prom/alertmanager', 'quay.io/prometheus/alertmanager'],
  user: '65534:65534',
  accounts: { nobody: '65534:65534' },
  volumes: [{ path: '/alertmanager', when: { not: DISTROLESS } }],
  writes: [
    {
      path: '/alertmanager',
      from: [{ option: '--storage\\.path' }],
      kind: 'data',
      what: 'silences and the notification log',
      evidence: ['prometheus/alertmanager Dockerfile and Dockerfile.distroless @ 68fb2d575'],
    },
  ],
  configuration: ['/etc/alertmanager'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const thanos = defineImage({
  names: ['quay.io/thanos/thanos', 'thanosio/thanos'],
  user: '1001',
  writes: (['--data-dir', '--tsdb\\.path'] as const).map((option) => ({
    from: [{ option }],
    kind: 'data' as const,
    what: 'blocks and its write-ahead log',
    absent: true as const,
    evidence: ['thanos-io/thanos Dockerfile @ e103a81bd', 'https://thanos.io/tip/components/ (--data-dir, --tsdb.path)'],
  })),
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
