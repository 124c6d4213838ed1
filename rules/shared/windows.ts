import type { Container } from '../../src/model/container.ts'
import { type Image, isWindowsReference, parseImageReference } from '../../src/model/image.ts'

/** Whether this is a Windows container: no capabilities, set-user-id programs, root or process limit (moby `daemon/oci_windows.go`). */
export function runsWindows({ image: own }: Container, image: Image | undefined): boolean {
  return image?.build?.os === 'windows' || (own.state === 'set' && isWindowsReference(parseImageReference(own.value)))
}
