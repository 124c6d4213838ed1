import { refused } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** Pages in the unprivileged nginx image. */
export const cyberchef = defineImage({
  // gchq/CyberChef Dockerfile @ 2e048b02: FROM nginxinc/nginx-unprivileged with a COPY of the page.
  names: ['ghcr.io/gchq/cyberchef'],
  extends: 'nginxinc/nginx-unprivileged',
  writes: [],
})

export const itTools = defineImage({
  // CorentinTh/it-tools Dockerfile @ 07eea0f48: FROM nginx with a COPY of the page.
  names: ['corentinth/it-tools', 'ghcr.io/corentinth/it-tools'],
  extends: 'nginx',
  writes: [],
})

export const omniTools = defineImage({
  // iib0011/omni-tools Dockerfile @ 89a50e3e3: FROM nginx with pages.
  names: ['iib0011/omni-tools'],
  extends: 'nginx',
  writes: [],
  healthcheck: false,
})

export const judge0 = refused(
  { names: ['judge0/judge0'], user: '1000', accounts: { judge0: '1000' } },
  {},
  {
    effect: 'fails',
    why: 'its start writes its environment into the directory of the program, and cron and the server their pid files',
    evidence: ['judge0/judge0 docker-entrypoint.sh, scripts/server and Dockerfile @ 47dfd633b'],
  },
)
