import { defineRule } from '../src/lint/rule.ts'
import { purposeOf, rootWrites } from './shared/image-writes.ts'

/** An image is ready for a read-only root: its start writes only to volumes, /tmp and /run. */
export const writesToRootFilesystem = defineRule({
  id: 'writes-to-root-filesystem',
  meta: {
    title: 'The start of an image writes only to volumes, /tmp and /run',
    category: 'filesystem',
    scope: 'image',
    severity: 'info',
    securitySeverity: '3.0',
    presets: ['strict'],
    fixable: false,
    messages: {
      config:
        'At start the image {{writes}} {{path}} ({{how}}): with a read-only root filesystem that fails. Write it when the image is built, or below /run or /tmp and point the program there.',
      log: 'At start the image {{writes}} the log {{path}} ({{how}}): with a read-only root filesystem that fails. Log to standard output, or link the file to /dev/stdout in the build.',
      runtime:
        'At start the image {{writes}} {{path}} ({{how}}): with a read-only root filesystem that fails. Put pid files and sockets below /run, which is mounted as tmpfs.',
      other:
        'At start the image {{writes}} {{path}} ({{how}}): with a read-only root filesystem that fails. Give it a directory of its own that is declared as VOLUME, or write below /tmp.',
      installs:
        'At start the image {{writes}} its own programs anew ({{how}}): with a read-only root filesystem that fails, and what runs is not what was built and tested. Do it when the image is built.',
    },
  },
  *image(image, { base }) {
    for (const write of rootWrites(image, base)) {
      if (purposeOf(write) !== 'other') continue
      const data = { path: write.path, how: write.how, writes: write.conditional ? 'may write' : 'writes' }
      const messageId =
        write.path === '/' ? 'installs' : write.kind === 'config' || write.kind === 'log' || write.kind === 'runtime' ? write.kind : 'other'
      yield { messageId, at: write.origin, data }
    }
  },
})
