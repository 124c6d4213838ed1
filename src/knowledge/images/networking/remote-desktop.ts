import { jvmTemp, s6Run, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** Since 1.6 it makes its home and that of Tomcat anew in /tmp at each start, before that in its home directory. */
const GUACAMOLE = ['apache/guacamole-client guacamole-docker/entrypoint.d @ 5be18be1e']
export const guacamole = defineImage({
  names: ['guacamole/guacamole'],
  user: '1001:1001',
  accounts: { guacamole: '1001:1001' },
  writes: [
    jvmTemp(GUACAMOLE, 'its settings, those of Tomcat and the unpacked program'),
    {
      path: '/home/guacamole',
      kind: 'runtime',
      what: 'its settings, those of Tomcat and the unpacked program',
      when: { tag: { below: '1.6' } },
      evidence: ['apache/guacamole-client guacamole-docker/bin/start.sh (1.5.5) @ df6f9f335'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const guacd = defineImage({
  names: ['guacamole/guacd'],
  user: '1000:1000',
  inferred: true,
  writes: [
    {
      path: '/home/guacd',
      kind: 'scratch',
      what: 'certificates that FreeRDP has seen',
      without: { effect: 'degrades', what: 'certificates of RDP servers are not remembered' },
      evidence: ['apache/guacamole-server Dockerfile (useradd --create-home) @ 6719b20d0'],
    },
    temporary('apache/guacamole-server Dockerfile @ 6719b20d0'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

const RUSTDESK = ['rustdesk/rustdesk-server docker-classic/Dockerfile @ 538aef71d']
export const rustdesk = defineImage({
  names: ['rustdesk/rustdesk-server', 'ghcr.io/rustdesk/rustdesk-server'],
  writes: [],
  obstacles: [
    {
      at: '/root',
      effect: 'fails',
      why: 'it keeps its keys and its database in /root, its working directory',
      instead: 'mount a volume at /root',
      evidence: RUSTDESK,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const rustdeskS6 = defineImage({
  names: ['rustdesk/rustdesk-server-s6', 'ghcr.io/rustdesk/rustdesk-server-s6'],
  volumes: ['/data'],
  inferred: true,
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'its keys and its database',
      evidence: ['rustdesk/rustdesk-server docker/Dockerfile @ 538aef71d'],
    },
    s6Run(['rustdesk/rustdesk-server docker/Dockerfile @ 538aef71d']),
  ],
  healthcheck: true,
})
