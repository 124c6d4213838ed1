import { mayHoldCommand } from '../../engine-command/may-hold-command.ts'
import type { Source } from '../source.ts'

/** Service units, templates of such, and drop-ins. */
export const systemdUnit: Source = {
  id: 'systemd',
  isName: (path) => /\.(?:service|service\.(?:in|j2|tmpl|template))$|\.service\.d\/[^/]+\.conf$/.test(path),
  mayHold: mayHoldCommand,
  load: async () => (await import('../../engine-command/document.ts')).commandReader({ read: (await import('./systemd.ts')).readUnit }),
}
