import type { Container } from '../../src/model/container.ts'
import { noun } from '../../src/model/wording.ts'

/** One setting in the words of each source; what a source does not name falls back to the flags of `docker run`. */
export interface Spelling {
  readonly compose: string
  /** `docker run`; also how a live container would be started anew. */
  readonly flags: string
  /** Key of a Podman quadlet; absent: passed on by `PodmanArgs=`. */
  readonly quadlet?: string
  /** `docker service create`; absent: as `flags`. */
  readonly swarm?: string
}

/** The setting as a person would type it where the container is defined. */
export function spell(container: Container, spelling: Spelling): string {
  switch (container.source) {
    case 'compose':
      return spelling.compose
    case 'quadlet':
      return spelling.quadlet ?? `PodmanArgs=${spelling.flags}`
    case 'swarm':
      return spelling.swarm ?? spelling.flags
    case 'run':
    case 'live':
      return spelling.flags
    default:
      return container.source satisfies never
  }
}

/** The message data that every rule needs: `{{noun}}` and `{{name}}`. */
export function who(container: Container): { readonly noun: string; readonly name: string } {
  return { noun: noun(container), name: container.name }
}
