import type { Condition } from '../knowledge/record.ts'
import { tagAtLeast, tagMatches } from '../knowledge/tag.ts'
import type { Truth } from '../knowledge/truth.ts'
import { every, matchesPattern, opposite, some, truthOf } from '../knowledge/truth.ts'
import { isWithin } from '../model/path.ts'
import { buildWrites } from './build-content.ts'
import type { PlanContext } from './plan-context.ts'
import type { StartUser } from './user.ts'

/** How surely a record's condition holds, as far as the files tell. No condition always holds. */
export function judge(condition: Condition | undefined, context: PlanContext, user: StartUser): Truth {
  if (!condition) return 'yes'
  const parts: Truth[] = []
  if (condition.tag) parts.push(judgeTag(condition.tag, context))
  for (const [name, test] of Object.entries(condition.env ?? {})) parts.push(judgeEnvironment(name, test, context))
  if (condition.command) {
    parts.push(context.command === undefined ? 'unknown' : matchesPattern(condition.command.matches, context.command))
  }
  if (condition.user) parts.push(user.known ? truthOf(user.root === (condition.user === 'root')) : 'unknown')
  if (condition.uid !== undefined) parts.push(judgeUid(condition.uid, user))
  if (condition.mounted !== undefined) parts.push(judgeMounted(condition.mounted, context))
  if (condition.swarm !== undefined) parts.push(truthOf(context.container.swarm === condition.swarm))
  if (condition.all) parts.push(every(condition.all.map((part) => judge(part, context, user))))
  if (condition.any) parts.push(some(condition.any.map((part) => judge(part, context, user))))
  if (condition.not) parts.push(opposite(judge(condition.not, context, user)))
  return every(parts)
}

function judgeUid(uid: string, user: StartUser): Truth {
  if (!user.known) return 'unknown'
  if (user.root) return truthOf(uid === '0')
  return user.ids ? truthOf(user.ids.uid === Number(uid)) : 'unknown'
}

function judgeTag(tag: NonNullable<Condition['tag']>, { reference }: PlanContext): Truth {
  if (!reference) return 'unknown'
  const parts: Truth[] = []
  if (tag.atLeast !== undefined) parts.push(tagAtLeast(reference.tag, tag.atLeast))
  if (tag.below !== undefined) parts.push(opposite(tagAtLeast(reference.tag, tag.below)))
  if (tag.matches !== undefined) {
    const pinned = reference.tag === undefined && reference.digest !== undefined
    parts.push(pinned ? 'unknown' : tagMatches(reference.tag, tag.matches))
  }
  return every(parts)
}

function judgeEnvironment(name: string, test: NonNullable<Condition['env']>[string], context: PlanContext): Truth {
  const state = context.environment(name)
  switch (state.state) {
    case 'unknown':
      return 'unknown'
    case 'unset':
      return truthOf(test === 'unset')
    case 'set': {
      if (typeof test !== 'string') return state.value === undefined ? 'unknown' : matchesPattern(test.matches, state.value)
      // Entrypoints test with `[ -n "$X" ]`: an empty value counts as unset.
      const isSet = state.value !== ''
      return truthOf(isSet === (test === 'set'))
    }
    default:
      return state satisfies never
  }
}

function judgeMounted(path: string, { container, image }: PlanContext): Truth {
  const targets = [...container.mounts.items.map(({ value }) => value.target), ...container.injected.items.map(({ value }) => value.target)]
  if (targets.some((target) => isWithin(target, path))) return 'yes'
  if (image && buildWrites(image).some((write) => isWithin(write.path, path))) return 'yes'
  // A mount above the path may hold it or not: its content is unknown.
  if (targets.some((target) => isWithin(path, target))) return 'unknown'
  return container.mounts.incomplete || container.injected.incomplete ? 'unknown' : 'no'
}
