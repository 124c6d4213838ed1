import { defineRule } from '../src/lint/rule.ts'
import type { Container } from '../src/model/container.ts'
import { type Fix, isAsSure } from '../src/model/intent.ts'
import { planIntents, type WritePlan } from '../src/model/write-plan.ts'

export const readOnlyRootFilesystem = defineRule({
  id: 'read-only-root-filesystem',
  meta: {
    title: 'The root filesystem of a container is read-only',
    why: 'An attacker who breaks in can plant programs and change its files.',
    category: 'filesystem',
    cis: { upTo15: '5.12', from16: '5.13' },
    owasp: '8',
    severity: 'warning',
    securitySeverity: '5.5',
    presets: ['recommended', 'cis', 'strict'],
    fixable: true,
    messages: {
      writable: 'The root filesystem of {{noun}} "{{name}}" is writable. Add {{how}}.{{lost}}',
      leftWritable: 'The root filesystem of {{noun}} "{{name}}" is writable and is left so: {{why}}.',
      cannotSeal:
        'The root filesystem of {{noun}} "{{name}}" is writable and cannot simply be made read-only: {{why}}.{{instead}}{{offer}}',
      oldFiles:
        'The volume at {{path}} of {{noun}} "{{name}}" keeps the files of the image that it was first used with, which the image changes at start. Empty it when you upgrade the image.',
    },
  },
  container(container, report, { plan: planWrites, preset }) {
    const fact = container.readOnlyRoot
    if (fact.state === 'unknown') return
    if (fact.state === 'set' && fact.value) {
      for (const path of planWrites().knowledge?.oldFiles ?? [])
        report({ messageId: 'oldFiles', at: fact.origin, data: { path }, severity: 'info' })
      return
    }
    const at = fact.state === 'set' ? fact.origin : container.origin
    const plan = planWrites()
    const intents = planIntents(plan)
    if (plan.ready === 'no' || intents === undefined) {
      const { why, instead } = plan.ready === 'no' ? plan : { why: 'nothing is known of it', instead: undefined }
      report({
        messageId: 'cannotSeal',
        at,
        data: { why, instead: instead ? ` Instead: ${instead}.` : '', offer: offerOf(plan) },
        // The CIS gate must report every violation; a directive with a reason accepts one.
        severity: preset === 'recommended' ? 'info' : 'warning',
        withPlan: true,
      })
      return
    }
    const why = reasonToLeave(container)
    if (why !== undefined) {
      report({ messageId: 'leftWritable', at, data: { why }, severity: 'info', withPlan: true })
      return
    }
    const how = intents.map((intent) => container.dialect.intent(intent)).join(', ')
    const isSure = isAsSure(plan.confidence, 'known')
    const applicability = container.perhapsOneOff && !isSure ? 'manual' : 'plan'
    const lost = plan.degraded === undefined ? {} : { degraded: plan.degraded }
    const fix: Fix = { title: 'Make the root filesystem read-only', applicability, confidence: plan.confidence, intents, ...lost }
    report({
      messageId: 'writable',
      at,
      data: { how, lost: plan.degraded === undefined ? '' : ` Then ${plan.degraded.join('; ')}.` },
      fix,
      withPlan: true,
    })
  },
})

/** An offer that the user must ask for, with its price. */
function offerOf(plan: WritePlan): string {
  const paths = plan.ready === 'no' ? (plan.staleVolumes ?? []) : []
  if (paths.length === 0) return ''
  return ` Or: --fix --fix-stale-volumes seals it with a volume at ${paths.join(', ')}, which keeps the files of the first image.`
}

/** Why a container that could be sealed is not: its file needs a writable root later, or it lives only for one task. */
function reasonToLeave({ leftWritable, oneOff }: Container): string | undefined {
  return leftWritable?.value ?? (oneOff ? 'it ends with the task that it was started for' : undefined)
}
