import { oneDirectory, refused } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

export const odoo = oneDirectory(
  { names: ['odoo'], user: 'odoo', volumes: ['/var/lib/odoo', '/mnt/extra-addons'] },
  '/var/lib/odoo',
  'the file store and sessions',
  'odoo/docker 19.0/Dockerfile @ odoo/docker',
)

const ERPNEXT = ['frappe/frappe_docker images/production/Containerfile and resources/core/nginx/nginx-entrypoint.sh @ 4b9d35666']
const isNginx = { command: { matches: 'nginx-entrypoint' } } as const
export const erpnext = defineImage({
  names: ['frappe/erpnext', 'frappe/erpnext-worker'],
  user: '1000:1000',
  accounts: { frappe: '1000:1000' },
  volumes: ['/home/frappe/frappe-bench/sites', '/home/frappe/frappe-bench/logs'],
  inferred: true,
  writes: [
    {
      path: '/home/frappe/frappe-bench/sites',
      kind: 'data',
      what: 'sites, files and links to the pages',
      ships: 'the configuration of the bench',
      evidence: ERPNEXT,
    },
    { path: '/home/frappe/frappe-bench/logs', kind: 'log', what: 'logs', evidence: ERPNEXT },
    { path: '/etc/nginx/conf.d', kind: 'config', what: 'the site of nginx', when: isNginx, evidence: ERPNEXT },
    { path: '/var/lib/nginx', kind: 'scratch', what: 'request bodies and proxy buffers', when: isNginx, evidence: ERPNEXT },
    { path: '/run', kind: 'runtime', what: 'nginx.pid', when: isNginx, evidence: ERPNEXT },
    { path: '/tmp', kind: 'scratch', what: 'uploads and reports', evidence: ERPNEXT },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** A place to work in, beside the images that run what was made there. */
export const frappeBench = refused(
  { names: ['frappe/bench'], user: '1000:1000', healthcheck: false },
  {},
  {
    effect: 'fails',
    why: 'it is a development container, in which benches are made and changed by hand',
    instead: 'run an image of the applications, as frappe/erpnext is one',
    evidence: ['frappe/frappe_docker images/bench/Dockerfile and devcontainer-example/docker-compose.yml @ 4b9d35666'],
  },
)

const DOLIBARR = ['Dolibarr/dolibarr-docker Dockerfile.template and docker-run.sh @ 01d93b3d4']
export const dolibarr = defineImage({
  names: ['dolibarr/dolibarr', 'tuxgasy/dolibarr'],
  volumes: ['/var/www/documents', '/var/www/html/custom'],
  writes: (['/var/www/documents', '/var/www/html/custom'] as const).map(
    (path): WriteFact => ({
      path,
      kind: 'data',
      what: path === '/var/www/documents' ? 'documents' : 'modules',
      owner: '33:33',
      evidence: DOLIBARR,
    }),
  ),
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script writes settings of PHP and conf.php next to the program',
      evidence: DOLIBARR,
    },
  ],
  healthcheck: false,
})
