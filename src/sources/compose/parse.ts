import { Lexer } from 'yaml'
import type { Container } from '../../model/container.ts'
import { defined } from '../../model/defined.ts'
import type { TextOrigin } from '../../model/fact.ts'
import type { Problem } from '../../model/finding.ts'
import { basename } from '../../text/path.ts'
import type { Comment, Document, Files } from '../source.ts'
import { type ContainerContext, readService } from './container.ts'
import type { Environment } from './dotenv.ts'
import { keepsRest } from './edit/check.ts'
import { planComposeEdits } from './edit/plan.ts'
import { withEnvFiles } from './environment.ts'
import { type LoadedService, type Loading, MAX_FILES, topLevelName } from './layer.ts'
import { loadModel, type Model } from './model.ts'
import type { Backing } from './mounts.ts'
import { composeFilesOf, readableOverride } from './override.ts'
import type { ProjectSpec } from './project-spec.ts'
import type { ComposeProject, ProjectService, VolumeDeclaration } from './site.ts'
import { isExternal, type StackAnswer, stackOf } from './swarm.ts'
import { child, isNothing, NODE_BUDGET, type Tree } from './tree.ts'
import { withVolumesFrom } from './volumes-from.ts'

/** How projects are read. */
export interface ParseOptions {
  /** The environment of the shell, if it counts (`--env-from-shell`). */
  readonly env?: Readonly<Record<string, string>>
  /** What a variable without value is: `unknown`, or `empty` as in Compose, if `env` is the environment that starts the project. */
  readonly unset?: 'unknown' | 'empty'
}

/** Why the absent settings of a service with neither `image` nor `build` are unknown. */
export const NOTHING_TO_RUN = 'the service has no image or build here, so another file must complete it'

/** A Compose document has its project, which the editor and `dockseal show` use. */
export interface ComposeDocument extends Document {
  readonly isProject: true
  readonly project: ComposeProject
}

/** The merged files of a project, and what was met on the way. */
function openProject(spec: ProjectSpec, io: Files, options: ParseOptions) {
  const loading: Loading = {
    io,
    problems: [],
    texts: new Map(),
    failed: new Set(),
    envTexts: new Map(),
    unset: options.unset ?? 'unknown',
    budget: { left: NODE_BUDGET },
    files: { left: MAX_FILES },
    met: new Set(),
  }
  const files = composeFilesOf(spec, io)
  const shell: Environment = new Map(Object.entries(options.env ?? {}))
  const dotEnv = withEnvFiles(loading, shell, spec.envFiles)
  const name = projectName(files, spec.directory, dotEnv, loading)
  const environment: Environment = new Map([...dotEnv, ['COMPOSE_PROJECT_NAME', name]])
  const model = loadModel(loading, files, { directory: spec.directory, environment, role: undefined }, [])
  return { loading, files, name, environment, model, stack: stackOf(model, files, spec.isDeployed === true) }
}

/** What starts a project: a file that a stack reads as well, with another file over it, is written for both. */
function stackWithReach(own: StackAnswer, { reaches = [] }: ProjectSpec, io: Files, options: ParseOptions): StackAnswer {
  return own === 'no' && reaches.some((each) => openProject(each, io, options).stack === 'yes') ? 'maybe' : own
}

/** Reads a project: its files, what they extend and include, the services of all profiles. Never throws: see `problems`. */
export function parseComposeProject(spec: ProjectSpec, io: Files, options: ParseOptions = {}): ComposeDocument {
  const { loading, files, name, environment, model, stack: own } = openProject(spec, io, options)
  const file = spec.overlay ?? files[0] ?? ''
  if (loading.budget.left < 0) {
    loading.problems.push({
      level: 'error',
      file,
      message: 'aliases repeat so much that the file cannot be read',
      hint: 'it looks like an alias bomb',
    })
  }
  const volumes = readVolumes(model)
  const devices = new Map([...model.resources.volumes].flatMap(([volume, { tree }]) => boundDevice(volume, tree)))
  const stack = stackWithReach(own, spec, io, options)
  const backing: Backing = (volume) => defined({ inMemory: volumes.get(volume)?.inMemory || undefined, device: devices.get(volume) })
  const services = readServices(model, { loading, project: name, environment, resources: model.resources, backing, stack })
  const project: ComposeProject = {
    file,
    directory: spec.directory,
    documents: loading.texts,
    services,
    volumes,
    swarm: stack === 'yes',
    ...(spec.override ? { override: readableOverride(spec.override, files, loading.texts) } : {}),
  }
  return {
    isProject: true,
    file,
    texts: new Map([...[...loading.texts].map(([path, { text }]) => [path, text] as const), ...loading.envTexts]),
    privateTexts: new Set(loading.envTexts.keys()),
    containers: [...services.values()].map(({ container }) => container),
    images: [],
    problems: loading.problems,
    comments: [...loading.texts.values()].flatMap((each) => yamlComments(each.file, each.text)),
    project,
    ...(spec.overlay === undefined ? {} : { inVariant: (container) => placeIn(spec.overlay, services.get(container.name)) }),
    edit: (changes) => planComposeEdits(project, changes),
    keepsRest: (after) => 'project' in after && keepsRest(project, (after as ComposeDocument).project),
  }
}

function placeIn(file: string | undefined, service: ProjectService | undefined): TextOrigin | undefined {
  const site = service?.sites.find((each) => each.file === file && each.role !== 'extends')
  return site?.key.range ? { kind: 'text', file: site.file, span: [site.key.range[0], site.key.range[1]] } : undefined
}

/** The project's name: COMPOSE_PROJECT_NAME, else the last top-level `name:`, else that of its directory. */
function projectName(files: readonly string[], directory: string, environment: Environment, loading: Loading): string {
  const named = environment.get('COMPOSE_PROJECT_NAME')
  if (named) return named
  for (const file of files.toReversed()) {
    const own = topLevelName(loading, file, (variable) => environment.get(variable))
    if (own) return normaliseName(own)
  }
  return normaliseName(basename(directory))
}

function normaliseName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '')
    .replace(/^[_-]+/, '')
}

function readVolumes(model: Model): Map<string, VolumeDeclaration> {
  const volumes = new Map<string, VolumeDeclaration>()
  for (const [name, { tree, file, key }] of model.resources.volumes) {
    if (tree.kind === 'reset') continue
    volumes.set(name, { name, file, key, external: isExternal(tree), inMemory: isInMemory(tree) })
  }
  return volumes
}

/** The directory of the host that a volume of the local driver binds (`o: bind`); empty for any other volume. */
function boundDevice(volume: string, tree: Tree): readonly (readonly [string, string])[] {
  const text = (...path: readonly string[]): string | undefined => {
    const found = child(tree, ...path)
    return found?.kind === 'scalar' && found.unknown === undefined ? found.text : undefined
  }
  const device = text('driver_opts', 'device')
  const isBind = (text('driver_opts', 'o') ?? '').split(',').some((option) => option === 'bind' || option === 'rbind')
  const isLocal = ['', 'local', undefined].includes(text('driver'))
  return isBind && isLocal && device !== undefined && device !== '' ? [[volume, device]] : []
}

function isInMemory(tree: Tree): boolean {
  const type = child(tree, 'driver_opts', 'type')
  const driver = child(tree, 'driver')
  return type?.kind === 'scalar' && type.text === 'tmpfs' && (driver?.kind !== 'scalar' || driver.text === '' || driver.text === 'local')
}

function readServices(model: Model, context: ContainerContext): Map<string, ProjectService> {
  const containers = new Map<string, Container>()
  const used = new Map<string, LoadedService>()
  let sharesVolumes = false
  for (const [name, service] of model.services) {
    if (service.tree.kind === 'reset') continue
    if (service.tree.kind !== 'map') {
      // The reason why a service could not be read is already reported.
      if (service.tree.kind === 'list' || service.tree.unknown === undefined) context.loading.problems.push(notAService(service))
      continue
    }
    used.set(name, service)
    sharesVolumes ||= service.tree.entries.has('volumes_from')
    containers.set(name, readService(withWhatItRuns(service), context))
  }
  const services = new Map<string, ProjectService>()
  for (const [name, container] of sharesVolumes ? withVolumesFrom(containers, used) : containers) {
    const sites = used.get(name)?.sites
    if (sites) services.set(name, { name, container, sites })
  }
  return services
}

/** Another file, not read here, must complete a service that does not say what to run, so its missing settings are unknown. */
function withWhatItRuns(service: LoadedService): LoadedService {
  if (service.incomplete || ['image', 'build', 'provider'].some((key) => !isNothing(child(service.tree, key)))) return service
  const [{ file, key }] = service.sites
  const span = [key.range?.[0] ?? 0, key.range?.[1] ?? 0] as const
  return { ...service, incomplete: { why: NOTHING_TO_RUN, origin: { kind: 'text', file, span } } }
}

function notAService({ name, tree, sites: [site] }: LoadedService): Problem {
  const offset = site.key.range?.[0] ?? 0
  const what = isNothing(tree) ? 'is empty' : `is ${tree.kind === 'list' ? 'a list' : 'a single value'}`
  return {
    level: isNothing(tree) ? 'note' : 'error',
    file: site.file,
    offset,
    message: `the service "${name}" ${what}; Compose wants a mapping`,
  }
}

/** A directive of dockseal or of ESLint: nothing else needs comments. */
const DIRECTIVE = /dockseal-|#[ \t]*eslint/

/** The comments of a YAML text; none if it has no directive. */
export function yamlComments(file: string, text: string): readonly Comment[] {
  if (!DIRECTIVE.test(text)) return []
  const comments: Comment[] = []
  let at = 0
  let scalar = false
  for (const token of new Lexer().lex(text)) {
    // Control characters are the lexer's own marks and stand for no text. The last one announces a scalar.
    if (token === '\x02' || token === '\x18' || token === '\x1f') {
      scalar = token === '\x1f'
      continue
    }
    const start = at
    const comment = !scalar && token.startsWith('#')
    scalar = false
    at += token.length
    if (!comment) continue
    comments.push({ file, span: [start, at], text: token.slice(1).trim() })
  }
  return comments
}
