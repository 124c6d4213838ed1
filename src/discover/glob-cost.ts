/** With more wildcards between two slashes of a glob, or more `**` in the whole glob, the time of a match grows too fast. */
const MAX_WILDCARDS = 3

/** The error for a glob that `isCostly`. */
export const COSTLY = `has more than ${MAX_WILDCARDS} wildcards between two slashes or more than ${MAX_WILDCARDS} \`**\`, or a group that repeats, and may take too long to match`

/** Whether an untrusted glob may take too long: a group that repeats, over three `*` between two slashes, or over three `**`. */
export function isCostly(glob: string): boolean {
  if (/[+*]\(/.test(glob)) return true
  const parts = glob.split('/')
  const wildcards = (part: string) => part.match(/\*+|[{(]/g)?.length ?? 0
  return parts.filter((part) => part.includes('**')).length > MAX_WILDCARDS || parts.some((part) => wildcards(part) > MAX_WILDCARDS)
}
