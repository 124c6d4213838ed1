import { nearest } from '../text/nearest.ts'

/** What to say after "no rule is called …": the rule that was most likely meant, or where they are listed. */
export function ruleHint(id: string, known: Iterable<string>): string {
  const ids = [...known]
  const meant = nearest(id, ids) ?? (id.length > 3 ? ids.find((each) => each.includes(id) || id.includes(each)) : undefined)
  return meant === undefined ? 'list them with `dockseal rules`' : `did you mean "${meant}"?`
}
