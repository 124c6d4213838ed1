import type { Build, Container, Device, Healthcheck, Hook, Restart } from '../../model/container.ts'
import { type Fact, type FactList, set, unknown } from '../../model/fact.ts'
import { parseRestart, restartPolicy } from '../../model/restart.ts'
import { COMPOSE, STACK } from './dialect.ts'
import type { Environment } from './dotenv.ts'
import { readInjected } from './injected.ts'
import type { LoadedService, Loading } from './layer.ts'
import { readLimits } from './limits.ts'
import type { Model } from './model.ts'
import { type Backing, readMounts } from './mounts.ts'
import { isAbsoluteAnywhere, isRemoteContext, joinClean, resolvePath } from './paths.ts'
import { readPorts } from './ports.ts'
import {
  booleanAt,
  entriesAt,
  environmentName,
  factAt,
  isWritten,
  numberAt,
  numberOf,
  type ServiceView,
  startList,
  stringAt,
  textsAt,
} from './read.ts'
import { splitCommandLine } from './shell-words.ts'
import { child, isNothing, itemsOf, type MapTree, type ScalarTree, type Tree } from './tree.ts'
import { readEnvironment, readLabels, readPairs } from './variables.ts'
import { splitOutsideVariables } from './volume-spec.ts'

/** What a container's facts depend on, apart from its service. */
export interface ContainerContext {
  readonly loading: Loading
  readonly project: string
  readonly environment: Environment
  readonly resources: Model['resources']
  readonly backing: Backing
  /** Whether `docker stack deploy` starts the project. */
  readonly stack: 'yes' | 'maybe' | 'no'
}

/** Turns a service, merged and interpolated, into the container that the engine would run. */
export function readService(service: LoadedService, context: ContainerContext): Container {
  const view: ServiceView = { tree: service.tree, incomplete: service.incomplete }
  const [site] = service.sites
  const range = site.key.range
  return {
    name: service.name,
    dialect: context.stack === 'yes' ? STACK : COMPOSE,
    origin: {
      kind: 'text',
      file: site.file,
      span: [range?.[0] ?? 0, range?.[1] ?? 0],
      ...(site.role === 'include' ? { via: 'include' } : {}),
    },
    project: context.project,
    swarm: context.stack === 'yes',
    ...(context.stack === 'maybe' ? { maybeStack: true as const } : {}),
    engine: 'docker',
    image: imageAt(view),
    build: readBuild(view, service.directory, context.environment),
    command: commandAt(view, 'command'),
    entrypoint: commandAt(view, 'entrypoint'),
    user: stringAt(view, 'user'),
    workingDir: stringAt(view, 'working_dir'),
    environment: readEnvironment(view, context.loading, context.environment),
    labels: readLabels(view),
    profiles: textsAt(view, ['profiles'], (text) => text),
    replicas: isWritten(view, 'scale') ? numberAt(view, 'scale') : numberAt(view, 'deploy', 'replicas'),
    init: booleanAt(view, 'init'),
    readOnlyRoot: booleanAt(view, 'read_only'),
    mounts: readMounts(view, context.backing),
    injected: readInjected(view, context.resources),
    ...readSynced(view),
    ...readHooks(view, context),
    security: {
      privileged: booleanAt(view, 'privileged'),
      capAdd: textsAt(view, ['cap_add'], (text) => text, environmentName),
      capDrop: textsAt(view, ['cap_drop'], (text) => text, environmentName),
      options: textsAt(view, ['security_opt'], (text) => text),
      devices: readDevices(view),
    },
    namespaces: {
      network: stringAt(view, 'network_mode'),
      pid: stringAt(view, 'pid'),
      ipc: stringAt(view, 'ipc'),
      uts: stringAt(view, 'uts'),
      user: stringAt(view, 'userns_mode'),
      cgroup: stringAt(view, 'cgroup'),
    },
    limits: readLimits(view),
    networks: readNetworks(view),
    ports: readPorts(view),
    restart: readRestart(view),
    healthcheck: readHealthcheck(view),
    loggingDriver: stringAt(view, 'logging', 'driver'),
  }
}

/** The first target of `develop: watch:` to which changed files are copied; `rebuild` and `restart` copy none. */
function readSynced(view: ServiceView): Pick<Container, 'synced'> {
  for (const item of itemsOf(child(view.tree, 'develop', 'watch'))) {
    const [action, target] = [child(item, 'action'), child(item, 'target')]
    if (action?.kind === 'scalar' && action.text.startsWith('sync') && target?.kind === 'scalar') return { synced: target.text }
  }
  return {}
}

/** Compose runs them by `docker exec`; a string is split as `command:` is (docker/compose pkg/compose/hook.go). Swarm knows none. */
function readHooks(view: ServiceView, context: ContainerContext): Pick<Container, 'hooks'> {
  const hooks = (['post_start', 'pre_stop'] as const).flatMap((when) =>
    itemsOf(child(view.tree, when)).map((tree): Hook => {
      const own = { ...view, tree }
      return {
        when,
        command: commandAt(own, 'command'),
        user: stringAt(own, 'user'),
        workingDir: stringAt(own, 'working_dir'),
        environment: readEnvironment(own, context.loading, context.environment),
      }
    }),
  )
  return hooks.length > 0 && context.stack !== 'yes' ? { hooks } : {}
}

/** The image; if it depends on a variable without value, also what is written. */
function imageAt(view: ServiceView): Fact<string> {
  const fact = stringAt(view, 'image')
  const scalar = child(view.tree, 'image')
  return fact.state === 'unknown' && scalar?.kind === 'scalar' && scalar.unknown !== undefined ? { ...fact, written: scalar.text } : fact
}

/** A command as a list, or as a text that Compose splits. Null keeps the image's. With an unset variable also what is written. */
function commandAt(view: ServiceView, key: string): Fact<readonly string[]> {
  const fact = factAt(view, [key], 'a command', (tree) => {
    if (tree.kind === 'scalar') return splitCommandLine(tree.text)
    return tree.kind === 'list' ? textsOf(tree) : undefined
  })
  const scalar = child(view.tree, key)
  if (fact.state !== 'unknown' || scalar?.kind !== 'scalar' || scalar.unknown === undefined) return fact
  const words = splitCommandLine(scalar.text.replaceAll('$$', '$'))
  return words ? { ...fact, written: words } : fact
}

function textsOf(tree: Tree): readonly string[] {
  return itemsOf(tree).flatMap((item) => (item.kind === 'scalar' ? [item.text] : []))
}

function readBuild(view: ServiceView, directory: string, environment: Environment): Fact<Build> {
  const hidden = ['context', 'dockerfile', 'target']
    .map((key) => child(view.tree, 'build', key))
    .find((tree) => tree?.kind === 'scalar' && tree.unknown)
  const fact = factAt(view, ['build'], 'a build', (tree): Build | undefined => {
    const context = tree.kind === 'scalar' ? tree : child(tree, 'context')
    if (tree.kind === 'list' || (context && context.kind !== 'scalar')) return undefined
    const path = context === undefined || context.text === '' ? directory : contextPath(context.text, context.directory)
    const text = (key: string): string | undefined => {
      const value = child(tree, key)
      return value?.kind === 'scalar' && value.text !== '' ? value.text : undefined
    }
    const inline = text('dockerfile_inline')
    const target = text('target')
    return {
      context: path,
      ...(inline === undefined ? dockerfileAt(path, text('dockerfile') ?? 'Dockerfile') : { inline }),
      ...(target === undefined ? {} : { target }),
      args: Object.fromEntries(readPairs(child(tree, 'args')).map(({ name, value }) => [name, value ?? environment.get(name) ?? null])),
    }
  })
  return hidden?.kind === 'scalar' && hidden.unknown !== undefined ? unknown(hidden.unknown, hidden.origin) : fact
}

function contextPath(context: string, directory: string): string {
  return isRemoteContext(context) ? context : resolvePath(context, directory)
}

/** A remote context has no file here. */
function dockerfileAt(context: string, dockerfile: string): { dockerfile?: string } {
  if (isRemoteContext(context)) return {}
  return { dockerfile: isAbsoluteAnywhere(dockerfile) ? dockerfile : joinClean(context, dockerfile) }
}

function readDevices(view: ServiceView): FactList<Device> {
  const device = (item: ScalarTree | MapTree) => (item.kind === 'map' ? longDevice(item) : shortDevice(item.text))
  return entriesAt(view, ['devices'], device, ({ container }) => container)
}

function shortDevice(text: string): Device {
  const [host = '', container, permissions] = splitOutsideVariables(text)
  return { host, container: container || host, permissions: permissions ?? 'rwm' }
}

function longDevice(map: MapTree): Device {
  const text = (key: string): string => {
    const tree = child(map, key)
    return tree?.kind === 'scalar' ? tree.text : ''
  }
  return { host: text('source'), container: text('target') || text('source'), permissions: text('permissions') || 'rwm' }
}

function readNetworks(view: ServiceView): FactList<string> {
  const tree = child(view.tree, 'networks')
  if (tree?.kind !== 'map') return textsAt(view, ['networks'], (text) => text)
  const list = startList<string>(view)
  for (const [name, { value, origin }] of tree.entries) if (value.kind !== 'reset') list.items.push({ value: name, origin })
  return list
}

/** `deploy.restart_policy` overrides `restart:` (docker/compose `getRestartPolicy`). */
function readRestart(view: ServiceView): Fact<Restart> {
  if (!isWritten(view, 'deploy', 'restart_policy')) {
    return factAt(view, ['restart'], 'a restart policy', (tree) => (tree.kind === 'scalar' ? parseRestart(tree.text) : undefined))
  }
  return factAt(view, ['deploy', 'restart_policy'], 'a restart policy', (tree): Restart | undefined => {
    const condition = child(tree, 'condition')
    const attempts = child(tree, 'max_attempts')
    const text = condition?.kind === 'scalar' ? condition.text : ''
    return restartPolicy(text || 'any', attempts?.kind === 'scalar' ? numberOf(attempts) : undefined)
  })
}

function readHealthcheck(view: ServiceView): Fact<Healthcheck> {
  const disable = booleanAt({ tree: view.tree }, 'healthcheck', 'disable')
  if (disable.state === 'unknown') return unknown(disable.why, disable.origin)
  const fact = factAt(view, ['healthcheck'], 'a health check', (tree): Healthcheck | undefined => {
    const test = child(tree, 'test')
    const words = test === undefined || isNothing(test) ? [] : test.kind === 'scalar' ? ['CMD-SHELL', test.text] : textsOf(test)
    return { disabled: (disable.state === 'set' && disable.value) || words[0] === 'NONE', test: words }
  })
  // Report the place that switches it off, which people look for.
  return fact.state === 'set' && disable.state === 'set' && disable.value ? set(fact.value, disable.origin) : fact
}
