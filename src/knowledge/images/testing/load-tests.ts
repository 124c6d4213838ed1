import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const loadTests = defineImage({
  names: ['grafana/k6', 'loadimpact/k6'],
  user: '12345',
  inferred: true,
  writes: [temporary('grafana/k6 Dockerfile @ 87883075c')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const locust = defineImage({
  names: ['locustio/locust'],
  user: 'locust',
  inferred: true,
  writes: [temporary('locustio/locust Dockerfile @ 407343d0f')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
