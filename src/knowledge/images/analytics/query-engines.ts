import { jvmTemp } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const PRESTO = ['prestodb/presto docker/entrypoint.sh @ 1c045153a', 'prestodb/presto docker/Dockerfile @ 28b2f9133']
export const presto = defineImage({
  names: ['prestodb/presto'],
  writes: [{ path: '/var/lib/presto/data', kind: 'data', what: 'logs and its lock', evidence: PRESTO }],
  obstacles: [
    {
      at: '/opt/presto-server/etc',
      effect: 'fails',
      why: 'its entrypoint appends the id of the node to /opt/presto-server/etc/node.properties',
      instead: 'mount an etc directory of your own that it may write, or give it a volume',
      evidence: PRESTO,
    },
  ],
  healthcheck: false,
})

const TRINO = ['trinodb/trino core/docker/Dockerfile @ 33acc0705']
export const trino = defineImage({
  names: ['trinodb/trino'],
  user: '1000:1000',
  accounts: { trino: '1000:1000' },
  inferred: true,
  writes: [
    { path: '/data/trino', kind: 'data', what: 'logs, pid file and state of the launcher (node.data-dir)', evidence: TRINO },
    jvmTemp(TRINO, 'spilled data and temporary files of the JVM'),
  ],
  notes: [{ text: 'Directories that its configuration names (spill, caches) need a mount' }],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})
