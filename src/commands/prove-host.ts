import { capabilityGrant } from '../../rules/shared/capabilities.ts'
import { engineSocket } from '../../rules/shared/engine-sockets.ts'
import { sensitivePath } from '../../rules/shared/host-paths.ts'
import { isObject, type Json, list, object, stringIn, strings } from '../live/json.ts'

/** How a service reaches the host or other containers, so that a second copy may do harm; undefined if it does not. */
export function hostReach(service: Json): string | undefined {
  if (service.privileged === true) return 'it is privileged'
  for (const [key, what] of [
    ['network_mode', 'network'],
    ['pid', 'processes'],
    ['ipc', 'shared memory'],
    ['uts', 'host name'],
    ['userns_mode', 'user namespace'],
    ['cgroup', 'control groups'],
  ] as const) {
    const value = stringIn(service[key])
    if (value === 'host') return `it uses the ${what} of the host`
    if (value?.startsWith('container:')) return `it joins ${value}, a container that runs`
  }
  const devices = [...list(service.devices), ...strings(service.device_cgroup_rules), ...list(service.gpus)]
  const reserved = list(object(object(object(service.deploy).resources).reservations).devices)
  if (devices.length + reserved.length > 0) return 'it uses devices of the host'
  const capability = strings(service.cap_add).find((each) => each === 'ALL' || capabilityGrant(each)?.tier === 'host')
  if (capability !== undefined) return `it has the capability ${capability}`
  const others = strings(service.volumes_from).find((each) => each.startsWith('container:'))
  if (others !== undefined) return `it mounts the volumes of ${others}`
  for (const value of list(service.volumes)) {
    const why = isObject(value) ? mountReach(value) : undefined
    if (why !== undefined) return why
  }
  return undefined
}

function mountReach(mount: Json): string | undefined {
  const [source, target] = [stringIn(mount.source), stringIn(mount.target)]
  if (mount.type !== 'bind' || source === undefined || target === undefined) return undefined
  const readOnly = mount.read_only === true
  const socket = engineSocket({ type: 'bind', source, target, readOnly, form: 'long' })
  if (socket) return `it is given the socket of ${socket.engine} (${source})`
  const path = sensitivePath(source)
  return path && (readOnly ? path.read : path.write) ? `it mounts ${source} of the host` : undefined
}
