import { defineRule } from '../src/lint/rule.ts'
import { who } from './shared/words.ts'

/** Limits without which one container can use up shared resources. `memlock` is left out: databases lock their memory for good reasons. */
const SHARED: Readonly<Record<string, string>> = {
  nofile: 'open files',
  nproc: 'processes of its user',
  core: 'bytes of a core dump, with the memory of the program in it',
  fsize: 'bytes of a file',
  sigpending: 'pending signals',
  msgqueue: 'bytes in message queues',
}

/** CIS Docker Benchmark 5.18 (5.19 since v1.6): the ulimits of a container are not lifted. */
export const ulimitsBounded = defineRule({
  id: 'ulimits-bounded',
  meta: {
    title: 'The ulimits of a container are not unlimited',
    why: 'Without a limit, one container can use up what all others need.',
    category: 'resources',
    scope: 'container',
    cis: { upTo15: '5.18', from16: '5.19' },
    owasp: '7',
    severity: 'info',
    securitySeverity: '2.0',
    presets: ['cis', 'strict'],
    fixable: false,
    messages: {
      unlimited:
        'The ulimit {{ulimit}} of {{noun}} "{{name}}" is unlimited: it can use any number of {{what}}. Set a number, or remove the setting so that the daemon\'s limit applies.',
    },
  },
  *container(container) {
    for (const { value: ulimit, origin } of container.limits.ulimits.items) {
      const what = Object.hasOwn(SHARED, ulimit.name) ? SHARED[ulimit.name] : undefined
      if (what === undefined || (ulimit.soft >= 0 && ulimit.hard >= 0)) continue
      yield { messageId: 'unlimited', at: origin, data: { ...who(container), ulimit: ulimit.name, what } }
    }
  },
})
