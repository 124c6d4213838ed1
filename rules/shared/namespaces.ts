import type { Container } from '../../src/model/container.ts'
import type { Origin } from '../../src/model/fact.ts'

/** Whether a namespace setting joins the host's own: `host`, or Podman's path to a namespace of process 1. */
export function isHostNamespace(value: string): boolean {
  return value === 'host' || /^ns:\/proc\/1\/ns\//.test(value)
}

/** Where a container joins a namespace of the host; undefined if it does not (`service:x`, `container:x`), or if that is unknown. */
export function hostNamespace(container: Container, kind: keyof Container['namespaces']): Origin | undefined {
  const fact = container.namespaces[kind]
  return fact.state === 'set' && isHostNamespace(fact.value) ? fact.origin : undefined
}
