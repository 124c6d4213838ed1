import { jvmTemp, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const penpotFrontend = defineImage({
  names: ['penpotapp/frontend'],
  user: '1001',
  writes: [],
  ships: [
    {
      path: '/tmp',
      what: 'templates of its nginx configuration',
      evidence: ['penpot/penpot docker/images/Dockerfile.frontend @ 02fef9184'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint renders nginx.conf and /var/www/app/js/config.js from templates that it keeps in /tmp',
      evidence: ['penpot/penpot docker/images/Dockerfile.frontend and files/nginx-entrypoint.sh @ 02fef9184'],
    },
  ],
})

export const penpotBackend = defineImage({
  names: ['penpotapp/backend'],
  user: '1001:1001',
  inferred: true,
  writes: [
    {
      path: '/opt/data/assets',
      kind: 'data',
      what: 'uploaded images',
      evidence: ['penpot/penpot docker/images/Dockerfile.backend @ 0049c8b67'],
    },
    jvmTemp(['penpot/penpot docker/images/Dockerfile.backend @ 0049c8b67']),
  ],
})

const PENPOT = 'penpot/penpot docker/images/Dockerfile.exporter @ 66bb6a11d'
export const penpotExporter = defineImage({
  names: ['penpotapp/exporter'],
  user: '1001:1001',
  accounts: { penpot: '1001:1001' },
  inferred: true,
  writes: [temporary(PENPOT)],
  gainsPrivileges: 'none',
  healthcheck: false,
})
