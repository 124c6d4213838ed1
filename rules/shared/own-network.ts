import type { Container } from '../../src/model/container.ts'

/** Whether published ports take effect: not on the host's network, in another container's, or without one. An unknown network counts. */
export function publishesPorts(container: Container): boolean {
  const { network } = container.namespaces
  if (network.state !== 'set') return true
  return network.value !== 'host' && network.value !== 'none' && !/^(?:service|container|ns):/.test(network.value)
}
