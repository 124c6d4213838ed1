import { isAnonymousName } from '../../model/volume-name.ts'
import { type Json, list, object, stringIn } from '../../text/json.ts'
import type { RoundContext } from './round-context.ts'

/** The containers of the trial by service. Asks the API, which is ten times as fast as `docker compose ps`. */
export async function containerIds({ trial, engine }: RoundContext): Promise<Map<string, string>> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`com.docker.compose.project=${trial.name}`] }))
  const answer = await engine.api.get(`/containers/json?all=1&filters=${filters}`)
  const entries = answer.ok ? list(answer.value) : []
  return new Map(
    entries.flatMap((entry) => {
      const service = stringIn(object(object(entry).Labels)['com.docker.compose.service'])
      const id = stringIn(object(entry).Id)
      return service === undefined || id === undefined ? [] : [[service, id] as const]
    }),
  )
}

export async function documents(context: RoundContext): Promise<Map<string, Json>> {
  const found = new Map<string, Json>()
  for (const [service, id] of await containerIds(context)) {
    const answer = await context.engine.api.get(`/containers/${id}/json`)
    if (answer.ok) found.set(service, object(answer.value))
  }
  return found
}

/** The anonymous volumes of a container, of its image or of an entry without a source; their names are digits. */
export function unnamedVolumes(document: Json): string[] {
  const names = list(document.Mounts).map((mount) => stringIn(object(mount).Name) ?? '')
  return names.filter(isAnonymousName)
}

/** TCP ports that this machine can reach: a published port on loopback, else one at the container's own address. */
export function addresses(document: Json, { engine }: RoundContext): [port: string, host: string, number: number][] {
  const network = object(document.NetworkSettings)
  const isHere = engine.endpoint.address.by === 'socket'
  const own = Object.values(object(network.Networks))
    .map((each) => stringIn(object(each).IPAddress))
    .find((each) => each !== undefined)
  return Object.entries(object(network.Ports)).flatMap(([port, bindings]): [string, string, number][] => {
    if (!port.endsWith('/tcp')) return []
    const published = Number(stringIn(object(list(bindings)[0]).HostPort))
    if (published > 0 && isHere) return [[port, '127.0.0.1', published]]
    return own !== undefined && isHere ? [[port, own, Number.parseInt(port, 10)]] : []
  })
}
