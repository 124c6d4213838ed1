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
