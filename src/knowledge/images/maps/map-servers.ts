import { refused } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const GEOSERVER = ['geoserver/docker Dockerfile and startup.sh @ 9602a9e27']
export const geoServer = defineImage({
  names: ['docker.osgeo.org/geoserver'],
  writes: [
    {
      path: '/opt/geoserver_data',
      from: [{ env: 'GEOSERVER_DATA_DIR' }],
      kind: 'data',
      what: 'maps, styles and settings',
      evidence: GEOSERVER,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'at start it writes settings and extensions into the directories of Tomcat',
      evidence: GEOSERVER,
    },
  ],
})

const KARTOZA = ['kartoza/docker-geoserver Dockerfile and scripts/entrypoint.sh @ 35dfd2ddf']
export const kartozaGeoServer = defineImage({
  names: ['kartoza/geoserver'],
  writes: [
    {
      path: '/opt/geoserver/data_dir',
      from: [{ env: 'GEOSERVER_DATA_DIR' }],
      kind: 'data',
      what: 'maps, styles and settings',
      evidence: KARTOZA,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint makes its user at start',
      evidence: KARTOZA,
    },
  ],
})

const TILESERVER = ['maptiler/tileserver-gl Dockerfile and docker-entrypoint.sh @ 505a31c51']
export const tileServer = defineImage({
  names: ['maptiler/tileserver-gl', 'klokantech/tileserver-gl'],
  user: 'node',
  volumes: ['/data'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'maps and styles, downloaded where there are none', evidence: TILESERVER },
    { path: '/tmp', kind: 'runtime', what: 'the lock of its display', evidence: TILESERVER },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

export const geonetwork = refused(
  { names: ['geonetwork'], user: 'jetty', healthcheck: false },
  { '/catalogue-data': 'records, attachments and settings, since version 4' },
  {
    effect: 'fails',
    why: 'its entrypoint writes the place of the program into the directory of its server, and the program works inside its installation',
    evidence: ['geonetwork/docker-geonetwork 4.4.9/Dockerfile, 4.4.9/docker-entrypoint.sh and 4.4.9/docker-compose.yml @ 2894c70'],
  },
)
