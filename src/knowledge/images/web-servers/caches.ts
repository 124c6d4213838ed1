import { defineImage } from '../../record.ts'

/** Varnish compiles its configuration to a library and loads it: the textbook case of an executable tmpfs. */
export const varnish = defineImage({
  names: ['varnish'],
  user: 'varnish',
  writes: [
    {
      path: '/var/lib/varnish/varnishd',
      kind: 'runtime',
      what: 'VCL compiled to a shared object',
      exec: true,
      evidence: ['docker-library/docs varnish/content.md @ c4a9ba414'],
    },
  ],
  healthcheck: false,
})
