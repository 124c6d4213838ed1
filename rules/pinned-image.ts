import { defineRule } from '../src/lint/rule.ts'
import type { Container } from '../src/model/container.ts'
import { type ImageReference, parseImageReference } from '../src/model/image.ts'
import { isOnlyLocal, isRelease } from './shared/images.ts'

/** CIS Docker Benchmark 5.27 (5.28 since v1.6), with 4.2: the image of a container is pinned to a version. */
export const pinnedImage = defineRule({
  id: 'pinned-image',
  meta: {
    title: 'The image of a container is pinned to a version',
    why: 'A moving tag can bring another image with each pull: the service can change or break, and nobody can tell what ran.',
    category: 'supply-chain',
    cis: { upTo15: '5.27', from16: '5.28' },
    owasp: '13',
    severity: 'warning',
    securitySeverity: '4.8',
    presets: ['cis', 'strict'],
    messages: {
      noTag: 'Image {{image}} of {{noun}} "{{name}}" has no tag, so it follows "latest". Name a version, ideally with its digest.',
      latest: 'Image {{image}} of {{noun}} "{{name}}" follows "{{tag}}". Name a version, ideally with its digest.',
      moving: 'Tag {{tag}} of image {{image}} of {{noun}} "{{name}}" names no version. Name a version, ideally with its digest.',
      noDigest: 'Image {{image}} of {{noun}} "{{name}}" has a tag but no digest. Add the digest: name:tag@sha256:….',
    },
    options: {
      type: 'object',
      properties: {
        digest: { type: 'boolean', description: 'Demand a digest, even where the tag names a version.', default: false },
      },
      additionalProperties: false,
    },
  },
  container(container, report, context) {
    const { image } = container
    if (image.state !== 'set') return
    const reference = parseImageReference(image.value)
    // If only the name of an image is known (nginx:$VERSION), its tag cannot be judged.
    if (!reference || reference.digest !== undefined || reference.tag?.includes('$') || isImageId(image.value)) return
    if (isOnlyLocal(reference)) return
    if (isBuiltHere(container, reference, image.value, context.document ?? [container])) return
    const data = { image: image.value, tag: reference.tag ?? '' }
    if (reference.tag === undefined) report({ messageId: 'noTag', at: image.origin, data })
    else if (/^latest(?:$|[-_.])/.test(reference.tag)) report({ messageId: 'latest', at: image.origin, data })
    // A tag without a digit (stable, alpine, main) names a channel or a base, not a version.
    else if (!/\d/.test(reference.tag) && !isRelease(reference)) report({ messageId: 'moving', at: image.origin, data, severity: 'info' })
    else if (context.options.digest === true) report({ messageId: 'noDigest', at: image.origin, data })
  },
})

/** `docker run 077581956a92`: an id names exactly one image. */
function isImageId(text: string): boolean {
  return /^(?:[0-9a-f]{12}|[0-9a-f]{64})$/.test(text)
}

/** Whether the image is built locally, by the container or another service that gives it this name: its tag names no pulled version. */
function isBuiltHere(container: Container, reference: ImageReference, text: string, neighbours: readonly Container[]): boolean {
  if (neighbours.some(({ build, image }) => build.state !== 'unset' && image.state === 'set' && image.value === text)) return true
  if (container.build.state !== 'unset') return true
  const { project } = container
  if (container.origin.kind !== 'live' || container.swarm || project === undefined) return false
  return reference.registry === undefined && (reference.name.startsWith(`${project}-`) || reference.name.startsWith(`${project}_`))
}
