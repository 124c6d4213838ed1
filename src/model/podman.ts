import type { Mount, TmpfsMount } from './mount.ts'

/**
 * The tmpfs mounts that podman makes by itself beside `--read-only`, where `taken` has nothing there
 * (podman-run(1), `--read-only-tmpfs`): writable, executable, filled with the image's content.
 */
export function podmanReadOnlyTmpfs(taken: readonly Mount[]): readonly TmpfsMount[] {
  return ['/tmp', '/var/tmp', '/run']
    .filter((target) => !taken.some((mount) => mount.target === target))
    .map((target) => ({ type: 'tmpfs', target, readOnly: false, implied: true, form: 'short', options: { exec: true } }))
}
