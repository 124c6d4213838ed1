import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const SWAGGER_UI = ['swagger-api/swagger-ui docker/docker-entrypoint.d/40-swagger-ui.sh @ 0b81afd0']
export const swaggerUi = defineImage({
  names: ['swaggerapi/swagger-ui', 'docker.swagger.io/swaggerapi/swagger-ui'],
  writes: [],
  obstacles: [
    {
      at: '/usr/share/nginx/html',
      effect: 'fails',
      why: 'its start script writes the settings into swagger-initializer.js and compresses every page beside it',
      evidence: SWAGGER_UI,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const redoc = defineImage({
  names: ['redocly/redoc'],
  extends: 'nginx',
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script edits index.html among its pages and nginx.conf, and stops where it cannot',
      instead: 'serve a page of your own with the bundle of Redoc from a plain nginx',
      evidence: ['Redocly/redoc config/docker/Dockerfile and config/docker/docker-run.sh @ 1f67fe5a'],
    },
  ],
})

const HOPPSCOTCH = ['hoppscotch/hoppscotch prod.Dockerfile and aio_run.mjs @ afc2cf181']
export const hoppscotch = defineImage({
  names: ['hoppscotch/hoppscotch', 'hoppscotch/hoppscotch-frontend', 'hoppscotch/hoppscotch-admin'],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'at start it writes its settings into the pages in /site',
      evidence: [...HOPPSCOTCH, 'hoppscotch/hoppscotch packages/hoppscotch-selfhost-web/prod_run.mjs @ afc2cf181'],
    },
  ],
})

export const hoppscotchBackend = defineImage({
  names: ['hoppscotch/hoppscotch-backend'],
  inferred: true,
  writes: [temporary('hoppscotch/hoppscotch prod.Dockerfile and packages/hoppscotch-backend/prod_run.mjs @ afc2cf181')],
  gainsPrivileges: 'none',
})
