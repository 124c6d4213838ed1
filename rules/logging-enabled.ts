import { defineRule } from '../src/lint/rule.ts'

/** Docker documentation, "Configure logging drivers": the output of a container is kept. */
export const loggingEnabled = defineRule({
  id: 'logging-enabled',
  meta: {
    title: 'The log of a container is kept',
    why: 'Without a log, nobody can tell what happened in an incident.',
    category: 'observability',
    severity: 'info',
    securitySeverity: '2.0',
    presets: ['strict'],
    messages: {
      none: 'The log of {{noun}} "{{name}}" is discarded. Remove {{setting:no-logging}}. To protect the disk, limit the log (max-size, max-file) or use the local driver.',
    },
  },
  container(container, report) {
    const driver = container.loggingDriver
    if (driver.state !== 'set' || driver.value !== 'none') return
    report({ messageId: 'none', at: driver.origin })
  },
})
