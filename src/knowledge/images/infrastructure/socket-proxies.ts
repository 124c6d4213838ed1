import { defineImage } from '../../record.ts'

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
