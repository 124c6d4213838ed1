import { jvmTemp, temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

/** All of hotio's images start alike: ids are changed before the program runs, and services are moved about in /etc. */
const HOTIO = ['hotio/base linux-amd64.Dockerfile, root/etc/s6-overlay/init-hook and s6-rc.d/init-setup/run @ 7a36f8070']
export const hotio = defineImage({
  names: ['ghcr.io/hotio/*', 'hotio/*', 'cr.hotio.dev/hotio/*'],
  volumes: ['/config'],
  writes: [{ path: '/config', kind: 'data', what: 'settings, databases and logs of the program', evidence: HOTIO }],
  obstacles: [
    {
      effect: 'fails',
      why: 'it changes the ids of its user at start',
      evidence: HOTIO,
    },
  ],
})

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

const XWIKI = ['xwiki/xwiki-docker 16/postgres-tomcat/Dockerfile and xwiki/docker-entrypoint.sh @ b16c173e8']
export const xwiki = defineImage({
  names: ['xwiki', 'xwiki/xwiki'],
  volumes: ['/usr/local/xwiki'],
  inferred: true,
  writes: [
    { path: '/usr/local/xwiki', kind: 'data', what: 'attachments, extensions, indices and its settings', exec: true, evidence: XWIKI },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint changes the settings in the directory of the program',
      instead:
        'mount hibernate.cfg.xml, xwiki.cfg and xwiki.properties one by one as writable files, with /usr/local/tomcat/work, logs and temp on a tmpfs',
      evidence: XWIKI,
    },
  ],
  healthcheck: false,
})

const CONVEX = 'get-convex/convex-backend self-hosted/docker-build/Dockerfile.backend and run_backend.sh @ 94a42c3db'
export const convexBackend = defineImage({
  names: ['ghcr.io/get-convex/convex-backend'],
  volumes: ['/convex/data'],
  inferred: true,
  writes: [
    {
      path: '/convex/data',
      from: [{ env: 'DATA_DIR' }],
      kind: 'data',
      what: 'its database, files and temporary files',
      exec: true,
      evidence: [CONVEX],
    },
    temporary(CONVEX),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const convexDashboard = defineImage({
  names: ['ghcr.io/get-convex/convex-dashboard'],
  user: '1001:1001',
  inferred: true,
  writes: [temporary('get-convex/convex-backend self-hosted/docker-build/Dockerfile.dashboard (Node.js) @ 94a42c3db')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const PDS = 'bluesky-social/pds Dockerfile, compose.yaml and README.md (PDS_DATA_DIRECTORY) @ d023aa873'
export const blueskyPds = defineImage({
  names: ['ghcr.io/bluesky-social/pds'],
  inferred: true,
  writes: [
    {
      path: '/pds',
      from: [{ env: 'PDS_DATA_DIRECTORY' }],
      kind: 'data',
      what: 'repositories, accounts and keys',
      absent: true,
      evidence: [PDS],
    },
    {
      path: '/pds/blocks',
      from: [{ env: 'PDS_BLOBSTORE_DISK_LOCATION' }],
      kind: 'data',
      what: 'pictures and films',
      absent: true,
      evidence: [PDS],
    },
    temporary(PDS),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const BUGSINK = ['bugsink/bugsink Dockerfile and bugsink/conf_templates/docker.py.template @ 5b09ae574']
export const bugsink = defineImage({
  names: ['bugsink/bugsink'],
  user: '14237:14237',
  accounts: { bugsink: '14237:14237' },
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'DATABASE_PATH', parent: true }],
      kind: 'data',
      what: 'the SQLite database, where no other one is set',
      when: { env: { DATABASE_URL: 'unset' } },
      evidence: BUGSINK,
    },
    { path: '/tmp', kind: 'runtime', what: 'events on their way and the queue of its tasks', evidence: BUGSINK },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

const CLOUDREVE = ['cloudreve/cloudreve Dockerfile, .build/entrypoint.sh and .build/aria2.supervisor.conf @ 0bb0ab833']
export const cloudreve = defineImage({
  names: ['cloudreve/cloudreve'],
  volumes: ['/cloudreve/data'],
  inferred: true,
  writes: [
    { path: '/cloudreve/data', kind: 'data', what: 'files, its settings and database', evidence: CLOUDREVE },
    { path: '/tmp', kind: 'scratch', what: 'previews in work and logs of aria2', evidence: CLOUDREVE },
  ],
  obstacles: [
    {
      at: '/cloudreve',
      effect: 'degrades',
      why: 'the supervisor of aria2 keeps its log and pid file next to the program, so that downloads by aria2 are not there',
      instead: 'run aria2 as a service of its own',
      evidence: CLOUDREVE,
    },
  ],
  healthcheck: false,
})

const LINK_STACK = ['LinkStackOrg/linkstack-docker Dockerfile and docker-entrypoint.sh @ 0e6b851b5']
export const linkStack = defineImage({
  names: ['linkstackorg/linkstack'],
  user: 'apache',
  writes: [
    { path: '/htdocs', kind: 'data', what: 'the program, its database, pages and uploads', ships: 'the program', evidence: LINK_STACK },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint adds lines to /etc/php83/conf.d at each start',
      evidence: LINK_STACK,
    },
  ],
  healthcheck: true,
})
