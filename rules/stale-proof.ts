import { defineRule } from '../src/lint/rule.ts'

/** A proof of `dockseal prove` is about another image or other settings than the file has now. */
export const staleProof = defineRule({
  id: 'stale-proof',
  meta: {
    title: 'What was proved of a service is about the service as it is',
    category: 'filesystem',
    why: 'A new image or other settings may write elsewhere.',
    severity: 'info',
    securitySeverity: '0.0',
    presets: ['recommended', 'cis', 'strict'],
    messages: {
      stale:
        'The proof of {{noun}} "{{name}}" ({{date}}) does not hold any more: {{why}}. Its plan rests on what else is known. Run `dockseal prove {{name}}` again.',
    },
  },
  container(container, report, { plan }) {
    const { staleProof: stale } = plan()
    if (stale === undefined) return
    report({ messageId: 'stale', at: container.origin, data: { date: stale.date, why: stale.why } })
  },
})
