import { capabilityGrant } from '../../../rules/shared/capabilities.ts'
import { engineSocket } from '../../../rules/shared/engine-sockets.ts'
import { sensitivePath } from '../../../rules/shared/host-paths.ts'
import { isObject, type Json, list, object, stringIn, strings } from '../../text/json.ts'

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

/** Services that are not started: they reach the host, or the engine cannot reach their files (`isRemote`: it is on another machine). */
export function refusals(services: Json, allowHost: boolean, isRemote: boolean): Map<string, string> {
  const refused = new Map<string, string>()
  for (const [name, value] of Object.entries(services)) {
    const service = object(value)
    const reach = allowHost ? undefined : hostReach(service)
    if (reach !== undefined) refused.set(name, `${reach}: a second copy could disturb it; --allow-host starts it all the same`)
    else if (isRemote && mountsFiles(service)) refused.set(name, 'it mounts files of this machine, and the engine is on another')
  }
  for (let grew = true; grew; ) {
    grew = false
    for (const [name, value] of Object.entries(services)) {
      const service = object(value)
      const joined = [service.network_mode, service.pid, service.ipc].map((mode) => stringIn(mode)?.replace(/^service:/, ''))
      const other = [...joined, ...strings(service.volumes_from).map((entry) => entry.split(':')[0])].find(
        (each) => each !== undefined && refused.has(each),
      )
      if (refused.has(name) || other === undefined) continue
      refused.set(name, `it is part of ${other}, which is not started`)
      grew = true
    }
  }
  return refused
}

function mountsFiles(service: Json): boolean {
  const mounts = Array.isArray(service.volumes) ? service.volumes : []
  const files = [service.secrets, service.configs].some((each) => Array.isArray(each) && each.length > 0)
  return files || mounts.some((mount) => object(mount).type === 'bind')
}
