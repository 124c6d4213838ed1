import { defineRule } from '../src/lint/rule.ts'
import { directoryOf } from '../src/model/image.ts'
import { purposeOf, rootWrites } from './shared/image-writes.ts'

/** An image declares where it keeps data, so that the data outlives a container. */
export const stateWithoutVolume = defineRule({
  id: 'state-without-volume',
  meta: {
    title: 'An image declares the directories where it keeps data',
    why: 'Without a VOLUME, whoever starts the image without a mount loses this data with the container.',
    category: 'filesystem',
    severity: 'warning',
    securitySeverity: '3.0',
    presets: ['strict'],
    messages: {
      undeclared:
        'The image keeps data in {{path}} ({{how}}), but declares no VOLUME there. Add VOLUME {{directory}} at the end, after the build has filled it.',
      atRoot:
        'The image keeps data in {{path}} ({{how}}), beside its own directories. Keep it in one of its own, and declare that as VOLUME.',
    },
  },
  image(image, report, { base }) {
    for (const write of rootWrites(image, base)) {
      if (purposeOf(write) !== 'state') continue
      const directory = directoryOf(write)
      const messageId = directory === '/' ? 'atRoot' : 'undeclared'
      report({ messageId, at: write.origin, data: { path: write.path, how: write.how, directory } })
    }
  },
})
