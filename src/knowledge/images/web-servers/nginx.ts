import { defineImage } from '../../record.ts'

const NGINX_DOCS = ['docker-library/docs nginx/content.md "Running nginx in read-only mode" @ c4a9ba414', 'https://hub.docker.com/_/nginx']
const TEMPLATES = ['nginxinc/docker-nginx entrypoint/20-envsubst-on-templates.sh @ b430bec']
const LOGS = {
  path: '/var/log/nginx',
  what: 'links of access.log and error.log to standard output, so the logs no longer reach `docker logs`',
  evidence: ['nginxinc/docker-nginx stable/debian/Dockerfile lines 129-130 @ b430bec'],
}
const CONFIGURATION = {
  path: '/etc/nginx',
  what: 'nginx.conf and mime.types',
  evidence: ['nginxinc/docker-nginx stable/debian/Dockerfile @ b430bec'],
}
const RENDERED = {
  path: '/etc/nginx/conf.d',
  from: [{ env: 'NGINX_ENVSUBST_OUTPUT_DIR' }],
  kind: 'config',
  what: 'configuration rendered from /etc/nginx/templates',
  when: { mounted: '/etc/nginx/templates' },
  ships: 'default.conf',
  hidesNothingNeeded: true,
  without: { effect: 'degrades', what: 'the templates are not rendered and the default site is served' },
  evidence: TEMPLATES,
} as const

/** The official nginx image: the master starts as root and gives its temporary directories to uid 101 itself. */
export const nginx = defineImage({
  names: ['nginx', 'nginx/nginx'],
  accounts: { nginx: '101:101' },
  writes: [
    { path: '/var/cache/nginx', kind: 'cache', what: 'request bodies and proxy buffers', evidence: NGINX_DOCS },
    { path: '/run', kind: 'runtime', what: 'nginx.pid', evidence: [...NGINX_DOCS, 'https://github.com/mattermost/docker/issues/39'] },
    RENDERED,
  ],
  ships: [LOGS, CONFIGURATION],
  configuration: ['/etc/nginx'],
  obstacles: [
    {
      when: { env: { NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE: 'set' } },
      effect: 'degrades',
      why: 'NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE has no effect, because it edits /etc/nginx/nginx.conf',
      instead: 'set worker_processes in your own nginx.conf',
      evidence: ['nginxinc/docker-nginx entrypoint/30-tune-worker-processes.sh @ b430bec'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'SETGID', 'SETUID', 'NET_BIND_SERVICE'] }, { needs: [] }],
  healthcheck: false,
})

/** nginx built to start as uid 101: pid file and temporary paths are in /tmp. */
export const nginxUnprivileged = defineImage({
  names: [
    'nginxinc/nginx-unprivileged',
    'nginx/nginx-unprivileged',
    'ghcr.io/nginxinc/nginx-unprivileged',
    'ghcr.io/nginx/nginx-unprivileged',
    'public.ecr.aws/nginx/nginx-unprivileged',
    'quay.io/nginx/nginx-unprivileged',
  ],
  user: '101:101',
  accounts: { nginx: '101:101' },
  writes: [
    {
      path: '/tmp',
      kind: 'runtime',
      what: 'nginx.pid, request bodies and proxy buffers',
      evidence: ['nginx/docker-nginx-unprivileged mainline/debian/Dockerfile @ e26803b'],
    },
    RENDERED,
  ],
  ships: [LOGS, CONFIGURATION],
  configuration: ['/etc/nginx'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** OpenResty keeps its pid file beside the links of its logs, and its temporary files in /run. */
export const openresty = defineImage({
  names: ['openresty/openresty'],
  inferred: true,
  writes: [
    {
      path: '/run/openresty',
      kind: 'cache',
      what: 'request bodies and proxy buffers',
      evidence: ['openresty/docker-openresty nginx.conf lines 72-76 @ db093957c'],
    },
    {
      path: '/usr/local/openresty/nginx/logs',
      kind: 'runtime',
      what: 'nginx.pid',
      ships: 'links of the logs to standard output',
      evidence: ['openresty/docker-openresty alpine/Dockerfile and nginx.conf line 31 @ db093957c'],
    },
  ],
  healthcheck: false,
})
