import { mayCallCommand, mayHoldCommand } from '../../engine-command/may-hold-command.ts'
import { baseName } from '../../model/path.ts'

/** What kind of file holds the commands; decides how its shell text is found and written. */
export type RunFileKind =
  | 'shell'
  | 'makefile'
  | 'justfile'
  | 'package-json'
  | 'systemd'
  | 'quadlet'
  | 'github-workflow'
  | 'gitlab-ci'
  | 'ci'
  | 'tasks'
  | 'devcontainer'
  | 'markdown'

/**
 * Says by name and first bytes what a file is, cheaply; undefined for what we do not read.
 * `head` is its beginning, at least the first line; the whole text where it is at hand, for then a file without any container
 * command is told apart here already. Markdown is told here too; whether it is read is an option of `parseRunFile`.
 */
export function recogniseRunFile(file: string, head: string): RunFileKind | undefined {
  const kind = kindByName(file.replaceAll('\\', '/')) ?? kindByContent(file, head)
  if (!kind) return undefined
  switch (kind) {
    case 'quadlet':
      return /^\s*\[Container\]/m.test(head) ? kind : undefined
    case 'devcontainer':
      return /"(?:image|runArgs|mounts)"|docker|podman/.test(head) ? kind : undefined
    case 'github-workflow':
    case 'gitlab-ci':
      return mayHoldCommand(head) || /\b(?:container|services|image)\s*:/.test(head) ? kind : undefined
    case 'shell':
      return mayHoldCommand(head) || mayCallCommand(head) ? kind : undefined
    default:
      return mayHoldCommand(head) ? kind : undefined
  }
}

/**
 * A script, and what cloud-init reads, by its first line; the templates of Azure Pipelines, which have no names of their own, by the steps
 * that only they have.
 */
function kindByContent(file: string, head: string): RunFileKind | undefined {
  if (SHELL_SHEBANG.test(head)) return 'shell'
  if (/^#cloud-config\b/.test(head)) return 'tasks'
  return /\.ya?ml$/.test(file) && /^[ \t]*- (?:script|bash):[ \t]/m.test(head) && !/^services:/m.test(head) ? 'ci' : undefined
}

/** Whether the name alone says that commands stand in a file: a script, a Makefile, a pipeline. */
export function isRunFileName(file: string): boolean {
  return kindByName(file.replaceAll('\\', '/')) !== undefined
}

const SHELL_SHEBANG = /^#!\s*\S*?(?:\/|\benv\s+(?:-\S+\s+)*)(?:ba|da|k|z|a|mk)?sh\b/

/** Travis CI, CircleCI, Cirrus CI, Azure Pipelines, Drone, Woodpecker, Semaphore, Bitbucket, Buildkite, AppVeyor. */
const OTHER_CI =
  /(?:^|\/)(?:\.travis\.ya?ml|circle\.ya?ml|\.circleci\/.+\.ya?ml|\.cirrus\.ya?ml|azure-pipelines[^/]*\.ya?ml|\.azure[^/]*\/.+\.ya?ml|\.(?:drone|woodpecker|semaphore|appveyor)[^/]*\.ya?ml|\.woodpecker\/.+\.ya?ml|\.semaphore\/.+\.ya?ml|bitbucket-pipelines\.ya?ml|\.buildkite\/.+\.ya?ml)$/

/** Taskfile, cloud-init and Gitpod: lists of commands for a machine that stays. */
const TASKS = /(?:^|\/)(?:\.gitpod\.ya?ml|[Tt]askfile(?:\.dist)?\.ya?ml|cloud-(?:init|config)[^/]*\.ya?ml|user-data(?:\.ya?ml)?)$/

function kindByName(path: string): RunFileKind | undefined {
  const name = baseName(path)
  if (/\.(?:sh|bash|zsh|ksh|dash|command)$/i.test(name)) return 'shell'
  if (/^(?:GNUmakefile|[Mm]akefile(?:\..+)?)$|\.(?:mk|mak|make|[Mm]akefile)$/.test(name)) return 'makefile'
  if (/^\.?justfile$|\.just$/i.test(name)) return 'justfile'
  if (name === 'package.json') return 'package-json'
  if (/\.(?:service|service\.(?:in|j2|tmpl|template))$/.test(name) || /\.service\.d\/[^/]+\.conf$/.test(path)) return 'systemd'
  if (/\.container$/.test(name)) return 'quadlet'
  if (/(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/.test(path)) return 'github-workflow'
  if (/^(?:action)\.ya?ml$/.test(name)) return 'github-workflow'
  if (/(?:^|[.-])gitlab-ci\.ya?ml$/.test(name) || /(?:^|\/)\.gitlab\/.+\.ya?ml$/.test(path)) return 'gitlab-ci'
  if (OTHER_CI.test(path)) return 'ci'
  if (TASKS.test(path)) return 'tasks'
  if (/^\.?devcontainer\.json$/.test(name)) return 'devcontainer'
  if (/\.(?:md|markdown)$/i.test(name)) return 'markdown'
  return undefined
}
