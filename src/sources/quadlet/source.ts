import { fileSource } from '../source.ts'
import { QUADLET } from './dialect.ts'

/** Podman's container units. */
export const quadlet = fileSource({
  id: 'quadlet',
  dialects: [QUADLET],
  globs: ['**/*.container'],
  isName: (path) => /\.container$/.test(path),
  mayHold: (text) => /^[ \t]*\[Container\]/m.test(text),
  load: async () => (await import('../../engine-command/document.ts')).commandReader({ read: (await import('./quadlet.ts')).readQuadlet }),
})
