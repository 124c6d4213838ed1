import { defineImage } from '../../record.ts'

const CODE_SERVER = ['coder/code-server ci/release-image/Dockerfile and ci/release-image/entrypoint.sh @ 88c2b7432']
export const codeServer = defineImage({
  names: ['codercom/code-server', 'ghcr.io/coder/code-server'],
  user: '1000:1000',
  accounts: { coder: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/home/coder',
      kind: 'data',
      what: 'settings, extensions and projects',
      ships: 'the files of a new home directory',
      evidence: CODE_SERVER,
    },
    { path: '/run', kind: 'runtime', what: 'the mark of fixuid that it ran', evidence: CODE_SERVER },
    { path: '/tmp', kind: 'scratch', what: 'sockets and temporary files', evidence: CODE_SERVER },
  ],
  obstacles: [
    {
      when: { env: { DOCKER_USER: 'set' } },
      effect: 'fails',
      why: 'DOCKER_USER renames its user at start',
      evidence: CODE_SERVER,
    },
    { effect: 'degrades', why: 'packages of the system cannot be installed from its terminal', evidence: CODE_SERVER },
  ],
  gainsPrivileges: 'sudo, and fixuid, which is setuid root',
  healthcheck: false,
})

/** Places to work in, where packages are installed by hand. */
export const devContainers = defineImage({
  names: [
    'mcr.microsoft.com/devcontainers/*',
    'mcr.microsoft.com/vscode/devcontainers/*',
    'ghcr.io/devcontainers/*',
    'ghcr.io/rails/devcontainer/*',
    'gitpod/workspace-*',
  ],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'it is a development container, in which people install and change things by hand',
      evidence: ['https://containers.dev/overview'],
    },
  ],
})
