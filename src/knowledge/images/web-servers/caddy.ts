import { defineImage } from '../../record.ts'

const CADDY = ['caddyserver/caddy-docker 2.11/alpine/Dockerfile @ 62d1326']

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

const CADDY_DOCKER_PROXY = ['lucaslorentz/caddy-docker-proxy Dockerfile-alpine (XDG_DATA_HOME, XDG_CONFIG_HOME) @ d246679c7']
export const caddyDockerProxy = defineImage({
  names: ['lucaslorentz/caddy-docker-proxy', 'ghcr.io/lucaslorentz/caddy-docker-proxy'],
  writes: [
    {
      path: '/data',
      from: [{ env: 'XDG_DATA_HOME' }],
      kind: 'data',
      what: 'certificates, ACME account and internal CA',
      absent: true,
      without: { effect: 'degrades', what: 'certificates are requested anew at each start, until the rate limit' },
      evidence: CADDY_DOCKER_PROXY,
    },
    {
      path: '/config',
      from: [{ env: 'XDG_CONFIG_HOME' }],
      kind: 'data',
      what: 'the last generated configuration',
      absent: true,
      without: { effect: 'degrades', what: 'the last generated configuration is not kept' },
      evidence: CADDY_DOCKER_PROXY,
    },
  ],
  healthcheck: false,
})
