import type { Container } from '../../src/model/container.ts'

/**
 * Whether the published ports of a container take effect: not on the host's network, where the engine discards them, nor in the
 * network of another container or without a network, where it refuses them. Where the network is not known, they are taken to.
 */
export function publishesPorts(container: Container): boolean {
  const { network } = container.namespaces
  if (network.state !== 'set') return true
  return network.value !== 'host' && network.value !== 'none' && !/^(?:service|container|ns):/.test(network.value)
}
