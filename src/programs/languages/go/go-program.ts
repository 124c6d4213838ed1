import { remember } from '../../../model/maps.ts'
import { baseName, isWithin } from '../../../model/path.ts'
import type { ExecutedCommand } from '../../../shell/executed-command.ts'
import { pathFrom } from '../../application.ts'
import type { CompiledProject } from '../../start/compiled-projects.ts'
import { type Module, moduleOf } from '../module.ts'
import { readProgram } from '../read-program.ts'
import { type CommandReading, containerOf, projectsIn, type Started } from '../started.ts'
import { GO_LANGUAGE } from './go-language.ts'

/** `go build -o /bin/app ./cmd/app`, `go install ./...`: what is compiled, and the name of the result. */
const BUILDS = /\bgo\s+(?:build|install)\b([^\n;&|]*)/g

/** What a command runs that the build compiled from Go; undefined for anything else. */
export function goReading(command: ExecutedCommand, started: Started): CommandReading | undefined {
  const { name, args, cwd = '/' } = command
  const isRun = name === 'go' && args[0] === 'run'
  if (name === 'go' && !isRun) return undefined
  if (!isRun && (name === '' || !(started.makes(name) || buildsOf(started).some((words) => outputOf(words) === name)))) return undefined
  const projects = [...around(command, started), ...started.projects()]
  const project = projects.find(({ open }) => open('go.mod')) ?? projects.find(isOnePackage)
  if (!project) return undefined
  const manifest = project.open('go.mod')
  const packages = packageFiles(project, manifest?.text.text ?? '')
  const run = isRun ? args.findIndex((arg, at) => at > 0 && arg && !arg.startsWith('-')) : -1
  const main = isRun ? args[run] : mainOf(name, started)
  const candidates = [main, `cmd/${name}`, '.', ...(project.list('cmd').length === 1 ? [`cmd/${project.list('cmd')[0]}`] : [])]
  const entries = candidates
    .map((path) => (path === undefined ? [] : packages.inDirectory(path.replace(/^\.\//, ''))))
    .find((found) => found.some((module) => /^package[ \t]+main\b/m.test(module.found.text.text)))
  if (!entries) return undefined
  return readProgram({
    language: GO_LANGUAGE,
    cwd,
    ...containerOf(started),
    variable: (variable) => started.environment(command, variable),
    args: args.slice(run + 1),
    entries,
    imported: (_, path) => packages.named(path) ?? [],
    loaded: (_, path) => packages.named(path),
    siblings: packages.beside,
    within: () => [],
  })
}

/** Without a manifest, the path of a package is not known: there must be no other than that of the main program. */
function isOnePackage({ list }: CompiledProject): boolean {
  const names = list('')
  return names.some(isSource) && !names.some((name) => list(name).some(isSource))
}

function isSource(name: string): boolean {
  return name.endsWith('.go')
}

/** At and above a program and its working directory: a program compiled there has its sources there. */
function around({ program = '', cwd = '/' }: ExecutedCommand, { files }: Started): readonly CompiledProject[] {
  return projectsIn([cwd, ...(program.startsWith('/') ? [`${program}/..`, `${program}/../..`] : [])], files)
}

/** Every command of a start asks for them. */
const builds = new WeakMap<readonly string[], readonly (readonly string[])[]>()

function buildsOf({ runs }: Started): readonly (readonly string[])[] {
  return remember(builds, runs, () =>
    runs.flatMap((text) => [...text.replaceAll(/\\\r?\n/g, ' ').matchAll(BUILDS)].map(([, rest = '']) => rest.trim().split(/\s+/))),
  )
}

function outputOf(words: readonly string[]): string | undefined {
  const at = words.indexOf('-o')
  return at === -1 ? undefined : baseName(words[at + 1] ?? '')
}

/** The directory of the package that is compiled to a program with this name. */
function mainOf(name: string, started: Started): string | undefined {
  const builds = buildsOf(started)
  const target = (words: readonly string[]) =>
    words.findLast((word) => /^\.{1,2}(?:\/|$)|^(?:cmd|src)\/|\.go$/.test(word))?.replace(/(?:^|\/)[^/]+\.go$/, '')
  const own = builds.find((words) => outputOf(words) === name)
  return (own && target(own)) ?? builds.flatMap((words) => target(words) ?? [])[0]
}

/** What keeps a file out of its package: a program of its own, which makes others (pkg.go.dev/cmd/go, "Build constraints"). */
const UNUSED = /^\/\/go:build ignore\b/m

interface Packages {
  readonly inDirectory: (path: string) => readonly Module[]
  /** Undefined for a package of the project that is not there. */
  readonly named: (path: string) => readonly Module[] | undefined
  readonly beside: (module: Module) => readonly Module[]
}

/** The module of a manifest and those that it takes from a directory (go.dev/ref/mod, "replace"), with the path of each. */
const MODULE = /^[ \t]*module[ \t]+"?([^\s"]+)/m
const LOCAL = /^[ \t]*(?:replace[ \t]+)?(\S+)(?:[ \t]+v\S+)?[ \t]+=>[ \t]+(\.\S*)/gm

function packageFiles({ open, list }: CompiledProject, manifest: string): Packages {
  const own = MODULE.exec(manifest)?.[1]
  const locals = [...manifest.matchAll(LOCAL)].map(([, name = '', place = '']) => ({ name, place }))
  /** Each directory of another module has a name of its own, since it may be outside of the project. */
  const placeOf = (directory: string) => directory.replace(/^\/=(\d+)/, (_, at: string) => `/${locals[Number(at)]?.place ?? ''}`).slice(1)
  const directories = new Map<string, readonly Module[]>()
  const inDirectory = (path: string): readonly Module[] => {
    const directory = pathFrom('/', path)
    return remember(directories, directory, () => modulesIn(directory))
  }
  const modulesIn = (directory: string): readonly Module[] => {
    const names = list(placeOf(directory)).filter((name) => isSource(name) && !/_(?:test|windows|darwin|freebsd)\.go$/.test(name))
    return names.flatMap((name) => {
      const found = open(placeOf(`${directory}/${name}`).replace(/^\/+/, ''))
      return found && !UNUSED.test(found.text.text) ? (moduleOf(found, `${directory}/${name}`, GO_LANGUAGE) ?? []) : []
    })
  }
  const directoryOf = (path: string): string | undefined => {
    const at = locals.findIndex(({ name }) => isWithin(path, name))
    if (at !== -1) return `/=${at}${path.slice(locals[at]?.name.length)}`
    return own !== undefined && isWithin(path, own) ? path.slice(own.length) : undefined
  }
  return {
    inDirectory,
    named: (path) => {
      const directory = directoryOf(path)
      if (directory === undefined) return []
      const found = inDirectory(directory)
      return found.length > 0 ? found : undefined
    },
    beside: ({ path }) => inDirectory(path.slice(0, path.lastIndexOf('/'))),
  }
}
