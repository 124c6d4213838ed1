import { defineImage } from '../../record.ts'

const TRAEFIK_ACME = ['https://doc.traefik.io/traefik/https/acme/#storage', 'https://github.com/traefik/traefik-helm-chart/issues/1562']
const TRAEFIK_LOGS = ['https://doc.traefik.io/traefik/observability/access-logs/#filepath']

/** Traefik writes nothing by itself; ACME storage, plugins and file logs are as the command says. */
export const traefik = defineImage({
  names: ['traefik', 'ghcr.io/traefik/traefik'],
  writes: [
    {
      from: [{ option: '--certificatesresolvers\\.[^=\\s]+\\.acme\\.storage', parent: true }],
      kind: 'data',
      what: 'ACME account and certificates',
      absent: true,
      evidence: TRAEFIK_ACME,
    },
    {
      from: [{ option: '--accesslog\\.filepath', parent: true }],
      kind: 'log',
      what: 'access log',
      absent: true,
      evidence: TRAEFIK_LOGS,
    },
    { from: [{ option: '--log\\.filepath', parent: true }], kind: 'log', what: 'log file', absent: true, evidence: TRAEFIK_LOGS },
    {
      path: '/plugins-storage',
      kind: 'cache',
      what: 'downloaded plugins',
      when: { command: { matches: '--experimental\\.plugins' } },
      absent: true,
      without: { effect: 'degrades', what: 'plugins are disabled and the routers that use them fail' },
      evidence: ['https://github.com/traefik/traefik/issues/9911', 'https://github.com/traefik/traefik-helm-chart/issues/1562'],
    },
  ],
  notes: [
    {
      when: { any: [{ mounted: '/etc/traefik' }, { mounted: '/traefik.yml' }, { mounted: '/traefik.toml' }] },
      text: 'ACME storage, file logs and plugins that its static configuration file names are not seen here: mount those directories',
    },
  ],
  configuration: ['/etc/traefik'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: ['NET_BIND_SERVICE'] }],
  healthcheck: false,
})

/** HAProxy runs from its configuration alone; what that lets it write cannot be told from outside. */
export const haproxy = defineImage({
  names: ['haproxy'],
  user: [{ when: { tag: { atLeast: '2.4' } }, use: 'haproxy' }, { use: 'root' }],
  accounts: { haproxy: '99:99' },
  writes: [],
  notes: [
    {
      text: 'If haproxy.cfg has a stats socket, a pidfile or a server-state file, its directory needs a tmpfs with uid=99,gid=99',
    },
  ],
  configuration: ['/usr/local/etc/haproxy'],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['SETGID', 'SETUID', 'NET_BIND_SERVICE'] }, { needs: [] }],
  healthcheck: false,
})

/** Envoy: the entrypoint of newer versions changes its user's id, which the environment can prevent. */
export const envoy = defineImage({
  names: ['envoyproxy/envoy'],
  inferred: true,
  accounts: { envoy: '101:101' },
  writes: [],
  obstacles: [
    {
      when: { user: 'root', env: { ENVOY_UID: { matches: '^(?!0$|101$)' } } },
      effect: 'degrades',
      why: 'the entrypoint cannot change the id of its user to ENVOY_UID',
      instead: 'start it with `user:`',
      evidence: ['envoyproxy/envoy ci/docker-entrypoint.sh @ 13d48c096'],
    },
  ],
  notes: [{ text: 'Access logs, sockets and hot-restart files that the bootstrap puts into files need a mount' }],
})

/** The reverse proxy that configures itself from the containers of an engine, in the configuration directory of nginx. */
export const nginxProxy = defineImage({
  names: ['nginxproxy/nginx-proxy', 'jwilder/nginx-proxy', 'ghcr.io/nginx-proxy/nginx-proxy'],
  extends: 'nginx',
  inferred: true,
  writes: [
    {
      path: '/etc/nginx/conf.d',
      kind: 'config',
      what: 'default.conf, generated from the running containers',
      ships: 'default.conf',
      hidesNothingNeeded: true,
      evidence: ['nginx-proxy/nginx-proxy Procfile and app/docker-entrypoint.sh @ 584073da6'],
    },
    {
      path: '/etc/nginx/dhparam',
      kind: 'config',
      what: 'dhparam.pem, copied at start',
      evidence: ['nginx-proxy/nginx-proxy Dockerfile.alpine and app/docker-entrypoint.sh @ 584073da6'],
    },
  ],
})

export const nginxProxyManager = defineImage({
  names: ['jc21/nginx-proxy-manager'],
  volumes: ['/data'],
  writes: [
    {
      path: '/etc/letsencrypt',
      kind: 'data',
      what: 'certificates and the ACME account',
      evidence: ['https://nginxproxymanager.com/setup/ (volumes of the Compose file)'],
    },
    {
      path: '/data',
      kind: 'data',
      what: 'hosts, users and its database',
      evidence: ['https://nginxproxymanager.com/setup/ (volumes of the Compose file)'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start scripts change users and edit /etc/nginx',
      evidence: ['NginxProxyManager/nginx-proxy-manager docker/rootfs/etc/s6-overlay/s6-rc.d/prepare/10-usergroup.sh @ ae897272b'],
    },
  ],
})
