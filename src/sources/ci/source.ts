import { mayHoldCommand } from '../../engine-command/may-hold-command.ts'
import { fileSource } from '../source.ts'

const document = () => import('../../engine-command/document.ts')

const YAML = ['**/*.{yml,yaml}']

const mayHoldJob = (text: string): boolean => mayHoldCommand(text) || /\b(?:container|services|image)\s*:/.test(text)

/** Workflows and actions of GitHub, Gitea and Forgejo. */
export const githubWorkflow = fileSource({
  id: 'github-workflow',
  globs: YAML,
  isName: (path) => /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$|(?:^|\/)action\.ya?ml$/.test(path),
  mayHold: mayHoldJob,
  load: async () => (await document()).commandReader({ read: (await import('./workflow.ts')).readGithubWorkflow, isPipeline: true }),
})

export const gitlabCi = fileSource({
  id: 'gitlab-ci',
  globs: YAML,
  isName: (path) => /(?:^|[./-])gitlab-ci\.ya?ml$|(?:^|\/)\.gitlab\/.+\.ya?ml$/.test(path),
  mayHold: mayHoldJob,
  load: async () => (await document()).commandReader({ read: (await import('./workflow.ts')).readGitlabCi, isPipeline: true }),
})

/** Travis CI, CircleCI, Cirrus CI, Azure Pipelines, Drone, Woodpecker, Semaphore, Bitbucket, Buildkite, AppVeyor. */
const OTHER_CI =
  /(?:^|\/)(?:\.travis\.ya?ml|circle\.ya?ml|\.circleci\/.+\.ya?ml|\.cirrus\.ya?ml|azure-pipelines[^/]*\.ya?ml|\.azure[^/]*\/.+\.ya?ml|\.(?:drone|woodpecker|semaphore|appveyor)[^/]*\.ya?ml|\.woodpecker\/.+\.ya?ml|\.semaphore\/.+\.ya?ml|bitbucket-pipelines\.ya?ml|\.buildkite\/.+\.ya?ml)$/

/** Pipelines with shell steps. Templates of Azure Pipelines, which have no typical names, are known by steps that only they have. */
export const otherCi = fileSource({
  id: 'ci',
  globs: YAML,
  isName: (path) => OTHER_CI.test(path),
  isText: (path, text) =>
    /\.ya?ml$/.test(path) &&
    (text.includes('- script:') || text.includes('- bash:')) &&
    /^[ \t]*- (?:script|bash):[ \t]/m.test(text) &&
    !/^services:/m.test(text),
  mayHold: mayHoldCommand,
  load: async () => (await document()).commandReader({ read: (await import('./ci.ts')).readCiFile, isPipeline: true }),
})

/** Taskfile, cloud-init and Gitpod: lists of commands for a lasting machine. */
const TASKS = /(?:^|\/)(?:\.gitpod\.ya?ml|[Tt]askfile(?:\.dist)?\.ya?ml|cloud-(?:init|config)[^/]*\.ya?ml|user-data(?:\.ya?ml)?)$/

/** Files of task runners and cloud-init. */
export const tasks = fileSource({
  id: 'tasks',
  globs: [...YAML, '**/user-data'],
  isName: (path) => TASKS.test(path),
  isText: (_, text) => /^#cloud-config\b/.test(text),
  mayHold: mayHoldCommand,
  load: async () => (await document()).commandReader({ read: (await import('./ci.ts')).readCiFile }),
})
