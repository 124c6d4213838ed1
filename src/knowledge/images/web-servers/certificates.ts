import { defineImage } from '../../record.ts'

/** Certbot: two VOLUMEs, and a log directory that is none. */
export const certbot = defineImage({
  names: ['certbot/certbot', 'certbot/dns-*'],
  volumes: ['/etc/letsencrypt', '/var/lib/letsencrypt'],
  inferred: true,
  writes: [
    {
      path: '/etc/letsencrypt',
      kind: 'data',
      what: 'certificates and the account',
      evidence: ['certbot/certbot tools/docker/core/Dockerfile (VOLUME)'],
    },
    {
      path: '/var/lib/letsencrypt',
      kind: 'cache',
      what: 'work files',
      evidence: ['certbot/certbot tools/docker/core/Dockerfile (VOLUME)'],
    },
    {
      path: '/var/log/letsencrypt',
      kind: 'log',
      what: 'logs',
      evidence: ['https://eff-certbot.readthedocs.io/en/stable/using.html#log-rotation'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'logs of the first moments',
      evidence: ['https://eff-certbot.readthedocs.io/en/stable/using.html#log-rotation'],
    },
  ],
  healthcheck: false,
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
