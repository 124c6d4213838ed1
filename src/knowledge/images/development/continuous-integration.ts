import { jvmTemp } from '../../parts.ts'
import type { Condition } from '../../record.ts'
import { defineImage } from '../../record.ts'

/** Jenkins keeps everything in its home; the JVM needs a temporary directory that may execute. */
export const jenkins = defineImage({
  names: ['jenkins/jenkins', 'jenkins'],
  user: '1000:1000',
  accounts: { jenkins: '1000:1000' },
  volumes: ['/var/jenkins_home'],
  writes: [
    {
      path: '/var/jenkins_home',
      from: [{ env: 'JENKINS_HOME' }],
      kind: 'data',
      what: 'jobs, plug-ins and the unpacked application',
      evidence: ['jenkinsci/docker debian/Dockerfile and jenkins.sh lines 4-19 @ ab3f5e0a'],
    },
    jvmTemp(
      ['https://github.com/jenkinsci/docker/issues/422', 'https://github.com/jenkinsci/docker/issues/1287'],
      'unpacked jars and native libraries of the JVM',
    ),
  ],
  obstacles: [
    {
      when: { command: { matches: 'jenkins-plugin-cli|install-plugins' } },
      at: '/usr/share/jenkins/ref',
      effect: 'fails',
      why: 'installing plug-ins at start writes to /usr/share/jenkins/ref',
      instead: 'install them in a Dockerfile',
      evidence: ['https://github.com/helm/charts/issues/11585'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const CONCOURSE = ['concourse/concourse-docker Dockerfile and entrypoint.sh @ 8f71cc2f1']
const WEB: Condition = { command: { matches: '(^|/|\\s)web\\b' } }
export const concourse = defineImage({
  names: ['concourse/concourse'],
  volumes: ['/worker-state'],
  inferred: true,
  writes: [
    {
      path: '/worker-state',
      from: [{ env: 'CONCOURSE_WORK_DIR' }],
      kind: 'data',
      what: 'volumes, images and containers of the worker',
      when: { not: WEB },
      exec: true,
      evidence: CONCOURSE,
    },
    {
      path: '/run',
      kind: 'runtime',
      what: 'sockets of containerd',
      when: { not: { command: { matches: '^web\\b' } } },
      evidence: CONCOURSE,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', exec: true, evidence: CONCOURSE },
  ],
  obstacles: [
    {
      when: { not: WEB },
      effect: 'fails',
      why: 'its worker runs containers of its own, which nobody is known to do on a read-only root',
      evidence: CONCOURSE,
    },
  ],
  healthcheck: false,
})

export const drone = defineImage({
  names: ['drone/drone'],
  volumes: ['/data'],
  inferred: true,
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'its database and caches',
      evidence: ['drone/drone docker/Dockerfile.server.linux.amd64 @ 2d34f8e02'],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: ['drone/drone docker/Dockerfile.server.linux.amd64 @ 2d34f8e02'] },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const droneRunner = defineImage({
  // drone-runners/drone-runner-docker docker/Dockerfile.linux.amd64 @ 9ea626aa4: one program on Alpine.
  names: ['drone/drone-runner-docker'],
  inferred: true,
  writes: [],
  healthcheck: false,
})

const WOODPECKER = 'woodpecker-ci/woodpecker docker/Dockerfile.server.multiarch.rootless and cmd/server/flags.go @ a4cb541b8'
export const woodpeckerServer = defineImage({
  names: ['woodpeckerci/woodpecker-server', 'quay.io/woodpeckerci/woodpecker-server', 'codeberg.org/woodpecker-ci/woodpecker-server'],
  user: [{ when: { tag: { atLeast: '3' } }, use: '1000:1000' }, { use: 'root' }],
  accounts: { woodpecker: '1000:1000' },
  inferred: true,
  writes: [
    { path: '/var/lib/woodpecker', kind: 'data', what: 'the SQLite database and caches', evidence: [WOODPECKER] },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', absent: true, evidence: [WOODPECKER] },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const WOODPECKER_AGENT = ['woodpecker-ci/woodpecker docker/Dockerfile.agent.multiarch and cmd/agent/core/config.go @ a4cb541b8']
export const woodpeckerAgent = defineImage({
  names: ['woodpeckerci/woodpecker-agent', 'quay.io/woodpeckerci/woodpecker-agent', 'codeberg.org/woodpecker-ci/woodpecker-agent'],
  inferred: true,
  writes: [
    {
      path: '/etc/woodpecker',
      from: [{ env: 'WOODPECKER_AGENT_CONFIG_FILE', parent: true }],
      kind: 'data',
      what: 'the id that the server gave it',
      absent: true,
      without: { effect: 'degrades', what: 'it registers anew at each start' },
      evidence: WOODPECKER_AGENT,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', absent: true, evidence: WOODPECKER_AGENT },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

export const forgejoRunner = defineImage({
  names: ['code.forgejo.org/forgejo/runner', 'data.forgejo.org/forgejo/runner'],
  user: '1000:1000',
  inferred: true,
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'its registration and caches',
      evidence: ['https://forgejo.org/docs/latest/admin/actions/runner-installation/ (working directory /data)'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files',
      evidence: ['https://forgejo.org/docs/latest/admin/actions/runner-installation/'],
    },
  ],
})
