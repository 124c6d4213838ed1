import { statelessJvm } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** Jaeger keeps traces in memory unless told otherwise. */
export const jaeger = defineImage({
  names: ['jaegertracing/all-in-one', 'jaegertracing/jaeger'],
  user: '10001',
  inferred: true,
  writes: [
    {
      from: [{ env: 'BADGER_DIRECTORY_VALUE' }, { option: '--badger\\.directory-value' }],
      kind: 'data',
      what: 'traces (badger values)',
      evidence: ['https://www.jaegertracing.io/docs/1.76/deployment/#badger---local-storage'],
    },
    {
      from: [{ env: 'BADGER_DIRECTORY_KEY' }, { option: '--badger\\.directory-key' }],
      kind: 'data',
      what: 'traces (badger keys)',
      evidence: ['https://www.jaegertracing.io/docs/1.76/deployment/#badger---local-storage'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files',
      evidence: ['https://www.jaegertracing.io/docs/1.76/deployment/#badger---local-storage'],
    },
  ],
})

export const zipkin = statelessJvm(['openzipkin/zipkin', 'ghcr.io/openzipkin/zipkin'])
