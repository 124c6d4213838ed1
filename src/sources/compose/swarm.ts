import type { Model } from './model.ts'
import { child, isNothing, type Tree } from './tree.ts'

/** What only the swarm scheduler heeds. */
const SCHEDULING = ['placement', 'update_config', 'rollback_config', 'endpoint_mode'] as const

/** What `docker stack deploy` leaves out or refuses, so that a file with it is started by Compose. */
const COMPOSE_ONLY = [
  'build',
  'container_name',
  'network_mode',
  'privileged',
  'devices',
  'profiles',
  'links',
  'restart',
  'extends',
  'volumes_from',
]

/**
 * Whether a project is meant for `docker stack deploy`: a service has settings that only the scheduler heeds, and none has any that a
 * stack cannot have. Not sure means no, because what is right for Compose is then also shown.
 */
export function isSwarmStack(model: Model): boolean {
  const trees = [...model.services.values()].map(({ tree }) => tree)
  return trees.some(isScheduled) && !trees.some((tree) => COMPOSE_ONLY.some((key) => !isNothing(child(tree, key))))
}

function isScheduled(tree: Tree): boolean {
  if (SCHEDULING.some((key) => !isNothing(child(tree, 'deploy', key)))) return true
  const mode = child(tree, 'deploy', 'mode')
  return mode?.kind === 'scalar' && (mode.text === 'global' || mode.text.endsWith('-job'))
}
