import { firstFound } from '../../../model/maps.ts'
import { baseName, upwards } from '../../../model/path.ts'
import type { ExecutedCommand } from '../../../shell/executed-command.ts'
import { jsonObject, object } from '../../../text/json.ts'
import { lineAt, pathFrom } from '../../application.ts'
import { environmentWithFiles } from '../../dotenv.ts'
import type { Module } from '../module.ts'
import type { Program } from '../program.ts'
import type { Gap } from '../program-input.ts'
import { readProgram } from '../read-program.ts'
import { type CommandReading, codeOfHeredoc, containerOf, type ProgramFiles, type Started, withCode } from '../started.ts'
import { unknownPackages } from '../unknown-packages.ts'
import { firstOf } from '../words.ts'
import { type GeneratedServer, generatedGaps, generatedServer, generatedWrites } from './generated-server.ts'
import { JAVASCRIPT_LANGUAGE } from './javascript.ts'
import { isModuleOfNode } from './node-aliases.ts'
import { CODE, type NodeFiles, nodeFiles } from './node-files.ts'
import { PRELOADS, VALUES } from './node-options.ts'
import { type ManagedApps, managedApps } from './pm2.ts'

/** Programs that run JavaScript, or serve the output of a framework. */
const RUNS =
  /^(?:node|nodejs|[\w.-]+\.[cm]?[jt]s|ts-node(?:-dev)?|tsnd|tsx|bun|bunx|deno|babel-node|swc-node|pm2|pm2-runtime|pm2-docker|next|nest|nuxt|nuxi|nitro|remix-serve|react-router-serve|astro)$/

/** Programs that choose their files themselves: all sources are part of the program. */
const FRAMEWORK = /^(?:next|nuxt|nuxi|nitro|remix-serve|react-router-serve|astro)$/

/** Programs that run the code of their words. */
const EVALUATES = /^(?:node|nodejs|ts-node(?:-dev)?|tsx|bun|babel-node|swc-node)$/

/** What a command that runs JavaScript starts; undefined for any other command. */
export function javascriptReading(command: ExecutedCommand, started: Started): CommandReading | undefined {
  const { name, args, cwd = '/', origin } = command
  if (!RUNS.test(name)) return undefined
  if (/^(?:-v|--version|--help)$/.test(args[0] ?? '')) return NOTHING
  const at = evaluatedWord(command)
  const piped = /^node(?:js)?$/.test(name) ? codeOfHeredoc(command) : undefined
  if (at !== -1 || piped !== undefined) {
    const code = piped ?? args[at + 1]
    // Code with unknown parts usually only waits for something.
    if (code === undefined) return NOTHING
    const path = pathFrom(cwd, '[eval].js')
    return javascriptReading({ ...command, args: [path] }, withCode(started, path, code, command))
  }
  if (managesPackages(command)) return NOTHING
  const project = projectOf(command, started.sources)
  const { main, entry, file } = project
  const isGenerated = !main && file !== undefined && /^(?:node|nodejs|bun)$/.test(name)
  const generated = isGenerated ? generatedServer(file, started) : undefined
  if (!main && !generated && !FRAMEWORK.test(name)) {
    return { writes: [], gaps: [{ why: `${entry ?? name}, which it starts, was not found`, origin }], isUnread: true }
  }
  const { modules, files, apps, isCut } = main ? startedFile(main, project.files, command) : frameworkFiles(project, generated, started)
  const more = generated ? { writes: generatedWrites(generated, command), gaps: generatedGaps(generated, command) } : NOTHING
  if (modules.length === 0) {
    // All that such a project has may be components.
    return generated && generated.name !== 'next' ? more : { ...more, gaps: [{ why: 'its sources were not found', origin }] }
  }
  const reading = readProgram({
    language: JAVASCRIPT_LANGUAGE,
    cwd,
    ...containerOf(started),
    variable: () => undefined,
    variableOf: (loaded) => {
      const outside = environmentWithFiles(cwd, command, loaded, started)
      return (variable) => (apps.variables.has(variable) ? apps.variables.get(variable) : outside(variable))
    },
    entries: modules,
    ...(isCut ? { cut: { why: 'it has more files than are read' } } : {}),
    imported: (from, specifier) => files.loaded(from, specifier) ?? [],
    loaded: files.loaded,
    within: files.within,
    holdsFiles: (path) => started.files.list(path).some((each) => !each.startsWith('.')),
    database: (program, module) => databaseUse(project.packages, program, module),
  })
  const isNext = generated?.name === 'next' || (name === 'next' && args.includes('start'))
  const pages = isNext ? regeneratedPages(modules, (generated ?? project).root, generated?.files ?? started.sources) : []
  // Whatever a package does in a directory that the program fills with data, the volume there keeps.
  const kept = new Set(
    reading.writes.flatMap((each) => (each.kind === 'data' && !each.conditional && each.leaves !== 'file' ? [each.path] : [])),
  )
  const isThere = (path: string) =>
    started.files.isThere(path) || files.resolve(path) !== undefined || upwards(path).some((each) => kept.has(each))
  const unknown = unknownPackages(reading.modules, reading.program, isModuleOfNode, isThere)
  return {
    ...reading,
    writes: [...reading.writes, ...apps.writes, ...more.writes],
    gaps: [...reading.gaps, ...unknown, ...apps.gaps, ...pages, ...more.gaps],
  }
}

const NOTHING: CommandReading = { writes: [], gaps: [] }

/** The place of the option whose value is code; -1 without one. After the file, and for other programs, it means something else. */
function evaluatedWord({ name, args }: ExecutedCommand): number {
  if (!EVALUATES.test(name)) return -1
  return firstOf(args, /^(?:-[ep]|-pe|--eval|--print)$/, VALUES)
}

/** Whether it is a command of a package manager, whose own reader covers its writes. */
function managesPackages({ name, args }: ExecutedCommand): boolean {
  const verb = args.find((arg) => !arg?.startsWith('-')) ?? ''
  return name === 'bun' && /^(?:install|i|add|ci|run)$/.test(verb) && !args.some((arg) => CODE.test(arg ?? ''))
}

/** The modules that a program starts with, and the files that they load. */
interface Entries {
  readonly modules: readonly Module[]
  readonly files: NodeFiles
  readonly apps: ManagedApps
  /** There are more modules than these. */
  readonly isCut: boolean
}

function startedFile(main: Module, files: NodeFiles, command: ExecutedCommand): Entries {
  const apps = managedApps(main, files, command)
  return { modules: [...preloadsOf(command, files), main, ...apps.modules], files, apps, isCut: false }
}

/** All code of a project whose framework chooses what it loads. */
function frameworkFiles({ root, files }: Project, generated: GeneratedServer | undefined, started: Started): Entries {
  const found = generated
    ? sourcesOf(generated.root, nodeFiles(generated.root, generated.files), generated.files)
    : sourcesOf(root, files, started.sources)
  return { ...found, apps: { modules: [], writes: [], gaps: [], variables: new Map() } }
}

function sourcesOf(root: string, files: NodeFiles, { list }: ProgramFiles): Omit<Entries, 'apps'> {
  const modules: Module[] = []
  let isCut = false
  const visit = (directory: string, depth: number): void => {
    modules.push(...[...files.within(directory)].filter(({ path }) => !TOOL.test(baseName(path))))
    for (const name of list(directory).filter((each) => !ASIDE.test(each) && !/\.\w+$/.test(each))) {
      if (depth >= MAX_DEPTH || modules.length > MAX_SOURCES) {
        isCut = true
        return
      }
      visit(pathFrom(directory, name), depth + 1)
    }
  }
  visit(root, 0)
  return { modules: modules.slice(0, MAX_SOURCES), files, isCut: isCut || modules.length > MAX_SOURCES }
}

/** Settings by which a page of Next.js is made again while it runs, and those that keep it in memory or elsewhere. */
const REGENERATES = /\brevalidate(?:\s*[:=]\s*(?!false\b)|Path\(|Tag\()/
const KEEPS_ELSEWHERE = /\bisrFlushToDisk\s*:\s*false\b|\bcacheHandler\s*:/

/** Next.js writes a page that it made again among the built ones, and logs an error if it cannot (nextjs.org, "isrFlushToDisk"). */
function regeneratedPages(modules: readonly Module[], root: string, files: ProgramFiles): readonly Gap[] {
  const page = modules.find(({ found }) => REGENERATES.test(found.text.text))
  const settings = ['js', 'mjs', 'ts'].map((kind) => files.open(pathFrom(root, `next.config.${kind}`))?.text.text ?? '')
  if (!page || settings.some((text) => KEEPS_ELSEWHERE.test(text))) return []
  const at = page.found.text.text.search(REGENERATES)
  return [{ why: 'Next.js writes pages that it makes again among its built ones', origin: lineAt(page.found, at) }]
}

/** The project of a command: its nearest package.json, and the file that starts. */
interface Project extends Manifest {
  readonly files: NodeFiles
  /** The path that the command names; absent if its framework chooses. */
  readonly entry: string | undefined
  /** The same, with the file that a directory stands for. */
  readonly file: string | undefined
  /** The module of that file, if it is there. */
  readonly main: Module | undefined
}

function projectOf(command: ExecutedCommand, sources: ProgramFiles): Project {
  const { name, args, cwd = '/' } = command
  const asked = entryOf(command)
  const manifest = manifestOf(asked ?? `${cwd}/index.js`, cwd, sources)
  const files = nodeFiles(manifest.root, sources)
  const entry = asked ?? (FRAMEWORK.test(name) ? undefined : pathFrom(cwd, manifest.start))
  // A directory stands for the file that its package.json names.
  const file = entry === manifest.root ? pathFrom(entry, manifest.start) : entry
  const isProgram = CODE.test(name) && !args.some((arg) => CODE.test(arg ?? ''))
  const others = isProgram ? ['dist', 'build', 'src', 'bin', 'server'].map((place) => pathFrom(cwd, `${place}/${name}`)) : []
  const main = firstFound([file, ...others], (path) => (path === undefined ? undefined : files.resolve(path)))
  return { ...manifest, files, entry, file, main }
}

interface Manifest {
  readonly root: string
  /** The file that its `main` names. */
  readonly start: string
  readonly packages: ReadonlySet<string>
}

/** The nearest package.json at or above the started file, else the working directory without one. */
function manifestOf(entry: string, cwd: string, files: ProgramFiles): Manifest {
  for (const root of upwards(entry)) {
    const path = pathFrom(root, 'package.json')
    const parsed = files.isThere(path) ? jsonObject(files.open(path)?.text.text) : undefined
    if (!parsed) continue
    const { main, dependencies } = parsed
    return { root, start: typeof main === 'string' ? main : 'index.js', packages: new Set(Object.keys(object(dependencies))) }
  }
  return { root: cwd, start: 'index.js', packages: new Set() }
}

/** Options with a value of programs that start a program again. */
const WATCHES = /^(?:--watch|-w|--watch-path|-i|--ignore|--tsconfig|--name|--config|-c)$/

/** The project's own files that Node runs before the program. */
function preloadsOf({ args, cwd = '/', variable }: ExecutedCommand, files: NodeFiles): readonly Module[] {
  const words = [...args, ...(variable('NODE_OPTIONS')?.split(' ') ?? [])]
  return words.flatMap((arg, at) => {
    const given = PRELOADS.includes(words[at - 1] ?? '') ? arg : /^--(?:require|import)=(.*)$/.exec(arg ?? '')?.[1]
    return given !== undefined && /^[./]/.test(given) ? (files.resolve(pathFrom(cwd, given)) ?? []) : []
  })
}

/** The file that a command starts, as written or by its framework's rule; undefined if it names none. */
function entryOf({ name, program = name, args, cwd = '/' }: ExecutedCommand): string | undefined {
  if (FRAMEWORK.test(name)) return undefined
  if (name === 'nest') return pathFrom(cwd, 'src/main.ts')
  if (CODE.test(name)) return pathFrom(cwd, program)
  const operands = args
    .flatMap((arg) => arg ?? [])
    .filter((word, at, words) => {
      const before = words[at - 1] ?? ''
      return !word.startsWith('-') && !PRELOADS.includes(before) && (CODE.test(word) || !(VALUES.test(before) || WATCHES.test(before)))
    })
  const file =
    operands.find((word) => CODE.test(word) || (/^pm2/.test(name) && word.endsWith('.json'))) ??
    operands.find((word) => /^\.|\//.test(word) && !/^@?[\w-]+\/[\w-]+$/.test(word)) ??
    operands.find((word) => !/^(?:run|start|watch|dev|serve|-A)$/.test(word) && (/^node/.test(name) || /\//.test(word)))
  return file === undefined ? undefined : pathFrom(cwd, file)
}

/** Directories without code of the program, and files for tools or tests. */
const ASIDE =
  /^(?:node_modules|\..*|dist|build|out|coverage|public|static|assets|tests?|__tests__|e2e|cypress|docs?|scripts|storybook|migrations|seeds?)$/
const TOOL = /\.(?:test|spec|stories|config|d|min)\.\w+$|^(?:gulpfile|gruntfile|webpack|rollup|vite|jest|karma|babel|tailwind|postcss)/i
const MAX_SOURCES = 500
const MAX_DEPTH = 8

/** Packages for database servers: a program with one may not use its SQLite file. */
const SERVERS = ['pg', 'mysql', 'mysql2', 'mariadb', 'mongodb', 'mongoose', 'mssql', 'oracledb', 'postgres', '@neondatabase/serverless']

/** Packages that write a database file. */
const EMBEDDED = /sqlite|libsql|^@prisma\/client$|^sql\.js$|nedb|^(?:classic-)?level$|lowdb/

/** Variables that projects use to choose their database. */
const CHOICES =
  'DB_CLIENT DB_TYPE DB_DIALECT DB_DRIVER DB_CONNECTION DB_HOST DB_URL DATABASE_CLIENT DATABASE_TYPE DATABASE_HOST DATABASE_URL PGHOST POSTGRES_HOST MYSQL_HOST MONGO_URL MONGO_URI MONGODB_URI'.split(
    ' ',
  )

/** Another driver may be chosen, or the embedded one may be for tests only. */
function databaseUse(
  packages: ReadonlySet<string>,
  { surroundings: { variable } }: Program,
  { found }: Module,
): 'writes' | 'may write' | 'elsewhere' {
  if (packages.size === 0) return 'writes'
  if (SERVERS.some((name) => packages.has(name))) {
    const chosen = CHOICES.map(variable).some(
      (value) => value !== null && value !== undefined && value !== '' && !/sqlite|^file:|^libsql|\.db$/i.test(value),
    )
    return chosen ? 'elsewhere' : 'may write'
  }
  return [...packages].some((name) => EMBEDDED.test(name)) || /["'](?:bun|node):sqlite["']/.test(found.text.text) ? 'writes' : 'may write'
}
