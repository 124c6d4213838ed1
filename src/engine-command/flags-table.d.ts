import type { EngineName, FlagRow } from './flags.ts'

/** The flags of `flags.yaml`, which the build reads (`.ci/tables.js`). */
export declare const flags: {
  readonly [name in 'build' | 'docker-run' | 'nerdctl-run' | 'podman-run' | 'service' | 'service-create' | 'service-update']: FlagRow
} & { readonly global: Readonly<Record<EngineName, FlagRow>> }
