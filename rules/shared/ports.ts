import type { Port } from '../../src/model/container.ts'

/** A port or range (`80`, `8000-8010`) as numbers; undefined for any other text. */
export function portRange(text: string): { readonly first: number; readonly last: number } | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text.trim())
  if (!match?.[1]) return undefined
  const first = Number(match[1])
  return { first, last: match[2] === undefined ? first : Number(match[2]) }
}

/** Whether a port is published on every interface: no address, or the unspecified one of IPv4 or IPv6. */
export function onAllInterfaces(port: Port): boolean {
  const address = (port.hostIp ?? '').replace(/^\[(.*)\]$/, '$1')
  return address === '' || address === '*' || address === '0.0.0.0' || /^[0:]*:[0:]*$/.test(address)
}

/** Services that trust every client, or are worth attacking, by the port on which their servers usually listen. */
const TRUSTING: Readonly<Record<number, string>> = {
  1433: 'Microsoft SQL Server',
  1521: 'Oracle Database',
  2375: 'the Docker API',
  2376: 'the Docker API',
  2379: 'etcd',
  3306: 'MySQL or MariaDB',
  4222: 'NATS',
  5432: 'PostgreSQL',
  5672: 'RabbitMQ',
  5984: 'CouchDB',
  6379: 'Redis',
  7687: 'Neo4j',
  8086: 'InfluxDB',
  9042: 'Cassandra',
  9092: 'Kafka',
  9200: 'Elasticsearch',
  9300: 'Elasticsearch',
  11211: 'memcached',
  15672: 'the management of RabbitMQ',
  27017: 'MongoDB',
}

/** The database or administration service that usually listens on a container port. */
export function trustingService(target: string): string | undefined {
  const range = portRange(target)
  if (!range) return undefined
  const found = Object.keys(TRUSTING)
    .map(Number)
    .find((port) => port >= range.first && port <= range.last)
  return found === undefined ? undefined : TRUSTING[found]
}

/** The port as a person would write it: `8080:80/udp`, `53:53/udp`, or `80` if the engine chooses the host's port. */
export function portText(port: Port): string {
  const text = port.published === undefined || port.published === '' ? port.target : `${port.published}:${port.target}`
  return port.protocol === 'tcp' || port.protocol === '' ? text : `${text}/${port.protocol}`
}
