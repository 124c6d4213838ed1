import { defineRule } from '../src/lint/rule.ts'
import { isWithin } from '../src/model/path.ts'
import { hasDeeperMount, tmpfsMounts } from './shared/tmpfs.ts'

/** Directories whose content is needed only by the build. */
const SCRATCH = /^\/(tmp|var\/tmp|run|var\/cache|var\/log)(\/|$)/

/** A tmpfs hides files of the image that the program needs. */
export const tmpfsHidesImageContent = defineRule({
  id: 'tmpfs-hides-image-content',
  meta: {
    title: 'A tmpfs does not hide files that the image ships',
    why: 'A tmpfs is empty at each start and hides what the image ships at its path.',
    category: 'filesystem',
    severity: 'warning',
    securitySeverity: '2.0',
    presets: ['recommended', 'strict'],
    messages: {
      known:
        'The tmpfs at {{target}} of {{noun}} "{{name}}" hides what the image ships at {{path}}: {{what}}. Mount a volume there, which starts with the files of the image, or mount only the directories that must be writable.',
      built:
        'The tmpfs at {{target}} of {{noun}} "{{name}}" hides what the Dockerfile puts there. Mount a volume there, which starts with the files of the image, or mount only the directories that must be writable.',
    },
  },
  container(container, report, { plan: planWrites, image }) {
    const mounts = tmpfsMounts(container)
    // Podman copies the image's files into a tmpfs (podman-run(1), tmpcopyup).
    if (mounts.length === 0 || container.engine === 'podman') return
    const knowledge = planWrites().knowledge
    for (const { value, origin } of mounts) {
      const { target } = value
      const shipped = knowledge?.shipped.find(({ path }) => isWithin(path, target) && !hasDeeperMount(path, target, container))
      if (shipped && knowledge?.match !== 'family') {
        report({ messageId: 'known', at: origin, data: { target, path: shipped.path, what: shipped.what } })
        continue
      }
      if (SCRATCH.test(target)) continue
      const built = image?.writes.find(
        ({ when, leaves, path }) =>
          when === 'build' &&
          (leaves === 'content' || leaves === 'file') &&
          isWithin(path, target) &&
          !hasDeeperMount(path, target, container),
      )
      if (built) {
        report({
          messageId: 'built',
          at: origin,
          data: { target },
          related: [{ at: built.origin, message: `puts files at ${built.path}` }],
        })
      }
    }
  },
})
