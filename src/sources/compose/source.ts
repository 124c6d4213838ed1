import type { Match, Source } from '../source.ts'
import { classify, looksLikeCompose } from './classify.ts'
import { COMPOSE, STACK } from './dialect.ts'
import { isComposeName, isDefaultName } from './file-names.ts'
import { composeUnits } from './units.ts'

/** Compose files. Several form a project. This source is asked last: if the name of a YAML file says nothing, its text decides. */
export const composeFile: Source = {
  id: 'compose',
  dialects: [COMPOSE, STACK],
  globs: ['**/*.{yml,yaml}'],
  isName: isComposeName,
  matches: ({ path, text, isExplicit, isOfAnother, isScript }): Match | undefined => {
    if (!isExplicit && !/\.ya?ml$/i.test(path)) return undefined
    const isExpected = isExplicit || isComposeName(path)
    // A script that starts no container was read and is not a gap: pre-commit names every script that changes.
    if (isScript || (!looksLikeCompose(text) && (!isExpected || isOfAnother))) return { is: 'nothing' }
    const kind = classify(path, text)
    if (kind.kind === 'compose') return { is: 'read' }
    if (kind.kind === 'other' && isDefaultName(path)) {
      const hint = 'write `services:` at its top, or leave it out with --ignore-pattern'
      return { is: 'refused', message: `${kind.why}, and Compose refuses it`, hint }
    }
    return isExpected ? { is: 'skipped', why: kind.why } : undefined
  },
  units: composeUnits,
}
