import { defineRule } from '../src/lint/rule.ts'
import { type Intent, isAsSure } from '../src/model/intent.ts'
import { type FailedWrite, mountIntents } from '../src/model/write-plan.ts'
import { isSure } from './shared/tmpfs.ts'

/** A container is read-only and lacks a mount that its image is known to need. */
export const undeclaredWritablePath = defineRule({
  id: 'undeclared-writable-path',
  meta: {
    title: 'A read-only container has a mount for everything it writes',
    why: 'A write to a read-only root filesystem fails with "Read-only file system".',
    category: 'filesystem',
    cis: { upTo15: '5.12', from16: '5.13' },
    severity: 'warning',
    securitySeverity: '2.0',
    presets: ['recommended', 'strict'],
    fixable: true,
    messages: {
      fails: 'Nothing makes {{path}} of read-only {{noun}} "{{name}}" writable, and it writes {{what}} there. Add {{how}}.',
      degrades:
        'Nothing makes {{path}} of read-only {{noun}} "{{name}}" writable, and it writes {{what}} there. It starts, but {{lost}}. Add {{how}}.',
      failed: 'The log of {{noun}} "{{name}}" tells of a failed write: {{line}}{{more}}. {{advice}}',
    },
  },
  container(container, report, { plan: planWrites }) {
    const fact = container.readOnlyRoot
    if (fact.state !== 'set' || !fact.value || container.mounts.incomplete) return
    const plan = planWrites()
    const [first, ...others] = plan.failed ?? []
    if (first) {
      const more = others.length > 0 ? `, and ${others.length} more` : ''
      // Whether it needs what it could not write is not known.
      report({ messageId: 'failed', at: fact.origin, data: { line: first.line, more, advice: adviceFor(first) }, severity: 'info' })
    }
    if (plan.ready === 'no' || plan.ready === 'yes') return
    const isPlanSure = plan.ready === 'with-mounts' && isSure(plan.confidence)
    for (const path of plan.paths) {
      const [intent]: Intent[] = mountIntents([path])
      // An observed failure to write counts, whatever is known about the image.
      if (!intent || !(isAsSure(path.confidence, 'observed') || (isPlanSure && isSure(path.confidence)))) continue
      if (path.without?.effect === 'works') continue
      const degrades = path.without?.effect === 'degrades'
      report({
        messageId: degrades ? 'degrades' : 'fails',
        at: fact.origin,
        data: {
          path: path.path,
          what: path.because[0].text,
          lost: path.without?.what ?? '',
          how: container.dialect.intent(intent),
        },
        fix: { title: `Make ${path.path} writable`, applicability: 'plan', confidence: path.confidence, intents: [intent] },
        withPlan: true,
      })
    }
  },
})

function adviceFor({ path, where }: FailedWrite): string {
  return path === undefined
    ? 'Find out which path that is, and mount it.'
    : `No mount can serve ${path}, which is ${where}: have it write into a directory of its own.`
}
