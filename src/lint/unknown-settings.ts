import type { Problem } from '../model/finding.ts'
import type { Document } from '../sources/source.ts'

/**
 * A note for each service whose root filesystem or privileged mode depends on a variable without a value here: no rule judges an unknown
 * value, and that must not look like a pass. What the document reports itself (a base that cannot be read) is not repeated; scripts report
 * themselves which words they hide.
 */
export function unknownSettings({ isProject, containers, problems }: Document): Problem[] {
  const told = new Set(problems.map(({ message }) => message))
  return (isProject ? containers : [])
    .flatMap(({ readOnlyRoot, security }) => [['read_only', readOnlyRoot] as const, ['privileged', security.privileged] as const])
    .flatMap(([key, fact]): Problem[] =>
      fact.state === 'unknown' && fact.origin?.kind === 'text' && !told.has(fact.why)
        ? [
            {
              level: 'note',
              file: fact.origin.file,
              offset: fact.origin.span[0],
              message: `${key} is not judged: ${fact.why}`,
              hint: 'set it in .env, or take the environment with --env-from-shell',
            },
          ]
        : [],
    )
}
