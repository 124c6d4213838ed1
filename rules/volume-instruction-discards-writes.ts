import { defineRule } from '../src/lint/rule.ts'
import type { Origin } from '../src/model/fact.ts'
import { isWithin } from '../src/model/path.ts'
import { shippedInstructions } from './shared/stages.ts'

/** The offset for VOLUMEs of the base image: before everything in the file. */
const OF_BASE = -1

/** A build must write below a VOLUME before declaring it: after the instruction, a builder may discard the writes. */
export const volumeInstructionDiscardsWrites = defineRule({
  id: 'volume-instruction-discards-writes',
  meta: {
    title: 'A build does not write below a VOLUME after declaring it',
    why: 'The classic builder discards such writes when the RUN ends; only BuildKit keeps them.',
    category: 'filesystem',
    severity: 'warning',
    securitySeverity: '2.0',
    presets: ['strict'],
    messages: {
      discarded: 'This RUN writes to {{path}} ({{how}}) after VOLUME {{volume}}. Move the VOLUME after it.',
      ofBase:
        'This RUN writes to {{path}} ({{how}}), below VOLUME {{volume}} of the base image. Write to another directory, or when the container starts.',
    },
  },
  image(image, report, { base }) {
    const volumes = [
      ...(base?.volumes ?? []).map((path) => ({ path, offset: OF_BASE })),
      ...image.volumes.items.map(({ value, origin }) => ({ path: value, offset: offsetOf(origin) })),
    ]
    const runs = shippedInstructions(image).filter(({ instruction }) => instruction.name === 'RUN')
    const reported = new Set<string>()
    for (const write of image.writes) {
      // COPY puts files into the layer itself, and WORKDIR only makes a directory: both stay.
      if (write.when !== 'build' || /^(?:COPY|ADD|WORKDIR)$/.test(write.how)) continue
      const at = offsetOf(write.origin)
      const volume = volumes.find(({ path, offset }) => offset < at && isWithin(write.path, path))
      if (!volume) continue
      // One finding a RUN and volume; a heredoc's lines belong to the RUN before them.
      const run = runs.findLast(({ instruction }) => offsetOf(instruction.origin) <= at)
      const key = `${volume.path} ${run ? offsetOf(run.instruction.origin) : at}`
      if (reported.has(key)) continue
      reported.add(key)
      report({
        messageId: volume.offset === OF_BASE ? 'ofBase' : 'discarded',
        at: write.origin,
        data: { path: write.path, how: write.how, volume: volume.path },
      })
    }
  },
})

function offsetOf(origin: Origin): number {
  return origin.kind === 'text' ? origin.span[0] : OF_BASE
}
