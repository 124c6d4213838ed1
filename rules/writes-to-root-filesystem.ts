import { defineRule } from '../src/lint/rule.ts'
import { purposeOf, rootWrites } from './shared/image-writes.ts'

/** An image is ready for a read-only root: its start writes only to volumes, /tmp and /run. */
export const writesToRootFilesystem = defineRule({
  id: 'writes-to-root-filesystem',
  meta: {
    title: 'An image writes only to volumes, /tmp and /run when it starts',
    why: 'With a read-only root filesystem, this write fails.',
    category: 'filesystem',
    severity: 'info',
    securitySeverity: '3.0',
    presets: ['strict'],
    messages: {
      config:
        'The image {{writes}} {{path}} when it starts ({{how}}). Write it when the image is built, or below /run or /tmp, and point the program there.',
      log: 'The image {{writes}} the log {{path}} when it starts ({{how}}). Log to standard output, or link the file to /dev/stdout in the build.',
      runtime: 'The image {{writes}} {{path}} when it starts ({{how}}). Put pid files and sockets below /run, which can be a tmpfs.',
      other:
        'The image {{writes}} {{path}} when it starts ({{how}}). Give it a directory of its own and declare it as VOLUME, or write below /tmp.',
      installs: 'The image {{writes}} its own programs when it starts ({{how}}). Do it when the image is built.',
    },
  },
  image(image, report, { base }) {
    for (const write of rootWrites(image, base)) {
      if (purposeOf(write) !== 'other') continue
      const data = { path: write.path, how: write.how, writes: write.conditional ? 'may write' : 'writes' }
      const messageId =
        write.path === '/' ? 'installs' : write.kind === 'config' || write.kind === 'log' || write.kind === 'runtime' ? write.kind : 'other'
      report({ messageId, at: write.origin, data })
    }
  },
})
