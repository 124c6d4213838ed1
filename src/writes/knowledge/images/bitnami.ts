import { defineImage } from '../record.ts'

const NGINX = 'bitnami/charts bitnami/nginx/templates/deployment.yaml @ 003c11f7f'

/** Bitnami's nginx: its log directory holds links to standard output, which only a volume keeps. */
export const bitnamiNginx = defineImage({
  names: ['bitnami/nginx', 'bitnamilegacy/nginx', 'public.ecr.aws/bitnami/nginx'],
  user: '1001',
  inferred: true,
  writes: [
    {
      path: '/opt/bitnami/nginx/conf',
      kind: 'config',
      what: 'configuration rendered at start',
      ships: 'nginx.conf and mime.types',
      evidence: [NGINX],
    },
    { path: '/opt/bitnami/nginx/tmp', kind: 'runtime', what: 'pid file and temporary bodies', evidence: [NGINX] },
    {
      path: '/opt/bitnami/nginx/logs',
      kind: 'log',
      what: 'logs',
      ships: 'links of the logs to standard output',
      evidence: [`${NGINX} (preserve-logs-symlinks)`],
    },
    { path: '/tmp', kind: 'scratch', what: 'here-documents of the entrypoint', evidence: [NGINX] },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

/** Every Bitnami image renders its configuration below /opt/bitnami at start; which directories that are differs. */
export const bitnami = defineImage({
  names: ['bitnami/*', 'bitnamilegacy/*', 'bitnamisecure/*', 'public.ecr.aws/bitnami/*'],
  user: '1001',
  inferred: true,
  writes: [
    {
      path: '/bitnami',
      kind: 'data',
      what: 'what the application keeps',
      evidence: ['bitnami/containers README.md "Persisting your application" (each image)'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'Bitnami images render their configuration below /opt/bitnami at start, and which directories this one needs is not known',
      instead: 'mount a tmpfs with uid=1001 at each directory that its Helm chart gives an emptyDir, then set read_only',
      evidence: ['https://github.com/bitnami/bitnami-docker-mongodb/issues/293', 'https://github.com/bitnami/charts/issues/2673'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})
