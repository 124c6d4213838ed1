import { jvmTemp } from '../../parts.ts'
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

/** Java programs that keep nothing. */
export const javaTools = defineImage({
  names: [
    'openzipkin/zipkin',
    'ghcr.io/openzipkin/zipkin',
    'provectuslabs/kafka-ui',
    'ghcr.io/kafbat/kafka-ui',
    'wiremock/wiremock',
    'flyway/flyway',
    'redgate/flyway',
    'liquibase/liquibase',
    'liquibase',
  ],
  inferred: true,
  writes: [jvmTemp(['https://github.com/xerial/snappy-java/issues/240', 'https://github.com/netty/netty-tcnative/issues/264'])],
})
