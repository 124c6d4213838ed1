import type { ImageRecord } from '../../record.ts'
import { defineImage } from '../../record.ts'

/** VictoriaMetrics keeps its data below its working directory, the root, unless an option says otherwise. */
export const victoriaMetrics = defineImage({
  names: ['victoriametrics/victoria-metrics'],
  writes: [
    {
      path: '/victoria-metrics-data',
      from: [{ option: '-storageDataPath' }],
      kind: 'data',
      what: 'time series',
      absent: true,
      evidence: ['https://docs.victoriametrics.com/victoriametrics/single-server-victoriametrics/ (-storageDataPath)'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** The tools around VictoriaMetrics are single programs, started in the root directory. */
function victoria(names: ImageRecord['names'], writes: ImageRecord['writes']): ImageRecord {
  return defineImage({ names, writes, gainsPrivileges: 'none', capabilities: [{ needs: [] }], healthcheck: false })
}

export const vmagent = victoria(
  ['victoriametrics/vmagent', 'quay.io/victoriametrics/vmagent'],
  [
    {
      path: '/vmagent-remotewrite-data',
      from: [{ option: '-remoteWrite.tmpDataPath' }],
      kind: 'data',
      what: 'samples that were not delivered yet',
      absent: true,
      oftenCache: true,
      evidence: ['VictoriaMetrics/VictoriaMetrics app/vmagent/remotewrite/remotewrite.go (remoteWrite.tmpDataPath) @ b7ef6cc3e'],
    },
  ],
)

export const vmTools = victoria(
  // VictoriaMetrics/VictoriaMetrics app/vmalert/deployment/Dockerfile and app/vmauth/deployment/Dockerfile @ b7ef6cc3e: one program each.
  ['victoriametrics/vmalert', 'victoriametrics/vmauth', 'quay.io/victoriametrics/vmalert', 'quay.io/victoriametrics/vmauth'],
  [],
)

export const victoriaLogs = victoria(
  ['victoriametrics/victoria-logs', 'quay.io/victoriametrics/victoria-logs'],
  [
    {
      path: '/victoria-logs-data',
      from: [{ option: '-storageDataPath' }],
      kind: 'data',
      what: 'logs',
      absent: true,
      evidence: ['https://docs.victoriametrics.com/victorialogs/#storage (-storageDataPath)'],
    },
  ],
)
