import { mayHoldCommand } from '../../engine-command/may-hold-command.ts'
import { fileSource } from '../source.ts'

/** Service units, their templates, and drop-ins. */
export const systemdUnit = fileSource({
  id: 'systemd',
  globs: ['**/*.service', '**/*.service.{in,j2,tmpl,template}', '**/*.service.d/*.conf'],
  isName: (path) => /\.(?:service|service\.(?:in|j2|tmpl|template))$|\.service\.d\/[^/]+\.conf$/.test(path),
  mayHold: mayHoldCommand,
  load: async () =>
    (await import('../../engine-command/document.ts')).commandReader({ read: (await import('./systemd.ts')).readSystemdUnit }),
})
