import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const imgproxy = defineImage({
  names: ['darthsim/imgproxy', 'ghcr.io/imgproxy/imgproxy'],
  user: '999:999',
  inferred: true,
  writes: [temporary('imgproxy/imgproxy docker/Dockerfile and docker/entrypoint.sh @ eef3b3129')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})
