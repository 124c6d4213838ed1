import type { Mount, TmpfsMount } from './mount.ts'

/** The tmpfs mounts that podman adds with `--read-only` where no mount of `taken` is (podman-run(1), `--read-only-tmpfs`). */
export function podmanReadOnlyTmpfs(taken: readonly Mount[]): readonly TmpfsMount[] {
  return ['/tmp', '/var/tmp', '/run']
    .filter((target) => !taken.some((mount) => mount.target === target))
    .map((target) => ({ type: 'tmpfs', target, readOnly: false, implied: true, form: 'short', options: { exec: true } }))
}
