import { defineImage } from '../../record.ts'

export const synapse = defineImage({
  names: ['matrixdotorg/synapse', 'ghcr.io/element-hq/synapse'],
  accounts: { synapse: '991:991' },
  dropsTo: 'synapse',
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'SYNAPSE_DATA_DIR' }],
      kind: 'data',
      what: 'its configuration, keys and media',
      owner: '991:991',
      chowned: true,
      evidence: ['element-hq/synapse docker/start.py'],
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: ['https://docs.python.org/3/library/tempfile.html#tempfile.gettempdir'] },
  ],
  healthcheck: true,
})

const ELEMENT = ['element-hq/element-web Dockerfile @ 036353ace']
export const elementWeb = defineImage({
  names: ['vectorim/element-web', 'ghcr.io/element-hq/element-web'],
  user: '101:101',
  accounts: { nginx: '101:101' },
  inferred: true,
  writes: [
    {
      path: '/etc/nginx/conf.d',
      kind: 'config',
      what: 'the site of nginx, rendered from a template',
      ships: 'default.conf',
      hidesNothingNeeded: true,
      evidence: ELEMENT,
    },
    { path: '/var/cache/nginx', kind: 'cache', what: 'request bodies and proxy buffers', evidence: ELEMENT },
    { path: '/tmp', kind: 'runtime', what: 'nginx.pid and the configuration of modules', evidence: ELEMENT },
    {
      path: '/run',
      kind: 'runtime',
      what: 'nginx.pid of versions that start as root',
      when: { user: 'root' },
      evidence: ['nginxinc/docker-nginx stable/debian/Dockerfile @ b430bec'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

/** Bridges between Matrix and other networks, all started by the same script. */
const MAUTRIX = ['mautrix/whatsapp Dockerfile and docker-run.sh @ d70eb6b13']
export const mautrix = defineImage({
  names: ['dock.mau.dev/mautrix/*'],
  volumes: ['/data'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'its configuration, registration and database', evidence: MAUTRIX },
    { path: '/tmp', kind: 'scratch', what: 'media in work', evidence: MAUTRIX },
  ],
  healthcheck: false,
})
