import type { Container } from '../model/container.ts'
import type { Mount, TmpfsOptions } from '../model/mount.ts'
import { inexpressible, newTmpfsSyntax, withoutOwner } from '../model/tmpfs.ts'
import type { WritePath, WritePlan } from '../model/write-plan.ts'

type Tmpfs = Extract<Mount, { readonly type: 'tmpfs' }>

/** The tmpfs mounts in the short syntax: `docker stack deploy` ignores them, so nothing is mounted there. */
function leftOut(container: Container): readonly Tmpfs[] {
  const isStack = container.maybeStack === true || container.dialect.tmpfs === 'stack'
  return isStack ? container.mounts.items.flatMap(({ value }) => (value.type === 'tmpfs' && value.form === 'short' ? [value] : [])) : []
}

/** The author's tmpfs mounts that a stack would ignore, each in a form that both a stack and Compose read. */
export function rewrittenForStack(container: Container): NonNullable<WritePlan['rewritten']> {
  return leftOut(container).flatMap(({ target, options }) => {
    const rewritten = container.maybeStack ? withoutOwner(options) : options
    return newTmpfsSyntax(container, rewritten) === 'short' || lostIn(container, rewritten).length > 0
      ? []
      : [{ path: target, options: rewritten }]
  })
}

/** Options of a tmpfs that a mount of a swarm service cannot express. */
export function lostIn(container: Container, options: TmpfsOptions): readonly string[] {
  return inexpressible(options, newTmpfsSyntax(container, options))
}

/** An author's tmpfs that the stack ignores and no long syntax can express; undefined if there is none. */
export function lostTmpfs(container: Container): { readonly path: string; readonly lost: readonly string[] } | undefined {
  if (!container.swarm) return undefined
  return leftOut(container)
    .map(({ target, options }) => ({ path: target, lost: lostIn(container, options) }))
    .find(({ lost }) => lost.length > 0)
}

/** Notes on what `docker stack deploy` would do with a service that Compose or a stack may start. */
export function stackNotes(
  { maybeStack }: Container,
  paths: readonly WritePath[],
  rewritten: NonNullable<WritePlan['rewritten']>,
): string[] {
  if (!maybeStack) return []
  const planned = paths.flatMap(({ path, mount }) => (mount.as === 'tmpfs' ? [{ path, options: mount.options }] : []))
  const lost = [...planned, ...rewritten].filter(({ options }) => inexpressible(options, 'stack').length > 0).map(({ path }) => path)
  return lost.length === 0
    ? []
    : [`\`docker stack deploy\` gives a tmpfs no owner and no mode: started by it, only root may be able to write to ${lost.join(', ')}`]
}
