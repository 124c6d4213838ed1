import { fileSource } from '../source.ts'

/** Development containers. */
export const devcontainer = fileSource({
  id: 'devcontainer',
  globs: ['**/{devcontainer,.devcontainer}.json'],
  isName: (path) => /(?:^|\/)\.?devcontainer\.json$/.test(path),
  mayHold: (text) => /"(?:image|runArgs|mounts)"|docker|podman/.test(text),
  load: async () =>
    (await import('../../engine-command/document.ts')).commandReader({ read: (await import('./devcontainer.ts')).readDevcontainer }),
})
