import type { Condition } from '../knowledge/record.ts'

/** A condition in words, to follow a statement: "when REDIS_HOST is set and the tag is 18 or newer". */
export function describeCondition(condition: Condition): string {
  return `when ${describe(condition)}`
}

function describe(condition: Condition): string {
  const parts: string[] = []
  const { tag, env, command, user, uid, mounted, swarm } = condition
  if (tag?.atLeast !== undefined) parts.push(`the tag is ${tag.atLeast} or newer`)
  if (tag?.below !== undefined) parts.push(`the tag is older than ${tag.below}`)
  if (tag?.matches !== undefined) parts.push(`the tag ${describePattern(tag.matches)}`)
  for (const [name, test] of Object.entries(env ?? {})) {
    parts.push(typeof test === 'string' ? `${name} is ${test}` : `${name} ${describePattern(test.matches)}`)
  }
  if (command) parts.push(`the command ${describePattern(command.matches)}`)
  if (user) parts.push(user === 'root' ? 'it starts as root' : 'it does not start as root')
  if (uid !== undefined) parts.push(`it starts as user ${uid}`)
  if (mounted !== undefined) parts.push(`something is mounted at ${mounted}`)
  if (swarm !== undefined) parts.push(swarm ? 'it runs in swarm' : 'it does not run in swarm')
  if (condition.all) parts.push(...condition.all.map(describe))
  if (condition.any) parts.push(condition.any.map(describe).join(' or '))
  if (condition.not) parts.push(`not (${describe(condition.not)})`)
  return parts.join(' and ')
}

/** What a value that matches the pattern is, in words for the usual patterns about a whole value, its start or a part of it. */
function describePattern(pattern: string): string {
  if (pattern === '^$') return 'is empty'
  if (/^[\w:/@-]+$/.test(pattern)) return `contains ${pattern}`
  const [, not, value, end] = /^\^(\(\?!)?([\w:/@-]+)(\$?)\)?$/.exec(pattern) ?? []
  if (value === undefined) return `matches ${pattern}`
  if (end) return `${not ? 'is not' : 'is'} ${value}`
  return `${not ? 'does not start' : 'starts'} with ${value}`
}
