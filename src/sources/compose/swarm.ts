import { basename } from 'node:path'
import type { Model } from './model.ts'
import { child, isNothing, type Tree } from './tree.ts'

/** What only the swarm scheduler heeds. */
const SCHEDULING = ['placement', 'update_config', 'rollback_config', 'endpoint_mode'] as const

/** What `docker stack deploy` leaves out or refuses, so that a file with it is started by Compose. */
const COMPOSE_ONLY = ['build', 'container_name', 'network_mode', 'privileged', 'devices', 'profiles', 'links', 'restart', 'volumes_from']

/** Names by which people tell stack files from Compose files. */
const STACK_NAME = /(?:^|[._-])(?:swarm|stack)(?:[._-][^/\\]*)?\.ya?ml$/

/**
 * Whether a project is meant for `docker stack deploy`: a service has settings that only the scheduler heeds, or `deploy:` at all in a
 * file that is called a stack, and none has any that a stack cannot have. Not sure means no: what dockseal writes for a stack does for
 * Compose too, so this decides only between two right ways.
 */
export function isSwarmStack(model: Model, files: readonly string[]): boolean {
  const trees = [...model.services.values()].map(({ tree }) => tree)
  const named = files.some((file) => STACK_NAME.test(basename(file)))
  const isMeant = trees.some((tree) => isScheduled(tree) || (named && !isNothing(child(tree, 'deploy'))))
  // A stack leaves most of these out, so that in a file that is called one they may be left from before.
  const against = named ? ['build', 'profiles'] : COMPOSE_ONLY
  return isMeant && !trees.some((tree) => against.some((key) => !isNothing(child(tree, key))))
}

function isScheduled(tree: Tree): boolean {
  if (SCHEDULING.some((key) => !isNothing(child(tree, 'deploy', key)))) return true
  const mode = child(tree, 'deploy', 'mode')
  return mode?.kind === 'scalar' && (mode.text === 'global' || mode.text.endsWith('-job'))
}
