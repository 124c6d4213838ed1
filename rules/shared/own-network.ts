import type { Container } from '../../src/model/container.ts'

/**
 * Whether the published ports of a container take effect. The engine discards them on the host's network, and refuses them in another
 * container's network or without a network. With an unknown network, they count as effective.
 */
export function publishesPorts(container: Container): boolean {
  const { network } = container.namespaces
  if (network.state !== 'set') return true
  return network.value !== 'host' && network.value !== 'none' && !/^(?:service|container|ns):/.test(network.value)
}
