import { defineRule } from '../src/lint/rule.ts'
import { stageNamed } from '../src/model/build.ts'
import type { Origin } from '../src/model/fact.ts'
import { type Image, parseImageReference } from '../src/model/image.ts'
import { isRelease } from './shared/images.ts'
import { builtInstructions, builtStages } from './shared/stages.ts'

/** CIS Docker Benchmark 4.2, with 5.27 (5.28 since v1.6): the base images of a build are pinned to a version. */
export const unpinnedBaseImage = defineRule({
  id: 'unpinned-base-image',
  meta: {
    title: 'The base images of a build are pinned to a version',
    why: 'A moving tag makes the same Dockerfile build a different image next week.',
    category: 'supply-chain',
    cis: { upTo15: '4.2', from16: '4.2' },
    owasp: '13',
    severity: 'warning',
    securitySeverity: '4.8',
    presets: ['cis', 'strict'],
    messages: {
      noTag: 'Image {{image}} has no tag, so it follows "latest". Name a version, ideally with its digest.',
      latest: 'Image {{image}} follows "{{tag}}". Name a version, ideally with its digest.',
      moving: 'Tag {{tag}} of image {{image}} names no version. Name a version, ideally with its digest.',
      noDigest: 'Image {{image}} has a tag but no digest. Add the digest: name:tag@sha256:….',
    },
    options: {
      type: 'object',
      properties: {
        digest: { type: 'boolean', description: 'Demand a digest, even where the tag names a version.', default: false },
      },
      additionalProperties: false,
    },
  },
  image(image, report, { options }) {
    for (const { value, at } of imagesTaken(image)) {
      const reference = parseImageReference(value)
      // An unset variable in the tag says nothing.
      if (!reference || reference.tag === '' || reference.tag?.includes('$') || isDigest(reference.digest) || isLeftOpen(reference.digest))
        continue
      const data = { image: value, tag: reference.tag ?? '' }
      if (reference.tag === undefined) report({ messageId: 'noTag', at, data })
      else if (/^latest(?:$|[-_.])/.test(reference.tag)) report({ messageId: 'latest', at, data })
      // A tag without a digit (stable, alpine, bookworm) names a channel or a base, not a version.
      else if (!/\d/.test(reference.tag) && !isRelease(reference)) report({ messageId: 'moving', at, data, severity: 'info' })
      else if (options.digest === true) report({ messageId: 'noDigest', at, data })
    }
  },
})

function isDigest(text: string | undefined): boolean {
  return text !== undefined && /^[a-z\d+._-]+:[\da-f]{32,}$/i.test(text)
}

/** `name:tag@$DIGEST` with an argument that is empty by default: without a value nothing can be built. */
function isLeftOpen(digest: string | undefined): boolean {
  return digest === '' || digest === 'sha256:'
}

/** External images that the build uses: FROM of every stage that is built, and COPY --from of another image. */
function* imagesTaken(image: Image): Iterable<{ value: string; at: Origin }> {
  const stages = image.build?.stages ?? []
  for (const { from, fromStage, fromText } of builtStages(image)) {
    // With an unknown registry (`${REGISTRY}/app`), the tag can still be read.
    const last = /\/([^/$]+)$/.exec(fromText)?.[1]
    if (from.state === 'unknown' && last !== undefined && from.origin) yield { value: last, at: from.origin }
    if (from.state === 'set' && fromStage === undefined && from.value !== 'scratch') yield { value: from.value, at: from.origin }
  }
  for (const { instruction } of builtInstructions(image)) {
    if (instruction.name !== 'COPY') continue
    const from = instruction.flags.find(({ name }) => name === 'from')?.value
    // A name that does not look like an image may be a context given to the builder (`--build-context`).
    if (from?.value === undefined || stageNamed(from.value, stages) || !/[:/]/.test(from.value)) continue
    yield { value: from.value, at: from.origin }
  }
}
