import { defineImage } from '../../record.ts'

/** Pages in the unprivileged nginx image. */
export const cyberchef = defineImage({
  // gchq/CyberChef Dockerfile @ 2e048b02: FROM nginxinc/nginx-unprivileged with a COPY of the page.
  names: ['ghcr.io/gchq/cyberchef'],
  extends: 'nginxinc/nginx-unprivileged',
  writes: [],
})

/** Pages served by the official nginx image, with its own entrypoint. */
export const onNginx = defineImage({
  // Each Dockerfile ends FROM nginx with a COPY of the page: CorentinTh/it-tools @ 07eea0f48, excalidraw/excalidraw @ 055aacf6.
  names: ['corentinth/it-tools', 'ghcr.io/corentinth/it-tools', 'excalidraw/excalidraw'],
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
