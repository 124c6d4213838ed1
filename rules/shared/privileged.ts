import type { Container } from '../../src/model/container.ts'

/** Whether a container is known to run in privileged mode, which overrides most other confinement. */
export function isPrivileged(container: Container): boolean {
  const { privileged } = container.security
  return privileged.state === 'set' && privileged.value
}
