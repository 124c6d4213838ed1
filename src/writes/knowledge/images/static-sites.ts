import { defineImage } from '../record.ts'

/** Pages served by the official nginx image, with its own entrypoint. */
export const onNginx = defineImage({
  // Each Dockerfile ends FROM nginx with a COPY of the page: CorentinTh/it-tools @ 07eea0f48, excalidraw/excalidraw @ 055aacf6.
  names: ['corentinth/it-tools', 'ghcr.io/corentinth/it-tools', 'excalidraw/excalidraw'],
  extends: 'nginx',
  writes: [],
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

/** Its companion generates a file next to its program. */
export const acmeCompanion = defineImage({
  names: ['nginxproxy/acme-companion', 'ghcr.io/nginx-proxy/acme-companion', 'jrcs/letsencrypt-nginx-proxy-companion'],
  writes: [],
  obstacles: [
    {
      at: '/app',
      effect: 'fails',
      why: 'it generates /app/letsencrypt_service_data, next to its program, whenever a container changes',
      evidence: ['nginx-proxy/acme-companion app/start.sh line 23 @ 6b369e62b'],
    },
  ],
  healthcheck: false,
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

/** Programs of one file that write nothing. */
export const whoami = defineImage({
  // traefik/whoami Dockerfile @ 8951300b4: FROM scratch.
  names: ['traefik/whoami', 'containous/whoami'],
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const helloWorld = defineImage({
  // docker-library/hello-world: one static program that prints a text.
  names: ['hello-world'],
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const cloudflared = defineImage({
  // cloudflare/cloudflared Dockerfile @ d1df7985b: distroless, started with --no-autoupdate.
  names: ['cloudflare/cloudflared', 'ghcr.io/cloudflare/cloudflared'],
  user: '65532:65532',
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const httpbin = defineImage({
  names: ['mccutchen/go-httpbin', 'ghcr.io/mccutchen/go-httpbin'],
  // mccutchen/go-httpbin Dockerfile @ 697b6e3b3: one program on distroless static, nonroot.
  user: '65532:65532',
  writes: [],
  inferred: true,
})

export const glance = defineImage({
  // glanceapp/glance Dockerfile.goreleaser @ 20672ee30: reads its configuration, keeps nothing.
  names: ['glanceapp/glance'],
  writes: [],
  configuration: ['/app/config'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const dozzle = defineImage({
  names: ['amir20/dozzle', 'ghcr.io/amir20/dozzle'],
  // amir20/dozzle Dockerfile @ ca4cab8cb: FROM scratch; wollomatic/socket-proxy examples/docker-compose/dozzle runs it read-only.
  writes: [],
  notes: [{ text: 'Alerts and users that are set up in its pages are kept in /data, which then needs a volume' }],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const nicholasWatchtower = defineImage({
  names: ['ghcr.io/nicholas-fedor/watchtower', 'nickfedor/watchtower'],
  // wollomatic/socket-proxy examples/docker-compose/watchtower runs it read-only without a mount.
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

export const cloudflareDdns = defineImage({
  names: ['favonia/cloudflare-ddns'],
  user: '1000:1000',
  // favonia/cloudflare-ddns Dockerfile (USER 1000:1000) and README.markdown @ 690d5e649 and coollabsio/coolify templates/compose/cloudflare-ddns.yaml run it read-only without a mount.
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})
