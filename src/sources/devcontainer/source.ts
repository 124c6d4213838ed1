import type { Source } from '../source.ts'

/** Development containers. */
export const devcontainer: Source = {
  id: 'devcontainer',
  isName: (path) => /(?:^|\/)\.?devcontainer\.json$/.test(path),
  mayHold: (text) => /"(?:image|runArgs|mounts)"|docker|podman/.test(text),
  load: async () =>
    (await import('../../engine-command/document.ts')).commandReader({ read: (await import('./devcontainer.ts')).readDevcontainer }),
}
