import { absolutePath } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { parseShell } from '../../shell/parse.ts'
import { tomlObject } from '../../text/toml.ts'
import { inDirectory, type ServerReading, type ServerSurroundings, userHome } from './server-write.ts'

/** The parts of pyproject.toml that say what belongs to the environment (docs.astral.sh/uv/reference/settings). */
interface Project {
  readonly 'build-system'?: unknown
  readonly 'dependency-groups'?: Readonly<Record<string, unknown>>
  readonly tool?: {
    readonly uv?: { readonly package?: unknown; readonly 'dev-dependencies'?: unknown; readonly 'default-groups'?: unknown }
  }
}

/** What uv installs at start: all with `uv sync`, and with `uv run` what the build left out. */
export function uvWrites(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerReading | undefined)[] {
  const asks = (verb: string) => command.args.includes(verb)
  const how = asks('sync')
    ? 'packages of uv'
    : asks('run') && addsPackages(command, around)
      ? 'packages that `uv run` adds without --no-sync'
      : undefined
  const chosen = command.variable('UV_PROJECT_ENVIRONMENT')
  const found = how === undefined ? undefined : inDirectory(chosen === null ? '.venv' : chosen, command, 'config', how)
  return [cacheOf(command, around), ...(how === undefined ? [] : [found && ({ ...found, ships: 'program' } as const)])]
}

/** uv does not start if it cannot write its cache, even to run what is installed (astral-sh/uv#12650). Programs that it fetches run there. */
function cacheOf({ args, variable, ...command }: ExecutedCommand, around: ServerSurroundings): ServerReading | undefined {
  const uses = args.some((arg) => arg !== undefined && /^(?:run|sync|tool|pip|add|lock|venv)$/.test(arg))
  if (!uses || args.includes('--no-cache') || args.includes('-n') || variable('UV_NO_CACHE') !== null) return undefined
  const [own, shared, home] = [variable('UV_CACHE_DIR'), variable('XDG_CACHE_HOME'), userHome(around)]
  const place = own !== null ? own : shared !== null ? shared && `${shared}/uv` : home && `${home}/.cache/uv`
  const found = inDirectory(place, { ...command, args, variable }, 'cache', 'cache of uv')
  return found ? { ...found, exec: true } : { unread: 'the home directory of its user, where uv keeps its cache' }
}

/** `uv run` first makes the environment as the project wants it (docs.astral.sh/uv/concepts/projects/sync, "Automatic lock and sync"). */
function addsPackages({ args, cwd, variable }: ExecutedCommand, { runs, configuration }: ServerSurroundings): boolean {
  const has = (words: readonly (string | undefined)[], options: RegExp) => words.some((word) => word !== undefined && options.test(word))
  if (has(args, /^--(?:no-sync|no-project|isolated)$/) || variable('UV_NO_SYNC') !== null) return false
  const at = args.findIndex((arg) => arg === '--project' || arg === '--directory')
  const path = absolutePath(`${at === -1 ? '.' : args[at + 1]}/pyproject.toml`, cwd)
  const project = path === undefined ? undefined : (tomlObject(configuration(path)) as Project | undefined)
  const synced = runs.flatMap(syncsIn).at(-1)
  if (!project) return false
  // Without an environment of its own, it makes one.
  if (!synced) return runs.some((text) => text.includes('uv pip install') && /\s--system\b/.test(text))
  const leavesOut =
    has(synced, /^--(?:no-dev|no-default-groups|only-group)$/) && !has(args, /^--(?:no-dev|no-default-groups|only-group|only-dev)$/)
  const leavesProject = has(synced, /^--no-install-(?:project|workspace)$/) && !has(args, /^--no-install-(?:project|workspace)$/)
  return (leavesOut && variable('UV_NO_DEV') === null && hasDefaultGroup(project)) || (leavesProject && isPackage(project))
}

/** The words of each command in a build step, without those that depend on variables. */
export function commandsIn(text: string): readonly (readonly string[])[] {
  return parseShell(text).commands.map(({ words }) => words.flatMap(({ value }) => value ?? []))
}

function syncsIn(text: string): readonly (readonly string[])[] {
  return commandsIn(text).filter((words) => words.some((word) => /(?:^|\/)uv$/.test(word)) && words.includes('sync'))
}

function hasDefaultGroup({ 'dependency-groups': groups, tool }: Project): boolean {
  const names = tool?.uv?.['default-groups'] ?? ['dev']
  const isDefault = (name: string) => !Array.isArray(names) || names.includes(name)
  const isFilled = (group: unknown) => Array.isArray(group) && group.length > 0
  return (
    Object.entries(groups ?? {}).some(([name, group]) => isDefault(name) && isFilled(group)) ||
    (isDefault('dev') && isFilled(tool?.uv?.['dev-dependencies']))
  )
}

function isPackage({ 'build-system': build, tool }: Project): boolean {
  return tool?.uv?.package === undefined ? build !== undefined : tool.uv.package === true
}
