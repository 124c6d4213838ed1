import { defineRule } from '../src/lint/rule.ts'
import { baseName, isWithin } from '../src/model/path.ts'
import { MAX_PATH, upTo } from '../src/text/up-to.ts'

/** Files that programs read at start. JSON is left out, because programs keep state in it. */
const CONFIGURATION = /\.(conf|cnf|cfg|ini|toml|ya?ml|properties|vcl|hcl|rules|template|tmpl)$/i

/** Configuration files that their programs rewrite in place. */
const REWRITTEN = /(sentinel|acme|nodes|users?|passwd|secrets?|adguardhome)[^/]*$/i

/** A configuration file is mounted writable. */
export const writableConfigMount = defineRule({
  id: 'writable-config-mount',
  meta: {
    title: 'A configuration file is mounted read-only',
    why: 'An attacker who breaks in can change the file on the host.',
    category: 'filesystem',
    owasp: '8',
    severity: 'info',
    securitySeverity: '3.5',
    presets: ['recommended', 'strict'],
    fixable: true,
    messages: {
      writable:
        'Configuration file {{source}} is mounted writable at {{target}} in {{noun}} "{{name}}", whose image only reads it. Add :ro.',
    },
  },
  container(container, report, { plan: planWrites }) {
    for (const { value, origin } of container.mounts.items) {
      if (value.type !== 'bind' || value.readOnly || !CONFIGURATION.test(value.target) || REWRITTEN.test(upTo(MAX_PATH, value.target)))
        continue
      const plan = planWrites()
      if (plan.knowledge?.match !== 'name' || !plan.knowledge.configuration.some((directory) => isWithin(value.target, directory))) continue
      if (plan.paths.some(({ path }) => isWithin(value.target, path))) continue
      report({
        messageId: 'writable',
        at: origin,
        data: { source: baseName(value.source), target: value.target },
        fix: {
          title: 'Mount the file read-only',
          applicability: 'plan',
          confidence: 'known',
          intents: [{ do: 'set-mount-read-only', path: value.target }],
        },
      })
    }
  },
})
