import { defineRule } from '../src/lint/rule.ts'

/** Limits without which one container can use up shared resources. `memlock` is left out: databases lock their memory for good reasons. */
const SHARED: Readonly<Record<string, string>> = {
  nofile: 'open files',
  nproc: 'processes of its user',
  core: 'bytes of a core dump, with the memory of the program in it',
  fsize: 'bytes of a file',
  sigpending: 'pending signals',
  msgqueue: 'bytes in message queues',
}

export const ulimitsBounded = defineRule({
  id: 'ulimits-bounded',
  meta: {
    title: 'The ulimits of a container are not unlimited',
    why: 'Without a limit, one container can use up what all others need.',
    category: 'resources',
    cis: { upTo15: '5.18', from16: '5.19' },
    owasp: '7',
    severity: 'info',
    securitySeverity: '2.0',
    presets: ['cis', 'strict'],
    messages: {
      unlimited:
        'The ulimit {{ulimit}} of {{noun}} "{{name}}" is unlimited: it can use any number of {{what}}. Set a number, or remove the setting so that the daemon\'s limit applies.',
    },
  },
  container(container, report) {
    for (const { value: ulimit, origin } of container.limits.ulimits.items) {
      const what = Object.hasOwn(SHARED, ulimit.name) ? SHARED[ulimit.name] : undefined
      if (what === undefined || (ulimit.soft >= 0 && ulimit.hard >= 0)) continue
      report({ messageId: 'unlimited', at: origin, data: { ulimit: ulimit.name, what } })
    }
  },
})
