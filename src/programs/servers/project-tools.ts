import { byNames } from '../../model/own.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { readOperands } from '../../shell/operands.ts'
import { projectTools } from './project-tools-table.js'
import { packageVersion } from './runtimes.ts'
import { inDirectory, type ServerOf, type ServerSurroundings, type ServerWrite, scratch } from './server-write.ts'
import { commandsIn, uvWrites } from './uv.ts'

/** A tool that writes among the files of a project: a row of `project-tools.yaml`, whose verbs are patterns. */
export interface ProjectTool {
  /** The verbs with which it fills directories of the project; absent: any. */
  readonly verbs?: string
  /** A word that must be among its own. */
  readonly words?: string
  readonly fills?: readonly string[]
  /** One short phrase for what it fills: "build of nest". */
  readonly how?: string
  /** The verbs of its development server, which fills caches. */
  readonly serves?: string
  readonly caches?: readonly string[]
  /** Directories that its `build` fills. */
  readonly built?: readonly string[]
}

/** Servers of files that packages of npm bring, run under strace: only `serve` writes, the time of its check for updates. */
export const FILE_SERVERS: ReadonlyMap<string, ServerOf> = new Map<string, ServerOf>([
  ['serve', (command) => [scratch('update check of serve', command)]],
  ...['http-server', 'sirv', 'live-server', 'lite-server'].map((name): [string, ServerOf] => [name, () => []]),
])

/** Tools that install or compile a project at start. They write among its files, so only a mount of the whole project serves them. */
export const PROJECT_TOOLS: ReadonlyMap<string, ServerOf> = new Map<string, ServerOf>([
  ...byNames<ServerOf>({
    npm: (command, around) => (isNpmInstall(command) ? [modules(command), npmCache(command, around)] : []),
    yarn: (command) => (isYarnInstall(command) ? [modules(command)] : []),
    pnpm: (command) => (verbOf(command, /^(?:install|i|add|ci|update|up)$/) ? [modules(command)] : []),
    bun: (command) => (verbOf(command, /^(?:install|i|add|ci|update)$/) ? [modules(command)] : []),
    prisma,
    bundle: bundler,
    uv: uvWrites,
    poetry,
    pipenv,
    mix: (command) => (command.args.some((arg) => arg && !/^(?:-|local\.|archive|help)/.test(arg)) ? elixir(command) : []),
    tsc: (command) => (command.args.includes('--noEmit') ? [] : [program(outputOf(command, '--outDir', 'dist'), command, 'output of tsc')]),
    // docs.python.org, "venv": `python -m venv DIR`; "pip" as a module installs as the program does.
    venv: (command) =>
      readOperands(command.args, ['--prompt']).operands.map((place) => inDirectory(place, command, 'config', 'virtual environment')),
    'mvn mvnw gradle gradlew sbt cargo': (command) =>
      command.args.some((arg) => arg !== undefined && !arg.startsWith('-')) ? [anywhere(`build of ${command.name}`)] : [],
  }),
  ...FILE_SERVERS,
  ...byNames(projectTools).map(([name, tool]): [string, ServerOf] => [name, (command) => filled(command, tool)]),
])

/**
 * Before version 7 these verbs generate the client as well, and `migrate dev` writes migrations
 * (prisma.io/docs/orm/reference/prisma-cli-reference).
 */
function prisma(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  const [first, second] = readOperands(command.args, ['--schema', '--config', '--url', '--name', '-n']).operands
  const isDevelopment = first === 'migrate' && /^(?:dev|reset)$/.test(second ?? '')
  const isPush = first === 'db' && second === 'push' && !command.args.includes('--skip-generate')
  if (isDevelopment || (first === 'db' && second === 'pull')) return [program('.', command, 'migrations and client of Prisma')]
  const isOld = !/(?:^|[^\d.])v?(?:[7-9]|\d\d)(?:\.|$)/.test(packageVersion('prisma', command.cwd, around) ?? '')
  return first === 'generate' || (isPush && isOld) ? [program('node_modules/.prisma', command, 'client of Prisma')] : []
}

/** A directory of the project that the tool fills, although the image has content there. */
function program(path: string | undefined, command: ExecutedCommand, how: string): ServerWrite | undefined {
  const found = inDirectory(path, command, 'config', how)
  return found && { ...found, ships: 'program' }
}

/** The whole project and caches below the home directory. */
function anywhere(how: string): ServerWrite {
  return { path: '/', kind: 'config', leaves: 'content', how, ships: 'program' }
}

/** Whether the first word that is not an option is one of these. */
function verbOf({ args }: ExecutedCommand, verbs: RegExp): boolean {
  const [verb] = readOperands(args, ['--prefix', '--cwd', '--dir', '--directory', '--path', '-C', '--project']).operands
  return verb !== undefined && verbs.test(verb)
}

/** `npm ci` and similar verbs; a global installation goes into the system and is covered by the shell's own table. */
function isNpmInstall(command: ExecutedCommand): boolean {
  return verbOf(command, /^(?:install|i|ci|add|update|rebuild)$/) && !command.args.some((arg) => arg === '-g' || arg === '--global')
}

/** Without a verb, Yarn installs. */
function isYarnInstall(command: ExecutedCommand): boolean {
  if (command.args.some((arg) => arg === undefined || /^(?:-v|--version|-h|--help)$/.test(arg))) return false
  return verbOf(command, /^(?:install|add|upgrade|up)$/) || command.args.every((arg) => arg?.startsWith('-'))
}

function modules(command: ExecutedCommand): ServerWrite | undefined {
  const prefix = outputOf(command, '--prefix', outputOf(command, '--cwd', '.'))
  return program(`${prefix}/node_modules`, command, `packages of ${command.name}`)
}

/** npm does not install without its cache (npm/cacache). */
function npmCache(command: ExecutedCommand, { home }: ServerSurroundings): ServerWrite | undefined {
  const [lower, upper] = [command.variable('npm_config_cache'), command.variable('NPM_CONFIG_CACHE')]
  if (lower === undefined || upper === undefined) return undefined
  return inDirectory(lower ?? upper ?? `${home ?? '/root'}/.npm`, command, 'cache', 'cache of npm')
}

/** Gems go to BUNDLE_PATH, else to GEM_HOME, which the official image of Ruby sets to /usr/local/bundle (docker-library/ruby). */
function bundler(command: ExecutedCommand): readonly (ServerWrite | undefined)[] {
  const installs = verbOf(command, /^(?:install|update|add)$/) || command.args.every((arg) => arg?.startsWith('-'))
  if (!installs || command.args.some((arg) => arg === undefined || /^-(?:v|h|-version|-help)$/.test(arg))) return []
  const chosen = [command.variable('BUNDLE_PATH'), command.variable('GEM_HOME'), '/usr/local/bundle'].find((path) => path !== null)
  return [program(outputOf(command, '--path', chosen), command, 'gems of bundler')]
}

/**
 * `poetry run` makes a virtual environment if the build made none for this project (python-poetry.org, "Configuration",
 * `virtualenvs.create`; seen on an engine).
 */
function poetry(command: ExecutedCommand, { built }: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  if (verbOf(command, /^(?:install|sync|update|add)$/)) return [anywhere('packages of poetry')]
  const usesSystem = built(/\bvirtualenvs\.create\s+["']?false/) || command.variable('POETRY_VIRTUALENVS_CREATE') !== null
  const hasOne = built(/\bpoetry\b[^\n]*\b(?:install|sync|update|add|env)\b|\.venv\b/)
  return verbOf(command, /^run$/) && built(/\bpoetry\b/) && !usesSystem && !hasOne ? [anywhere('virtual environment of poetry')] : []
}

/** `pipenv run` makes a virtual environment if the build installed into the system (pipenv.pypa.io, "Commands"; seen on an engine). */
function pipenv(command: ExecutedCommand, { runs }: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  if (verbOf(command, /^(?:install|sync|update)$/)) return [anywhere('packages of pipenv')]
  const installs = runs
    .flatMap(commandsIn)
    .filter((words) => words.some((word, at) => /(?:^|\/)pipenv$/.test(words[at - 1] ?? '') && /^(?:install|sync)$/.test(word)))
  const hasNone = installs.length > 0 && installs.every((words) => words.includes('--system'))
  return verbOf(command, /^run$/) && hasNone ? [anywhere('virtual environment of pipenv')] : []
}

/** Every task that is not about Mix itself compiles the project first (hexdocs.pm, "mix compile"). */
function elixir(command: ExecutedCommand): readonly (ServerWrite | undefined)[] {
  const below = (name: string, fallback: string) => {
    const chosen = command.variable(name)
    return chosen === null ? fallback : chosen
  }
  const fetched = command.args.includes('deps.get') ? [program(below('MIX_DEPS_PATH', 'deps'), command, 'packages of mix')] : []
  return [program(below('MIX_BUILD_ROOT', '_build'), command, 'build of mix'), ...fetched]
}

function filled(command: ExecutedCommand, tool: ProjectTool): readonly (ServerWrite | undefined)[] {
  const { verbs, words, fills = [], how = '', serves, caches = [], built = [] } = tool
  const word = words === undefined ? undefined : new RegExp(words)
  const hasVerb = verbs === undefined || verbOf(command, new RegExp(verbs))
  const fillsNow = hasVerb && (word === undefined || command.args.some((arg) => arg !== undefined && word.test(arg)))
  const serving = serves !== undefined && verbOf(command, new RegExp(serves))
  const building = verbOf(command, /^build$/) || command.args.includes('--build')
  return [
    ...(fillsNow ? fills : []).map((path) => (path === '/' ? anywhere(how) : program(path, command, how))),
    ...(serving ? caches : []).map((path) => inDirectory(path, command, 'cache', `build cache of ${command.name}`)),
    ...(building ? built : []).map((path) => program(path, command, `build of ${command.name}`)),
  ]
}

/** The value of an option, as its own word or after `=`. */
function outputOf<T extends string | undefined>({ args }: ExecutedCommand, option: string, fallback: T): string | T {
  const at = args.indexOf(option)
  return (at === -1 ? args.find((arg) => arg?.startsWith(`${option}=`))?.slice(option.length + 1) : args[at + 1]) ?? fallback
}
