import type { Rule } from '../lint/rule.ts'
import { CIS_CONTROLS } from '../report/cis-controls.ts'
import { UsageError } from './usage-error.ts'

/** `dockseal rules --cis <version>`: each control of sections 4 and 5 with the rules that cover it, or why no rule can. */
export function listCisCoverage(version: string, rules: readonly Rule[], json: boolean): string {
  const match = /^1\.(\d+)$/.exec(version)
  if (!match || Number(match[1]) < 2)
    throw new UsageError(`--cis takes a version of the CIS Docker Benchmark, 1.2 or later, not "${version}"`)
  const isOld = Number(match[1]) < 6
  const rows = CIS_CONTROLS.flatMap((control) => {
    const number = isOld ? control.upTo15 : control.from16
    if (number === undefined) return []
    const covering = rules.filter(({ meta }) => meta.cis?.from16 === control.from16).map(({ id }) => id)
    return [{ number, title: control.title, level: control.level, rules: covering, ...(control.manual ? { manual: control.manual } : {}) }]
  })
  if (json) return `${JSON.stringify(rows, null, 2)}\n`
  const lines = rows.flatMap(({ number, title, rules: covering, manual }) => [
    `${number.padEnd(5)} ${title}`,
    `      ${covering.length > 0 ? covering.join(', ') : `manual: ${manual ?? 'no rule covers it yet'}`}`,
  ])
  const automated = rows.filter((row) => row.rules.length > 0).length
  return `CIS Docker Benchmark v${version}: ${automated} of ${rows.length} controls of sections 4 and 5 are covered by rules\n\n${lines.join('\n')}\n`
}
