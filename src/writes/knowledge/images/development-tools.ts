import { jvmTemp } from '../parts.ts'
import { defineImage } from '../record.ts'

const GITEA = 'go-gitea/gitea Dockerfile @ 03173b39e'
const GITEA_ROOTLESS = 'go-gitea/gitea Dockerfile.rootless @ 023ef4932'
const ROOTLESS = { tag: { matches: 'rootless' } } as const
const SONARQUBE = 'SonarSource/docker-sonarqube community-build/Dockerfile line 66 @ df5a6ae'
const SONARQUBE_EXAMPLE = 'SonarSource/docker-sonarqube example-compose-files/sq-with-postgres/docker-compose.yml @ df5a6ae'

/** Gitea: only the rootless variant can be sealed, the other keeps its supervisor's state below /etc/s6. */
export const gitea = defineImage({
  names: ['gitea/gitea', 'docker.gitea.com/gitea'],
  user: [{ when: ROOTLESS, use: '1000:1000' }, { use: 'root' }],
  accounts: { git: '1000:1000' },
  volumes: [
    { path: '/data', when: { not: ROOTLESS } },
    { path: '/var/lib/gitea', when: ROOTLESS },
    { path: '/etc/gitea', when: ROOTLESS },
  ],
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'repositories, app.ini and host keys',
      when: { not: ROOTLESS },
      owner: 'git',
      chowned: true,
      evidence: [GITEA],
    },
    { path: '/var/lib/gitea', kind: 'data', what: 'repositories and database', when: ROOTLESS, evidence: [GITEA_ROOTLESS] },
    {
      path: '/etc/gitea',
      kind: 'data',
      what: 'app.ini, edited from the environment',
      when: ROOTLESS,
      evidence: [GITEA_ROOTLESS, 'https://github.com/go-gitea/gitea/issues/15719'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'archives and new repositories',
      evidence: ['https://github.com/go-gitea/gitea/issues/15875', 'https://github.com/go-gitea/gitea/pull/16077'],
    },
  ],
  obstacles: [
    {
      when: { not: ROOTLESS },
      at: '/etc/s6',
      effect: 'fails',
      why: 'its supervisor keeps state below /etc/s6, next to its services',
      instead: 'use the -rootless variant of the tag, whose data lies in /var/lib/gitea and /etc/gitea',
      evidence: [GITEA],
    },
  ],
  healthcheck: false,
})

/** Forgejo has Gitea's two variants. */
export const forgejo = defineImage({
  names: ['codeberg.org/forgejo/forgejo', 'code.forgejo.org/forgejo/forgejo', 'codeberg.org/forgejo-experimental/forgejo'],
  extends: 'gitea/gitea',
  inferred: true,
  writes: [],
})

/** The omnibus image configures the whole system with Chef at every start. */
export const gitlab = defineImage({
  names: ['gitlab/gitlab-ce', 'gitlab/gitlab-ee'],
  volumes: ['/etc/gitlab', '/var/log/gitlab', '/var/opt/gitlab'],
  inferred: true,
  writes: [
    {
      path: '/var/opt/gitlab',
      kind: 'data',
      what: 'repositories and databases',
      evidence: ['https://docs.gitlab.com/install/docker/installation/'],
    },
    {
      path: '/etc/gitlab',
      kind: 'data',
      what: 'configuration and secrets',
      evidence: ['https://docs.gitlab.com/install/docker/installation/'],
    },
    { path: '/var/log/gitlab', kind: 'log', what: 'logs', evidence: ['https://docs.gitlab.com/install/docker/installation/'] },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'it reconfigures itself at every start and writes all over /opt/gitlab, /etc and /var',
      evidence: ['https://docs.gitlab.com/omnibus/architecture/ (gitlab-ctl reconfigure)'],
    },
  ],
  healthcheck: true,
})

/** sameersbn's GitLab renders its configuration into the installation at start. */
export const sameersbnGitlab = defineImage({
  names: ['sameersbn/gitlab'],
  volumes: ['/home/git/data', '/var/log/gitlab'],
  writes: [
    {
      path: '/home/git/data',
      kind: 'data',
      what: 'repositories and uploads',
      evidence: ['sameersbn/docker-gitlab Dockerfile line 92 @ 7982d9b'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint renders configuration into /home/git/gitlab, /etc/nginx and /etc/supervisor',
      evidence: ['sameersbn/docker-gitlab assets/runtime/functions @ 7982d9b'],
    },
  ],
})

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

/** SonarQube: its vendor's own examples run it read-only. */
export const sonarqube = defineImage({
  names: ['sonarqube', 'mc1arke/sonarqube-with-community-branch-plugin'],
  user: '1000:0',
  accounts: { sonarqube: '1000:0' },
  volumes: ['/opt/sonarqube/data', '/opt/sonarqube/extensions', '/opt/sonarqube/logs', '/opt/sonarqube/temp'],
  writes: [
    { path: '/opt/sonarqube/data', kind: 'data', what: 'the search index', evidence: [SONARQUBE] },
    {
      path: '/opt/sonarqube/extensions',
      kind: 'data',
      what: 'plug-ins',
      when: { not: { tag: { matches: 'datacenter-search' } } },
      evidence: [SONARQUBE, SONARQUBE_EXAMPLE],
    },
    { path: '/opt/sonarqube/logs', kind: 'log', what: 'logs', evidence: [SONARQUBE, SONARQUBE_EXAMPLE] },
    {
      path: '/opt/sonarqube/temp',
      kind: 'scratch',
      what: 'temporary files of the embedded search engine, which executes them',
      exec: true,
      large: true,
      evidence: [SONARQUBE, 'https://www.elastic.co/docs/deploy-manage/deploy/self-managed/executable-jna-tmpdir'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of the JVM',
      // The vendor's cluster example runs its application nodes read-only without it.
      when: { not: { tag: { matches: 'datacenter-app' } } },
      evidence: [SONARQUBE_EXAMPLE],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Portainer keeps its database in one VOLUME. */
export const portainer = defineImage({
  names: ['portainer/portainer-ce', 'portainer/portainer-ee', 'portainer/portainer'],
  volumes: ['/data'],
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'its database and stacks',
      evidence: ['portainer/portainer build/linux/Dockerfile @ 17b2322b9'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'uploads and stack deployments',
      evidence: ['tmatens/compose-lint docs/examples/portainer-removed/docker-compose.yml @ a250bcb'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Watchtower is one binary on scratch. */
export const watchtower = defineImage({
  names: ['containrrr/watchtower', 'ghcr.io/containrrr/watchtower', 'v2tec/watchtower'],
  // containrrr/watchtower dockerfiles/Dockerfile @ 02da45d3f
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

/** Nested engines keep their state in a VOLUME and their sockets in /run; they are privileged anyway. */
export const docker = defineImage({
  names: ['docker'],
  volumes: [{ path: '/var/lib/docker', when: { tag: { matches: 'dind' } } }],
  writes: [
    {
      path: '/var/lib/docker',
      kind: 'data',
      what: 'images and containers of the inner engine',
      oftenCache: true,
      when: { tag: { matches: 'dind' } },
      evidence: ['docker-library/docker 29/dind/Dockerfile @ 3289af8'],
    },
    {
      path: '/run',
      kind: 'runtime',
      what: 'sockets and state of the inner engine',
      when: { tag: { matches: 'dind' } },
      evidence: ['docker-library/docker 29/dind/dockerd-entrypoint.sh @ 3289af8'],
    },
    {
      path: '/certs',
      from: [{ env: 'DOCKER_TLS_CERTDIR' }],
      kind: 'data',
      what: 'TLS certificates',
      when: { tag: { matches: 'dind' }, not: { env: { DOCKER_TLS_CERTDIR: { matches: '^$' } } } },
      worldWritable: true,
      evidence: ['docker-library/docker 29/dind/dockerd-entrypoint.sh lines 40-84 @ 3289af8'],
    },
  ],
  obstacles: [
    {
      when: { tag: { matches: 'dind' } },
      effect: 'fails',
      why: 'an engine inside a container needs privileges that make a read-only root pointless',
      instead: 'build with a remote engine or a rootless builder',
      evidence: ['docker-library/docs docker/content.md @ c4a9ba414'],
    },
  ],
  healthcheck: false,
})
