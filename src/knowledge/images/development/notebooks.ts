import { jvmTemp } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const JUPYTER = [
  'jupyter/docker-stacks images/docker-stacks-foundation/Dockerfile and images/docker-stacks-foundation/start.sh @ 820938695',
]
export const jupyter = defineImage({
  names: ['quay.io/jupyter/*-notebook', 'jupyter/*-notebook'],
  user: '1000:100',
  accounts: { jovyan: '1000:100' },
  inferred: true,
  writes: [
    {
      path: '/home/jovyan',
      kind: 'data',
      what: 'notebooks, settings and kernels that run',
      ships: 'settings of conda and an empty work directory',
      evidence: JUPYTER,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: JUPYTER },
  ],
  obstacles: [
    {
      when: { user: 'root' },
      effect: 'fails',
      why: 'started as root, it changes its users and /etc/sudoers.d',
      instead: 'leave out `user: root`',
      evidence: JUPYTER,
    },
    { effect: 'degrades', why: 'packages cannot be installed into /opt/conda', instead: 'install them in a Dockerfile', evidence: JUPYTER },
  ],
  healthcheck: true,
})

const ROCKER = ['rocker-org/rocker-versioned2 scripts/init_set_env.sh, scripts/init_userconf.sh and scripts/install_rstudio.sh @ 69cded5dc']
export const rstudio = defineImage({
  names: [
    'rocker/rstudio',
    'rocker/tidyverse',
    'rocker/verse',
    'rocker/geospatial',
    'rocker/shiny',
    'rocker/shiny-verse',
    'ghcr.io/rocker-org/rstudio',
    'ghcr.io/rocker-org/tidyverse',
    'ghcr.io/rocker-org/verse',
    'ghcr.io/rocker-org/geospatial',
    'ghcr.io/rocker-org/shiny',
  ],
  writes: [
    {
      path: '/home/rstudio',
      kind: 'data',
      what: 'projects and settings',
      when: { mounted: '/home/rstudio' },
      evidence: ROCKER,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'at start it writes its environment into the settings of R and changes its user and password',
      evidence: ROCKER,
    },
  ],
})

const ZEPPELIN = ['apache/zeppelin scripts/docker/zeppelin/bin/Dockerfile, bin/zeppelin.sh and conf/zeppelin-site.xml.template @ 904e9136d']
export const zeppelin = defineImage({
  names: ['apache/zeppelin'],
  user: [{ when: { tag: { atLeast: '0.9' } }, use: '1000:0' }, { use: 'root' }],
  inferred: true,
  writes: [
    {
      path: '/opt/zeppelin/notebook',
      from: [{ env: 'ZEPPELIN_NOTEBOOK_DIR' }],
      kind: 'data',
      what: 'notebooks',
      ships: 'tutorials',
      when: { tag: { atLeast: '0.9' } },
      evidence: ZEPPELIN,
    },
    { path: '/opt/zeppelin/logs', from: [{ env: 'ZEPPELIN_LOG_DIR' }], kind: 'log', what: 'logs', evidence: ZEPPELIN },
    { path: '/opt/zeppelin/run', kind: 'runtime', what: 'pid file', evidence: ZEPPELIN },
    jvmTemp(ZEPPELIN),
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'it unpacks its pages into /opt/zeppelin/webapps, saves interpreters in /opt/zeppelin/conf and keeps their libraries in /opt/zeppelin/local-repo',
      evidence: ZEPPELIN,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
