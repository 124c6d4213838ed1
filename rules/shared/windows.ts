import type { Container } from '../../src/model/container.ts'
import { type Image, isWindowsReference, parseImageReference } from '../../src/model/image.ts'

/**
 * Whether a container is a Windows container, which has no capabilities, no set-user-id programs, no root and no process limit; the engine
 * refuses settings that ask for them (moby `daemon/oci_windows.go`, `daemon/daemon_windows.go`).
 */
export function runsWindows({ image: own }: Container, image: Image | undefined): boolean {
  return image?.build?.os === 'windows' || (own.state === 'set' && isWindowsReference(parseImageReference(own.value)))
}
