import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { type Place, pathFrom } from '../application.ts'
import { type Module, readSnippet } from './javascript.ts'

/** Programs that run JavaScript by themselves, or serve what a framework made of it. */
const RUNS =
  /^(?:node|nodejs|[\w.-]+\.[cm]?js|nodemon|ts-node(?:-dev)?|tsnd|tsx|bun|bunx|deno|babel-node|swc-node|forever|pm2|pm2-runtime|pm2-docker|next|nest|nuxt|nuxi|nitro|strapi|remix|remix-serve|react-router-serve|astro|json-server)$/

/** Those that choose their files themselves: what the sources hold is part of the program. */
const FRAMEWORK = /^(?:next|nuxt|nuxi|nitro|strapi|remix|remix-serve|react-router-serve|astro)$/

const CODE = /\.(?:js|mjs|cjs|ts|mts|cts|tsx|jsx)$/
/** What an import may lead to; a configuration in JSON names databases as well. */
const LOADED = /\.(?:[cm]?[jt]s|tsx|jsx|json)$/
const EXTENSIONS = ['.js', '.ts', '.mjs', '.cjs', '.mts', '.cts', '.tsx', '/index.js', '/index.ts', '/index.mjs']

/** Directories where the code that writes mostly lies, likeliest first. */
const DIRECTORIES = [
  '',
  'src',
  'server',
  'app',
  'lib',
  'db',
  'database',
  'config',
  'models',
  'utils',
  'routes',
  'middleware',
  'middlewares',
]
const BELOW = [
  'controllers',
  'services',
  'api',
  'db',
  'database',
  'config',
  'lib',
  'utils',
  'models',
  'routes',
  'middleware',
  'middlewares',
  'services',
]

/** Tests, configuration of tools, and what is run by hand. */
const ASIDE =
  /\.(?:test|spec|stories|config|d)\.\w+$|^(?:gulpfile|gruntfile|webpack|rollup|vite|jest|karma|babel|eslint|tailwind|postcss|prettier|cypress|playwright|drizzle|commitlint|seed|test|setupTests)|seed\.\w+$/i

/** Files that an import leads to, and those that nothing leads to: more no start needs. */
const MAX_MODULES = 70

/** A Node program as its image holds it. */
export interface NodeProgram {
  /** Absolute, of the command that starts it. */
  readonly cwd: string
  readonly commands: readonly ExecutedCommand[]
  readonly modules: readonly NodeModule[]
  /** Packages that are there when it runs (`dependencies`); undefined where no `package.json` tells. */
  readonly packages: ReadonlySet<string> | undefined
  readonly imported: (from: Module, specifier: string) => Module | undefined
}

export interface NodeModule extends Module {
  /** The start loads it, directly or by an import. */
  readonly reached: boolean
}

/** The program that the start runs in this place; undefined where there is none. */
export function nodeProgram(place: Place): NodeProgram | undefined {
  const commands = place.commands.filter((command) => RUNS.test(command.name) && belongs(command, place.root))
  const [first] = commands
  if (!first) return undefined
  const below = first.args.find((arg) => arg !== undefined && /^(?:\.\/)?[\w-]+\/[\w./-]+$/.test(arg))?.replace(/^\.\//, '')
  const manifest = manifestOf('', place) ?? (below === undefined ? undefined : manifestOf(`${below.slice(0, below.indexOf('/'))}/`, place))
  const cwd = first.cwd ?? place.root
  const files = moduleFiles(place)
  const entries = commands.flatMap((command) => {
    const entry = entryOf(command, manifest, place.root)
    const found =
      entry === undefined ? undefined : (files.resolve(entry) ?? (CODE.test(command.name) ? files.named(command.name) : undefined))
    return found ? [found] : []
  })
  // The last is the service, those before it prepare its start: what is read first is the service.
  const modules = reach(entries.toReversed(), files)
  const isWhole =
    entries.length === 0 && commands.some((command) => FRAMEWORK.test(command.name) || entryOf(command, manifest, place.root) !== undefined)
  const rest = files.listed().flatMap((module) => (modules.has(module.path) ? [] : [{ ...module, reached: isWhole }]))
  return {
    cwd,
    commands,
    modules: [...[...modules.values()].map((module) => ({ ...module, reached: true })), ...rest],
    packages: manifest?.packages,
    imported: files.imported,
  }
}

/** Started in the directory, or from outside of it by a path that leads there. */
function belongs(command: ExecutedCommand, root: string): boolean {
  if (command.cwd === root) return true
  const inside = command.cwd?.startsWith(`${root}/`)
  return (
    !inside &&
    command.args.some((arg) => arg?.startsWith(`${root}/`) && CODE.test(arg) && !arg.slice(root.length + 1).includes('/node_modules/'))
  )
}

interface Manifest {
  readonly main: string | undefined
  readonly packages: ReadonlySet<string>
}

function manifestOf(directory: string, place: Place): Manifest | undefined {
  const parsed = readJson(place.sources.open(`${directory}package.json`)?.text.text)
  if (!parsed) return undefined
  const { main, dependencies } = parsed
  return {
    main: typeof main === 'string' ? main : undefined,
    packages: new Set(typeof dependencies === 'object' && dependencies !== null ? Object.keys(dependencies) : []),
  }
}

/** An object in JSON; undefined for anything else. */
export function readJson(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** Options of these programs with a value behind them. */
const VALUES =
  /^(?:-r|--require|--import|--loader|--experimental-loader|--env-file|--watch|-w|--watch-path|-P|--project|--ext|-e|-i|--ignore|--delay|-C|--conditions|--tsconfig|--name|--config|-c)$/

/** The file that a command starts, as it is written or as its framework has it; undefined where it chooses itself. */
function entryOf({ name, args }: ExecutedCommand, manifest: Manifest | undefined, root: string): string | undefined {
  if (FRAMEWORK.test(name) || name === 'json-server') return undefined
  if (name === 'nest') return pathFrom(root, 'src/main.ts')
  if (CODE.test(name)) return pathFrom(root, name)
  // Code that stands on the command line runs no file.
  if (args.some((arg) => arg !== undefined && /^(?:-[ep]|-pe|--eval|--print)$/.test(arg))) return undefined
  const words = args.flatMap((arg) => arg?.split(/\s+/) ?? [])
  const operands = words.filter((word, at) => !word.startsWith('-') && (CODE.test(word) || !VALUES.test(words[at - 1] ?? '')))
  const file =
    operands.find((word) => CODE.test(word) || (/^pm2/.test(name) && word.endsWith('.json'))) ??
    operands.find((word) => /^\.|\//.test(word) && !/^@?[\w-]+\/[\w-]+$/.test(word))
  if (file !== undefined) return pathFrom(root, file)
  const other = operands.find((word) => !/^(?:run|start|watch|dev|serve|-A)$/.test(word))
  return pathFrom(root, other !== undefined && /^\w+$/.test(other) && /^node/.test(name) ? other : (manifest?.main ?? 'index.js'))
}

interface ModuleFiles {
  /** By an absolute path without its extension, of the image or of the sources that were compiled to it. */
  readonly resolve: (path: string) => Module | undefined
  readonly imported: (from: Module, specifier: string) => Module | undefined
  /** By a name whose directory is not known: of images whose entrypoint is node, the start is a file. */
  readonly named: (name: string) => Module | undefined
  /** Those that lie where programs have their parts. */
  readonly listed: () => readonly Module[]
}

function moduleFiles(place: Place): ModuleFiles {
  const { root } = place
  const modules = new Map<string, Module | undefined>()
  const names = new Map<string, ReadonlySet<string>>()
  const namesIn = (directory: string): ReadonlySet<string> => {
    const known = names.get(directory) ?? new Set(place.sources.list(directory, /./))
    names.set(directory, known)
    return known
  }
  const isThere = (path: string): boolean => {
    const slash = path.lastIndexOf('/')
    const known = namesIn(path.slice(0, Math.max(slash, 0)))
    // A directory that another stage made has no names that could be asked for.
    return known.size === 0 ? namesIn('').size === 0 : known.has(path.slice(slash + 1))
  }
  const read = (path: string, runsAt = path): Module | undefined => {
    if (!modules.has(path)) {
      const found = isThere(path) ? place.sources.open(path) : undefined
      modules.set(path, found && { found, path: pathFrom(root, runsAt), ...readSnippet(found.text.text) })
    }
    return modules.get(path)
  }
  const inRoot = (path: string): Module | undefined => {
    const stem = path.replace(/\.(?:js|mjs|cjs|jsx)$/, '')
    const candidates = [...(LOADED.test(path) ? [path] : []), ...EXTENSIONS.map((extension) => `${stem}${extension}`)]
    for (const candidate of new Set(candidates)) {
      const found = read(candidate)
      if (found) return found
    }
    // `dist/main.js` is compiled from `src/main.ts`, at the same depth.
    const [, output, rest] = /^(dist|build|out|lib|\.output)\/(?:src\/)?(.+)$/.exec(stem) ?? []
    if (output === undefined || rest === undefined) return undefined
    const sources = [`src/${rest}.ts`, `${rest}.ts`, `src/${rest}.js`, `src/${rest}/index.ts`]
    for (const source of sources) {
      const found = read(
        source,
        source.startsWith('src/') && !stem.includes('/src/') ? source.replace('src/', `${output}/`) : `${output}/${source}`,
      )
      if (found) return found
    }
    return undefined
  }
  const resolve = (path: string): Module | undefined => (path.startsWith(`${root}/`) ? inRoot(path.slice(root.length + 1)) : undefined)
  const imported = (from: Module, specifier: string): Module | undefined => {
    const alias = /^(?:@\/|~\/|src\/)(.+)$/.exec(specifier)?.[1]
    if (alias !== undefined) return inRoot(`src/${alias}`) ?? (specifier.startsWith('src/') ? undefined : inRoot(alias))
    return specifier.startsWith('.') ? resolve(pathFrom(from.path.slice(0, from.path.lastIndexOf('/')) || '/', specifier)) : undefined
  }
  const listed = (): readonly Module[] => {
    const directories = new Set([
      ...DIRECTORIES,
      ...BELOW,
      ...['src', 'server', 'app'].flatMap((parent) => BELOW.map((name) => `${parent}/${name}`)),
    ])
    const paths = [...directories].flatMap((directory) =>
      [...namesIn(directory)]
        .filter((name) => CODE.test(name) && !ASIDE.test(name))
        .map((name) => (directory === '' ? name : `${directory}/${name}`)),
    )
    const likely = paths.filter((path) => /db|data|sql|store|storage|upload|multer|file|log|conf|prisma/i.test(path))
    return [...new Set([...likely, ...paths])].slice(0, MAX_MODULES).flatMap((path) => read(path) ?? [])
  }
  const named = (name: string): Module | undefined => {
    for (const directory of ['dist', 'build', 'src', 'bin', 'server']) {
      const found = inRoot(`${directory}/${name}`)
      if (found) return found
    }
    return undefined
  }
  return { resolve, imported, named, listed }
}

/** The names behind `from`, `import` and `require`, also those that begin at the own directory. */
const IMPORTS =
  /(?:\bfrom|\brequire\(|\bimport\(?)\s*(?:__dirname\s*\+\s*|path\.(?:join|resolve)\(\s*__dirname\s*,\s*)?["'`]([^"'`\n]{1,200})["'`]/g

/** What the configuration of pm2 starts. */
const STARTED = /\bscript["']?\s*:\s*["'`]([^"'`\n]{1,200})["'`]/g

/** The modules that the entries lead to, nearest first. */
function reach(entries: readonly Module[], files: ModuleFiles): ReadonlyMap<string, Module> {
  const reached = new Map(entries.map((entry) => [entry.path, entry]))
  for (const module of reached.values()) {
    const started = /\bapps["']?\s*:/.test(module.text) ? [...module.text.matchAll(STARTED)] : []
    for (const [, specifier = ''] of [...module.text.matchAll(IMPORTS), ...started]) {
      if (reached.size >= MAX_MODULES) return reached
      const found = files.imported(
        module,
        started.length > 0 && !specifier.startsWith('.') ? `./${specifier}` : specifier.replace(/^\//, './'),
      )
      if (found && !reached.has(found.path)) reached.set(found.path, found)
    }
  }
  return reached
}
