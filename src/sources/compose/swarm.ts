import { basename } from '../../text/path.ts'
import type { Model } from './model.ts'
import { child, isNothing, type Tree } from './tree.ts'

/** What only the swarm scheduler reads. */
const SCHEDULING = ['placement', 'update_config', 'rollback_config', 'endpoint_mode'] as const

/** What `docker stack deploy` leaves out or refuses, so that a file with it is started by Compose. */
const COMPOSE_ONLY = ['build', 'container_name', 'network_mode', 'privileged', 'devices', 'profiles', 'links', 'restart', 'volumes_from']

/** Names by which people tell stack files from Compose files. */
const STACK_NAME = /(?:^|[._-])(?:swarm|stack)(?:[._-][^/\\]*)?\.ya?ml$/

/**
 * Whether `docker stack deploy` starts a project. `yes`: a script deploys it, a service has settings that only the scheduler reads, or a
 * file is called a stack; none has any that a stack cannot have, unless a script says so. `maybe`: a service has a `deploy:` that Compose
 * reads too, and nothing tells.
 */
export function stackOf(model: Model, files: readonly string[], isDeployed: boolean): 'yes' | 'maybe' | 'no' {
  if (isDeployed) return 'yes'
  const trees = [...model.services.values()].map(({ tree }) => tree)
  const isNamed = files.some((file) => STACK_NAME.test(basename(file)))
  // A stack leaves most of these out, so that in a file that is called one they may be left from before.
  const against = isNamed ? ['build', 'profiles'] : COMPOSE_ONLY
  if (trees.some((tree) => against.some((key) => !isNothing(child(tree, key))))) return 'no'
  if (isNamed || trees.some(isScheduled)) return 'yes'
  return trees.some(isReplicated) ? 'maybe' : 'no'
}

/** Whether a service says more of its deployment than the limits that Compose files often have. */
function isReplicated(tree: Tree): boolean {
  const deploy = child(tree, 'deploy')
  return deploy?.kind === 'map' && [...deploy.entries.keys()].some((key) => key !== 'resources')
}

function isScheduled(tree: Tree): boolean {
  if (SCHEDULING.some((key) => !isNothing(child(tree, 'deploy', key)))) return true
  const mode = child(tree, 'deploy', 'mode')
  return mode?.kind === 'scalar' && (mode.text === 'global' || mode.text.endsWith('-job'))
}
