import { defineImage } from '../record.ts'

const CADDY = ['caddyserver/caddy-docker 2.11/alpine/Dockerfile @ 62d1326']
const TRAEFIK_ACME = ['https://doc.traefik.io/traefik/https/acme/#storage', 'https://github.com/traefik/traefik-helm-chart/issues/1562']
const TRAEFIK_LOGS = ['https://doc.traefik.io/traefik/observability/access-logs/#filepath']

/** Caddy keeps certificates and keys below XDG_DATA_HOME; the image has no VOLUME. */
export const caddy = defineImage({
  names: ['caddy'],
  writes: [
    {
      path: '/data',
      from: [{ env: 'XDG_DATA_HOME' }],
      kind: 'data',
      what: 'certificates, ACME account and internal CA',
      without: { effect: 'degrades', what: 'certificates are requested anew at each start, until the rate limit' },
      evidence: CADDY,
    },
    {
      path: '/config',
      from: [{ env: 'XDG_CONFIG_HOME' }],
      kind: 'data',
      what: 'configuration changed through the admin API',
      without: { effect: 'degrades', what: 'changes made through the admin API are not kept' },
      evidence: [...CADDY, 'tmatens/compose-lint docs/examples/clean-edge-proxy/docker-compose.yml @ a250bcb'],
    },
  ],
  configuration: ['/etc/caddy'],
  capabilities: [{ needs: ['NET_BIND_SERVICE'] }],
  healthcheck: false,
})

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

/** Renders its HAProxy configuration at start: into /tmp today, into the program's directory for a few releases before. */
export const dockerSocketProxy = defineImage({
  names: ['tecnativa/docker-socket-proxy', 'ghcr.io/tecnativa/docker-socket-proxy'],
  writes: [
    {
      path: '/tmp',
      kind: 'config',
      what: 'rendered haproxy.cfg',
      when: { tag: { atLeast: '0.4' } },
      evidence: [
        'Tecnativa/docker-socket-proxy docker-entrypoint.sh and Dockerfile @ a6fbf38',
        'https://github.com/Tecnativa/docker-socket-proxy/issues/122',
      ],
    },
    {
      path: '/run',
      kind: 'runtime',
      what: 'haproxy.pid',
      evidence: ['Tecnativa/docker-socket-proxy haproxy.cfg line 4 @ a6fbf38', 'https://github.com/ZoeyVid/docker-socket-proxy/issues/97'],
    },
  ],
  obstacles: [
    {
      when: { tag: { atLeast: '0.1.2', below: '0.4' } },
      at: '/usr/local/etc/haproxy',
      effect: 'fails',
      why: 'this release renders its configuration into /usr/local/etc/haproxy',
      instead: 'use v0.4.0 or newer',
      evidence: [
        'Tecnativa/docker-socket-proxy docker-entrypoint.sh at v0.1.2, v0.2.0, v0.3.0',
        'https://github.com/Tecnativa/docker-socket-proxy/issues/122',
      ],
    },
  ],
  healthcheck: false,
})

/** A single static binary that only forwards requests. */
export const wollomaticSocketProxy = defineImage({
  names: ['wollomatic/socket-proxy', 'ghcr.io/wollomatic/socket-proxy'],
  user: '65534:65534',
  writes: [],
  // Dockerfile @ 41d9f30: FROM scratch, one program, no configuration file.
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
