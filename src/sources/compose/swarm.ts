import { basename } from '../../text/path.ts'
import type { Model } from './model.ts'
import { child, isNothing, itemsOf, type Tree } from './tree.ts'

/** Settings that only the swarm scheduler reads. */
const SCHEDULING = ['placement', 'update_config', 'rollback_config', 'endpoint_mode'] as const

/** Settings that `docker stack deploy` ignores or refuses, so a file with one is started by Compose. */
const COMPOSE_ONLY = ['build', 'container_name', 'network_mode', 'privileged', 'devices', 'profiles', 'links', 'restart', 'volumes_from']

/** Whether `docker stack deploy` starts a project. */
export type StackAnswer = 'yes' | 'maybe' | 'no'

/** Names that people give to stack files. */
const STACK_NAME = /(?:^|[._-])(?:swarm|stack)(?:[._-][^/\\]*)?\.ya?ml$/

/**
 * Whether `docker stack deploy` starts a project. `yes`: a script deploys it, a service uses an external secret or config, which Compose
 * refuses, or has settings that only the scheduler reads, or a file is called a stack; for the last two, no service may have settings that
 * a stack cannot have. `maybe`: a service has a `deploy:` that Compose reads too, and nothing else decides.
 */
export function stackOf(model: Model, files: readonly string[], isDeployed: boolean): StackAnswer {
  const trees = [...model.services.values()].map(({ tree }) => tree)
  if (isDeployed || trees.some((tree) => usesExternal(tree, model.resources))) return 'yes'
  const isNamed = files.some((file) => STACK_NAME.test(basename(file)))
  // A stack ignores most of these, so in a file called a stack they may be leftovers.
  const against = isNamed ? ['build', 'profiles'] : COMPOSE_ONLY
  if (trees.some((tree) => against.some((key) => !isNothing(child(tree, key))))) return 'no'
  if (isNamed || trees.some(isScheduled)) return 'yes'
  return trees.some(isReplicated) ? 'maybe' : 'no'
}

/** Whether a top-level volume, secret or config is one that exists already (`external: true`, or a mapping with its name). */
export function isExternal(tree: Tree): boolean {
  const external = child(tree, 'external')
  return (
    external?.kind === 'map' || (external?.kind === 'scalar' && (external.value === true || /^(?:true|yes|on|y)$/i.test(external.text)))
  )
}

/** "unsupported external secret", "unsupported external config" (docker/compose pkg/compose/create.go). */
function usesExternal(service: Tree, resources: Model['resources']): boolean {
  return (['secrets', 'configs'] as const).some((kind) =>
    itemsOf(child(service, kind)).some((item) => {
      const source = item.kind === 'map' ? child(item, 'source') : item
      const resource = source?.kind === 'scalar' ? resources[kind].get(source.text) : undefined
      return resource !== undefined && isExternal(resource.tree)
    }),
  )
}

/** Whether a service has more in `deploy:` than the limits that are common in Compose files. */
function isReplicated(tree: Tree): boolean {
  const deploy = child(tree, 'deploy')
  return deploy?.kind === 'map' && [...deploy.entries.keys()].some((key) => key !== 'resources')
}

function isScheduled(tree: Tree): boolean {
  if (SCHEDULING.some((key) => !isNothing(child(tree, 'deploy', key)))) return true
  const mode = child(tree, 'deploy', 'mode')
  return mode?.kind === 'scalar' && (mode.text === 'global' || mode.text.endsWith('-job'))
}
