import { defineRule } from '../src/lint/rule.ts'
import type { Fix } from '../src/model/intent.ts'
import { isSure, tmpfsUnder } from './shared/tmpfs.ts'

/** A program executes files on a tmpfs, which the engine mounts noexec. */
export const tmpfsNeedsExec = defineRule({
  id: 'tmpfs-needs-exec',
  meta: {
    title: 'A tmpfs from which a program executes files allows it',
    why: 'The engine mounts a tmpfs noexec by default; a program there fails with "Permission denied" or "failed to map segment".',
    category: 'filesystem',
    severity: 'warning',
    securitySeverity: '1.0',
    presets: ['recommended', 'strict'],
    fixable: true,
    messages: {
      noexec: 'The tmpfs at {{target}} of {{noun}} "{{name}}" is noexec, but the program executes files there ({{what}}). {{advice}}',
    },
  },
  container(container, report, { plan: planWrites }) {
    const seen = new Set<string>()
    for (const path of planWrites().paths) {
      if (!path.exec || !isSure(path.confidence)) continue
      const tmpfs = tmpfsUnder(path, container)
      if (!tmpfs || tmpfs.value.options.exec === true || seen.has(tmpfs.value.target)) continue
      const { target, options } = tmpfs.value
      seen.add(target)
      const fix: Fix = {
        title: 'Allow execution on the tmpfs',
        applicability: 'plan',
        confidence: path.confidence,
        intents: [{ do: 'set-tmpfs-options', path: target, options: { ...options, exec: true } }],
      }
      report({
        messageId: 'noexec',
        at: tmpfs.origin,
        data: {
          target,
          what: path.because[0].text,
          advice: container.swarm
            ? 'A swarm service cannot have an executable tmpfs: mount a volume there.'
            : `Write ${target}:exec in the short syntax.`,
        },
        ...(container.swarm ? {} : { fix }),
      })
    }
  },
})
