import type { Container } from '../../src/model/container.ts'
import { type Image, isWindowsReference, parseImageReference } from '../../src/model/image.ts'

/**
 * Whether a container is one of Windows, which knows no capabilities, no set-user-id programs, no root and no limit of processes;
 * the engine refuses there what would ask for them (moby `daemon/oci_windows.go`, `daemon/daemon_windows.go`).
 */
export function runsWindows({ image: own }: Container, image: Image | undefined): boolean {
  return image?.build?.os === 'windows' || (own.state === 'set' && isWindowsReference(parseImageReference(own.value)))
}
