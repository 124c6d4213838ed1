import { defineRule } from '../src/lint/rule.ts'
import { capabilityName } from '../src/model/capability.ts'
import type { Container } from '../src/model/container.ts'
import type { Fix, Intent } from '../src/model/intent.ts'
import type { ImageKnowledge } from '../src/model/write-plan.ts'
import { DEFAULT_CAPABILITIES } from './shared/capabilities.ts'
import { forService } from './shared/limits.ts'
import { isRootUser } from './shared/users.ts'
import { runsWindows } from './shared/windows.ts'

const DROP_ALL: Intent = { do: 'drop-capability', capability: 'ALL' }

export const dropCapabilities = defineRule({
  id: 'drop-capabilities',
  meta: {
    title: 'A container drops all capabilities and adds back those it needs',
    why: 'With the default capabilities, root in a container can change the owner of any file, create devices and forge packets.',
    category: 'privilege',
    cis: { upTo15: '5.3', from16: '5.4' },
    owasp: '3',
    severity: 'warning',
    securitySeverity: '4.5',
    presets: ['cis', 'strict'],
    fixable: true,
    messages: {
      missing: 'The capabilities of {{noun}} "{{name}}" are the engine\'s default set. Add {{drop}}{{back}}.',
      partial: 'Not all capabilities of {{noun}} "{{name}}" are dropped: it keeps {{kept}}. Add {{drop}}{{back}}.',
    },
  },
  container(container, report, context) {
    if (runsWindows(container, context.image)) return
    const { capDrop, privileged } = container.security
    // Privileged mode ignores dropped capabilities (moby `caps.TweakCapabilities`); no-privileged reports it.
    if (capDrop.incomplete || privileged.state === 'unknown' || (privileged.state === 'set' && privileged.value)) return
    const dropped = new Set(capDrop.items.map(({ value }) => capabilityName(value)))
    const kept = DEFAULT_CAPABILITIES.filter((name) => !dropped.has(name))
    if (dropped.has('ALL') || kept.length === 0) return

    const knowledge = context.plan().knowledge
    const back = knowledge && needs(container, knowledge)
    const data = {
      kept: kept.join(', '),
      drop: container.dialect.intent(DROP_ALL),
      back: backText(container, back, knowledge?.image),
    }
    const fix = knowledge && back && fixFor(container, back, knowledge)
    report({
      messageId: dropped.size === 0 ? 'missing' : 'partial',
      at: capDrop.items[0]?.origin ?? container.origin,
      data,
      severity: forService(container, 'warning'),
      ...(fix ? { fix } : {}),
    })
  },
})

/**
 * The capabilities to give back, except those that the container has already. Besides those of its image's record, some depend on the
 * container: root without DAC_OVERRIDE is an ordinary user to files of others, so files of the host need it, whoever owns them; who gives
 * files away needs DAC_OVERRIDE and FOWNER to touch them again, if they outlive the container; who starts processes of another user needs
 * KILL to stop them.
 */
function needs(container: Container, knowledge: ImageKnowledge): readonly string[] | undefined {
  if (knowledge.capabilities === undefined || container.security.capAdd.incomplete) return undefined
  const has = new Set(container.security.capAdd.items.map(({ value }) => capabilityName(value)))
  const wanted = new Set(knowledge.capabilities.map(capabilityName))
  const user = container.user.state === 'set' ? container.user.value : knowledge.user
  if (user === undefined || isRootUser(user)) {
    const { items, incomplete } = container.mounts
    const keeps = incomplete !== undefined || knowledge.volumes.length > 0 || items.some(({ value }) => value.type === 'volume')
    const bound = incomplete !== undefined || items.some(({ value }) => value.type === 'bind')
    if (bound || (keeps && wanted.has('CHOWN'))) wanted.add('DAC_OVERRIDE')
    if ((bound || keeps) && wanted.has('CHOWN')) wanted.add('FOWNER')
    if (wanted.has('SETUID') && knowledge.dropsTo === undefined) wanted.add('KILL')
  }
  return [...wanted].filter((name) => !has.has(name) && !has.has('ALL')).sort()
}

function backText(container: Container, back: readonly string[] | undefined, image: string | undefined): string {
  if (back === undefined) return ', then add back only what the program proves to need'
  if (back.length === 0) return ''
  const added = back.map((capability) => container.dialect.intent({ do: 'add-capability', capability })).join(', ')
  return ` and, for what ${image} does at its start, ${added}`
}

/** Only for an image with its own record and its own start: another entrypoint may need other capabilities. */
function fixFor(container: Container, back: readonly string[], knowledge: ImageKnowledge): Fix {
  const asMeant = knowledge.match !== 'base' && container.entrypoint.state === 'unset' && container.command.state !== 'unknown'
  return {
    title: 'Drop all capabilities and add back those the image needs',
    ...(asMeant
      ? { applicability: 'plan', confidence: knowledge.match === 'name' ? 'known' : 'inferred' }
      : { applicability: 'manual', confidence: 'inferred' }),
    intents: [DROP_ALL, ...back.map((capability): Intent => ({ do: 'add-capability', capability }))],
  }
}
