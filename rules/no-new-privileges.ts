import { defineRule } from '../src/lint/rule.ts'
import type { Container } from '../src/model/container.ts'
import type { Fix } from '../src/model/intent.ts'
import type { ImageKnowledge } from '../src/model/write-plan.ts'
import { parseGoBool } from '../src/text/go-bool.ts'
import { forService } from './shared/limits.ts'
import { securityOptions } from './shared/security-options.ts'
import { runsWindows } from './shared/windows.ts'

const OPTION = 'no-new-privileges:true'

export const noNewPrivileges = defineRule({
  id: 'no-new-privileges',
  meta: {
    title: 'No process of a container can gain privileges',
    why: 'A set-user-id program such as su can make an ordinary process root.',
    category: 'privilege',
    cis: { upTo15: '5.25', from16: '5.26' },
    owasp: '4',
    severity: 'warning',
    securitySeverity: '4.4',
    presets: ['cis', 'strict'],
    fixable: true,
    messages: {
      missing: 'Processes of {{noun}} "{{name}}" can gain privileges. Add {{setting}}.',
      disabled:
        'Option {{option}} lets processes of {{noun}} "{{name}}" gain privileges, even if the daemon forbids it by default. Set it to true.',
      needed:
        'Processes of {{noun}} "{{name}}" can gain privileges, and the image needs that: {{by}}. Look for a variant of the image that does not.',
    },
  },
  container(container, report, context) {
    const { options } = container.security
    const last = securityOptions(options, 'no-new-privileges').at(-1)
    if (last) {
      // The engine refuses a value that is not a boolean, so there is no container to judge.
      if (last.value === undefined || parseGoBool(last.value) !== false) return
      report({ messageId: 'disabled', at: last.origin, data: { option: `no-new-privileges=${last.value}` } })
      return
    }
    // Swarm has no way to say it: `docker stack deploy` ignores security_opt and `docker service create` has no such flag.
    if (options.incomplete || container.swarm || runsWindows(container, context.image)) return
    const setting = container.dialect.intent({ do: 'add-security-option', option: OPTION })
    const knowledge = context.plan().knowledge
    const gains = knowledge?.gainsPrivileges
    if (gains !== undefined && gains !== 'none') {
      report({ messageId: 'needed', at: container.origin, data: { by: gains }, severity: 'info' })
      return
    }
    report({
      messageId: 'missing',
      at: container.origin,
      data: { setting },
      severity: forService(container, 'warning'),
      fix: fixFor(container, knowledge),
    })
  },
})

/** Safe if the image's record says that nothing gains privileges, else the least sure. Commands with sudo or su are left to a person. */
function fixFor(container: Container, knowledge: ImageKnowledge | undefined): Fix {
  const fix = { title: 'Forbid gaining privileges', intents: [{ do: 'add-security-option', option: OPTION }] } as const
  if (callsSudo(container)) return { ...fix, applicability: 'manual' }
  if (knowledge?.gainsPrivileges === 'none' && knowledge.match === 'name') return { ...fix, applicability: 'safe' }
  return { ...fix, applicability: 'plan', confidence: knowledge?.gainsPrivileges === 'none' ? 'inferred' : 'default' }
}

/** Whether the command names a program that usual distributions make set-user-id and that does not work without it. */
function callsSudo(container: Container): boolean {
  const words = [container.entrypoint, container.command].flatMap((fact) => (fact.state === 'set' ? fact.value : []))
  return words.some((word) => /(?:^|[\s;&|(/])(?:sudo|su|doas|pkexec|sendmail|crontab|fusermount3?)(?:\s|$)/.test(word))
}
