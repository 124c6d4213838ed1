import type { Need } from './need.ts'

/** What CIS Docker Benchmark 5.12 (5.13 since v1.6) suggests for any image: a tmpfs for temporary files and run-time state. */
export function defaultNeeds(): readonly Need[] {
  return [
    {
      path: '/tmp',
      kind: 'scratch',
      because: [{ evidence: 'default', text: 'temporary files' }],
      confidence: 'default',
      worldWritable: true,
    },
    { path: '/run', kind: 'runtime', because: [{ evidence: 'default', text: 'pid files and sockets' }], confidence: 'default' },
  ]
}
