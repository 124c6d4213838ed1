import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const DRAWIO = ['jgraph/docker-drawio main/Dockerfile @ 26ffc8902 and main/docker-entrypoint.sh @ 0b2f800be']
export const drawio = defineImage({
  names: ['jgraph/drawio'],
  writes: [
    { path: '/usr/local/tomcat/logs', kind: 'log', what: 'logs of Tomcat', evidence: DRAWIO },
    { path: '/usr/local/tomcat/work', kind: 'cache', what: 'compiled pages', evidence: DRAWIO },
    { path: '/usr/local/tomcat/temp', kind: 'scratch', what: 'temporary files', evidence: DRAWIO },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint writes its settings and a certificate next to the pages, and leaves them out where it cannot',
      evidence: DRAWIO,
    },
  ],
  healthcheck: false,
})

const KROKI = ['yuzutech/kroki server/ops/docker/Dockerfile @ 6392089ab']
export const kroki = defineImage({
  names: ['yuzutech/kroki'],
  user: '1001:1001',
  accounts: { kroki: '1001:1001' },
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'diagrams in work, and programs that it unpacks and runs',
      exec: true,
      ships: 'an empty directory for caches',
      hidesNothingNeeded: true,
      evidence: KROKI,
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const KROKI_BROWSERS = [
  'yuzutech/kroki mermaid, bpmn, excalidraw and diagrams.net/Dockerfile (XDG_CONFIG_HOME, XDG_CACHE_HOME) @ 6392089ab',
]
export const krokiCompanions = defineImage({
  names: ['yuzutech/kroki-mermaid', 'yuzutech/kroki-bpmn', 'yuzutech/kroki-excalidraw', 'yuzutech/kroki-diagramsnet'],
  user: '1001:1001',
  accounts: { kroki: '1001:1001' },
  inferred: true,
  writes: [{ path: '/tmp', kind: 'scratch', what: 'settings, caches and profiles of its browser', evidence: KROKI_BROWSERS }],
  healthcheck: false,
})

export const excalidrawRoom = defineImage({
  names: ['excalidraw/excalidraw-room'],
  inferred: true,
  writes: [temporary('excalidraw/excalidraw-room Dockerfile (Node.js, yarn) @ 03ff43586')],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const excalidraw = defineImage({
  // excalidraw/excalidraw Dockerfile @ 055aacf6: FROM nginx with a COPY of the page.
  names: ['excalidraw/excalidraw'],
  extends: 'nginx',
  writes: [],
})
