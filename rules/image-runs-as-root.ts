import { defineRule } from '../src/lint/rule.ts'
import { type Image, parseImageReference } from '../src/model/image.ts'
import { isRootUser } from './shared/users.ts'

export const imageRunsAsRoot = defineRule({
  id: 'image-runs-as-root',
  meta: {
    title: 'An image has a user for its processes',
    why: 'An attacker who breaks into a root process has every permission inside the container, and one obstacle less on the way out.',
    category: 'privilege',
    cis: { upTo15: '4.1', from16: '4.1' },
    owasp: '2',
    severity: 'warning',
    securitySeverity: '5.0',
    presets: ['cis', 'strict'],
    messages: {
      explicit:
        'The image runs as {{user}}. Create a user with RUN useradd, give it the directories it writes, and end with USER and its number.',
      missing:
        'The image has no USER, and its base {{base}} sets none that is known, so it runs as root. Create a user with RUN useradd, give it the directories it writes, and end with USER and its number.',
      scratch:
        'The image has no USER, so it runs as root. End with USER and a number (USER 65532:65532): an image from scratch has no accounts.',
    },
  },
  image(image, report, { base }) {
    // Windows has no root; a start that hands over to another user needs root only at first.
    if (image.build?.os === 'windows' || image.dropsTo !== undefined) return
    const { user } = image
    if (user.state === 'unknown') return
    if (user.state === 'set' && user.value !== '') {
      if (isRootUser(user.value)) report({ messageId: 'explicit', at: user.origin, data: { user: user.value } })
      return
    }
    if (image.base.state !== 'set' || setsUserForDerivedImages(image)) return
    if (base?.user === undefined ? bringsUser(image.base.value) : !isRootUser(base.user)) return
    // The base's entrypoint hands over to another user, unless this image replaces it.
    if (base?.dropsTo !== undefined && image.entrypoint.state === 'unset') return
    if (image.base.value === 'scratch') report({ messageId: 'scratch', at: image.origin })
    else report({ messageId: 'missing', at: image.origin, data: { base: image.base.value } })
  },
})

/** Whether images built on this one get a user: `ONBUILD USER app`. */
function setsUserForDerivedImages({ build }: Image): boolean {
  return (
    build?.stages.some(({ shipped, instructions }) => shipped && instructions.some(({ name, onBuild }) => onBuild && name === 'USER')) ??
    false
  )
}

/** Whether the name or tag of an image says that it has a user: `distroless/static:nonroot`, `nginx-unprivileged`, Chainguard's images. */
function bringsUser(reference: string): boolean {
  const parsed = parseImageReference(reference)
  return /non-?root|rootless|unprivileged/.test(`${parsed?.name} ${parsed?.tag}`) || parsed?.registry === 'cgr.dev'
}
