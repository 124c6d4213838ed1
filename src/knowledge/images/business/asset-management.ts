import { apacheRun, phpTemp } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const GLPI = ['glpi-project/docker-images glpi/Dockerfile and glpi/files/opt/glpi/entrypoint @ f74ce47c7']
export const glpi = defineImage({
  names: ['glpi/glpi', 'ghcr.io/glpi-project/glpi'],
  user: '33:33',
  accounts: { 'www-data': '33:33' },
  volumes: ['/var/glpi'],
  inferred: true,
  writes: [
    { path: '/var/glpi', kind: 'data', what: 'settings, keys, documents, plug-ins, sessions and logs', evidence: GLPI },
    {
      path: '/var/www/glpi/marketplace',
      kind: 'data',
      what: 'plug-ins, without which its entrypoint does not go on',
      when: { tag: { below: '11' } },
      mustExist: true,
      evidence: GLPI,
    },
    apacheRun(),
    phpTemp(),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const SNIPE_IT = ['snipe/snipe-it Dockerfile and docker/startup.sh @ 5aa5c4801']
export const snipeIt = defineImage({
  names: ['snipe/snipe-it'],
  volumes: ['/var/lib/snipeit'],
  writes: [{ path: '/var/lib/snipeit', kind: 'data', what: 'uploads, keys and backups', evidence: SNIPE_IT }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script turns modules of Apache on or off in /etc/apache2',
      evidence: SNIPE_IT,
    },
  ],
})
