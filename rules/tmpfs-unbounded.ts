import { defineRule } from '../src/lint/rule.ts'
import { limitState } from './shared/limits.ts'
import { tmpfsMounts } from './shared/tmpfs.ts'

/** A tmpfs may grow to half of the host's memory. */
export const tmpfsUnbounded = defineRule({
  id: 'tmpfs-unbounded',
  meta: {
    title: 'A tmpfs has a size, or its container a memory limit',
    why: 'A tmpfs without a size can grow to half of the memory of the host.',
    category: 'resources',
    severity: 'info',
    securitySeverity: '2.0',
    presets: ['strict'],
    messages: {
      unbounded:
        'The tmpfs at {{target}} of {{noun}} "{{name}}" has no size limit. Set a size, such as {{target}}:size=64m, or give the {{noun}} a memory limit, which includes it.',
    },
  },
  container(container, report) {
    const limit = limitState(container.limits.memory)
    if (limit === 'limited' || limit === 'unknown') return
    for (const { value, origin } of tmpfsMounts(container)) {
      if (value.options.size !== undefined || value.options.other?.some((option) => /^(nr_blocks|size)=/.test(option))) continue
      report({ messageId: 'unbounded', at: origin, data: { target: value.target } })
    }
  },
})
