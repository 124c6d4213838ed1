import { temporary } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

const GITEA = 'go-gitea/gitea Dockerfile @ 03173b39e'
const GITEA_ROOTLESS = 'go-gitea/gitea Dockerfile.rootless @ 023ef4932'
const ROOTLESS = { tag: { matches: 'rootless' } } as const

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

const GOGS = ['gogs/gogs Dockerfile and docker/start.sh @ eb1054e54']
export const gogs = defineImage({
  names: ['gogs/gogs', 'ghcr.io/gogs/gogs'],
  volumes: ['/data', '/backup'],
  writes: (['/data', '/backup'] as const).map(
    (path): WriteFact => ({ path, kind: 'data', what: path === '/data' ? 'repositories, settings and logs' : 'backups', evidence: GOGS }),
  ),
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script changes the ids of its user and writes services below /app/gogs/docker/s6',
      evidence: GOGS,
    },
  ],
  healthcheck: true,
})

const ONEDEV = 'theonedev/onedev server-product/docker/entrypoint-server.sh and docker-compose.yaml @ b461004ef'
export const oneDev = defineImage({
  names: ['1dev/server'],
  inferred: true,
  writes: [
    {
      path: '/opt/onedev',
      kind: 'data',
      what: 'repositories, its database and the program, which each start copies there',
      absent: true,
      exec: true,
      evidence: [ONEDEV],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files and native libraries of the JVM', exec: true, evidence: [ONEDEV] },
  ],
  healthcheck: false,
})

const SOFT_SERVE = 'charmbracelet/soft-serve Dockerfile (SOFT_SERVE_DATA_PATH) @ db5f041fa'
export const softServe = defineImage({
  names: ['charmcli/soft-serve', 'ghcr.io/charmbracelet/soft-serve'],
  volumes: ['/soft-serve'],
  inferred: true,
  writes: [
    {
      path: '/soft-serve',
      from: [{ env: 'SOFT_SERVE_DATA_PATH' }],
      kind: 'data',
      what: 'repositories, its database and keys',
      exec: true,
      evidence: [SOFT_SERVE],
    },
    temporary(SOFT_SERVE),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const GITEA_MIRROR = 'RayLabsHQ/gitea-mirror Dockerfile and docker-entrypoint.sh @ 8446811e8'
export const giteaMirror = defineImage({
  names: ['ghcr.io/raylabshq/gitea-mirror'],
  user: '1001:1001',
  accounts: { 'gitea-mirror': '1001:1001' },
  volumes: ['/app/data'],
  inferred: true,
  writes: [
    { path: '/app/data', kind: 'data', what: 'its database and secrets', evidence: [GITEA_MIRROR] },
    {
      path: '/app/certs',
      kind: 'config',
      what: 'a bundle of the certificates that are mounted there',
      when: { mounted: '/app/certs' },
      evidence: [GITEA_MIRROR],
    },
    { path: '/home/gitea-mirror', kind: 'cache', what: 'settings of git', evidence: [GITEA_MIRROR] },
    temporary(GITEA_MIRROR),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})
